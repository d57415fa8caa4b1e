// Which claims a list shows, and in which order.
// @ts-check

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Claim} Claim */
/**
 * What is asked of claims; an empty string asks nothing. `speaker` and `place` are keys of `keysOf`, `speaker` may be
 * `UNCLEAR`; `worth` is `worth` or the name of a signal; `sure` is a key of `SURE`, `sort` of `ORDERS`.
 * @typedef {{ speaker: string, place: string, form: string, worth: string, sure: string, sort: string }} Filter
 */

/** Everything, as the text has it. @type {Readonly<Filter>} */
export const ALL = Object.freeze({ speaker: "", place: "", form: "", worth: "", sure: "", sort: "" });

/** A claim of somebody, it is unclear of whom. */
export const UNCLEAR = "?";

/** From here on a claim counts as worth checking, as in the report. */
const WORTH = 0.6;

/** How sure a claim is. @type {Record<string, (confidence: number) => boolean>} */
export const SURE = {
  certain: (confidence) => confidence >= 0.9,
  likely: (confidence) => confidence >= 0.75,
  doubtful: (confidence) => confidence < 0.75,
};

/** @type {Record<string, (a: Claim, b: Claim, names: (string | null)[]) => number>} */
export const ORDERS = {
  speaker: (a, b, names) => compare(nameOf(a, names), nameOf(b, names)),
  worth: (a, b) => b.checkWorthiness - a.checkWorthiness,
  sure: (a, b) => b.confidence - a.confidence,
  doubtful: (a, b) => a.confidence - b.confidence,
  long: (a, b) => length(b) - length(a),
};

/** @param {Claim} claim @param {(string | null)[]} names */
const nameOf = ({ speaker }, names) => (speaker === null ? null : names[speaker]);

/** Those without a name come last. @param {string | null} a @param {string | null} b */
function compare(a, b) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.localeCompare(b, "en", { sensitivity: "base" });
}

/** @param {Claim} claim */
const length = ({ content }) => content.reduce((sum, { start, end }) => sum + end - start, 0);

/**
 * What names speakers or places in a filter, by id: the name, with a number where several bear it.
 * @param {{ name: string }[]} things
 */
export function keysOf(things) {
  /** @type {Map<string, number>} */
  const times = new Map();
  return things.map(({ name }) => {
    const n = (times.get(name) ?? 0) + 1;
    times.set(name, n);
    return n > 1 ? `${name} #${n}` : name;
  });
}

/**
 * The claims that a filter lets through, in its order; among equals in that of the text.
 * @param {Filter} filter @param {Annotations} annotations @param {(claim: Claim) => boolean} isShown
 * @returns {Claim[]}
 */
export function filtered(filter, { claims, speakers, places }, isShown) {
  const [speaker, place] = [keysOf(speakers).indexOf(filter.speaker), keysOf(places).indexOf(filter.place)];
  const fits = (/** @type {Claim} */ claim) =>
    isShown(claim) &&
    (!filter.speaker || (filter.speaker === UNCLEAR ? claim.speaker === null && claim.form !== "own" : claim.speaker === speaker)) &&
    (!filter.place || claim.places.includes(place)) &&
    (!filter.form || claim.form === filter.form) &&
    (!filter.worth || (filter.worth === "worth" ? claim.checkWorthiness >= WORTH : claim.signals.includes(filter.worth))) &&
    (!filter.sure || (SURE[filter.sure]?.(claim.confidence) ?? true));
  const order = ORDERS[filter.sort];
  const left = claims.filter(fits);
  const names = speakers.map(({ name }) => name);
  return order ? left.sort((a, b) => order(a, b, names) || a.id - b.id) : left;
}

/** Whether a filter holds anything back or sets another order. @param {Filter} filter */
export const isActive = (filter) => Object.values(filter).some(Boolean);
