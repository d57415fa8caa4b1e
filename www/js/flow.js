// The text of an article as its blocks: runs of text between the borders of block elements, white space run together as a
// browser shows it. The same of a living page and of its source, so that the offsets of the one hold in the other.
// src/embed/ does the same for the command line; tests/tables/embed.json holds both to it.
// @ts-check

/**
 * What is read of a tree, be it of the DOM or of a parser.
 * @template Node
 * @typedef {object} Reader
 * @property {(node: Node) => Iterable<Node>} children
 * @property {(node: Node) => string | null} text of a text node; `null` for another one
 * @property {(node: Node) => string} name of an element in lower case; empty for what is neither element nor text
 * @property {(node: Node, name: string) => string | null | undefined} attribute
 * @property {(node: Node) => Flow} [flow] how an element takes part, where names do not tell
 */
/** @typedef {"skipped" | "block" | "inline"} Flow */
/**
 * A stretch of one text node: its characters from `from` on are those of the text from `start` on.
 * @template Node
 * @typedef {{ node: Node, from: number, start: number, length: number }} Piece
 */
/** @typedef {{ start: number, end: number }} Block */

const SKIPPED = new Set(
  ("head title script style noscript template textarea input select option button svg math canvas iframe object video audio " +
    "nav aside figcaption form dialog rp rt").split(" "),
);
const BLOCKS = new Set(
  ("address article blockquote body caption center dd details div dl dt fieldset figure footer h1 h2 h3 h4 h5 h6 header " +
    "hgroup hr li main ol p pre section summary table tbody td tfoot th thead tr ul").split(" "),
);

/**
 * How an element takes part in the text, by its name and attributes.
 * @template Node
 * @param {Reader<Node>} tree @param {Node} node
 * @returns {Flow}
 */
export function flowByName(tree, node) {
  const name = tree.name(node);
  if (!name || SKIPPED.has(name) || has("hidden") || has("data-whosaid-skip") || on("aria-hidden") || on("contenteditable")) return "skipped";
  return BLOCKS.has(name) ? "block" : "inline";

  /** @param {string} attribute */
  function has(attribute) {
    return (tree.attribute(node, attribute) ?? null) !== null;
  }
  /** @param {string} attribute */
  function on(attribute) {
    return has(attribute) && tree.attribute(node, attribute) !== "false";
  }
}

/**
 * Reads what an element holds. Offsets are UTF-16 code units.
 * @template Node
 * @param {Reader<Node>} tree @param {Node} root
 * @returns {{ text: string, blocks: Block[], pieces: Piece<Node>[] }} blocks are two line breaks apart
 */
export function readText(tree, root) {
  let text = "";
  let start = 0;
  let gap = 0;
  /** Where the white space began that was not written yet. @type {{ node: Node, at: number } | null} */
  let blank = null;
  /** @type {Block[]} */
  const blocks = [];
  /** @type {Piece<Node>[]} */
  const pieces = [];
  /** @type {Piece<Node> | null} */
  let piece = null;

  /** @param {string} characters @param {Node} node @param {number} at */
  const write = (characters, node, at) => {
    if (piece?.node === node && piece.from + piece.length === at && piece.start + piece.length === text.length) piece.length += characters.length;
    else pieces.push((piece = { node, from: at, start: text.length, length: characters.length }));
    text += characters;
  };
  /** @param {Node} node @param {string} data @param {boolean} keepsLines */
  const readNode = (node, data, keepsLines) => {
    for (const { 0: run, index } of data.matchAll(/[ \t\n\r\f]+|[^ \t\n\r\f]+/g)) {
      if (" \t\n\r\f".includes(run[0])) {
        blank ??= { node, at: index };
        if (keepsLines) gap = Math.min(2, gap + run.split("\n").length - 1);
        continue;
      }
      if (!text) {
        // Nothing stands before it.
      } else if (gap === 2) {
        blocks.push({ start, end: text.length });
        text += "\n\n";
        start = text.length;
      } else if (gap === 1) {
        text += "\n";
      } else if (blank) {
        write(" ", blank.node, blank.at);
      }
      gap = 0;
      blank = null;
      write(run, node, index);
    }
  };

  // Without recursion: a page may be nested as deep as it likes.
  /** @type {{ node: Node, ends: boolean, keepsLines: boolean }[]} */
  const pending = [...tree.children(root)].reverse().map((node) => ({ node, ends: false, keepsLines: false }));
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, ends, keepsLines } = next;
    const data = tree.text(node);
    if (data !== null) {
      readNode(node, data, keepsLines);
      continue;
    }
    const flow = tree.flow?.(node) ?? flowByName(tree, node);
    if (flow === "skipped") continue;
    if (flow === "block") gap = 2;
    if (ends) continue;
    const name = tree.name(node);
    if (name === "br") gap = Math.min(2, gap + 1);
    pending.push({ node, ends: true, keepsLines });
    for (const child of [...tree.children(node)].reverse()) pending.push({ node: child, ends: false, keepsLines: keepsLines || name === "pre" });
  }
  if (start < text.length) blocks.push({ start, end: text.length });
  return { text, blocks, pieces };
}
