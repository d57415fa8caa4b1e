// The large gazetteer comes behind the first marks: with progress, to be cancelled, and asked for again when it failed.
// @ts-check

import { strings } from "./strings.js";

/** A file that comes at once says nothing, in milliseconds. */
const QUICK = 400;

/**
 * @typedef {object} Around
 * @property {(options: { signal: AbortSignal, onProgress: (progress: import("../types/whosaid.js").Progress) => void }) => Promise<void>} load
 * @property {import("./messages.js").Messages} messages
 * @property {() => boolean} isReading whether the line of what goes on tells of a text being read
 * @property {() => void} done the gazetteer is there
 */

/** Loads the large gazetteer; the built-in one stays in use when that fails. @param {Around} around @returns {Promise<void>} */
export async function loadLargePlaces(around) {
  const { load, messages, isReading, done } = around;
  const began = performance.now();
  const controller = new AbortController();
  /** @param {import("../types/whosaid.js").Progress} progress */
  const onProgress = ({ loaded, total }) => {
    if (isReading() || performance.now() - began < QUICK) return;
    messages.busy(strings.placesLoading(loaded, total), () => controller.abort());
  };
  const again = { label: strings.placesAgain, act: () => void loadLargePlaces(around) };
  try {
    await load({ signal: controller.signal, onProgress });
    document.body.dataset.places = "full";
    done();
  } catch (error) {
    document.body.dataset.places = "core";
    if (controller.signal.aborted) messages.notice(strings.placesCancelled, "info", again);
    else messages.notice(strings.placesFailed(error instanceof Error ? error.message : String(error)), "warning", again);
  } finally {
    if (!isReading()) messages.idle();
  }
}
