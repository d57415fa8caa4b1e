// The text is not lost: it comes back after a reload where the reader allowed that.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, serve } from "./harness.mjs";
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

async function visit() {
  const opened = await open(browser);
  await opened.page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: fixture.workerScript }));
  await opened.page.goto(server.url);
  await opened.page.waitForSelector("body[data-ready]");
  return opened;
}

describe("a text that is kept", () => {
  it("brings the text back after a reload where the reader allowed that, and only there", async () => {
    const { page, problems } = await visit();
    await page.fill("#text", fixture.text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    const kept = () => page.evaluate(() => JSON.stringify(localStorage));
    const reload = async () => {
      await page.reload();
      await page.waitForSelector("body[data-ready]");
    };
    assert.equal(await kept(), "{}");
    await reload();
    await page.waitForTimeout(200);
    assert.equal(await page.inputValue("#text"), "");

    await page.check("#keep-draft");
    await page.fill("#text", fixture.text);
    await reload();
    await page.waitForSelector("#article mark.claim");
    assert.equal(await page.inputValue("#text"), fixture.text);
    assert.equal(await page.isChecked("#keep-draft"), true);
    assert.match((await page.textContent("#notices")) ?? "", /kept in this browser/);

    await page.click("#edit");
    await page.uncheck("#keep-draft");
    assert.equal(await kept(), "{}");
    await reload();
    await page.waitForTimeout(200);
    assert.equal(await page.inputValue("#text"), "");
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it("says that a text cannot be kept, and leaves it where it is", async () => {
    const { page, problems } = await visit();
    await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
    await page.fill("#text", fixture.text);
    await page.click("#keep-draft");
    await page.waitForFunction(() => /closed or full/.test(document.getElementById("notices")?.textContent ?? ""));
    assert.equal(await page.isChecked("#keep-draft"), false);
    assert.equal(await page.inputValue("#text"), fixture.text);
    assert.deepEqual(problems, []);
    await page.context().close();
  });
});
