// Trusted Types, which the page's policy asks for (`require-trusted-types-for 'script'`): a string becomes the script of a
// worker or a parsed document by what stands here, and no string becomes a script or markup of the page by any way.
// @ts-check

/** @typedef {{ createPolicy(name: string, rules: Record<string, (text: string) => string | null>): any }} Factory */

/** Not in every browser. */
const factory = /** @type {{ trustedTypes?: Factory }} */ (globalThis).trustedTypes;

/**
 * From now on only these scripts start as workers; anything else that would run a string is refused.
 * @param {(url: string) => boolean} isOwn
 */
export function trustWorkers(isOwn) {
  // Of this name, it is asked for every string; what it has no rule for is refused.
  factory?.createPolicy("default", { createScriptURL: (url) => (isOwn(url) ? url : null) });
}

/** Made when first asked for: a name can be given once, and what the page loads later holds this module once more. @type {any} */
let inert;

/** A document of its source: no script runs in it, nothing is fetched for it. @param {string} source @param {DOMParserSupportedType} [type] */
export function parseInert(source, type = "text/html") {
  inert ??= factory?.createPolicy("whosaid-inert", { createHTML: (/** @type {string} */ html) => html });
  return new DOMParser().parseFromString(inert ? inert.createHTML(source) : source, type);
}
