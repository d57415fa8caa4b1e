// Opening files: decoding with a clear word about what is wrong, and the text of a web page without running it.
// @ts-check

import { readRecord } from "./record.js";
import { strings } from "./strings.js";
import { parseInert } from "./trusted.js";

/** Files beyond this are not read, in bytes. */
const LARGEST = 64 << 20;

/**
 * `html` is the source that the text was taken out of, `corrections` what an export of the page holds beside its text.
 * @typedef {{ text: string, html: string | null, corrections: import("../types/whosaid.js").Correction[] | null }} Opened
 */

/**
 * Reads a file the user gave. Throws an `Error` with a sentence for the user.
 * @param {File} file
 * @returns {Promise<Opened>}
 */
export async function openFile(file) {
  const isHtml = /\.x?html?$/i.test(file.name) || /html/.test(file.type);
  const isJson = /\.(json|jsonld|geojson)$/i.test(file.name) || /\bjson$/.test(file.type);
  const isText = isHtml || isJson || /\.(txt|text|md|markdown)$/i.test(file.name) || file.type === "" || file.type.startsWith("text/");
  if (!isText) throw new Error(strings.notText(file.name));
  if (!file.size) throw new Error(strings.emptyFile(file.name));
  if (file.size > LARGEST) throw new Error(strings.tooLong(LARGEST));
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new Error(strings.noFile(file.name, error instanceof Error ? error.message : String(error)));
  }
  const bad = firstBadByte(bytes);
  if (bad >= 0) throw new Error(strings.notUtf8(file.name, bad, bytes[bad]));
  const source = new TextDecoder().decode(bytes);
  if (isJson) return { ...readRecord(source, file.name), html: null };
  return { text: isHtml ? textOfHtml(source) : source, html: isHtml ? source : null, corrections: null };
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

const SKIPPED = "script, style, noscript, template, svg, math, nav, aside, form, figcaption, button, select, textarea, iframe, object, [hidden]";
const BLOCKS = new Set(
  "ADDRESS ARTICLE BLOCKQUOTE BODY CAPTION DD DETAILS DIV DL DT FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL".split(" "),
);

/**
 * The running text of a web page's source: of its `<article>`, else its `<main>`, else all of it. The parsed document is
 * inert: no script runs in it and nothing is fetched for it.
 * @param {string} source
 */
export function textOfHtml(source) {
  // Handlers would not run either, but each would be reported as a breach of this page's policy.
  const tame = source.replace(/<[^<>]*>/g, (tag) => tag.replace(/([\s"'/])on(?=[a-z]+\s*=)/gi, "$1data-on"));
  const page = parseInert(tame);
  for (const element of page.querySelectorAll(SKIPPED)) element.remove();
  const articles = [...page.querySelectorAll("article")];
  const longest = articles.sort((a, b) => (b.textContent ?? "").length - (a.textContent ?? "").length)[0];
  const root = longest ?? page.querySelector("main") ?? page.body;
  /** @type {string[]} */
  const parts = [];
  const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  /** @type {Node | null} */
  let block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeName === "BR") parts.push("\n");
    if (node.nodeType !== Node.TEXT_NODE) continue;
    let parent = node.parentNode;
    while (parent && parent !== root && !BLOCKS.has(parent.nodeName)) parent = parent.parentNode;
    if (block && parent !== block && node.nodeValue?.trim()) parts.push("\n\n");
    if (node.nodeValue?.trim()) block = parent;
    parts.push((node.nodeValue ?? "").replace(/[ \t\r\n\f]+/g, " "));
  }
  return parts.join("").replace(/ *\n */g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}
