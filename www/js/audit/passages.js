// The passages behind a number, in a dialog: who, how, in which article; from there to the article, and to joining and parting.
// @ts-check

import { choice, field } from "../dialogs.js";
import { h } from "../dom.js";
import { atHead } from "../names.js";
import { strings } from "../strings.js";
import { words } from "./strings.js";

/** @typedef {import("../../types/audit.js").Act} Act */
/** @typedef {import("../../types/audit.js").AuditReport} AuditReport */
/** @typedef {import("../../types/audit.js").Passage} Passage */
/** @typedef {import("../../types/audit.js").Source} Source */

/** So many passages are shown at first, and more at a press of the button. */
const PART = 100;

let dialogs = 0;

/** @param {AuditReport} report @param {number} id @returns {import("../../types/audit.js").SourceRef} */
export function refOf(report, id) {
  const { name, articles } = report.sources[id];
  return { name, article: report.articles[articles[0]]?.id ?? null };
}

/**
 * Shows passages.
 * @param {object} what
 * @param {AuditReport} what.report
 * @param {string} what.title
 * @param {Passage[]} what.passages
 * @param {Source} [what.source] whose they all are: then it says why it is one source, and can be joined and parted
 * @param {object} on
 * @param {(passage: Passage) => void} on.open the article
 * @param {(acts: Act[], message: string) => void} on.act
 */
export function showPassages({ report, title, passages, source }, on) {
  dialogs += 1;
  const id = `passages-${dialogs}`;
  const list = h("ol", { class: "passages" });
  const more = h("button", { type: "button", class: "more", onclick: () => add() });
  let shown = 0;
  const add = () => {
    const part = passages.slice(shown, shown + PART);
    const first = list.children.length;
    list.append(...part.map((passage) => row(report, passage, source, open)));
    shown += part.length;
    more.hidden = shown >= passages.length;
    more.textContent = words.more(Math.min(PART, passages.length - shown));
    if (first) /** @type {HTMLElement | null} */ (list.children[first]?.querySelector("button"))?.focus();
  };
  const open = (/** @type {Passage} */ passage) => {
    dialog.close();
    on.open(passage);
  };
  const act = (/** @type {Act[]} */ acts, /** @type {string} */ message) => {
    dialog.close();
    on.act(acts, message);
  };
  const heading = h("h2", { id, tabIndex: -1 }, title);
  const dialog = h(
    "dialog",
    { class: "ask audit-passages", "aria-labelledby": id },
    h(
      "div",
      { class: "inside" },
      h("div", { class: "head" }, heading, h("button", { type: "button", onclick: () => dialog.close() }, words.close)),
      source ? about(report, source, act) : null,
      h("p", { class: "quiet" }, words.passages(passages.length)),
      list,
      more,
    ),
  );
  // Keys here are for the passages, not for the page behind them.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("pointerdown", (event) => {
    if (event.target !== dialog) return;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  add();
  document.body.append(dialog);
  dialog.showModal();
  heading.focus();
}

/** @param {AuditReport} report @param {Passage} passage @param {Source | undefined} source @param {(passage: Passage) => void} open */
function row(report, passage, source, open) {
  const article = report.articles[passage.article];
  const who = atHead(passage.sources.map((id) => report.sources[id].name).join(", ")) || words.unclear;
  const figures = `${words.form[passage.form]}, ${strings.some(passage.quotedWords + passage.reportedWords, "word")}`;
  const where = h("button", { type: "button", class: "link", title: words.openArticle, onclick: () => open(passage) }, article.title || article.id);
  return h(
    "li",
    {},
    source && passage.sources.length === 1 ? null : h("b", {}, `${who}: `),
    h("q", { class: "words", dir: "auto" }, passage.text),
    h("span", { class: "quiet" }, ` ${figures} · `, where, article.date ? ` · ${article.date}` : ""),
  );
}

/** Roles, why it is one source, and what can be done about that. @param {AuditReport} report @param {Source} source @param {(acts: Act[], message: string) => void} act */
function about(report, source, act) {
  const roles = source.roles.map(({ text, articles }) => h("li", {}, atHead(text), h("span", { class: "quiet" }, ` ${strings.some(articles.length, "article")}`)));
  return h(
    "div",
    { class: "about-source" },
    roles.length ? h("ul", { class: "roles" }, ...roles) : null,
    ...source.doubts.map((doubt) => h("p", { class: "doubt" }, doubt)),
    source.standing === "named" && source.joined !== null ? why(report, source, act) : null,
    source.standing === "named" ? joining(report, source, act) : null,
  );
}

/** @param {AuditReport} report @param {Source} source @param {(acts: Act[], message: string) => void} act */
function why(report, source, act) {
  const rows = source.seen.map(({ article, name, role }) => {
    const { id, title } = report.articles[article];
    const part = () => act([{ kind: "part", source: { name, article: id } }], words.parted(name));
    return h(
      "li",
      {},
      h("span", {}, atHead(name), role ? `, ${role}` : "", h("span", { class: "quiet" }, ` – ${title || id}`)),
      source.articles.length > 1 ? h("button", { type: "button", "aria-label": words.partLabel(name, title || id), onclick: part }, words.notSame) : null,
    );
  });
  return h("details", { class: "why" }, h("summary", {}, words.one), h("p", {}, source.joined ?? ""), h("ul", {}, ...rows));
}

/** @param {AuditReport} report @param {Source} source @param {(acts: Act[], message: string) => void} act */
function joining(report, source, act) {
  const last = source.name.split(" ").at(-1);
  // Those first that share the last word: mostly it is one of them.
  const others = report.sources.filter((other) => other.standing === "named" && other.id !== source.id);
  const near = (/** @type {Source} */ other) => Number(other.name.split(" ").at(-1) !== last);
  const sorted = others.sort((a, b) => near(a) - near(b) || a.name.localeCompare(b.name, "en"));
  const label = (/** @type {Source} */ { name, roles, articles }) => `${name}${roles[0] ? ` (${roles[0].text.slice(0, 40)})` : ""}, ${strings.some(articles.length, "article")}`;
  const select = choice([{ value: "", label: words.choose }, ...sorted.map((other) => ({ value: String(other.id), label: label(other) }))]);
  const button = h("button", {
    type: "button",
    onclick: () => {
      if (!select.value) return select.focus();
      const into = Number(select.value);
      act([{ kind: "join", source: refOf(report, source.id), into: refOf(report, into) }], words.joined(report.sources[into].name));
    },
  }, words.join);
  return h("div", { class: "joining" }, field(words.joinWith, select), button);
}
