// The places: a map, and the table that says the same. A speaker's places alone while the speaker is selected.
// @ts-check

import { h } from "./dom.js";
import { PlaceMap } from "./map.js";
import { atHead } from "./names.js";
import { coordinates, whereabouts } from "./place-words.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Place} Place */
/** @typedef {import("./render.js").Target} Target */

/** Map and table of one text's places. */
export class PlacesTab {
  /** @type {Annotations | null} */ #annotations = null;
  /** @type {Map<number, HTMLElement>} */ #rows = new Map();
  /** @type {Target | null} the speaker whose places are shown alone */ #speaker = null;

  /**
   * @param {(target: Target) => void} onSelect
   * @param {(middle: number) => Promise<import("./map.js").Outlines>} outlines
   */
  constructor(onSelect, outlines) {
    this.map = new PlaceMap({ select: (id) => onSelect({ kind: "place", id }), outlines });
    this.caption = h("p", { class: "map-only", hidden: true });
    this.captionText = h("span");
    const all = () => this.#speaker && onSelect(this.#speaker);
    this.caption.append(this.captionText, " ", h("button", { type: "button", class: "link", onclick: all }, strings.clearSelection));
    this.skip = h("button", { type: "button", class: "map-skip", onclick: () => this.table.focus() }, strings.map.skip);
    this.table = h("table", { tabIndex: -1, "aria-label": strings.map.table });
  }

  /** @param {Annotations | null} annotations */
  show(annotations) {
    this.#annotations = annotations;
    this.map.show(annotations?.places ?? []);
  }

  /**
   * @param {Place[]} places those in the table
   * @param {(id: number, name: string) => HTMLElement} button
   * @returns {Node[]}
   */
  draw(places, button) {
    const head = strings.tableHead;
    this.#rows.clear();
    for (const place of places) {
      const row = h(
        "tr",
        {},
        h("th", { scope: "row" }, button(place.id, atHead(place.name)), h("span", { class: "where" }, atHead(whereabouts(place)))),
        h("td", { class: "number" }, coordinates(place) ?? "–"),
        h("td", { class: "number" }, strings.count(place.mentions.length)),
      );
      this.#rows.set(place.id, row);
    }
    this.table.replaceChildren(
      h("thead", {}, h("tr", {}, ...[head.place, head.at, head.times].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...this.#rows.values()),
    );
    return [this.skip, this.map.element, this.caption, this.table];
  }

  /** @param {Target | null} target */
  select(target) {
    const annotations = this.#annotations;
    if (!annotations) return;
    this.#speaker = target?.kind === "speaker" ? target : null;
    const only = this.#speaker ? placesOf(annotations, this.#speaker.id) : null;
    const lit = target?.kind === "place" ? [target.id] : target?.kind === "claim" ? (target.ids ?? [target.id]).flatMap((id) => annotations.claims[id].places) : [];
    this.map.select(new Set(lit), only);
    for (const [id, row] of this.#rows) row.hidden = only !== null && !only.has(id);
    this.caption.hidden = only === null;
    if (only && this.#speaker) this.captionText.textContent = strings.map.only(annotations.speakers[this.#speaker.id].name, only.size);
  }
}

/** The places in what a speaker says. @param {Annotations} annotations @param {number} speaker */
export function placesOf({ speakers, claims }, speaker) {
  return new Set(speakers[speaker].claims.flatMap((id) => claims[id].places));
}
