// Reading many articles in several workers at once, into an audit that one more worker keeps.
// @ts-check

/** @typedef {import("../client.js").WorkerAnnotator} WorkerAnnotator */
/** @typedef {import("../../types/audit.js").Act} Act */
/** @typedef {import("../../types/audit.js").ArticleInfo} ArticleInfo */
/** @typedef {import("../../types/audit.js").AuditReport} AuditReport */
/** @typedef {import("../../types/audit.js").Columns} Columns */
/** @typedef {import("../../types/audit.js").Passage} Passage */
/** @typedef {{ info: ArticleInfo, text: () => Promise<string> }} Entry an article, whose text is read when it is its turn */
/** @typedef {{ info: ArticleInfo, text: () => Promise<string> }[]} Entries in the order of the report's articles */

/** So many workers at most: each holds the weights of the tagger. */
const MOST = 16;

/** So many digests go to the audit at a time. */
const TOGETHER = 32;

/** The articles that were read, and what they come to. */
export class Audited {
  /** @param {WorkerAnnotator} keeper the worker that keeps the audit */
  constructor(keeper) {
    this.keeper = keeper;
    /** @type {Entries} those that are in the audit */
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

/**
 * Reads the articles. An article that cannot be read is told and left out; after `signal` those that were read until then
 * are what there is.
 * @param {WorkerAnnotator} first whose engine the workers share
 * @param {Entry[]} entries
 * @param {object} on
 * @param {AbortSignal} on.signal
 * @param {(done: number) => void} on.progress
 * @param {(id: string, message: string) => void} on.problem
 * @returns {Promise<Audited>}
 */
export async function readAll(first, entries, { signal, progress, problem }) {
  const audited = new Audited(await first.another());
  await audited.keeper.audit({ act: "begin" });
  const count = Math.max(1, Math.min(navigator.hardwareConcurrency || 2, MOST, entries.length));
  /** What came of each, until all in front of it are in. @type {(string | null | undefined)[]} */
  const digests = [];
  let [next, taken, done] = [0, 0, 0];
  /** One after another. @type {Promise<void>} */
  let handing = Promise.resolve();
  const hand = (/** @type {number} */ least) => {
    let end = taken;
    while (digests[end] !== undefined) end += 1;
    if (end === taken || end - taken < least) return;
    const ready = entries.slice(taken, end).map((entry, n) => ({ entry, digest: digests[taken + n] }));
    digests.fill(undefined, taken, end);
    taken = end;
    const good = ready.filter(({ digest }) => typeof digest === "string");
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
        const { info, text } = entries[n];
        try {
          digests[n] = await worker.audit({ act: "digest", info, text: await text() }, { signal });
        } catch (error) {
          if (signal.aborted) return;
          digests[n] = null;
          problem(info.id, error instanceof Error ? error.message : String(error));
        }
        done += 1;
        progress(done);
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
