// axe-core finds nothing, in light, dark and forced colours, wide and narrow, in each state of the page.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { axe, dist, launch, open, root, serve } from "./harness.mjs";
import { reading } from "./fixtures/reading.mjs";
import * as fixture from "./fixtures/annotations.mjs";

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** @param {import("playwright-core").Page} page @param {string} state */
async function check(page, state) {
  if (!(await page.evaluate(() => "axe" in window))) {
    // By the debugger, not by a script element: the page's policy stays in force.
    const { readFile } = await import("node:fs/promises");
    await page.evaluate(await readFile(axe, "utf8"));
  }
  const violations = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] });
    return violations.map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => `${n.target} ${n.any[0]?.message ?? ""}`).join("; ")}`);
  });
  assert.deepEqual(violations, [], state);
}

const MODES = /** @type {[string, import("playwright-core").BrowserContextOptions][]} */ ([
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["forced colours", { forcedColors: "active" }],
  ["more contrast", { contrast: "more" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
]);

for (const [name, options] of MODES) {
  describe(name, () => {
    it("has no violation in any state", async () => {
      const { page, context } = await open(browser, { reducedMotion: "reduce", ...options });
      await page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: fixture.workerScript }));
      await page.goto(server.url);
      await check(page, "empty");
      await page.fill("#text", fixture.text);
      await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
      await check(page, "editing");
      await page.click("#read");
      await check(page, "reading");
      for (const kind of ["attitudes", "own"]) await page.click(`#legend [data-kind=${kind}]`);
      for (const tab of ["claims", "places", "report"]) {
        await page.evaluate((id) => document.getElementById(id)?.click(), `tab-${tab}`);
        if (tab === "places") await page.waitForSelector(".map-borders", { state: "attached" });
        if (tab === "places") await page.waitForSelector(".pin", { state: "attached" });
        await check(page, `${tab} open`);
      }
      await page.click("#next");
      await check(page, "a claim selected");
      await page.evaluate(() => {
        document.getElementById("tab-speakers")?.click();
        /** @type {HTMLElement} */ (document.querySelector(".speaker-row")).click();
      });
      await check(page, "a speaker selected");
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("#details .unfold")).click());
      await check(page, "corrections unfolded");
      for (const label of ["Rename", "Merge", "Split"]) {
        await page.evaluate((text) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#details #corrections button"))].find((b) => b.textContent?.startsWith(text))?.click(), label);
        await check(page, `${label} asked`);
        await page.keyboard.press("Escape");
      }
      await page.evaluate(() => document.getElementById("add-claim")?.click());
      await page.selectOption("dialog select", "new");
      await page.click("dialog .main");
      await check(page, "a question with a problem");
      await page.keyboard.press("Escape");
      await page.evaluate(() => {
        document.getElementById("tab-claims")?.click();
        /** @type {HTMLElement} */ (document.querySelector(".claim-row")).click();
        /** @type {HTMLElement} */ (document.querySelector("#details #corrections button:nth-child(2)")).click();
      });
      await page.waitForSelector("#hand summary");
      await page.click("#hand summary");
      await check(page, "corrected, the record open");
      await page.keyboard.press("Escape");
      await page.click("#export summary");
      await check(page, "the menu open");
      await page.setInputFiles("#file", { name: "bad.txt", mimeType: "text/plain", buffer: Buffer.from([0x81]) });
      await page.locator("#notices .error").waitFor();
      await check(page, "an error shown");
      await context.close();
    });

    it("has no violation on the demo page", async () => {
      const { page, context } = await open(browser, { reducedMotion: "reduce", ...options });
      await page.goto(`${server.url}demo.html`);
      await page.waitForFunction(() => /** @type {any} */ (document.querySelector("who-said"))?.annotations);
      await check(page, "demo");
      await context.close();
    });
  });
}

describe("marks", () => {
  it("are marks to assistive technology, none of them nested", async () => {
    const { page, context } = await open(browser);
    await page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: fixture.workerScript }));
    await page.goto(server.url);
    await page.fill("#text", fixture.text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await page.click("#read");
    assert.equal(await page.locator("#article mark mark").count(), 0);
    const session = await context.newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    assert.ok(nodes.filter((node) => node.role?.value === "mark").length >= 10);
    await context.close();
  });
});

/** The audit of the samples, by the real engine. @param {import("playwright-core").BrowserContextOptions} [options] */
async function audited(options) {
  const opened = await open(browser, options);
  await opened.page.goto(`${server.url}#audit`);
  await opened.page.waitForSelector("body[data-ready]");
  await opened.page.setInputFiles("#audit-folder", path.join(root, "tests/audit/articles"));
  await opened.page.waitForSelector("#audit[data-counted]", { timeout: 120000 });
  return opened;
}

describe("what assistive technology is told", () => {
  /** Compares with what is kept in tests/page/golden; UPDATE_GOLDEN=1 renews that. @param {string} name @param {string} tree */
  function golden(name, tree) {
    const file = path.join(root, "tests/page/golden", `${name}.yml`);
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, `${tree}\n`);
    assert.equal(`${tree}\n`, readFileSync(file, "utf8"), `${file}: read the difference, then renew it with UPDATE_GOLDEN=1`);
  }

  it("of the page with a text, its lists and a card", async () => {
    const { page, context } = await reading(browser, server.url);
    golden("toolbar", await page.locator(".toolbar").ariaSnapshot());
    golden("article", await page.locator("#article").ariaSnapshot());
    for (const tab of ["speakers", "claims", "places", "report"]) {
      await page.click(`#tab-${tab}`);
      if (tab === "places") await page.waitForSelector(".pin", { state: "attached" });
      golden(tab, await page.locator("#panel").ariaSnapshot());
    }
    await page.click("#tab-claims");
    await page.locator(".claim-row").first().click();
    golden("card", await page.locator("#details").ariaSnapshot());
    await context.close();
  });

  it("of the audit: tools, tables, what was done by hand", async () => {
    const { page, context } = await audited();
    // How much is found is the engine's matter: numbers do not count here.
    const shape = (/** @type {string} */ tree) => tree.replace(/\d+(\.\d+)?%?/g, "0");
    golden("audit-tools", shape(await page.locator("#audit .audit-tools").ariaSnapshot()));
    golden("audit-heads", shape(await page.locator("#audit-panel thead").ariaSnapshot()));
    await page.locator("#audit-panel").getByRole("button", { name: "Olle Brandt", exact: true }).click();
    await page.click("dialog .why summary");
    await page.locator("dialog .why li button").first().click();
    await page.waitForSelector("#audit[data-counted='2']");
    await page.click("#audit .audit-tools >> text=1 change by hand");
    golden("audit-hand", shape(await page.locator("#audit .record").ariaSnapshot()));
    await context.close();
  });
});

describe("large letters and narrow windows", () => {
  /** Nothing wider than the window, no words cut off. @param {import("playwright-core").Page} page @param {string} state */
  async function fits(page, state) {
    const wrong = await page.evaluate(() => {
      const cut = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button, summary, select, th, dt, dd, label, h2, h3"))]
        // What is for screen readers alone, or shows up with the focus, is a dot until then.
        .filter((element) => element.checkVisibility() && element.clientWidth > 2 && getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)
        .map((element) => `cut off: ${element.textContent?.trim().slice(0, 40)}`);
      const wider = document.documentElement.scrollWidth - innerWidth;
      return wider > 0 ? [...cut, `${wider} pixels too wide`] : cut;
    });
    assert.deepEqual(wrong, [], state);
  }
  /** Letters of twice the size, the window as it is. @param {import("playwright-core").Page} page */
  const larger = (page) => page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  const windows = /** @type {[string, import("playwright-core").BrowserContextOptions, boolean][]} */ ([
    ["1280 pixels at 200 %", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, false],
    ["320 pixels", { viewport: { width: 320, height: 640 } }, false],
    ["letters of twice the size", {}, true],
  ]);
  for (const [name, options, large] of windows) {
    it(`page: ${name}`, async () => {
      const { page, context } = await reading(browser, server.url, { reducedMotion: "reduce", ...options });
      if (large) await larger(page);
      await fits(page, "reading");
      for (const tab of ["speakers", "claims", "places", "report"]) {
        await page.evaluate((id) => document.getElementById(id)?.click(), `tab-${tab}`);
        await fits(page, tab);
      }
      await page.click("#next");
      await page.locator("#details").waitFor();
      await fits(page, "card");
      await page.keyboard.press("Escape");
      await page.click("#export summary");
      await fits(page, "menu");
      // All of the menu can be reached.
      const last = page.locator("#export .menu button").last();
      await last.scrollIntoViewIfNeeded();
      const box = await last.boundingBox();
      const { width, height } = /** @type {{ width: number, height: number }} */ (page.viewportSize());
      assert.ok(box && box.x >= 0 && box.x + box.width <= width + 1 && box.y >= 0 && box.y + box.height <= height + 1, JSON.stringify(box));
      await context.close();
    });

    it(`audit: ${name}`, async () => {
      const { page, context } = await audited({ reducedMotion: "reduce", ...options });
      if (large) await larger(page);
      for (const tab of ["sources", "sections", "articles"]) {
        await page.click(`#audit-tab-${tab}`);
        await fits(page, tab);
      }
      for (const menu of [0, 1]) {
        const box = page.locator("#audit .audit-tools .menu-box").nth(menu);
        await box.locator("summary").click();
        await fits(page, `menu ${menu}`);
        const inside = await box.locator(".menu").boundingBox();
        assert.ok(inside && inside.x >= 0 && inside.x + inside.width <= (page.viewportSize()?.width ?? 0) + 1, JSON.stringify(inside));
        await page.keyboard.press("Escape");
      }
      await context.close();
    });
  }
});

describe("less motion", () => {
  it("is no motion: nothing runs when a card opens, the panel comes up, or a mark is gone to", async () => {
    const { page, context } = await reading(browser, server.url, { reducedMotion: "reduce", viewport: { width: 360, height: 740 } });
    const still = () => page.evaluate(() => document.getAnimations().length);
    await page.click("#next");
    assert.equal(await still(), 0);
    const where = await page.evaluate(() => scrollY);
    await page.waitForTimeout(150);
    assert.equal(await page.evaluate(() => scrollY), where, "the page does not glide");
    await page.click("#sheet-handle");
    assert.equal(await still(), 0);
    await context.close();
  });
});
