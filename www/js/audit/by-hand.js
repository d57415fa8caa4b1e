// What was changed by hand in an audit, told in a menu: joined and parted sources, corrected articles; from there it can be
// brought in from a file and discarded.
// @ts-check

import { h } from "../dom.js";
import { words } from "./strings.js";

/** @typedef {import("../../types/audit.js").Act} Act */
/** @typedef {import("../../types/audit.js").AuditReport} AuditReport */

/**
 * @param {AuditReport} report
 * @param {object} on
 * @param {boolean} on.kept whether the browser keeps it
 * @param {(article: number) => void} on.open an article
 * @param {(file: File) => void} on.bring
 * @param {() => void} on.discard what was joined and parted
 */
export function handMenu(report, on) {
  const { corrections: acts, missed, articles } = report;
  const corrected = articles.flatMap(({ corrections = [], title, id }, n) => (corrections.length ? [{ n, name: title || id, count: corrections.length }] : []));
  const file = h("input", { type: "file", id: "audit-acts", accept: ".json,application/json", hidden: true });
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen) on.bring(chosen);
    file.value = "";
  });
  const changes = acts.length + corrected.length;
  const inside = (/** @type {{ n: number, name: string, count: number }} */ { n, name, count }) =>
    h("li", {}, h("button", { type: "button", class: "link", onclick: () => on.open(n) }, name), h("span", { class: "quiet" }, ` ${words.correctedTimes(count)}`));
  const menu = h(
    "details",
    { class: "menu-box" },
    h("summary", { "data-keep": "hand" }, changes ? words.acts(changes) : words.byHand),
    h(
      "div",
      { class: "menu record" },
      acts.length ? h("ol", {}, ...acts.map((act, n) => h("li", {}, words.did(act), missed.includes(n) ? h("span", { class: "doubt" }, ` ${words.missedOne}`) : null))) : null,
      corrected.length ? h("p", {}, words.correctedIn(corrected.length)) : null,
      corrected.length ? h("ul", {}, ...corrected.slice(0, 100).map(inside)) : null,
      h("p", {}, changes ? (on.kept ? words.kept : words.notKept) : words.untouched),
      h("button", { type: "button", onclick: () => file.click() }, words.bring),
      acts.length ? h("button", { type: "button", onclick: on.discard }, words.discard) : null,
      file,
    ),
  );
  return menu;
}

/** Esc, leaving and a click elsewhere close a menu. @param {HTMLDetailsElement} menu */
export function closing(menu) {
  const elsewhere = (/** @type {MouseEvent} */ { target }) => {
    // The tools are drawn anew with each change.
    if (!menu.isConnected) document.removeEventListener("click", elsewhere);
    else if (target instanceof Node && !menu.contains(target)) menu.open = false;
  };
  document.addEventListener("click", elsewhere);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
  });
  return menu;
}

