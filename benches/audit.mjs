// An audit of many articles in the page: `node benches/audit.mjs FILE…`, tables or texts. Tells how long it takes, what memory the browser
// holds for it, and lists the sources that are quoted most with the names that were joined in them, to be read by hand.

import { readFileSync } from "node:fs";
import { dist, launch, serve } from "../tests/page/harness.mjs";

const files = process.argv.slice(2);
if (!files.length) {
  console.error("usage: node benches/audit.mjs FILE…");
  process.exit(2);
}

/** Resident memory of a browser's processes that draw pages and run their workers, in megabytes. @param {import("playwright-core").Browser} browser */
async function memory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const kilobytes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return Math.max(0, ...kilobytes) / 1024;
}

const browser = await launch();
const server = await serve(`${dist}/page`);
const page = await (await browser.newContext({ serviceWorkers: "block" })).newPage();
await page.goto(`${server.url}#audit`);
await page.waitForSelector("body[data-places]");
const before = await memory(browser);
let most = 0;
const watch = setInterval(async () => (most = Math.max(most, await memory(browser).catch(() => 0))), 500);
const begin = performance.now();
await page.setInputFiles("#audit-files", files);
await page.waitForSelector("#audit[data-counted]", { timeout: 3_600_000 });
const seconds = (performance.now() - begin) / 1000;
clearInterval(watch);
console.log(`${await page.textContent("#audit-title")}: ${seconds.toFixed(1)} s with ${await page.evaluate(() => navigator.hardwareConcurrency)} workers`);
console.log(`memory of the page with its workers: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most, ${(await memory(browser)).toFixed(0)} MB after`);
const [download] = await Promise.all([page.waitForEvent("download"), page.click("#audit .audit-tools summary").then(() => page.click("#audit [data-format=json]"))]);
const audit = JSON.parse(readFileSync(/** @type {string} */ (await download.path()), "utf8"));
for (const source of audit.sources.filter((/** @type {any} */ { standing }) => standing === "named").slice(0, 50)) {
  const names = [...new Set(source.seen.map((/** @type {any} */ { name, role }) => (role ? `${name} [${role}]` : name)))];
  console.log(`${String(source.quotedWords + source.reportedWords).padStart(6)} words ${String(source.articles.length).padStart(4)} articles  ${source.name} (${source.kind}): ${names.slice(0, 12).join(" | ")}${source.doubts.length ? `  DOUBT ${source.doubts.join(" ")}` : ""}`);
}
await browser.close();
server.close();
