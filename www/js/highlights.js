// Marks that leave the page's elements as they are: CSS Custom Highlights, one a kind for all articles of the document.
// @ts-check

/** @typedef {{ start: number, end: number }} Span */

/** What can be highlighted, the undermost first. */
const NAMES = /** @type {const} */ (["lit", "own", "attitude", "claim", "speaker", "place"]);

/** Whether this browser can highlight. */
export const canHighlight = () => typeof Highlight === "function" && "highlights" in CSS;

/** The highlights of one article. */
export class Highlights {
  /** @type {Map<string, Range[]>} */ #ranges = new Map();

  /** Highlights ranges under a name, in place of those of before. @param {typeof NAMES[number]} name @param {Range[]} ranges */
  set(name, ranges) {
    const key = `whosaid-${name}`;
    let highlight = CSS.highlights.get(key);
    if (!highlight) {
      if (!ranges.length) return;
      highlight = new Highlight();
      highlight.priority = NAMES.indexOf(name);
      CSS.highlights.set(key, highlight);
    }
    for (const range of this.#ranges.get(name) ?? []) highlight.delete(range);
    for (const range of ranges) highlight.add(range);
    this.#ranges.set(name, ranges);
    if (!highlight.size) CSS.highlights.delete(key);
  }

  clear() {
    for (const name of NAMES) this.set(name, []);
  }
}

/**
 * The character under a point of the window, if there is one.
 * @param {number} x @param {number} y @param {Node} root
 * @returns {{ node: Node, offset: number } | null}
 */
export function characterAt(x, y, root) {
  const within = root.getRootNode();
  const shadowRoots = within instanceof ShadowRoot ? [within] : [];
  /** @type {{ node: Node, offset: number } | null} */
  let caret = null;
  if (document.caretPositionFromPoint) {
    const position = document.caretPositionFromPoint(x, y, { shadowRoots });
    caret = position && { node: position.offsetNode, offset: position.offset };
  } else if (document.caretRangeFromPoint) {
    const range = document.caretRangeFromPoint(x, y);
    caret = range && { node: range.startContainer, offset: range.startOffset };
  }
  if (!caret || caret.node.nodeType !== Node.TEXT_NODE || !root.contains(caret.node)) return null;
  // A caret stands between two characters, and is found beside a line too.
  const range = document.createRange();
  const { length } = /** @type {Text} */ (caret.node);
  for (const offset of [caret.offset, caret.offset - 1]) {
    if (offset < 0 || offset >= length) continue;
    range.setStart(caret.node, offset);
    range.setEnd(caret.node, offset + 1);
    for (const box of range.getClientRects()) {
      if (box.left <= x && x <= box.right && box.top <= y && y <= box.bottom) return { node: caret.node, offset };
    }
  }
  return null;
}
