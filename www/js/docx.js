// The text of a .docx file: its paragraphs with the styles that name them headings, captions, quotations. Loaded when the
// first such file is opened. Nothing of the file but a few parts of XML is unpacked, and of these no more than fits.
// @ts-check

import { Unzip, UnzipInflate } from "fflate";
import { write } from "./rich.js";

/** @typedef {import("./set-aside.js").Part} Part */
/** @typedef {import("./rich.js").Block} Block */
/** @typedef {typeof import("./trusted.js").parseInert} Parse */
/** @typedef {typeof import("./page-strings.js").page.docx} Words */

/** What is unpacked together is no larger, in bytes: a novel has a tenth of it. */
const LARGEST = 48 << 20;

/** So much of the file is unpacked at a time, in bytes: of a bomb no more than a thousand times that. */
const SLICE = 1 << 14;

const PARTS = /^(_rels\/\.rels|word\/[\w.-]+\.xml)$/;
const WORD = /\/(wordprocessingml\/(2006\/)?main)$/;

/** What the names of styles say, which are the same in every language. @type {[RegExp, Part][]} */
const STYLES = [
  [/^(heading \d|title|subtitle)$/, "heading"],
  [/^caption$/, "caption"],
  [/^(intense )?quote$/, "quotation"],
  [/^list /, "item"],
];

/**
 * @param {Uint8Array} bytes @param {string} name of the file @param {Words} words that say what is wrong with it
 * @param {Parse} parse of the page, whose policy may hold it to documents in which no script runs
 * @returns {import("./rich.js").Brought}
 */
export function readDocx(bytes, name, words, parse) {
  const files = unpack(bytes, name, words);
  const main = /Target="\/?(word\/[\w.-]+\.xml)"[^>]*officeDocument"|officeDocument"[^>]*Target="\/?(word\/[\w.-]+\.xml)"/.exec(files.get("_rels/.rels") ?? "");
  const source = files.get(main?.[1] ?? main?.[2] ?? "word/document.xml");
  if (!source) throw new Error(words.foreign(name));
  const body = read(source, name, words, parse).documentElement;
  const styles = files.get("word/styles.xml");
  return write(blocksOf(body, styles ? stylesOf(read(styles, name, words, parse)) : new Map()));
}

/** The parts that are read. @param {Uint8Array} bytes @param {string} name @param {Words} words @returns {Map<string, string>} */
function unpack(bytes, name, words) {
  /** @type {Map<string, string>} */
  const files = new Map();
  let total = 0;
  const zip = new Unzip((file) => {
    if (!PARTS.test(file.name)) return;
    const decoder = new TextDecoder();
    /** @type {string[]} */
    const parts = [];
    file.ondata = (error, data, final) => {
      if (error) throw error;
      total += data.length;
      if (total > LARGEST) throw new Error(words.bomb(name, LARGEST));
      parts.push(decoder.decode(data, { stream: !final }));
      if (final) files.set(file.name, parts.join(""));
    };
    file.start();
  });
  zip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += SLICE) zip.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
  } catch (error) {
    if (total > LARGEST) throw error;
    throw new Error(words.damaged(name), { cause: error });
  }
  return files;
}

/** @param {string} source @param {string} name @param {Words} words @param {Parse} parse */
function read(source, name, words, parse) {
  // A file of Word declares no entities; who does wants them to grow.
  const page = /<!DOCTYPE/i.test(source) ? null : parse(source, "application/xml");
  if (!page || page.querySelector("parsererror")) throw new Error(words.damaged(name));
  return page;
}

/** @param {Element} element */
const isWord = (element) => WORD.test(element.namespaceURI ?? "");

/** An attribute, whatever the prefix. @param {Element | undefined} element @param {string} name */
const value = (element, name = "val") => (element ? [...element.attributes].find(({ localName }) => localName === name)?.value ?? null : null);

/** Names of styles by their ids, which differ by language. @param {Document} page @returns {Map<string, Part>} */
function stylesOf(page) {
  /** @type {Map<string, Part>} */
  const parts = new Map();
  for (const style of page.getElementsByTagNameNS("*", "style")) {
    const named = value(style.getElementsByTagNameNS("*", "name")[0])?.toLowerCase() ?? "";
    const part = STYLES.find(([fits]) => fits.test(named))?.[1];
    if (part) parts.set(value(style, "styleId") ?? "", part);
  }
  return parts;
}

/** @param {Element} root @param {Map<string, Part>} styles @returns {Block[]} */
function blocksOf(root, styles) {
  /** @type {Block[]} */
  const blocks = [];
  // Without recursion: tables may hold tables as deep as they like. A paragraph inside another one (a text box) stands before it.
  /** @type {{ node: Element, block: Block | null, ends: boolean }[]} */
  const pending = [{ node: root, block: null, ends: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, block, ends } = next;
    if (ends) {
      if (block) blocks.push(block);
      continue;
    }
    if (isWord(node)) {
      const name = node.localName;
      // What was deleted or moved away, and notes on it.
      if (name === "del" || name === "moveFrom" || name === "instrText") continue;
      if (name === "p") {
        const own = { text: "", part: partOf(node, styles) };
        pending.push({ node, block: own, ends: true });
        push(node, own);
        continue;
      }
      if (block && name === "t") block.text += node.textContent ?? "";
      else if (block && name === "tab") block.text += node.parentElement?.localName === "r" ? " " : "";
      else if (block && (name === "br" || name === "cr")) block.text += "\n";
      else if (block && name === "noBreakHyphen") block.text += "-";
    } else if (node.localName === "Fallback") continue;
    push(node, block);
  }
  return blocks;

  /** @param {Element} node @param {Block | null} block */
  function push(node, block) {
    for (let child = node.lastElementChild; child; child = child.previousElementSibling) pending.push({ node: child, block, ends: false });
  }
}

/** @param {Element} paragraph @param {Map<string, Part>} styles @returns {Part | null} */
function partOf(paragraph, styles) {
  const properties = [...paragraph.children].find(({ localName }) => localName === "pPr");
  const has = (/** @type {string} */ name) => [...(properties?.children ?? [])].find(({ localName }) => localName === name);
  const style = styles.get(value(has("pStyle")) ?? "");
  return has("numPr") && style !== "heading" ? "item" : (style ?? null);
}
