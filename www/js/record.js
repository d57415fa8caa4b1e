// Opening again what was exported: the page's JSON holds the text and what was corrected by hand. What was found is worked
// out anew from the text, so a record cannot say what the page would not.
// @ts-check

import { isCorrection } from "./history.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Correction} Correction */
/** @typedef {import("./set-aside.js").Aside} Aside */
/** @typedef {{ text: string, corrections: Correction[], asides: Aside[] | null }} ExportRecord `asides`: what is not read of the text, where that is told */

/** The one form of the JSON that this page writes and reads. */
const SCHEMA = 1;

/**
 * The JSON of annotations with their text, so that the file can be opened again.
 * @param {string} json as the engine writes it @param {string} text @param {Aside[]} [asides]
 */
export function withText(json, text, asides = []) {
  const { schema, offsets, ...rest } = JSON.parse(json);
  return `${JSON.stringify({ schema, offsets, text, setAside: asides, ...rest }, null, 2)}\n`;
}

/**
 * Text and corrections of an exported file. Throws an `Error` with a sentence for the user.
 * @param {string} source of the file @param {string} name of the file
 * @returns {ExportRecord}
 */
export function readRecord(source, name) {
  const r = strings.record;
  /** @type {any} */
  let record;
  try {
    record = JSON.parse(source);
  } catch (error) {
    throw new Error(r.damaged(name, error instanceof Error ? error.message : String(error)));
  }
  if (typeof record !== "object" || record === null || Array.isArray(record) || !("schema" in record) || !Array.isArray(record.claims)) {
    throw new Error(r.foreign(name));
  }
  if (record.schema !== SCHEMA) throw new Error(r.version(name, String(record.schema), SCHEMA));
  const { text, offsets, corrections = [], setAside = null } = record;
  if (typeof text !== "string") throw new Error(r.noText(name));
  if (!text.trim()) throw new Error(r.damaged(name, r.blank));
  if (offsets !== "utf16") throw new Error(r.damaged(name, r.offsets(String(offsets))));
  if (!Array.isArray(corrections)) throw new Error(r.damaged(name, r.list));
  corrections.forEach((correction, n) => {
    if (!isCorrection(correction)) throw new Error(r.damaged(name, r.unknown(n + 1)));
    if (lastOffset(correction) > text.length) throw new Error(r.damaged(name, r.behind(n + 1)));
  });
  const isAside = (/** @type {any} */ aside) => Number.isInteger(aside?.start) && Number.isInteger(aside.end) && aside.start < aside.end && aside.end <= text.length && typeof aside.why === "string";
  if (setAside !== null && !(Array.isArray(setAside) && setAside.every(isAside))) throw new Error(r.damaged(name, r.asides));
  return { text, corrections, asides: setAside };
}

/** Where the last of its spans ends. @param {unknown} value @returns {number} */
function lastOffset(value) {
  if (typeof value !== "object" || value === null) return 0;
  const own = "end" in value && typeof value.end === "number" ? value.end : 0;
  return Object.values(value).reduce((most, part) => Math.max(most, lastOffset(part)), own);
}
