// The lines that are set aside, where they stand in the text: those that follow each other in one box, which unfolds.
// @ts-check

import { h } from "./dom.js";
import { page } from "./page-strings.js";

/** The boxes of one text, in its order. */
export class AsideGroups {
  /** @type {import("./set-aside.js").Aside[][]} */ #groups = [];

  /** @param {string} text @param {import("./setting-aside.js").SettingAside} [aside] */
  constructor(text, aside) {
    this.text = text;
    this.aside = aside;
    let end = -1;
    for (const line of aside?.of(text) ?? []) {
      const last = this.#groups.at(-1);
      if (last && !text.slice(end, line.start).trim()) last.push(line);
      else this.#groups.push([line]);
      end = line.end;
    }
  }

  /** Those that were not given yet and stand before an offset. @param {number} offset @returns {HTMLElement[]} */
  before(offset) {
    const boxes = [];
    while (this.#groups.length && this.#groups[0][0].start < offset) boxes.push(this.#box(/** @type {import("./set-aside.js").Aside[]} */ (this.#groups.shift())));
    return boxes;
  }

  /** @param {import("./set-aside.js").Aside[]} lines */
  #box(lines) {
    const kinds = [...new Set(lines.map(({ why }) => page.aside.why[why]))].join(", ");
    const rows = lines.map((line) => /** @type {NonNullable<AsideGroups["aside"]>} */ (this.aside).row(this.text, line));
    return h("details", { class: "set-aside" }, h("summary", {}, `${page.aside.lines(lines.length)}: ${kinds}`), h("ul", { class: "asides" }, ...rows));
  }
}
