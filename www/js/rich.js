// From a web page, or rich text from the clipboard, to text: its blocks with what each is. What is beside the article (captions,
// boxes, by-lines) stays in the text and is told, so that it can be set aside where everybody sees it.
// @ts-check

import { flowByName, readText } from "./flow.js";
import { keyOf } from "./set-aside.js";
import { parseInert } from "./trusted.js";

/** @typedef {import("./set-aside.js").Part} Part */
/** A block of text, and what it is if not a paragraph. @typedef {{ text: string, part: Part | null, opens?: boolean }} Block `opens`: the first of its list item */
/** Text, and what its lines are by `keyOf`. @typedef {{ text: string, parts: Map<string, Part> }} Brought */

/** What the names of elements, and those that word processors give, say of a block: the first that fits counts. @type {[Part, string][]} */
const PARTS = [
  ["caption", "figcaption, caption, figure, .MsoCaption"],
  ["box", "aside"],
  ["heading", "h1, h2, h3, h4, h5, h6, .MsoTitle, .MsoSubtitle"],
  ["item", "li, dt, dd, [class^=MsoListParagraph]"],
  ["quotation", "blockquote, .MsoQuote, .MsoIntenseQuote"],
];

/** The same of short blocks that name who made them, and when. @type {[Part, string][]} */
const SIGNS = [
  ["byline", "[rel~=author], [itemprop~=author], [class*=byline i], [class*=by-line i]"],
  ["credit", "[class*=credit i], [itemprop~=copyrightHolder]"],
  ["date", "time"],
];

/** A line that names who made it is no longer than this, in characters. */
const SIGN = 120;

/** @type {import("./flow.js").Reader<Node>} */
const tree = {
  children: (node) => node.childNodes,
  text: (node) => (node.nodeType === Node.TEXT_NODE ? /** @type {Text} */ (node).data : null),
  name: (node) => (node.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (node).localName : ""),
  attribute: (node, name) => /** @type {Element} */ (node).getAttribute(name),
  flow(node) {
    const element = /** @type {Element} */ (node);
    // Bullets of a word processor, and what its author does not see.
    if (/display:\s*none|mso-list:\s*ignore/i.test(element.getAttribute("data-style") ?? "")) return "skipped";
    const beside = /^(figcaption|aside)$/.test(element.localName) && !element.hasAttribute("hidden");
    return beside ? "block" : flowByName(tree, node);
  },
};

/** An inert document: no script runs in it and nothing is fetched for it. @param {string} source */
function parse(source) {
  // Handlers and styles would do nothing either, but each would be reported as a breach of this page's policy.
  const unstyled = source.replace(/<style\b[^]*?(<\/style\s*>|$)/gi, "");
  const tame = unstyled.replace(/<[^<>]*>/g, (tag) => tag.replace(/([\s"'/])(on(?=[a-z]+\s*=)|style(?=\s*=))/gi, "$1data-$2"));
  return parseInert(tame);
}

/** The running text of a web page's source: of its `<article>`, else its `<main>`, else all of it. @param {string} source @returns {Brought} */
export function textOfHtml(source) {
  const page = parse(source);
  const articles = [...page.querySelectorAll("article")];
  const longest = articles.sort((a, b) => (b.textContent ?? "").length - (a.textContent ?? "").length)[0];
  return readRich(longest ?? page.querySelector("main") ?? page.body);
}

/** What the clipboard holds as rich text; `null` where that says no more than its plain text. @param {string} source @returns {Brought | null} */
export function textOfClipboard(source) {
  const page = parse(source);
  // An editor of source code gives lines only.
  return page.querySelector("p, h1, h2, h3, h4, h5, h6, li, blockquote, figcaption, article, section, td") ? readRich(page.body) : null;
}

/** @param {Element} root @returns {Brought} */
function readRich(root) {
  const { text, blocks, pieces } = readText(tree, root);
  /** @type {Element | null} */
  let item = null;
  let next = 0;
  return write(
    blocks.map(({ start, end }) => {
      while (next + 1 < pieces.length && pieces[next].start + pieces[next].length <= start) next += 1;
      const element = pieces[next].node.parentElement;
      const words = text.slice(start, end);
      const part = partOf(element, root, words);
      const list = part === "item" ? closest(element, root, "li") : null;
      const opens = part === "item" && (!list || list !== item);
      item = list;
      return { text: words, part, opens };
    }),
  );
}

/** @param {Element | null} element @param {Element} root @param {string} words @returns {Part | null} */
function partOf(element, root, words) {
  const short = words.length <= SIGN ? SIGNS.find(([part, names]) => {
    const found = closest(element, root, names);
    return found && (part !== "date" || words === keyOf(found.textContent ?? ""));
  }) : undefined;
  return (short ?? PARTS.find(([, names]) => closest(element, root, names)))?.[0] ?? null;
}

/** The nearest of these around an element, below the root. @param {Element | null} element @param {Element} root @param {string} names */
function closest(element, root, names) {
  const found = element?.closest(names);
  return found && found !== root && root.contains(found) ? found : null;
}

/** Blocks as text: a blank line between them, the items of a list under each other, each with its dot. @param {Block[]} blocks @returns {Brought} */
export function write(blocks) {
  /** @type {Map<string, Part>} */
  const parts = new Map();
  let text = "";
  let before = /** @type {Part | null} */ (null);
  for (const block of blocks) {
    const words = block.text.trim();
    if (!words) continue;
    const line = block.part === "item" && block.opens !== false ? `• ${words.replace(/^[•·∙‣◦▪*–-]\s+/u, "")}` : words;
    text += (text ? (block.part === "item" && before === "item" ? "\n" : "\n\n") : "") + line;
    if (block.part) for (const row of line.split("\n")) parts.set(keyOf(row), block.part);
    before = block.part;
  }
  return { text, parts };
}
