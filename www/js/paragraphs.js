// How a text is set: paragraphs as ranges of it, and blocks of paragraphs for long texts.
// @ts-check

/** @typedef {{ start: number, end: number }} Range */
/** @typedef {Range & { paragraphs: Range[] }} Block */

/** Paragraphs of one block together have at least so many characters (the last block may have fewer). */
const BLOCK = 8000;

/**
 * The paragraphs of a text, without the blank lines between them. A line break ends a paragraph, except in hard-wrapped
 * text (as from mail or a terminal), where blank lines do.
 * @param {string} text
 * @returns {{ paragraphs: Range[], wrapped: boolean }}
 */
export function paragraphsOf(text) {
  const wrapped = isHardWrapped(text);
  const breaks = wrapped ? /\r?\n[ \t\r]*\n[ \t\r\n]*/g : /[\r\n]+/g;
  /** @type {Range[]} */
  const paragraphs = [];
  /** @param {number} start @param {number} end */
  const add = (start, end) => {
    const piece = text.slice(start, end);
    const from = start + piece.length - piece.trimStart().length;
    const to = start + piece.trimEnd().length;
    if (from < to) paragraphs.push({ start: from, end: to });
  };
  let at = 0;
  for (const match of text.matchAll(breaks)) {
    add(at, match.index);
    at = match.index + match[0].length;
  }
  add(at, text.length);
  return { paragraphs, wrapped };
}

/** Blank lines between paragraphs, and most lines that do not end one are about as long as each other. @param {string} text */
function isHardWrapped(text) {
  const lines = text.slice(0, 20000).split(/\r?\n/);
  let inner = 0;
  let even = 0;
  let blank = 0;
  for (let i = 0; i + 1 < lines.length; i += 1) {
    if (!lines[i].trim()) blank += 1;
    else if (lines[i + 1].trim()) {
      inner += 1;
      if (lines[i].length >= 40 && lines[i].length <= 100) even += 1;
    }
  }
  return blank > 0 && inner > 2 && even / inner > 0.8;
}

/** A paragraph longer than this is set in pieces: the browser lays out one at a time, however little of it is on the screen. */
const LONGEST = 3 * BLOCK;

/**
 * Paragraphs as they are set: those that no browser could lay out at once are cut behind a sentence, or else at a blank.
 * @param {string} text
 * @param {Range[]} paragraphs
 * @returns {Range[]}
 */
export function piecesOf(text, paragraphs) {
  return paragraphs.flatMap(({ start, end }) => {
    /** @type {Range[]} */
    const pieces = [];
    let from = start;
    while (end - from > LONGEST) {
      const cut = from + cutOf(text.slice(from, from + BLOCK));
      pieces.push({ start: from, end: from + text.slice(from, cut).trimEnd().length });
      from = end - text.slice(cut, end).trimStart().length;
    }
    return [...pieces, { start: from, end }];
  });
}

/** Where a piece that begins as `words` does may end. @param {string} words */
function cutOf(words) {
  const half = words.length / 2;
  const sentence = words.slice(half).match(/^[^]*[.!?]["”’)\]]*(?=\s)/u);
  if (sentence) return half + sentence[0].length;
  const blank = words.search(/\s\S*$/u);
  if (blank > half) return blank;
  // Nothing to cut at: between two characters as people see them.
  const characters = [...new Intl.Segmenter("en").segment(words.slice(-64))];
  return words.length - (characters.at(-1)?.segment.length ?? 0);
}

/**
 * @param {Range[]} paragraphs
 * @returns {Block[]}
 */
export function blocksOf(paragraphs) {
  /** @type {Block[]} */
  const blocks = [];
  for (const paragraph of paragraphs) {
    const last = blocks.at(-1);
    if (last && last.end - last.start < BLOCK) {
      last.paragraphs.push(paragraph);
      last.end = paragraph.end;
    } else {
      blocks.push({ start: paragraph.start, end: paragraph.end, paragraphs: [paragraph] });
    }
  }
  return blocks;
}

/**
 * Whether a text opens with a headline: a short first line without a full stop, and more behind it.
 * @param {string} text
 * @param {Range[]} paragraphs
 */
export function hasHeadline(text, paragraphs) {
  if (paragraphs.length < 3) return false;
  const [first, second] = paragraphs;
  const line = text.slice(first.start, first.end);
  return line.length <= 140 && second.end - second.start > line.length / 2 && !/[.!:;,”"]$/.test(line);
}
