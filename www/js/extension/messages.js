// What panel and page tell each other.
// @ts-check

/** @typedef {import("../../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../render.js").Target} Target */
/**
 * Why nothing is read: a PDF, a browser without highlights, no article.
 * @typedef {"pdf" | "old" | "empty"} Why
 */
/**
 * `turn` numbers the readings of the page: what is found is of one of them.
 * @typedef {{ type: "text", turn: number, text: string, title: string, language: string }
 *   | { type: "none", why: Why }
 *   | { type: "clicked", turn: number, target: Target }
 *   | { type: "key", turn: number, by: 1 | -1 | 0 }} ToPanel a key in the page: on, back, or let go
 */
/**
 * @typedef {{ type: "found", turn: number, annotations: Annotations }
 *   | { type: "kinds", kinds: string[] }
 *   | { type: "select", target: Target | null, reveal: boolean, go: boolean }} ToPage `go`: by a key of the page, which goes there
 */
/**
 * The toolbar's button was clicked while the panel of that tab was open.
 * @typedef {{ type: "button", tab: number }} ToExtension
 */

/** The name of the channel between a panel and its page. */
export const CHANNEL = "whosaid";
