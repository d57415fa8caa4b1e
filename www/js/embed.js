// Annotations into a page of HTML, where there is no DOM: for site generators. The page is not written anew; the JSON is
// put between two of its characters. src/embed/ does the same for the command line.
// @ts-check

import { parse } from "parse5";
import { readText } from "./flow.js";
import { encode } from "./payload.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("parse5").DefaultTreeAdapterTypes.Node} Node */
/** @typedef {import("parse5").DefaultTreeAdapterTypes.Element} Element */
/** @typedef {{ root: Node, start: number, end: number, hasElement: boolean }} Article */

/** @type {import("./flow.js").Reader<Node>} */
const tree = {
  children: (node) => ("childNodes" in node ? node.childNodes : []),
  text: (node) => (node.nodeName === "#text" && "value" in node ? node.value : null),
  name: (node) => ("tagName" in node ? node.tagName : ""),
  attribute: (node, name) => ("attrs" in node ? node.attrs.find((attribute) => attribute.name === name)?.value : null),
};

/**
 * @param {string} html a page or a fragment of one
 * @param {{ annotate: (text: string) => Annotations | Promise<Annotations> }} annotator an `Annotator` or `WorkerAnnotator`
 * @returns {Promise<string>} the page with the annotations of its articles
 */
export async function embed(html, annotator) {
  let out = "";
  let at = 0;
  for (const { root, start, end, hasElement } of articles(html)) {
    const { text, blocks } = readText(tree, root);
    if (!text) continue;
    // A `<` might end the script.
    const json = JSON.stringify(encode(text, blocks, await annotator.annotate(text))).replaceAll("<", "\\u003c");
    const script = `<script type="application/json" data-whosaid>${json}</script>`;
    out += html.slice(at, start) + (hasElement ? script : `<who-said>${script}</who-said>`);
    at = Math.max(at, end);
  }
  return out + html.slice(at);
}

/** The texts that `embed` would annotate. @param {string} html @returns {string[]} */
export function texts(html) {
  return articles(html).map(({ root }) => readText(tree, root).text);
}

/** @param {string} html @returns {Article[]} */
function articles(html) {
  const page = parse(html, { sourceCodeLocationInfo: true });
  const elements = [...all(page)];
  /** @param {Node} node */
  const endOf = (node) => contentEnd(node, elements, html);
  const own = elements.filter(({ tagName }) => tagName === "who-said");
  if (!own.length) {
    const root = mainArticle(elements, page);
    return [{ root, start: endOf(root), end: endOf(root), hasElement: false }];
  }
  return own
    .map((element) => {
      const holdsArticle = element.childNodes.some((child) => ("tagName" in child ? !isPayload(child) : (tree.text(child) ?? "").trim() !== ""));
      const id = tree.attribute(element, "for");
      const named = id ? elements.find((other) => tree.attribute(other, "id") === id) : undefined;
      const root = holdsArticle ? element : (named ?? element.parentNode ?? page);
      const place = element.childNodes.find((child) => "tagName" in child && isPayload(child))?.sourceCodeLocation;
      return { root, start: place?.startOffset ?? endOf(element), end: place?.endOffset ?? endOf(element), hasElement: true };
    })
    .sort((a, b) => a.start - b.start);
}

/** The elements of a page, in its order. @param {Node} root @returns {Generator<Element>} */
function* all(root) {
  const pending = [...tree.children(root)].reverse();
  for (let node = pending.pop(); node; node = pending.pop()) {
    if ("tagName" in node) yield node;
    pending.push(...[...tree.children(node)].reverse());
  }
}

/** @param {Node} node */
function isPayload(node) {
  return tree.name(node) === "script" && (tree.attribute(node, "data-whosaid") ?? null) !== null;
}

/** The element that holds the article of a page that does not say so by `<who-said>`. @param {Element[]} elements @param {Node} page */
function mainArticle(elements, page) {
  /** Of two as long the outer one, which comes first. @param {(element: Element) => boolean} fits */
  const longest = (fits) => {
    /** @type {Element | undefined} */
    let best;
    let most = -1;
    for (const element of elements.filter(fits)) {
      const { length } = readText(tree, element).text;
      if (length > most) [best, most] = [element, length];
    }
    return best;
  };
  return (
    longest(({ tagName }) => tagName === "article") ??
    longest((element) => /(^|\s)articleBody(\s|$)/.test(tree.attribute(element, "itemprop") ?? "")) ??
    longest(({ tagName }) => tagName === "main") ??
    elements.find(({ tagName }) => tagName === "body") ??
    page
  );
}

/** Where something can be added to what an element holds. @param {Node} node @param {Element[]} elements @param {string} html */
function contentEnd(node, elements, html) {
  const location = node.sourceCodeLocation;
  if (location && "endTag" in location && location.endTag) return location.endTag.startOffset;
  const end = /[ \t\n\r\f]*$/.exec(html)?.index ?? html.length;
  if (!location || tree.name(node) === "body") {
    const page = elements.find(({ tagName }) => tagName === "html")?.sourceCodeLocation;
    return Math.min(end, page?.endTag?.startOffset ?? end);
  }
  return Math.min(end, location.endOffset);
}
