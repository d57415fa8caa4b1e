// The list of speakers that <who-said> shows where it stands, with what each says: the way to all marks by keyboard, also
// where the page's own elements are left alone.
// @ts-check

import { h, shorten } from "./dom.js";
import { kindOfClaim } from "./kinds.js";
import { atHead } from "./names.js";
import { Roving } from "./roving.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/embed.js").Shown} Shown */
/** @typedef {import("../types/element.js").Selection} Selection */
/** @typedef {import("../types/element.js").Kind} Kind */

/** So much of a claim's words, in characters. */
const WORDS = 90;

/** One list for one `<who-said>`. */
export class SpeakerList {
  #roving = new Roving(() => [.../** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("button"))].filter((button) => button.checkVisibility()));

  /** @param {(selection: Selection, button: HTMLElement) => void} onSelect */
  constructor(onSelect) {
    this.onSelect = onSelect;
    this.root = h("section", { part: "list" });
    this.root.addEventListener("keydown", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      const next = button && !event.altKey && !event.ctrlKey && !event.metaKey && this.#roving.to(event.key, button);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
    this.root.addEventListener("focusin", ({ target }) => target instanceof HTMLElement && target.matches("button") && this.#roving.enter(target));
  }

  /** @param {Shown} annotations @param {string} text @param {Kind[]} kinds */
  show({ speakers, claims }, text, kinds) {
    const words = (/** @type {number} */ id) => claims[id].content.map(({ start, end }) => text.slice(start, end)).join(" … ");
    const said = speakers
      .map((speaker) => ({ speaker, ids: speaker.claims.filter((id) => claims[id].content.length && kinds.includes(kindOfClaim(claims[id]))) }))
      .filter(({ speaker, ids }) => ids.length || (speaker.claims.length === 0 && speaker.mentions.length));
    const button = (/** @type {Selection} */ selection, /** @type {string} */ part, /** @type {string} */ label) => {
      const element = h("button", { type: "button", part, tabIndex: -1 }, label);
      element.addEventListener("click", () => this.onSelect(selection, element));
      return element;
    };
    this.#roving.clear();
    this.root.replaceChildren(
      h("h2", { part: "list-title" }, strings.whoSpeaks),
      said.length
        ? h("ul", {}, ...said.map(({ speaker, ids }) =>
            h(
              "li",
              { part: "list-speaker" },
              button({ kind: "speaker", id: speaker.id }, "list-name", atHead(speaker.name)),
              speaker.description ? h("span", { part: "list-description" }, atHead(speaker.description)) : null,
              h("span", { part: "list-figures" }, strings.speakerFigures(speaker)),
              h("ol", {}, ...ids.map((id) => h("li", {}, button({ kind: "claim", id }, "list-claim", shorten(words(id), WORDS))))),
            )))
        : h("p", {}, strings.none.speakers),
    );
    this.#roving.refresh();
  }
}
