// The page as an app: with the network cut, through a new version, and with what other apps hand over.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { dist, launch, open, serve } from "./harness.mjs";

const TEXT = "LIMA, Peru — “The bridge is safe again,” said Rosa Quispe, the town’s engineer, on Monday. The mayor said it will open in May.";

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {string} */ let folder;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "whosaid-offline-"));
  await cp(path.join(dist, "page"), folder, { recursive: true });
  server = await serve(folder);
});
afterEach(async () => {
  server.cut();
  await rm(folder, { recursive: true, force: true });
});

/** The page, once it is kept and comes from what is kept. */
async function kept() {
  const opened = await open(browser, { serviceWorkers: "allow" });
  const { page } = opened;
  await page.goto(server.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller && document.body.dataset.places === "full");
  return opened;
}

/** @param {import("playwright-core").Page} page @param {string} text */
async function read(page, text) {
  await page.fill("#text", text);
  await page.waitForFunction(() => document.querySelectorAll("#backdrop mark.claim").length > 0);
}

/** Another build: of the one file that is changed the service worker has the new hash. @param {string} edition */
async function deploy(edition, { complete = true } = {}) {
  const hash = (/** @type {Buffer} */ bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
  const script = path.join(folder, "app.js");
  const old = await readFile(script);
  const fresh = Buffer.concat([old, Buffer.from(`\ndocument.documentElement.dataset.edition = ${JSON.stringify(edition)};\n`)]);
  const worker = path.join(folder, "sw.js");
  const source = (await readFile(worker, "utf8")).replace(hash(old), hash(fresh)).replace(/WHOSAID_VERSION="[^"]*"/, `WHOSAID_VERSION=${JSON.stringify(edition)}`);
  await writeFile(worker, source);
  if (complete) await writeFile(script, fresh);
}

/** @param {import("playwright-core").Page} page */
const caches = (page) => page.evaluate(async () => (await globalThis.caches.keys()).map((name) => name.split(" ").at(-1)));
/** @param {import("playwright-core").Page} page */
const edition = (page) => page.evaluate(() => document.documentElement.dataset.edition ?? "first");
/** @param {import("playwright-core").Page} page */
const update = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
/** @param {import("playwright-core").Page} page */
const ready = (page) => page.waitForFunction(() => document.body.dataset.places === "full");

describe("with the network cut", () => {
  it("opens, annotates with the large gazetteer, draws the map, and audits many articles", async () => {
    const { page, context, problems } = await kept();
    server.cut();
    await assert.rejects(fetch(server.url), "the server is gone");
    await page.reload();
    await ready(page);
    await read(page, TEXT);
    assert.match(await page.locator("#backdrop").innerText(), /Rosa Quispe/);
    await page.click("#read");
    await page.click("#tab-places");
    await page.waitForFunction(() => document.querySelector(".map-land")?.getAttribute("d"));
    await page.goto(`${server.url}#audit`);
    const articles = ["a.txt", "b.txt"].map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(TEXT) }));
    await page.setInputFiles("#audit input[type=file]", articles);
    await page.locator("#audit table").first().waitFor();
    assert.match(await page.locator("#audit").innerText(), /Rosa Quispe/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("keeps the page's own files and nothing of the package", async () => {
    const { page, context } = await kept();
    const names = await page.evaluate(async () => {
      const [name] = await globalThis.caches.keys();
      const cache = await globalThis.caches.open(name);
      return (await cache.keys()).map(({ url }) => new URL(url).pathname.slice(1)).sort();
    });
    for (const name of ["", "app.js", "worker.js", "whosaid.css", "whosaid_bg.wasm", "places-full.bin", "outlines.json", "outlines-pacific.json", "manifest.webmanifest", "icons/192.png"]) assert.ok(names.includes(name), `${name} in ${names}`);
    for (const name of ["sw.js", "inline.js", "whosaid.js", "element.js", "package.json", "demo.html"]) assert.ok(!names.includes(name), name);
    await context.close();
  });
});

describe("a new version", () => {
  it("is told, waits, and comes with a click; the old one is then gone", async () => {
    const { page, context, problems } = await kept();
    await read(page, TEXT);
    await deploy("second");
    await update(page);
    const notice = page.locator(".notice.update");
    await notice.waitFor();
    assert.match(await notice.innerText(), /new version/);
    assert.equal((await caches(page)).length, 2);
    await page.reload();
    assert.equal(await edition(page), "first", "it waits until it is wanted");
    await notice.waitFor();
    await Promise.all([page.waitForEvent("load"), notice.getByRole("button", { name: "Reload" }).click()]);
    await ready(page);
    assert.equal(await edition(page), "second");
    await page.waitForFunction(async () => (await globalThis.caches.keys()).length === 1);
    assert.deepEqual(await caches(page), ["second"]);
    await read(page, TEXT);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("does not come while another tab shows the old one", async () => {
    const { page, context } = await kept();
    const other = await context.newPage();
    await other.goto(server.url);
    await ready(other);
    await deploy("second");
    await update(page);
    const notice = page.locator(".notice.update");
    await notice.getByRole("button", { name: "Reload" }).click();
    await page.waitForFunction(() => /1 other tab/.test(document.querySelector(".notice.update")?.textContent ?? ""));
    assert.equal(await edition(page), "first");
    await other.close();
    await Promise.all([page.waitForEvent("load"), notice.getByRole("button", { name: "Reload" }).click()]);
    assert.equal(await edition(page), "second");
    await context.close();
  });

  it("of which only half is on the server is not taken", async () => {
    const { page, context } = await kept();
    await deploy("second", { complete: false });
    const state = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      const worker = registration.installing;
      if (worker) await new Promise((resolve) => worker.addEventListener("statechange", resolve));
      return worker?.state;
    });
    assert.equal(state, "redundant");
    server.cut();
    await page.reload();
    await ready(page);
    assert.equal(await edition(page), "first");
    await read(page, TEXT);
    await context.close();
  });
});

describe("what other apps hand over", () => {
  /** Shares as a system does: by sending a form. @param {import("playwright-core").Page} page @param {Record<string, string>} fields */
  async function share(page, fields) {
    await writeFile(path.join(folder, "elsewhere.html"), '<!doctype html><link rel="icon" href="data:,"><form method="post" enctype="multipart/form-data" action="share"><textarea name="title"></textarea><textarea name="text"></textarea><textarea name="url"></textarea><button>Share</button></form>');
    await page.goto(`${server.url}elsewhere.html`);
    for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
    await page.click("button");
    await page.waitForFunction(() => document.body.dataset.ready);
  }

  it("a shared text is read; no server sees it", async () => {
    const { page, context, problems } = await kept();
    await share(page, { title: "The bridge is back", text: TEXT, url: "https://news.invalid/bridge" });
    await page.locator("#article mark.claim").first().waitFor();
    assert.match(await page.inputValue("#text"), /^The bridge is back\n\nLIMA, Peru/);
    assert.equal(page.url(), server.url, "nothing of it stands in the address");
    assert.ok(!server.seen.includes("/share"));
    await page.reload();
    await ready(page);
    assert.equal(await page.inputValue("#text"), "", "and nothing of it is stored");
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("of a mere link it is said that nothing is fetched", async () => {
    const { page, context } = await kept();
    await share(page, { text: "https://news.invalid/bridge" });
    assert.match(await page.locator(".notice.warning").innerText(), /Only a link was shared \(https:\/\/news\.invalid\/bridge\)/);
    assert.equal(await page.inputValue("#text"), "");
    await context.close();
  });

  it("a file that is opened with the page is read", async () => {
    const { page, context } = await open(browser);
    await page.addInitScript((text) => {
      const handle = { getFile: async () => new File([`<article><p>${text}</p></article>`], "bridge.html", { type: "text/html" }) };
      Object.defineProperty(globalThis, "launchQueue", { value: { setConsumer: (/** @type {any} */ consume) => consume({ files: [handle] }) } });
    }, TEXT);
    await page.goto(server.url);
    await page.locator("#article mark.claim").first().waitFor();
    assert.equal(await page.inputValue("#text"), TEXT);
    await context.close();
  });
});

describe("installing", () => {
  it("Chromium finds nothing that stands in the way", async () => {
    const { page, context, problems } = await kept();
    const session = await context.newCDPSession(page);
    const { errors, data } = await session.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // Tests run in windows that keep nothing; that is all there is.
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
    const manifest = JSON.parse(data ?? "");
    for (const { src, sizes } of manifest.icons) {
      const picture = await readFile(path.join(folder, src));
      assert.equal(`${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`, sizes);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("where nothing can be kept, the page works as before", async () => {
    await rm(path.join(folder, "sw.js"));
    const { page, context } = await open(browser, { serviceWorkers: "allow" });
    await page.goto(server.url);
    await ready(page);
    await read(page, TEXT);
    assert.equal(await page.locator(".notice").count(), 0);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
    await context.close();
  });
});
