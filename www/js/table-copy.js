// Copying a table so that it can be pasted: as cells into a spreadsheet, as a table into a document.
// @ts-check

import { h } from "./dom.js";
import { page } from "./page-strings.js";
import { strings } from "./strings.js";

/** @typedef {string | number | null} Cell */
/** @typedef {{ heads: string[], rows: Cell[][] }} Sheet */

/** What spreadsheets run as a formula, as in `src/export/csv.rs`. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A cell in one line, safe against being run. Numbers are our own. @param {Cell} cell */
function plain(cell) {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const words = FORMULA.test(cell) ? `'${cell}` : cell;
  return words.replace(/\s+/gu, " ").trim();
}

/** @param {Sheet} sheet */
export function tabbed({ heads, rows }) {
  // A quotation mark inside is doubled, as spreadsheets do when they copy.
  const cell = (/** @type {Cell} */ value) => plain(value).replace(/^.*".*$/u, (words) => `"${words.replaceAll('"', '""')}"`);
  return [heads, ...rows].map((row) => row.map(cell).join("\t")).join("\n");
}

/** @param {Sheet} sheet */
export function marked({ heads, rows }) {
  const line = (/** @type {Cell[]} */ row, /** @type {"th" | "td"} */ name) => h("tr", {}, ...row.map((cell) => h(name, {}, plain(cell))));
  return h("table", {}, h("thead", {}, line(heads, "th")), h("tbody", {}, ...rows.map((row) => line(row, "td")))).outerHTML;
}

/** @param {Sheet} sheet @param {(message: string) => void} say what came of it */
export async function copyTable(sheet, say) {
  const text = tabbed(sheet);
  try {
    if (globalThis.ClipboardItem) {
      const part = (/** @type {string} */ type, /** @type {string} */ content) => ({ [type]: new Blob([content], { type }) });
      await navigator.clipboard.write([new ClipboardItem({ ...part("text/plain", text), ...part("text/html", marked(sheet)) })]);
    } else await navigator.clipboard.writeText(text);
    say(page.table.copied(sheet.rows.length));
  } catch {
    say(strings.notCopied);
  }
}

/** @param {() => Sheet} sheet as it is when the button is pressed @param {(message: string) => void} say */
export function copyTableButton(sheet, say) {
  return h("button", { type: "button", class: "copy-table", onclick: () => copyTable(sheet(), say) }, page.table.copy);
}
