// What was joined and parted by hand, kept in the browser for when the same articles come again: names and the articles' ids,
// never texts. An article is known by a hash of its text, so that other articles of the same ids are not touched.
// @ts-check

/** @typedef {import("../../types/audit.js").Act} Act */
/** @typedef {import("../history.js").Store} Store */

const PREFIX = "whosaid:audit:";

/** So many audits are kept; the oldest go first. */
const MOST = 50;

/** @param {any} value */
const isRef = (value) => typeof value?.name === "string" && value.name !== "" && (value.article === null || typeof value.article === "string");

/** Whether something read from outside is an act. @param {any} value @returns {value is Act} */
export function isAct(value) {
  return (value?.kind === "join" && isRef(value.source) && isRef(value.into)) || (value?.kind === "part" && isRef(value.source));
}

/** The articles that an act names. @param {Act} act */
const articlesOf = (act) => [act.source.article, act.kind === "join" ? act.into.article : null].filter((id) => id !== null);

/**
 * What was done the last time, as far as its articles are here and have the same texts.
 * @param {Store | null} store @param {string} name of the folder or table @param {ReadonlyMap<string, string>} hashes of texts, by the articles' ids
 * @returns {Act[]}
 */
export function loadActs(store, name, hashes) {
  try {
    const kept = JSON.parse(store?.getItem(PREFIX + name) ?? "null");
    if (kept?.version !== 1 || !Array.isArray(kept.acts) || !kept.acts.every(isAct)) return [];
    const same = (/** @type {string} */ id) => hashes.has(id) && hashes.get(id) === kept.articles?.[id];
    return kept.acts.filter((/** @type {Act} */ act) => articlesOf(act).every(same));
  } catch {
    return [];
  }
}

/**
 * @param {Store | null} store @param {string} name @param {ReadonlyMap<string, string>} hashes @param {Act[]} acts
 * @returns {boolean} whether they are kept
 */
export function saveActs(store, name, hashes, acts) {
  try {
    if (!store) return false;
    if (!acts.length) store.removeItem(PREFIX + name);
    else {
      const articles = Object.fromEntries(acts.flatMap(articlesOf).map((id) => [id, hashes.get(id)]));
      store.setItem(PREFIX + name, JSON.stringify({ version: 1, saved: new Date().toISOString(), acts, articles }));
      prune(store);
    }
    return true;
  } catch {
    return false;
  }
}

/** @param {Store} store */
function prune(store) {
  const keys = Array.from({ length: store.length }, (_, n) => store.key(n) ?? "").filter((key) => key.startsWith(PREFIX));
  if (keys.length <= MOST) return;
  const when = (/** @type {string} */ key) => /"saved":"([^"]*)"/.exec(store.getItem(key) ?? "")?.[1] ?? "";
  const oldest = keys.map((key) => ({ key, saved: when(key) })).sort((a, b) => (a.saved < b.saved ? -1 : 1));
  for (const { key } of oldest.slice(0, keys.length - MOST)) store.removeItem(key);
}

/**
 * What the JSON of an audit says was done by hand: to its sources, and inside its articles. Throws an `Error` with a sentence.
 * @param {string} source of the file @param {(correction: unknown) => boolean} isCorrection @param {{ foreign: string, offsets: string }} words
 */
export function readAudit(source, isCorrection, words) {
  /** @type {any} */
  let audit;
  try {
    audit = JSON.parse(source);
  } catch {
    throw new Error(words.foreign);
  }
  const { schema, offsets, corrections, articles } = audit ?? {};
  if (schema !== 1 || !Array.isArray(corrections) || !corrections.every(isAct) || !Array.isArray(articles)) throw new Error(words.foreign);
  /** @type {Map<string, import("../../types/whosaid.js").Correction[]>} */
  const inside = new Map();
  for (const { id, corrections: list } of articles) {
    if (list === undefined) continue;
    if (typeof id !== "string" || !Array.isArray(list) || !list.every(isCorrection)) throw new Error(words.foreign);
    inside.set(id, list);
  }
  if (inside.size && offsets !== "utf16") throw new Error(words.offsets);
  return { acts: /** @type {Act[]} */ (corrections), inside };
}
