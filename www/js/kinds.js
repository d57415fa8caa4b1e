// The kinds of things: those that a reader can show and hide, and those of speakers.
// @ts-check

import { strings } from "./strings.js";

/** What both the engine and a page with embedded annotations give. @typedef {import("../types/embed.js").Shown} Annotations */
/** @typedef {import("../types/embed.js").Shown["claims"][number]} Claim */
/** @typedef {import("../types/element.js").Kind} Kind */

/** What can be shown and hidden, in the order of the legend. */
export const KINDS = /** @type {const} @satisfies {readonly Kind[]} */ (["speakers", "claims", "places", "attitudes", "own"]);

/** Shown from the start; attitudes and the article's own statements on demand. */
export const SHOWN_AT_FIRST = KINDS.slice(0, 3);

/** The kinds of speakers: those that have a name on the page. */
export const SPEAKER_KINDS = /** @type {import("../types/whosaid.js").SpeakerKind[]} */ (Object.keys(strings.speakerKind));

/** @param {Claim} claim @returns {"claims" | "attitudes" | "own"} */
export function kindOfClaim({ form, mode }) {
  return form === "own" ? "own" : mode === "attitude" ? "attitudes" : "claims";
}

/**
 * The kind under which a speaker, claim or place is shown.
 * @param {Annotations} annotations @param {{ kind: "speaker" | "claim" | "place", id: number }} target
 * @returns {Kind}
 */
export function kindOf({ claims }, { kind, id }) {
  return kind === "claim" ? kindOfClaim(claims[id]) : kind === "speaker" ? "speakers" : "places";
}
