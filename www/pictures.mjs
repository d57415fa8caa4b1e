// The pictures in README.md, taken anew: `node www/pictures.mjs`, once the page is built.

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Chromium, until } from "../tests/extension/chromium.mjs";
import { dist, launch, root, serve } from "../tests/page/harness.mjs";

const to = (/** @type {string} */ name) => path.join(root, "www", name);
const browser = await launch();
const server = await serve(`${dist}/page`);
const fresh = () => browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", serviceWorkers: "block" });

const page = await fresh();
await page.goto(server.url);
await page.waitForSelector("body[data-places]");
await page.click(".sample");
await page.waitForSelector("#article mark.claim");
await page.locator("#article mark.claim").first().click();
await page.mouse.move(0, 0);
await page.screenshot({ path: to("screenshot.png") });

const audit = await fresh();
await audit.goto(`${server.url}#audit`);
await audit.waitForSelector("body[data-ready]");
await audit.setInputFiles("#audit-folder", path.join(root, "tests/audit/articles"));
await audit.waitForSelector("#audit[data-counted]");
await audit.setViewportSize({ width: 1280, height: 860 });
await audit.evaluate(() => scrollTo(0, 0));
await audit.screenshot({ path: to("screenshot-audit.png") });

// The panel stands beside the page in a window that nobody can photograph whole: the two are put side by side.
const pages = await serve(path.join(root, "tests/extension/pages"));
const chromium = await Chromium.launch(path.join(dist, "extension"));
const read = await chromium.open(`${pages.url}plain.html`);
const size = (/** @type {any} */ target, /** @type {number} */ width) => target.send("Emulation.setDeviceMetricsOverride", { width, height: 700, deviceScaleFactor: 1, mobile: false });
await size(read, 860);
const panel = await chromium.read(read);
await size(panel, 380);
await until("the marks", () => read.evaluate(() => CSS.highlights.size > 0));
await until("the places", () => panel.evaluate(() => document.querySelector(".speaker-row")));
await panel.evaluate(() => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".speaker-row"))].find((row) => row.textContent?.includes("Ingrid Solheim"))?.click());
await new Promise((resolve) => setTimeout(resolve, 500));
await read.evaluate(() => document.querySelector("h1")?.scrollIntoView());
await new Promise((resolve) => setTimeout(resolve, 200));
const shots = [];
for (const target of [read, panel]) shots.push((await target.send("Page.captureScreenshot", { format: "png" })).data);
const both = await browser.newPage({ viewport: { width: 1242, height: 700 } });
await both.setContent(`<style>body { margin: 0; display: flex; gap: 2px; background: #999 }</style>${shots.map((data) => `<img src="data:image/png;base64,${data}">`).join("")}`);
await writeFile(to("screenshot-extension.png"), await both.screenshot());

await chromium.close();
pages.close();
await browser.close();
server.close();
