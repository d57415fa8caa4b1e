// A table that sorts by its headings and shows long lists in parts.
// @ts-check

import { h } from "../dom.js";
import { copyTableButton } from "../table-copy.js";
import { words } from "./strings.js";

/**
 * @template Row
 * @typedef {object} Head a column
 * @property {string} name
 * @property {boolean} [number] whether it holds numbers, which are sorted from the largest on
 * @property {boolean} [short] whether its cells are not to be broken into lines
 * @property {(row: Row) => string | number | null} value what it is sorted by
 * @property {(row: Row) => Node | string} [cell] what is shown, if not the value
 * @property {(row: Row) => string | number | null} [copied] what is copied, if not the value
 */

/** So many rows are shown at first, and more at a press of the button. */
const PART = 100;

/**
 * A table of rows. The first column heads its row.
 * @template Row
 */
export class Table {
  /** @type {Row[]} */ #rows = [];
  #shown = PART;
  /** Column by which it is sorted and whether from the smallest on; before a heading was pressed as the rows came. @type {{ by: number, up: boolean } | null} */
  #order = null;

  /** @param {string} caption @param {Head<Row>[]} heads @param {(message: string) => void} say */
  constructor(caption, heads, say) {
    this.heads = heads;
    this.headings = heads.map((head, n) =>
      h("th", { scope: "col", class: head.number ? "number" : null }, h("button", { type: "button", class: "sort", onclick: () => this.#sort(n), title: words.sortBy(head.name) }, head.name)),
    );
    this.body = h("tbody");
    this.more = h("button", { type: "button", class: "more", onclick: () => this.#more() });
    this.node = h(
      "div",
      {},
      h("div", { class: "wide", role: "region", "aria-label": caption, tabIndex: 0 }, h("table", {}, h("caption", { class: "visually-hidden" }, caption), h("thead", {}, h("tr", {}, ...this.headings)), this.body)),
      h("div", { class: "below" }, this.more, copyTableButton(() => this.#sheet(), say)),
    );
  }

  /** All rows that are listed, in their order, also those that are not shown yet. @returns {import("../table-copy.js").Sheet} */
  #sheet() {
    return { heads: this.heads.map(({ name }) => name), rows: this.#sorted().map((row) => this.heads.map(({ copied, value }) => (copied ?? value)(row))) };
  }

  /** @param {Row[]} rows */
  show(rows) {
    this.#rows = rows;
    this.#shown = PART;
    this.#draw();
  }

  /** @param {number} by */
  #sort(by) {
    const first = !this.heads[by].number;
    this.#order = { by, up: this.#order?.by === by ? !this.#order.up : first };
    this.#draw();
  }

  #more() {
    const before = this.#shown;
    this.#shown += PART;
    this.#draw();
    // The button may be gone: on with the first of the new rows.
    /** @type {HTMLElement | null} */ (this.body.rows[before]?.querySelector("button"))?.focus();
  }

  #sorted() {
    if (!this.#order) return this.#rows;
    const { by, up } = this.#order;
    const { value } = this.heads[by];
    const sign = up ? 1 : -1;
    const compare = (/** @type {Row} */ a, /** @type {Row} */ b) => {
      const [x, y] = [value(a), value(b)];
      // What is not there comes last either way.
      if (x === null || y === null) return Number(x === null) - Number(y === null);
      return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true }));
    };
    return [...this.#rows].sort(compare);
  }

  #draw() {
    this.headings.forEach((heading, n) => {
      if (this.#order?.by === n) heading.setAttribute("aria-sort", this.#order.up ? "ascending" : "descending");
      else heading.removeAttribute("aria-sort");
    });
    const rows = this.#sorted().slice(0, this.#shown);
    this.body.replaceChildren(
      ...rows.map((row) =>
        h(
          "tr",
          {},
          ...this.heads.map((head, n) => {
            const shown = head.cell ? head.cell(row) : String(head.value(row) ?? "");
            return n ? h("td", { class: head.number ? "number" : head.short ? "short" : null }, shown) : h("th", { scope: "row" }, shown);
          }),
        ),
      ),
    );
    const left = this.#rows.length - rows.length;
    this.more.hidden = left <= 0;
    this.more.textContent = words.more(Math.min(PART, left));
  }
}
