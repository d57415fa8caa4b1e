// Legend, filter, count and explanation in one row of buttons.
// @ts-check

import { h } from "./dom.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */

const KINDS = /** @type {const} */ (["speakers", "claims", "places", "attitudes", "own"]);

/** Speakers, claims and places are shown from the start; attitudes and the article's own statements on demand. */
export class Legend {
  all = KINDS;
  #kinds = new Set(["speakers", "claims", "places"]);
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();

  /** @param {HTMLElement} root @param {(kinds: Set<string>) => void} onChange */
  constructor(root, onChange) {
    this.onChange = onChange;
    for (const kind of KINDS) {
      const button = h(
        "button",
        { type: "button", class: `chip ${kind}`, "data-kind": kind, onclick: () => this.toggle(kind) },
        h("span", { class: "swatch", "aria-hidden": "true" }, "Aa"),
        h("span", { class: "what" }, h("span", { class: "term" }, strings[kind]), " ", h("span", { class: "count" })),
        h("span", { class: "gloss" }, strings.legend[kind]),
      );
      this.#buttons.set(kind, button);
      root.append(button);
    }
  }

  /** @param {string} kind */
  toggle(kind) {
    if (!this.#kinds.delete(kind)) this.#kinds.add(kind);
    this.apply();
  }

  /** A kind that is wanted now, though it was hidden. @param {string} kind */
  show(kind) {
    if (this.#kinds.has(kind)) return;
    this.#kinds.add(kind);
    this.apply();
  }

  apply() {
    for (const [kind, button] of this.#buttons) button.setAttribute("aria-pressed", String(this.#kinds.has(kind)));
    this.onChange(this.#kinds);
  }

  /** @param {Annotations | null} annotations */
  counts(annotations) {
    const said = annotations?.claims.filter((claim) => claim.form !== "own") ?? [];
    /** @type {Record<string, number>} */
    const counts = {
      speakers: annotations?.speakers.length ?? 0,
      claims: said.filter((claim) => claim.mode === "statement").length,
      places: annotations?.places.length ?? 0,
      attitudes: said.filter((claim) => claim.mode === "attitude").length,
      own: (annotations?.claims.length ?? 0) - said.length,
    };
    for (const [kind, button] of this.#buttons) {
      const count = button.querySelector(".count");
      if (count) count.textContent = annotations ? strings.count(counts[kind]) : "";
    }
  }
}
