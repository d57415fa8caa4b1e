// Names as a reader expects them at the head of a line.
// @ts-check

/**
 * A name, description or place where it begins a line: with a capital, unless it has one behind its first letter (`eBay`).
 * @param {string} name
 */
export function atHead(name) {
  return name.replace(/^([^\p{L}\p{N}]*)(\p{Ll})(?!\p{Lu})/u, (_, before, first) => before + first.toLocaleUpperCase("en"));
}
