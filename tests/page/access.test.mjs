// axe-core finds nothing, in light, dark and forced colours, wide and narrow, in each state of the page.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { axe, dist, launch, open, serve } from "./harness.mjs";
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
