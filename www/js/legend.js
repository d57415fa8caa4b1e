// Legend, filter, count and explanation in one row of buttons.
// @ts-check

import { h } from "./dom.js";
import { kindOfClaim, KINDS, SHOWN_AT_FIRST } from "./kinds.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */

/** A button for each kind, which shows and hides it. */
export class Legend {
  all = KINDS;
  /** @type {Set<string>} */ #kinds = new Set(SHOWN_AT_FIRST);
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

  /** The kinds that are shown. */
  get shown() {
    return this.#kinds;
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
    /** @type {Record<string, number>} */
    const counts = { speakers: annotations?.speakers.length ?? 0, claims: 0, places: annotations?.places.length ?? 0, attitudes: 0, own: 0 };
    for (const claim of annotations?.claims ?? []) counts[kindOfClaim(claim)] += 1;
    for (const [kind, button] of this.#buttons) {
      const count = button.querySelector(".count");
      if (count) count.textContent = annotations ? strings.count(counts[kind]) : "";
    }
  }
}
