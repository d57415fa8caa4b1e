// Every sentence of the audit. Plain words, as in strings.js.
// @ts-check

import { page } from "../page-strings.js";
import { strings } from "../strings.js";

/** @typedef {import("../../types/audit.js").Counts} Counts */
/** @typedef {import("../../types/audit.js").Standing} Standing */

const { count, some } = strings;
/** @param {number} share 0 to 1 */
const percent = (share) => `${(share * 100).toFixed(1)}%`;

/** @param {import("../../types/audit.js").SourceRef} ref */
const refWords = ({ name, article }) => (article === null ? `“${name}”` : `“${name}” in “${article}”`);

export const words = {
  percent,
  title: page.audit.title,
  lead: "Open a folder, several texts, or a table with an article a row, and count who speaks, in whose words, and how often. The articles stay on this page: they are sent nowhere and stored nowhere. What you join, part and correct is kept in this browser, by name and place, without their texts.",
  files: "Open files …",
  folder: "Open a folder …",
  others: "Other articles …",
  dropHint: "Or drop them here: .txt, .md, .html, .docx, .json that this page exported; .csv or .jsonl with a column of texts. Folders in a folder count as sections; a name that begins with a date (2024-03-05-…) gives the month.",
  columns: "Names of the columns in a table",
  column: { text: "Text", id: "Id", title: "Headline", section: "Section", date: "Date" },

  opening: "Opening …",
  /** @param {number} done @param {number} all */
  reading: (done, all) => `Reading: ${count(done)} of ${some(all, "article")}`,
  cancel: "Cancel",
  counting: "Counting …",
  nothing: "No articles were found in there.",
  /** @param {number} done @param {number} all */
  cancelled: (done, all) => (done ? `Cancelled: ${count(done)} of ${count(all)} articles were read, and are counted here.` : "Cancelled."),
  /** @param {number} n @param {string} first */
  problems: (n, first) => (n === 1 ? `Not read: ${first}` : `${count(n)} not read. The first: ${first}`),
  notForAudit: "it is neither a text nor a table",
  notUtf8: "it is not UTF-8: save it as UTF-8 and open it again",
  unreadable: "the browser could not read it",
  tableTooLarge: (/** @type {number} */ megabytes) => `only tables of up to ${megabytes} MB are read here: use the command line`,
  failed: "The audit failed",
  done: (/** @type {number} */ n) => `Counted ${some(n, "article")}.`,

  heading: (/** @type {number} */ n) => `Who speaks in ${some(n, "article")}`,
  export: "Export",
  formats: /** @type {[string, string, string, string][]} */ ([
    ["html", "HTML, readable without scripts", "html", "text/html"],
    ["json", "JSON, everything", "json", "application/json"],
    ["sources", "CSV, one row a source", "csv", "text/csv"],
    ["articles", "CSV, one row an article", "csv", "text/csv"],
    ["passages", "CSV, one row a passage", "csv", "text/csv"],
    ["columns", "CSV, by the columns of your table", "csv", "text/csv"],
  ]),
  people: "Count by a table of your own …",
  peopleGone: "Without your table",
  peopleHelp: "A CSV with a column “name” and whatever columns you keep. Nothing is guessed about anybody from a name.",
  peopleRead: (/** @type {number} */ n) => `${some(n, "source")} found in your table.`,
  peopleTwice: (/** @type {string[]} */ names) => `In more than one row of your table, of which the first counts: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}`,
  undo: "Undo",
  redo: "Redo",
  acts: (/** @type {number} */ n) => `${some(n, "change")} by hand`,
  byHand: "By hand",
  handMade: "by hand",
  /** @param {import("../../types/audit.js").Act} act */
  did: (act) => (act.kind === "join" ? `${refWords(act.source)} is the same as ${refWords(act.into)}.` : `${refWords(act.source)} is somebody else.`),
  missedOne: "Means nothing here any more.",
  correctedTimes: (/** @type {number} */ n) => some(n, "correction"),
  correctedIn: (/** @type {number} */ n) => `Corrected in ${some(n, "article")}, and counted so:`,
  kept: "Kept in this browser for when these articles come again, and in every JSON that is exported.",
  notKept: "This browser keeps nothing: export the audit as JSON, and bring that in the next time.",
  untouched: "Nothing was joined, parted or corrected. What an audit exported as JSON says of that can be brought in here.",
  bring: "Bring in from a JSON …",
  discard: "Undo all that was joined and parted",
  discarded: "What was joined and parted is undone; “Redo” brings it back, one by one.",
  broughtBack: (/** @type {number} */ n) => `${some(n, "change")} by hand ${n === 1 ? "is" : "are"} kept from before and ${n === 1 ? "was" : "were"} carried out.`,
  /** @param {number} acts @param {number} articles */
  brought: (acts, articles) => `Brought in: ${some(acts, "source")} joined or parted, ${some(articles, "article")} corrected.`,
  nothingBrought: "Nothing of it was new for these articles.",
  noAudit: (/** @type {string} */ name) => `“${name}” is no audit exported as JSON.`,
  offsets: (/** @type {string} */ name) => `“${name}” counts offsets otherwise than this page: export it with --offsets utf16.`,
  openFirst: "Open the articles first, then what was changed by hand in them.",
  recounted: (/** @type {number} */ n) => `${some(n, "article")} counted anew, as corrected.`,

  /** @param {Counts} t */
  sumWords: (t) => `${some(t.words, "word")}: ${count(t.quotedWords)} quoted (${percent(t.words ? t.quotedWords / t.words : 0)}), ${count(t.reportedWords)} reported (${percent(t.words ? t.reportedWords / t.words : 0)}).`,
  sumThree: (/** @type {number} */ share) => `${percent(share)} of the attributed words are those of `,
  /** Of whom, where and how much. @param {Counts} t @returns {[string, string]} */
  sumUnnamed: (t) => [some(t.unnamed, "source"), ` without a name, with ${percent(t.unnamedShare)} of the attributed words.`],
  /** @param {Counts} t @returns {[string, string]} */
  sumSilent: (t) => [some(t.onlyParaphrased.length, "named source"), ` ${t.onlyParaphrased.length === 1 ? "is" : "are"} only ever paraphrased.`],
  /** @param {Counts} t @returns {string} */
  sumUnclear: (t) => `For ${percent(t.unclearWords / Math.max(1, t.quotedWords + t.reportedWords))} of the attributed words it is unclear who speaks.`,
  sumSame: (/** @type {number} */ n) => `${some(n, "article")} ${n === 1 ? "has" : "have"} the same text as another: look whether ${n === 1 ? "it should" : "they should"} count twice.`,

  tabs: { sources: "Sources", sections: "Sections", months: "Months", columns: "Your table", articles: "Articles", suggestions: "The same?" },
  find: "Find",
  show: "Show",
  /** @type {[string, string][]} */
  filters: [
    ["named", "with a name"],
    ["silent", "only ever paraphrased"],
    ["doubts", "worth a look"],
    ["described", "bodies and documents only described"],
    ["unnamed", "without a name"],
    ["all", "all"],
  ],
  rows: (/** @type {number} */ shown, /** @type {number} */ all) => (shown === all ? some(all, "row") : `${count(shown)} of ${some(all, "row")}`),
  more: (/** @type {number} */ n) => `Show ${count(n)} more`,
  head: {
    name: "Source", kind: "Kind", quotedWords: "Quoted", reportedWords: "Reported", share: "Share", statements: "Statements", articles: "Articles", roles: "Roles and affiliations",
    part: "Name", article: "Article", section: "Section", date: "Date", words: "Words", named: "Named", unnamed: "Unnamed", unnamedShare: "Unnamed share", firstThreeShare: "First three",
  },
  sortBy: (/** @type {string} */ name) => `Sort by ${name}`,
  chart: "The sources with the most words; the table has the same numbers",
  chartOf: (/** @type {string} */ what) => `${what}: words quoted and reported; the table has the same numbers`,
  quoted: "words quoted",
  reported: "words reported",
  none: "none",
  notInTable: "not in your table",
  look: "look",
  /** @param {string} name @param {string} what @param {number} n */
  numberLabel: (name, what, n) => `${name}: ${what} ${count(n)}, show the passages`,

  passages: (/** @type {number} */ n) => some(n, "passage"),
  /** @param {string} name */
  passagesOf: (name) => `Passages: ${name}`,
  openArticle: "Open the article here",
  opened: "Opened from the audit. “Many articles” leads back to it.",
  close: "Close",
  one: "Why one source",
  notSame: "Somebody else",
  partLabel: (/** @type {string} */ name, /** @type {string} */ article) => `${name} in “${article}” is somebody else`,
  joinWith: "The same as",
  join: "Join",
  choose: "Choose …",
  joinAll: "Join them",
  joined: (/** @type {string} */ name) => `Joined with ${name}.`,
  parted: (/** @type {string} */ name) => `${name} was parted.`,
  suggestionsLead: "Names that may be one person’s. Nothing of this was joined: a surname alone tells nobody across articles.",
  noSuggestions: "Nothing to decide.",
  missed: "Some of the changes mean nothing any more, and were passed over.",
  unclear: "unclear who",
  form: { direct: "quoted", mixed: "quoted in part", indirect: "reported", own: "reported" },
};

/** @type {Record<Standing, string>} */
export const standingWords = { named: "", described: "described", unnamed: "unnamed" };
