// The tables of an audit, one behind each tab.
// @ts-check

import { h } from "../dom.js";
import { atHead } from "../names.js";
import { strings } from "../strings.js";
import { chart } from "./chart.js";
import { standingWords, words } from "./strings.js";
import { Table } from "./table.js";

/** @typedef {import("../../types/audit.js").Article} Article */
/** @typedef {import("../../types/audit.js").AuditReport} AuditReport */
/** @typedef {import("../../types/audit.js").Counts} Counts */
/** @typedef {import("../../types/audit.js").Passage} Passage */
/** @typedef {import("../../types/audit.js").Source} Source */
/** @typedef {"sources" | "sections" | "months" | "columns" | "articles" | "suggestions"} Tab */
/**
 * What a press of a number does.
 * @typedef {object} Leads
 * @property {(source: Source, title: string, fits?: (passage: Passage) => boolean) => void} source
 * @property {(articles: number[], title: string, fits?: (passage: Passage) => boolean) => void} articles
 * @property {(acts: import("../../types/audit.js").Act[], message: string) => void} act
 * @property {(message: string) => void} say
 */

/** Bars of a chart at most. */
const CHARTED = 12;

const { head } = words;

/** A number that leads to its passages. @param {string} name of its row @param {string} what @param {number} n @param {() => void} act */
function number(name, what, n, act) {
  if (!n) return "0";
  return h("button", { type: "button", class: "link", "aria-label": words.numberLabel(name, what, n), onclick: act }, strings.count(n));
}

/** @param {Passage} passage */
const isQuoted = (passage) => passage.quotedWords > 0;
/** @param {Passage} passage */
const isReported = (passage) => passage.reportedWords > 0;
/** @param {Passage} passage */
const isStatement = (passage) => passage.mode === "statement";

/** The tabs for which there is something. @param {AuditReport} report @returns {Tab[]} */
export function tabsOf(report) {
  /** @type {[Tab, boolean][]} */
  const all = [
    ["sources", true],
    ["sections", report.sections.length > 0],
    ["months", report.months.length > 0],
    ["columns", report.columns.length > 0],
    ["articles", true],
    ["suggestions", report.suggestions.length > 0],
  ];
  return all.filter(([, there]) => there).map(([tab]) => tab);
}

/** @param {Tab} tab @param {AuditReport} report @param {Leads} leads @param {Filter} filter @returns {Node[]} */
export function drawTab(tab, report, leads, filter) {
  if (tab === "sources") return sources(report, leads, filter);
  if (tab === "articles") return [articles(report, leads)];
  if (tab === "suggestions") return suggestions(report, leads);
  if (tab === "columns") {
    return report.columns.flatMap(({ name, values }) => [
      h("h3", {}, name),
      ...parts(report, leads, name, values.map((v) => ({ ...v, name: v.value === null ? words.notInTable : v.value || words.none })), (row, title) => {
        const theirs = new Set(values.find((v) => (v.value === null ? words.notInTable : v.value || words.none) === row.name)?.sources);
        leads.articles(report.articles.map((_, n) => n), title, ({ sources }) => sources.some((id) => theirs.has(id)));
      }),
    ]);
  }
  const key = tab === "sections" ? "section" : "month";
  const rows = report[tab].map((part) => ({ ...part, key: part.name, name: part.name ?? words.none }));
  return parts(report, leads, words.tabs[tab], rows, (row, title, fits) => {
    const ids = report.articles.flatMap((article, n) => (article[key] === /** @type {any} */ (row).key ? [n] : []));
    leads.articles(ids, title, fits);
  });
}

/** What of the sources is shown. @typedef {{ words: string, kind: string }} Filter */

/** @param {AuditReport} report @param {Filter} filter */
function filtered(report, { words: find, kind }) {
  const silent = new Set(report.totals.onlyParaphrased);
  const needle = find.trim().toLowerCase();
  return report.sources.filter((source) => {
    const fits = { all: true, silent: silent.has(source.id), doubts: source.doubts.length > 0 }[kind] ?? source.standing === kind;
    const text = () => [source.name, ...source.seen.map(({ name }) => name), ...source.roles.map((role) => role.text), ...(source.fields ?? [])].join("\n").toLowerCase();
    return fits && (!needle || text().includes(needle));
  });
}

/** @param {AuditReport} report @param {Leads} leads @param {Filter} filter */
function sources(report, leads, filter) {
  const attributed = Math.max(1, report.totals.quotedWords + report.totals.reportedWords);
  /** @param {Source} s */
  const all = (s) => s.quotedWords + s.reportedWords;
  /** @type {import("./table.js").Head<Source>[]} */
  const heads = [
    {
      name: head.name,
      value: (s) => atHead(s.name),
      cell: (s) =>
        h(
          "span",
          {},
          h("button", { type: "button", class: "link name", onclick: () => leads.source(s, atHead(s.name)) }, atHead(s.name)),
          standingWords[s.standing] ? h("span", { class: "tag" }, standingWords[s.standing]) : null,
          s.corrected ? h("span", { class: "tag hand-made" }, words.handMade) : null,
          s.doubts.length ? h("span", { class: "tag look", title: s.doubts.join(" ") }, words.look) : null,
        ),
    },
    { name: head.kind, value: (s) => strings.speakerKind[s.kind] },
    { name: head.quotedWords, number: true, value: (s) => s.quotedWords, cell: (s) => number(s.name, words.quoted, s.quotedWords, () => leads.source(s, `${s.name}: ${words.quoted}`, isQuoted)) },
    { name: head.reportedWords, number: true, value: (s) => s.reportedWords, cell: (s) => number(s.name, words.reported, s.reportedWords, () => leads.source(s, `${s.name}: ${words.reported}`, isReported)) },
    { name: head.share, number: true, value: all, copied: (s) => words.percent(all(s) / attributed), cell: (s) => words.percent(all(s) / attributed) },
    { name: head.statements, number: true, value: (s) => s.statements, cell: (s) => number(s.name, head.statements, s.statements, () => leads.source(s, `${s.name}: ${head.statements}`, isStatement)) },
    { name: head.articles, number: true, value: (s) => s.articles.length, cell: (s) => number(s.name, head.articles, s.articles.length, () => leads.source(s, s.name)) },
    { name: head.roles, value: (s) => s.roles.map(({ text }) => text).join("; ") || null, cell: (s) => atHead(s.roles.slice(0, 3).map(({ text }) => text).join("; ")) + (s.roles.length > 3 ? " …" : "") },
    ...report.columns.map(({ name }, n) => ({ name, value: (/** @type {Source} */ s) => s.fields?.[n] ?? null })),
  ];
  const table = new Table(words.tabs.sources, heads, leads.say);
  const figure = h("div");
  const told = h("p", { class: "quiet", role: "status" });
  const find = h("input", { type: "search", value: filter.words, autocomplete: "off", spellcheck: false });
  const kind = h("select", {}, ...words.filters.map(([value, label]) => h("option", { value }, label)));
  kind.value = filter.kind;
  const draw = () => {
    Object.assign(filter, { words: find.value, kind: kind.value });
    const rows = filtered(report, filter);
    told.textContent = words.rows(rows.length, report.sources.length);
    table.show(rows);
    const most = rows.slice(0, CHARTED).map((s) => ({ name: atHead(s.name), quoted: s.quotedWords, reported: s.reportedWords }));
    figure.replaceChildren(...(most.length ? [chart(words.chart, most)] : []));
  };
  find.addEventListener("input", draw);
  kind.addEventListener("change", draw);
  draw();
  return [h("div", { class: "filters" }, h("label", {}, words.find, find), h("label", {}, words.show, kind), told), figure, table.node];
}

/**
 * @param {AuditReport} report @param {Leads} leads @param {string} what
 * @param {(Counts & { name: string })[]} rows
 * @param {(row: Counts & { name: string }, title: string, fits?: (passage: Passage) => boolean) => void} lead
 */
function parts(report, leads, what, rows, lead) {
  /** @type {import("./table.js").Head<Counts & { name: string }>[]} */
  const heads = [
    { name: head.part, value: (row) => row.name },
    { name: head.articles, number: true, value: (row) => row.articles },
    { name: head.quotedWords, number: true, value: (row) => row.quotedWords, cell: (row) => number(row.name, words.quoted, row.quotedWords, () => lead(row, `${row.name}: ${words.quoted}`, isQuoted)) },
    { name: head.reportedWords, number: true, value: (row) => row.reportedWords, cell: (row) => number(row.name, words.reported, row.reportedWords, () => lead(row, `${row.name}: ${words.reported}`, isReported)) },
    { name: head.named, number: true, value: (row) => row.named },
    { name: head.unnamed, number: true, value: (row) => row.unnamed, cell: (row) => number(row.name, head.unnamed, row.unnamed, () => lead(row, `${row.name}: ${head.unnamed}`, onlyUnnamed(report))) },
    { name: head.unnamedShare, number: true, value: (row) => row.unnamedShare, copied: (row) => words.percent(row.unnamedShare), cell: (row) => words.percent(row.unnamedShare) },
    { name: head.firstThreeShare, number: true, value: (row) => row.firstThreeShare, copied: (row) => words.percent(row.firstThreeShare), cell: (row) => h("span", { title: row.firstThree.map((id) => report.sources[id].name).join(", ") }, words.percent(row.firstThreeShare)) },
  ];
  const table = new Table(what, heads, leads.say);
  table.show(rows);
  return [chart(words.chartOf(what), rows.slice(0, 3 * CHARTED).map((row) => ({ name: row.name, quoted: row.quotedWords, reported: row.reportedWords }))), table.node];
}

/** @param {AuditReport} report @returns {(passage: Passage) => boolean} */
export function onlyUnnamed(report) {
  return ({ sources }) => sources.length > 0 && sources.every((id) => report.sources[id].standing === "unnamed");
}

/** @param {AuditReport} report @param {Leads} leads */
function articles(report, leads) {
  /** @typedef {{ article: Article, n: number }} Row */
  const title = (/** @type {Article} */ article) => article.title || article.id;
  /** @type {(what: string, key: "quotedWords" | "reportedWords" | "named" | "unnamed", fits?: (passage: Passage) => boolean) => import("./table.js").Head<Row>} */
  const counted = (what, key, fits) => ({
    name: what,
    number: true,
    value: ({ article }) => article[key],
    cell: ({ article, n }) => number(title(article), what, article[key], () => leads.articles([n], `${title(article)}: ${what}`, fits)),
  });
  /** @type {import("./table.js").Head<Row>[]} */
  const heads = [
    {
      name: head.article,
      value: ({ article }) => title(article),
      copied: ({ article: { id, title } }) => (title && title !== id ? `${title} (${id})` : id),
      cell: ({ article, n }) => h("span", {}, h("button", { type: "button", class: "link name", onclick: () => leads.articles([n], title(article)) }, title(article)), h("span", { class: "quiet where" }, article.id), article.corrections?.length ? h("span", { class: "tag hand-made" }, words.handMade) : null),
    },
    { name: head.section, value: ({ article }) => article.section },
    { name: head.date, short: true, value: ({ article }) => article.date },
    { name: head.words, number: true, value: ({ article }) => article.words, cell: ({ article }) => strings.count(article.words) },
    counted(head.quotedWords, "quotedWords", isQuoted),
    counted(head.reportedWords, "reportedWords", isReported),
    counted(head.named, "named", ({ sources }) => sources.some((id) => report.sources[id].standing === "named")),
    counted(head.unnamed, "unnamed", ({ sources }) => sources.some((id) => report.sources[id].standing === "unnamed")),
    { name: head.unnamedShare, number: true, value: ({ article }) => article.unnamedShare, copied: ({ article }) => words.percent(article.unnamedShare), cell: ({ article }) => words.percent(article.unnamedShare) },
  ];
  const table = new Table(words.tabs.articles, heads, leads.say);
  table.show(report.articles.map((article, n) => ({ article, n })));
  return table.node;
}

/** @param {AuditReport} report @param {Leads} leads */
function suggestions(report, leads) {
  const rows = report.suggestions.map(({ why, acts, sources, into }) =>
    h(
      "li",
      {},
      h("span", {}, why),
      h("button", { type: "button", class: "link", onclick: () => leads.source(report.sources[sources[0]], report.sources[sources[0]].name) }, report.sources[sources[0]].name),
      h("button", { type: "button", "aria-label": `${words.joinAll}: ${why}`, onclick: () => leads.act(acts, words.joined(report.sources[into].name)) }, words.joinAll),
    ),
  );
  return [h("p", { class: "quiet" }, words.suggestionsLead), h("ul", { class: "suggestions" }, ...rows.slice(0, 200))];
}
