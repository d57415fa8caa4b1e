// Lines of a page that are no sentences of its article: menus, share buttons, captions, by-lines. The engine reads blanks in
// their place, so that the offsets of everything else stay what they are, and the text keeps every character.
// @ts-check

/** @typedef {"advertisement" | "cookies" | "share" | "more" | "newsletter" | "credit" | "byline" | "date" | "label" | "caption" | "box"} Why */
/** What a line of a text is, where the page that it came from said so. @typedef {Why | "heading" | "item" | "quotation"} Part */
/** What is known of lines. @typedef {Pick<ReadonlyMap<string, Part>, "get">} Parts */
/** A line that is set aside; offsets are UTF-16 code units. @typedef {{ start: number, end: number, why: Why }} Aside */
/** @typedef {{ why: Why, fits: RegExp, example: string }} Rule */

/** Longer lines are told by their page only, not by their words, in characters. */
const LONGEST_LINE = 400;

/** A text longer than any page is not searched, in characters. */
const LONGEST_TEXT = 1_000_000;

/** What the page's structure tells that is set aside; headings and the like are read. */
const ASIDE = new Set(["advertisement", "cookies", "share", "more", "newsletter", "credit", "byline", "date", "label", "caption", "box"]);

/** The words of a line, as it is known again after an edit elsewhere. @param {string} line */
export const keyOf = (line) => line.trim().replace(/\s+/gu, " ");

/**
 * Reads the rules of `data/page/set-aside.tsv`, which tells what a pattern may hold.
 * @param {string} source
 * @returns {{ rules: Rule[], stay: string[] }} `stay`: lines that no rule may fit
 */
export function readRules(source) {
  /** @type {Map<string, string>} */
  const signs = new Map([
    ["n", "\\d[\\d.,]*"],
    ["name", NAME],
    ["names", `${NAME}(?:(?:,\\s*(?:[Aa][Nn][Dd]\\s+)?|\\s+[Aa][Nn][Dd]\\s+|\\s*&\\s*)${NAME}){0,4}`],
  ]);
  /** @type {Rule[]} */
  const rules = [];
  /** @type {string[]} */
  const stay = [];
  for (const row of source.split(/\r?\n/u)) {
    if (!row || row.startsWith("#")) continue;
    const [why, pattern, example = ""] = row.split("\t");
    if (why === "-") stay.push(example);
    else if (why.startsWith("@")) signs.set(why.slice(1), compile(pattern, signs));
    else rules.push({ why: /** @type {Why} */ (why), fits: new RegExp(`^${compile(pattern, signs)}[.:!›»>→…\\s]*$`, "u"), example });
  }
  return { rules, stay };
}

/** Words with capitals, short particles between them. */
const NAME = "\\p{Lu}[\\p{L}\\p{M}.'’-]*(?:(?:\\s+\\p{Ll}{1,3}){0,2}\\s+\\p{Lu}[\\p{L}\\p{M}.'’-]*){0,4}";

/** @param {string} pattern @param {Map<string, string>} signs */
function compile(pattern, signs) {
  return pattern.replace(/\\.|<(\w+)>|\)\+|\s+|[^]/gu, (part, /** @type {string | undefined} */ sign) => {
    if (sign) return `(?:${signs.get(sign) ?? ""})`;
    if (part.startsWith("\\")) return `\\${part[1]}`;
    if (part === ")+") return "|[\\s,·•|])+";
    if (!part.trim()) return "\\s+";
    if (part === "(") return "(?:";
    if (part === ")" || part === "|") return part;
    if (part === "*") return ".*";
    if (/['’]/u.test(part)) return "['’]";
    const [lower, upper] = [part.toLowerCase(), part.toUpperCase()];
    return lower === upper ? part.replace(/[.*+?^${}[\]/\\]/u, "\\$&") : `[${lower}${upper}]`;
  });
}

/**
 * The lines of a text that are set aside, in text order.
 * @param {string} text
 * @param {Rule[]} rules
 * @param {Parts} parts what is known of lines from where they came
 * @param {ReadonlySet<string>} kept lines that the reader brought back
 * @returns {Aside[]}
 */
export function setAside(text, rules, parts, kept) {
  if (text.length > LONGEST_TEXT) return [];
  /** @type {Aside[]} */
  const asides = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/gu)) {
    const words = line.trim();
    if (!words) continue;
    const key = keyOf(words);
    const why = kept.has(key) ? undefined : whyOf(key, rules, parts.get(key));
    const start = index + line.length - line.trimStart().length;
    if (why) asides.push({ start, end: start + words.length, why });
  }
  return asides;
}

/** @param {string} line @param {Rule[]} rules @param {Part | undefined} part @returns {Why | undefined} */
function whyOf(line, rules, part) {
  if (part) return ASIDE.has(part) ? /** @type {Why} */ (part) : undefined;
  return line.length > LONGEST_LINE ? undefined : rules.find(({ fits }) => fits.test(line))?.why;
}

/** The text with blanks in place of what is set aside: as long as it was. @param {string} text @param {Aside[]} asides */
export function withoutAsides(text, asides) {
  let read = "";
  let at = 0;
  for (const { start, end } of asides) {
    read += text.slice(at, start) + " ".repeat(end - start);
    at = end;
  }
  return read + text.slice(at);
}
