// The text of an element of a page, and marks around ranges of it, in place.
//
// Each text node that a range touches gets a `<mark>` of its own, so that links and layout stay as they are. `undo` gives
// every text node back as it was: the same node objects, which a framework or a `Range` of the host page may hold on to.
// @ts-check

import { flowByName, readText } from "./flow.js";

/** @typedef {{ start: number, end: number }} Span */

/** @type {import("./flow.js").Reader<Node>} */
const byName = {
  children: (node) => node.childNodes,
  text: (node) => (node.nodeType === Node.TEXT_NODE ? /** @type {Text} */ (node).data : null),
  name: (node) => (node.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (node).localName : ""),
  attribute: (node, name) => /** @type {Element} */ (node).getAttribute(name),
};

/** The same, but what the page's styles say of an element counts more than its name. @type {import("./flow.js").Reader<Node>} */
const byStyle = {
  ...byName,
  flow(node) {
    const flow = flowByName(byName, node);
    if (flow === "skipped") return flow;
    const { display } = getComputedStyle(/** @type {Element} */ (node));
    if (display === "none") return "skipped";
    if (!display) return flow;
    return /^(inline|ruby|contents)/.test(display) ? "inline" : "block";
  },
};

/** One reading of an element: its text, and the way back to its text nodes. Offsets are UTF-16 code units. */
export class ArticleText {
  /** @type {HTMLElement[]} */ #marks = [];
  /** Nodes that were split, with what was left in them and what was split off. @type {{ node: Text, left: string, parts: Text[], words: string[] }[]} */
  #split = [];

  /**
   * @param {Element} root
   * @param {boolean} [styled] whether the page's styles say what is a block
   * @param {(element: Element) => boolean} [isBeside] what else is no part of the text
   */
  constructor(root, styled = false, isBeside) {
    const reader = styled ? byStyle : byName;
    /** @param {Node} node */
    const flow = (node) => (node instanceof Element && isBeside?.(node) ? "skipped" : (reader.flow?.(node) ?? flowByName(reader, node)));
    const { text, blocks, pieces } = readText(isBeside ? { ...reader, flow } : reader, root);
    this.root = root;
    this.styled = styled;
    this.text = text;
    this.blocks = blocks;
    this.pieces = /** @type {import("./flow.js").Piece<Text>[]} */ (pieces);
  }

  /** The marks that stand now, in text order. */
  get marks() {
    return this.#marks;
  }

  /**
   * Wraps ranges in `<mark data-whosaid="N">`, N being the range's position; a range that touches several text nodes gets
   * several. Between two nodes the caller may rest.
   * @param {Span[]} ranges in text order, not overlapping
   * @returns {Generator<void>}
   */
  *mark(ranges) {
    let first = 0;
    for (let at = 0; at < this.pieces.length; ) {
      const begin = at;
      const { node, start } = this.pieces[at];
      while (at < this.pieces.length && this.pieces[at].node === node) at += 1;
      const end = this.pieces[at - 1].start + this.pieces[at - 1].length;
      while (first < ranges.length && ranges[first].end <= start) first += 1;
      /** @type {{ range: number, from: number, to: number }[]} */
      const inside = [];
      for (let range = first; range < ranges.length && ranges[range].start < end; range += 1) {
        const within = this.#within(begin, at, ranges[range]);
        if (within) inside.push({ range, ...within });
      }
      if (!inside.length || !node.parentElement) continue;
      // A wrapped text would become an item of its own in a flex or grid box: left alone.
      if (/flex|grid/.test(getComputedStyle(node.parentElement).display)) continue;
      this.#wrap(node, inside);
      yield;
    }
  }

  /** What of a span lies in the pieces `[from, to)`, which are of one node. @param {number} from @param {number} to @param {Span} span */
  #within(from, to, span) {
    let begin = -1;
    let end = -1;
    for (let n = from; n < to; n += 1) {
      const piece = this.pieces[n];
      const [start, stop] = [Math.max(span.start, piece.start), Math.min(span.end, piece.start + piece.length)];
      if (start >= stop) continue;
      if (begin < 0) begin = piece.from + start - piece.start;
      end = piece.from + stop - piece.start;
    }
    return begin < 0 ? null : { from: begin, to: end };
  }

  /** From the back, so that the node itself always keeps the text before. @param {Text} node @param {{ range: number, from: number, to: number }[]} inside */
  #wrap(node, inside) {
    /** @type {Text[]} */
    const parts = [];
    /** @type {HTMLElement[]} */
    const marks = [];
    for (const { range, from, to } of inside.reverse()) {
      if (to < node.length) parts.unshift(node.splitText(to));
      const target = from === 0 ? node : node.splitText(from);
      if (from > 0) parts.unshift(target);
      const mark = document.createElement("mark");
      mark.dataset.whosaid = String(range);
      target.replaceWith(mark);
      mark.append(target);
      marks.unshift(mark);
    }
    this.#marks.push(...marks);
    if (parts.length) this.#split.push({ node, left: node.data, parts, words: parts.map(({ data }) => data) });
  }

  /**
   * Takes all marks away and joins the text nodes again. Where the host wrote another text into a node that was split, what
   * was split off is of the old text and goes.
   */
  undo() {
    for (const mark of this.#marks.splice(0)) if (mark.parentNode) mark.replaceWith(...mark.childNodes);
    for (const { node, left, parts, words } of this.#split.splice(0)) {
      const stale = node.data !== left;
      let before = /** @type {ChildNode} */ (node);
      let more = "";
      parts.forEach((part, n) => {
        if (part.previousSibling !== before) return;
        if (!stale) more += part.data;
        else if (part.data !== words[n]) return void (before = part);
        part.remove();
      });
      if (more) node.appendData(more);
    }
  }

  /** A range of the page for a span of the text; `null` where its nodes are gone. @param {Span} span */
  rangeOf({ start, end }) {
    const first = this.#pieceAt(start);
    const last = this.#pieceAt(end - 1);
    if (!first?.node.isConnected || !last?.node.isConnected) return null;
    const range = document.createRange();
    try {
      range.setStart(first.node, first.from + start - first.start);
      range.setEnd(last.node, last.from + end - last.start);
    } catch {
      // The host wrote a shorter text into the node; that it did so is told by its mutation.
      return null;
    }
    return range;
  }

  /** The piece that holds a character. @param {number} offset */
  #pieceAt(offset) {
    let [low, high] = [0, this.pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pieces[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.pieces[low];
  }

  /** The offset in the text of a place in a text node; `null` where it is of no piece. @param {Node} node @param {number} offset */
  offsetOf(node, offset) {
    const piece = this.pieces.find((p) => p.node === node && p.from <= offset && offset <= p.from + p.length);
    return piece ? piece.start + offset - piece.from : null;
  }
}
