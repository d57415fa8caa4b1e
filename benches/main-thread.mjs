// How long the main thread is held up: by the elements in a page with an article of 9,000 characters, and by the page when it
// draws 100,000 characters with some 2,000 marks.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { dist } from "../tests/page/harness.mjs";
import { samples } from "../www/js/samples.js";
import { longest, median, tasksOf, total } from "./tasks.mjs";

const folder = path.join(dist, "page");
const show = (/** @type {number[]} */ numbers) => `${median(numbers).toFixed(0).padStart(5)}   (${numbers.map((n) => n.toFixed(0)).join(" ")})`;

/** The samples one after the other, again and again, up to so many characters. @param {number} length */
function long(length) {
  const all = samples.map(({ text }) => text).join("\n\n");
  return `${all}\n\n`.repeat(Math.ceil(length / all.length)).slice(0, length).replace(/\S+$/, "");
}

/** @param {string} words */
const html = (words) => words.split(/\n+/).map((line) => `<p>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`).join("\n");

/** Tells when the first mark stands in the page. */
const watch = () => {
  new MutationObserver((_, observer) => {
    if (!document.querySelector("mark[data-whosaid]")) return;
    performance.mark("bench-marked");
    observer.disconnect();
  }).observe(document, { subtree: true, childList: true });
};

/**
 * A page with an article, marked by an element.
 * @param {import("playwright-core").Browser} browser @param {{ url: string }} server @param {string} body @param {string} script
 */
async function element(browser, server, body, script) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  // The script is there already when the moment is told: what counts is what it does.
  const source = `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><article>${body}</article><script type="module">await (await fetch("${script}")).text(); performance.mark("bench-script"); await import("./${script}");</script>`;
  await page.route("**/bench.html", (route) => route.fulfill({ contentType: "text/html", body: source }));
  const { tasks, marks } = await tasksOf(browser, page, async () => {
    await page.goto(`${server.url}bench.html`);
    await page.waitForSelector("mark[data-whosaid]");
    await page.waitForFunction(() => /** @type {any} */ (document.querySelector("who-said")).annotations);
  });
  await context.close();
  const after = tasks.filter(({ at, wall }) => at + wall > 0);
  return { marked: marks.marked, until: total(after.filter(({ at }) => at < marks.marked)), longest: longest(after), total: total(after) };
}

/** @param {import("playwright-core").Browser} browser @param {{ url: string }} server */
async function drawing(browser, server) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((records) => {
      if (records.some(({ attributeName }) => attributeName === "data-annotated")) performance.mark("bench-drawn");
    }).observe(document, { subtree: true, attributeFilter: ["data-annotated"] });
  });
  await page.goto(server.url);
  // Behind the large gazetteer, with which a text is read once more.
  await page.waitForSelector("body[data-places]");
  const { tasks } = await tasksOf(browser, page, async () => {
    await page.evaluate((words) => {
      const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("#text"));
      field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true }));
      field.value = words;
      field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    }, long(100_000));
    await page.waitForSelector("#article mark", { timeout: 60_000 });
  });
  const drawn = tasks.filter(({ at, wall }) => at + wall > 0);
  const marks = await page.evaluate(() => document.querySelectorAll("#article mark").length);
  await context.close();
  return { longest: longest(drawn), total: total(drawn), marks };
}

/** @param {import("playwright-core").Browser} browser @param {{ url: string }} server @param {number} rounds */
export async function measureMainThread(browser, server, rounds) {
  const words = long(9_000);
  const { Annotator } = await import(pathToFileURL(path.join(folder, "whosaid.js")).href);
  const { embed } = await import(pathToFileURL(path.join(folder, "embed.js")).href);
  const annotator = await Annotator.load({ bytes: await readFile(path.join(folder, "whosaid_bg.wasm")) });
  const embedded = (await embed(`<article>${html(words)}</article>`, annotator)).slice("<article>".length, -"</article>".length);
  console.log(`\nthe main thread, in milliseconds of the processor, median of ${rounds} fresh pages (each)`);
  for (const [name, body, script] of [["lite element", embedded, "element-lite.js"], ["full element", `${html(words)}<who-said></who-said>`, "element.js"]]) {
    const runs = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await element(browser, server, body, script));
    console.log(`${name}, ${words.length} characters`);
    console.log(`  script to first mark     ${show(runs.map(({ marked }) => marked))}`);
    console.log(`  of that, the processor's ${show(runs.map(({ until }) => until))}`);
    console.log(`  longest task             ${show(runs.map((run) => run.longest))}`);
    console.log(`  all tasks                ${show(runs.map((run) => run.total))}`);
  }
  const found = annotator.annotate(long(100_000));
  const marks = found.claims.reduce((/** @type {number} */ n, /** @type {any} */ claim) => n + claim.content.length, 0) + [...found.speakers, ...found.places].reduce((n, { mentions }) => n + mentions.length, 0);
  annotator.free();
  const runs = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await drawing(browser, server));
  console.log(`the page draws 100,000 characters with ${marks} marks, of which ${median(runs.map((run) => run.marks))} elements near the screen`);
  console.log(`  longest task             ${show(runs.map((run) => run.longest))}`);
  console.log(`  all tasks                ${show(runs.map((run) => run.total))}`);
}
