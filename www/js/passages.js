// From words that a reader points at to spans: whole words, one piece a paragraph, and where typed words stand.
// @ts-check

import { paragraphsOf } from "./paragraphs.js";

/** @typedef {import("../types/whosaid.js").Span} Span */

/**
 * The whole words that a selection touches, without blanks at the ends; a piece for each paragraph.
 * @param {string} text @param {number} start @param {number} end
 * @returns {Span[]}
 */
export function snap(text, start, end) {
  return paragraphsOf(text).paragraphs.flatMap((paragraph) => {
    const [from, to] = [Math.max(start, paragraph.start), Math.min(end, paragraph.end)];
    if (from >= to) return [];
    const piece = wholeWords(text, paragraph, from, to);
    return piece ? [piece] : [];
  });
}

/** @param {string} text @param {Span} paragraph @param {number} from @param {number} to @returns {Span | null} */
function wholeWords(text, paragraph, from, to) {
  // A word segment never cuts a character that people see as one.
  const words = new Intl.Segmenter("en", { granularity: "word" }).segment(text.slice(paragraph.start, paragraph.end));
  const first = words.containing(from - paragraph.start);
  const last = words.containing(to - 1 - paragraph.start);
  if (!first || !last) return null;
  let start = paragraph.start + first.index;
  let end = paragraph.start + last.index + last.segment.length;
  // A double click takes the blank behind the word along.
  const touched = text.slice(start, end);
  start += touched.length - touched.trimStart().length;
  end -= touched.length - touched.trimEnd().length;
  return start < end ? { start, end } : null;
}

/**
 * Where words that were typed or pasted stand in a text, whatever the blanks and kinds of quotation marks between them.
 * @param {string} text @param {string} words
 * @returns {Span[]} every place
 */
export function locate(text, words) {
  const parts = words.trim().split(/\s+/u).filter(Boolean);
  if (!parts.length) return [];
  const pattern = parts.map((part) => Array.from(part, literal).join("")).join("\\s+");
  const found = Array.from(text.matchAll(new RegExp(pattern, "gu")), (match) => ({ start: match.index, end: match.index + match[0].length }));
  // Part of a longer word is no place.
  return found.filter(({ start, end }) => {
    const inWord = (/** @type {number} */ at) => /[\p{L}\p{N}\p{M}]/u.test(text[at - 1] ?? " ") && /[\p{L}\p{N}\p{M}]/u.test(text[at] ?? " ");
    return !inWord(start) && !inWord(end);
  });
}

/** @param {string} character */
function literal(character) {
  if (/["“”„‟«»]/u.test(character)) return '["“”„‟«»]';
  if (/['‘’‚‛]/u.test(character)) return "['‘’‚‛]";
  return character.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

/**
 * The stretches inside double quotation marks, marks included; none where all or nothing is.
 * @param {string} text @param {Span[]} content
 * @returns {Span[]}
 */
export function quotedParts(text, content) {
  const parts = content.flatMap(({ start, end }) =>
    Array.from(text.slice(start, end).matchAll(/“[^“”]+(?:”|$)|"[^"]+"|«[^«»]+»/gu), (match) => ({ start: start + match.index, end: start + match.index + match[0].length })),
  );
  const length = (/** @type {Span[]} */ spans) => spans.reduce((sum, span) => sum + span.end - span.start, 0);
  return length(parts) === length(content) ? [] : parts;
}

/**
 * The place of a cue: of all places of the words, the nearest to the content, in its paragraph and outside of it.
 * @param {string} text @param {string} words @param {Span[]} content
 * @returns {Span | null}
 */
export function nearest(text, words, content) {
  const first = content[0];
  const paragraph = paragraphsOf(text).paragraphs.find(({ start, end }) => start <= first.start && first.start < end);
  if (!paragraph) return null;
  const distance = (/** @type {Span} */ span) => Math.min(...content.map(({ start, end }) => (span.end <= start ? start - span.end : span.start - end)));
  return (
    locate(text, words)
      .filter(({ start, end }) => paragraph.start <= start && end <= paragraph.end)
      .filter(({ start, end }) => content.every((piece) => end <= piece.start || piece.end <= start))
      .sort((a, b) => distance(a) - distance(b))[0] ?? null
  );
}

/**
 * Pieces typed one a line, each at the place nearest to `near`; none when one is not in the text.
 * @param {string} text @param {string} lines @param {number} near
 * @returns {Span[]} in text order
 */
export function piecesNear(text, lines, near) {
  const pieces = lines
    .split(/\n/u)
    .filter((line) => line.trim())
    .map((line) => locate(text, line).sort((a, b) => Math.abs(a.start - near) - Math.abs(b.start - near))[0]);
  if (pieces.some((piece) => !piece)) return [];
  const sorted = pieces.sort((a, b) => a.start - b.start).flatMap(({ start, end }) => snap(text, start, end));
  return sorted.some((piece, n) => n > 0 && piece.start < sorted[n - 1].end) ? [] : sorted;
}
