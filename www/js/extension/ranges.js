// From spans of an article's text to ranges of its page.
// @ts-check

/** @typedef {import("../flow.js").Piece<Text>} Piece */

/**
 * Ranges for a span, one for each text node: what is no part of the text but stands in its midst is left out.
 * @param {Piece[]} pieces of the article @param {{ start: number, end: number }} span
 */
export function rangesOf(pieces, { start, end }) {
  /** @type {Range[]} */
  const ranges = [];
  for (let at = firstBehind(pieces, start); at < pieces.length && pieces[at].start < end; at += 1) {
    const { node, from, start: begin, length } = pieces[at];
    const to = from + Math.min(length, end - begin);
    // The host may have taken the node away or shortened it; its mutations tell that.
    if (!node.isConnected || to > node.length) continue;
    const last = ranges.at(-1);
    if (last?.endContainer === node) {
      last.setEnd(node, to);
      continue;
    }
    const range = document.createRange();
    range.setStart(node, from + Math.max(0, start - begin));
    range.setEnd(node, to);
    ranges.push(range);
  }
  return ranges;
}

/** The position of the first piece that ends behind an offset. @param {Piece[]} pieces @param {number} offset */
function firstBehind(pieces, offset) {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle].start + pieces[middle].length > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
