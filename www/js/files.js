// Opening files: decoding with a clear word about what was done or is wrong, and the text of web pages and .docx files.
// @ts-check

import { readRecord } from "./record.js";
import { textOfHtml } from "./rich.js";
import { page } from "./page-strings.js";
import { strings } from "./strings.js";
import { parseInert } from "./trusted.js";
import { isWebAnnotation } from "./web-annotation.js";

/** Files beyond this are not read, in bytes. */
const LARGEST = 64 << 20;

/**
 * `html` is the source that the text was taken out of, `parts` what is known of its lines, `corrections` and `asides` what an
 * export of the page holds beside its text, `note` a word about how the file was read.
 * @typedef {object} Opened
 * @property {string} text
 * @property {string | null} html
 * @property {ReadonlyMap<string, import("./set-aside.js").Part>} parts
 * @property {import("../types/whosaid.js").Correction[] | null} corrections
 * @property {import("./set-aside.js").Aside[] | null} asides
 * @property {object | null} annotations W3C Web Annotations: they hold no text
 * @property {string | null} note
 */

/** What files of other kinds begin with: bytes of a signature, and how to go on. @type {[number[], (name: string) => string][]} */
const SIGNATURES = [
  [[0x25, 0x50, 0x44, 0x46, 0x2d], page.pdf],
  [[0xd0, 0xcf, 0x11, 0xe0], page.oldOffice],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], page.otherOffice],
];

/**
 * Reads a file the user gave. Throws an `Error` with a sentence for the user.
 * @param {File} file
 * @returns {Promise<Opened>}
 */
export async function openFile(file) {
  const { name } = file;
  const is = (/** @type {RegExp} */ ending, /** @type {RegExp} */ type) => ending.test(name) || type.test(file.type);
  if (is(/\.eml$/i, /^message\//)) throw new Error(page.eml(name));
  if (is(/\.pdf$/i, /\/pdf$/)) throw new Error(page.pdf(name));
  if (/\.(odt|rtf|pages)$/i.test(name)) throw new Error(page.otherOffice(name));
  const isDocx = is(/\.docx$/i, /wordprocessingml\.document$/);
  const isHtml = is(/\.x?html?$/i, /html/);
  const isJson = is(/\.(json|jsonld|geojson)$/i, /\bjson$/);
  const isText = isDocx || isHtml || isJson || /\.(txt|text|md|markdown|doc)$/i.test(name) || file.type === "" || file.type.startsWith("text/");
  if (!isText) throw new Error(strings.notText(name));
  if (!file.size) throw new Error(strings.emptyFile(name));
  if (file.size > LARGEST) throw new Error(page.tooLarge(name, LARGEST));
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new Error(strings.noFile(name, error instanceof Error ? error.message : String(error)));
  }
  for (const [signature, message] of SIGNATURES) if (signature.every((byte, n) => bytes[n] === byte)) throw new Error(message(name));
  const opened = { html: null, parts: new Map(), corrections: null, asides: null, annotations: null, note: null };
  if (isDocx) {
    const { readDocx } = await import("./docx.js").catch((error) => {
      throw new Error(page.docx.notLoaded(name), { cause: error });
    });
    return { ...opened, ...readDocx(bytes, name, page.docx, parseInert) };
  }
  const { text: source, note } = decode(bytes, name, isHtml);
  const annotations = isJson ? annotationsOf(source) : null;
  if (annotations) return { ...opened, text: "", annotations };
  if (isJson) return { ...opened, ...readRecord(source, name), note };
  return isHtml ? { ...opened, ...textOfHtml(source), html: source, note } : { ...opened, text: source, note };
}

/** The W3C Web Annotations that a file holds, if it does. @param {string} source @returns {object | null} */
function annotationsOf(source) {
  try {
    const file = JSON.parse(source);
    return isWebAnnotation(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * The characters of a file. UTF-8 needs no word; what else it was read as is told.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {string} name @param {boolean} isHtml
 * @returns {{ text: string, note: string | null }}
 */
export function decode(bytes, name, isHtml = false) {
  const wide = utf16Of(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), note: page.wasUtf16(name) };
  const bad = firstBadByte(bytes);
  if (bad < 0) return { text: new TextDecoder().decode(bytes), note: null };
  const label = (isHtml && declaredIn(bytes)) || "windows-1252";
  // Zeros, and the five bytes to which Windows-1252 gives no character, are of no text.
  const strange = bytes.findIndex((byte) => byte === 0 || (label === "windows-1252" && [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)));
  if (strange >= 0) throw new Error(strings.notUtf8(name, bad, bytes[bad]));
  const decoder = new TextDecoder(label);
  const text = decoder.decode(bytes);
  const sample = /[\p{L}\p{N}]*[^\0-\x7f][\p{L}\p{N}]*/u.exec(text)?.[0] ?? "";
  return { text, note: page.wasLegacy(name, LABELS[decoder.encoding] ?? decoder.encoding, sample) };
}

/** @type {Record<string, string>} */
const LABELS = { "windows-1252": "Windows-1252" };

/** Which UTF-16 a file is in: by its byte order mark, or by the zeros beside Latin letters. @param {Uint8Array} bytes */
function utf16Of(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const head = bytes.subarray(0, 2000);
  const zeros = [0, 0];
  head.forEach((byte, n) => (zeros[n % 2] += byte ? 0 : 1));
  const most = head.length * 0.4;
  if (head.length < 8 || bytes.length % 2) return null;
  return zeros[1] > most && !zeros[0] ? "utf-16le" : zeros[0] > most && !zeros[1] ? "utf-16be" : null;
}

/** The encoding that a web page names for itself, if the browser knows it. @param {Uint8Array<ArrayBuffer>} bytes */
function declaredIn(bytes) {
  const named = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(new TextDecoder("windows-1252").decode(bytes.subarray(0, 4096)))?.[1];
  try {
    const { encoding } = new TextDecoder(named ?? "");
    return encoding === "utf-8" ? null : encoding;
  } catch {
    return null;
  }
}

/**
 * The offset of the first byte that is not part of well-formed UTF-8 (Unicode Standard, table 3-7); -1 where all is well.
 * @param {Uint8Array} bytes
 */
export function firstBadByte(bytes) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return -1;
  } catch {
    // Which byte it was, the decoder does not tell.
  }
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at];
    const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (!length) return at;
    for (let n = 1; n < length; n += 1) {
      const low = n > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = n > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      // A sequence cut short is named by its first byte.
      if (at + n >= bytes.length || bytes[at + n] < low || bytes[at + n] > high) return at;
    }
    at += length;
  }
  return -1;
}

/** Whether pasted text is the source of a web page. @param {string} text */
export function looksLikeHtml(text) {
  const head = text.slice(0, 20000);
  if (/^\s*(<!doctype html|<html[\s>])/i.test(head)) return true;
  const tags = head.match(/<\/?(p|div|article|section|span|a|h[1-6]|ul|li|br|em|strong|blockquote)(\s[^<>]*)?\/?>/gi);
  return /^\s*</.test(head) && (tags?.length ?? 0) >= 3;
}
