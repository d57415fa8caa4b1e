// How long a reader waits, in Chromium: from opening the page to its being ready, and from the paste of an article to the
// first highlight. `cargo xtask bench` runs it; DIST and CHROMIUM name the built page and the browser.

import { pathToFileURL } from "node:url";
import { dist, launch, serve } from "../tests/page/harness.mjs";
import { measureMainThread } from "./main-thread.mjs";
import { measurePlaces } from "./places.mjs";
import { samples } from "../www/js/samples.js";

const ROUNDS = 7;
const text = samples[0].text;

/** @param {number[]} times */
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

/** Opens a page afresh and pastes an article. @param {import("playwright-core").Browser} browser @param {string} url */
async function once(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    const times = (window.waited = {});
    new MutationObserver(() => {
      const now = performance.now();
      if (document.body?.dataset.ready) times.ready ??= now;
      if (document.querySelector("#article mark")) times.marked ??= now;
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(url);
  await page.waitForSelector("body[data-ready]");
  const pasted = await page.evaluate((words) => {
    const field = document.querySelector("#text");
    field.focus();
    const begin = performance.now();
    // What a paste does; a browser inserts nothing for an event that no hand made.
    field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true }));
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    return begin;
  }, text);
  await page.waitForSelector("#article mark");
  const { ready, marked } = await page.evaluate(() => window.waited);
  await context.close();
  return { ready, mark: marked - pasted };
}

const browser = await launch();
const server = await serve(`${dist}/page`);
let wait = 0;
console.log(`an article of ${text.length} characters, median of ${ROUNDS} fresh pages, in milliseconds`);
for (const [name, url] of [["folder by http", server.url], ["single file", pathToFileURL(`${dist}/whosaid.html`).href]]) {
  const ready = [];
  const mark = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const times = await once(browser, url);
    ready.push(times.ready);
    mark.push(times.mark);
  }
  wait ||= median(ready) + median(mark);
  console.log(`${name.padEnd(16)} opening to ready ${median(ready).toFixed(0).padStart(5)}   paste to first highlight ${median(mark).toFixed(0).padStart(5)}`);
}
await measureMainThread(browser, server, ROUNDS);
await measurePlaces(browser, server, ROUNDS, wait);
await browser.close();
server.close();
