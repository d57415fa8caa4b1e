// Reading many articles in several workers at once, into an audit that one more worker keeps.
// @ts-check

import { hashOf } from "../history.js";

/** @typedef {import("../client.js").WorkerAnnotator} WorkerAnnotator */
/** @typedef {import("../../types/audit.js").Act} Act */
/** @typedef {import("../../types/audit.js").ArticleInfo} ArticleInfo */
/** @typedef {import("../../types/audit.js").AuditReport} AuditReport */
/** @typedef {import("../../types/audit.js").Columns} Columns */
/** @typedef {import("../../types/audit.js").Passage} Passage */
/** @typedef {import("../../types/whosaid.js").Correction} Correction */
/**
 * An article as it came: `parts` is what its page says of its lines, `corrections` and `asides` what an export of this page holds.
 * @typedef {{ text: string, parts: ReadonlyMap<string, import("../set-aside.js").Part>, corrections: Correction[] | null, asides: import("../set-aside.js").Aside[] | null }} Source
 */
/** What is known of an article here: what the engine reads of it, what was corrected in it, a hash of its text. @typedef {{ read: string, corrections: Correction[], hash: string }} Known */
/** @typedef {{ info: ArticleInfo, open: () => Promise<Source> }} Entry an article, whose text is read when it is its turn */
/** @typedef {Entry & { hash: string, state: string }} Read the same, read: hashes of its text, and of all that the audit was told of it */

/** So many workers at most: each holds the weights of the tagger. */
const MOST = 16;

/** So many digests go to the audit at a time. */
const TOGETHER = 32;

/** The articles that were read, and what they come to. */
export class Audited {
  /** @param {WorkerAnnotator} keeper the worker that keeps the audit */
  constructor(keeper) {
    this.keeper = keeper;
    /** @type {Read[]} those that are in the audit, in the order of the report's articles */
    this.entries = [];
  }

  /** @param {Act[]} acts @returns {Promise<AuditReport>} without its passages */
  async report(acts) {
    return JSON.parse(await this.keeper.audit({ act: "report", acts }));
  }

  /** @param {number[]} ids @returns {Promise<Passage[]>} */
  async passages(ids) {
    return JSON.parse(await this.keeper.audit({ act: "passages", ids }));
  }

  /** @param {number} article @returns {Promise<Passage[]>} */
  async passagesOf(article) {
    return JSON.parse(await this.keeper.audit({ act: "passagesOf", article }));
  }

  /** Takes an article in as it is now corrected. @param {number} article @param {Known} known @returns {Promise<boolean>} whether that is otherwise than before */
  async renew(article, known) {
    const entry = this.entries[article];
    const state = await stateOf(known);
    if (state === entry.state) return false;
    await this.keeper.audit({ act: "replace", article, info: entry.info, text: known.read, corrections: known.corrections });
    entry.state = state;
    return true;
  }

  /** The user's own table; none for an empty text. @param {string} csv @returns {Promise<string[]>} names that it has twice */
  people(csv) {
    return this.keeper.audit({ act: "people", csv });
  }

  /** @param {string} format @returns {Promise<string>} */
  exportAs(format) {
    return this.keeper.audit({ act: "export", format });
  }

  close() {
    this.keeper.close();
  }
}

/** @param {Known} known */
const stateOf = ({ read, corrections }) => hashOf(`${JSON.stringify(corrections)}\n${read}`);

/**
 * Reads the articles. An article that cannot be read is told and left out; after `signal` those that were read until then
 * are what there is.
 * @param {WorkerAnnotator} first whose engine the workers share
 * @param {Entry[]} entries
 * @param {object} on
 * @param {AbortSignal} on.signal
 * @param {(source: Source) => Promise<Known>} on.known
 * @param {(done: number) => void} on.progress
 * @param {(id: string, message: string) => void} on.problem
 * @returns {Promise<Audited>}
 */
export async function readAll(first, entries, { signal, known, progress, problem }) {
  const audited = new Audited(await first.another());
  await audited.keeper.audit({ act: "begin" });
  const count = Math.max(1, Math.min(navigator.hardwareConcurrency || 2, MOST, entries.length));
  /** What came of each, until all in front of it are in. @type {({ digest: string, entry: Read } | null | undefined)[]} */
  const done = [];
  let [next, taken, finished] = [0, 0, 0];
  /** One after another. @type {Promise<void>} */
  let handing = Promise.resolve();
  const hand = (/** @type {number} */ least) => {
    let end = taken;
    while (done[end] !== undefined) end += 1;
    if (end === taken || end - taken < least) return;
    const good = done.slice(taken, end).filter((one) => one !== null && one !== undefined);
    done.fill(undefined, taken, end);
    taken = end;
    handing = handing.then(async () => {
      await audited.keeper.audit({ act: "add", digests: good.map(({ digest }) => digest) });
      audited.entries.push(...good.map(({ entry }) => entry));
    });
  };
  const work = async () => {
    const worker = await first.another();
    try {
      while (next < entries.length && !signal.aborted) {
        const n = next;
        next += 1;
        const entry = entries[n];
        try {
          const about = await known(await entry.open());
          const digest = await worker.audit({ act: "digest", info: entry.info, text: about.read, corrections: about.corrections }, { signal });
          done[n] = { digest, entry: { ...entry, hash: about.hash, state: await stateOf(about) } };
        } catch (error) {
          if (signal.aborted) return;
          done[n] = null;
          problem(entry.info.id, error instanceof Error ? error.message : String(error));
        }
        finished += 1;
        progress(finished);
        hand(TOGETHER);
      }
    } finally {
      worker.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: count }, work));
    // Of those behind one that was cut off, nothing is kept: the articles stay in their order.
    hand(1);
    await handing;
  } catch (error) {
    audited.close();
    throw error;
  }
  return audited;
}
