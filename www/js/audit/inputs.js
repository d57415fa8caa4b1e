// Articles from files, folders and tables that the user opens or drops.
// @ts-check

import { isTable } from "./dropping.js";
import { words } from "./strings.js";

/** @typedef {import("./reading.js").Entry} Entry */
/** @typedef {import("./dropping.js").Found} Found */
/** @typedef {typeof import("../files.js").openFile} OpenFile */

const TEXTS = /\.(txt|text|md|markdown|html?|xhtml|docx|json)$/i;
/** Tables beyond this are not read, in bytes: what they hold has to fit into the browser. */
const LARGEST = 256 << 20;

/**
 * The articles in these files. Texts are read later, when it is their turn; tables are read now.
 * @param {Found[]} found
 * @param {object} on
 * @param {(kind: "csv" | "jsonl", text: string) => Promise<{ records: { info: import("../../types/audit.js").ArticleInfo, text: string }[], problems: string[] }>} on.records
 * @param {(name: string, message: string) => void} on.problem
 * @param {OpenFile} on.openFile the page's: there may be only one that parses its files
 * @returns {Promise<Entry[]>}
 */
export async function entriesOf(found, { records, problem, openFile }) {
  /** @type {Entry[]} */
  const entries = [];
  const sorted = [...found].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const { file, path, section } of sorted) {
    if (path.split("/").some((part) => part.startsWith("."))) continue;
    if (isTable(file.name)) {
      try {
        const rows = await tableOf(file, records);
        for (const { info, text } of rows.records) entries.push({ info: { ...info, section: info.section ?? section }, open: async () => plain(text) });
        for (const message of rows.problems) problem(path, message);
      } catch (error) {
        problem(path, error instanceof Error ? error.message : String(error));
      }
    } else if (TEXTS.test(file.name)) {
      // Other JSON lies in folders, too.
      if (/\.json$/i.test(file.name) && found.length > 1 && !(await isExport(file, openFile))) continue;
      entries.push({ info: { id: path, section, date: dateOf(file.name) }, open: () => articleOf(file, openFile) });
    } else if (found.length === 1) problem(path, words.notForAudit);
  }
  return entries;
}

/** @param {string} text @returns {import("./reading.js").Source} */
const plain = (text) => ({ text, parts: new Map(), corrections: null, asides: null });

/** @param {File} file @param {OpenFile} openFile @returns {Promise<import("./reading.js").Source>} */
async function articleOf(file, openFile) {
  const { text, parts, corrections, asides, annotations } = await openFile(file);
  if (annotations) throw new Error(words.notForAudit);
  return { text, parts, corrections, asides };
}

/**
 * The audits among files that were opened, which say what was done by hand, and the articles.
 * @param {Found[]} found
 */
export async function auditsAmong(found) {
  /** @type {{ audits: File[], articles: Found[] }} */
  const all = { audits: [], articles: [] };
  for (const one of found) {
    const isAudit = /\.json$/i.test(one.path) && !one.path.includes("/") && /"schema":[^]*"passages":/.test(await one.file.text());
    if (isAudit) all.audits.push(one.file);
    else all.articles.push(one);
  }
  return all;
}

/** What articles come from: names of folders and tables; texts that were opened by themselves have none. @param {Found[]} found */
export function placeOf(found) {
  const places = found.map(({ path, file }) => (path.includes("/") ? `${path.split("/")[0]}/` : isTable(file.name) ? file.name : ""));
  return [...new Set(places)].sort().join(", ");
}

/** Whether a file is what the page exports of an article. @param {File} file @param {OpenFile} openFile */
async function isExport(file, openFile) {
  try {
    return (await openFile(file)).corrections !== null;
  } catch {
    return false;
  }
}

/** @param {File} file @param {(kind: "csv" | "jsonl", text: string) => Promise<any>} records */
async function tableOf(file, records) {
  if (file.size > LARGEST) throw new Error(words.tableTooLarge(LARGEST >> 20));
  return records(/\.(csv|tsv)$/i.test(file.name) ? "csv" : "jsonl", await utf8(file));
}

/** @param {File} file */
export async function utf8(file) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    throw new Error(error instanceof TypeError ? words.notUtf8 : words.unreadable, { cause: error });
  }
}

/** The date that a file's name begins with. @param {string} name */
function dateOf(name) {
  return /^\d{4}-\d{2}(-\d{2})?/.exec(name)?.[0] ?? null;
}
