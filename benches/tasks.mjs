// What the main thread of a page does, task by task, as the browser itself records it.

/**
 * `at` in milliseconds since the first moment that the page told; `ms` of the processor's time, which other programs that run
 * do not lengthen, and `wall` as the clock has it.
 * @typedef {{ at: number, ms: number, wall: number }} Task
 */

/**
 * The tasks of a page while something happens in it. The page tells the moments by `performance.mark`.
 * @param {import("playwright-core").Browser} browser @param {import("playwright-core").Page} page @param {() => Promise<unknown>} act
 * @returns {Promise<{ tasks: Task[], marks: Record<string, number> }>}
 */
export async function tasksOf(browser, page, act) {
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline", "blink.user_timing", "__metadata"] });
  await act();
  // What was asked for is still to be painted.
  await page.waitForTimeout(500);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const ours = traceEvents.filter((/** @type {any} */ { cat, name }) => cat.includes("blink.user_timing") && name.startsWith("bench-"));
  if (!ours.length) throw new Error("the page told no moment");
  const [{ pid, tid, ts: zero }] = ours;
  const marks = Object.fromEntries(ours.map((/** @type {any} */ { name, ts }) => [name.slice("bench-".length), (ts - zero) / 1000]));
  const tasks = traceEvents
    .filter((/** @type {any} */ event) => event.name === "RunTask" && event.pid === pid && event.tid === tid && event.dur)
    .map((/** @type {any} */ { ts, dur, tdur }) => ({ at: (ts - zero) / 1000, ms: (tdur ?? dur) / 1000, wall: dur / 1000 }));
  return { tasks, marks };
}

/** @param {Task[]} tasks */
export const longest = (tasks) => Math.max(0, ...tasks.map(({ ms }) => ms));
/** @param {Task[]} tasks */
export const total = (tasks) => tasks.reduce((sum, { ms }) => sum + ms, 0);
/** The middle one. @param {number[]} numbers */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
