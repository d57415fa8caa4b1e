// The small <who-said>: what a page carries is shown, under the strictest policy, and never at the wrong words.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, root, serve } from "./harness.mjs";
import { embed } from "../../www/js/embed.js";

const { text, annotations } = JSON.parse(readFileSync(path.join(root, "tests/tables/embedded.json"), "utf8"));
/** @type {string[]} */
const [title, first, second] = text.split("\n\n").map((/** @type {string} */ block) => block.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
const POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; require-trusted-types-for 'script'";

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/**
 * A page with its annotations, opened.
 * @param {{ element?: string, change?: (html: string) => string, context?: import("playwright-core").BrowserContextOptions }} [options]
 */
async function lite({ element = "<who-said></who-said>", change = (html) => html, context: given } = {}) {
  const article = `<article>\n<h1>${title}</h1>\n<p>${first.replace("Moira Kell", '<a href="#m">Moira <b>Kell</b></a>')}</p>\n<p>${second}</p>\n${element}</article>`;
  const annotated = change(await embed(article, { annotate: () => annotations }));
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>T</title><body><main>${annotated}</main><script type="module" src="element-lite.js"></script>`;
  const opened = await open(browser, given);
  await opened.page.route("**/lite.html", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
  await opened.page.addInitScript(() => {
    const seen = /** @type {[string, unknown][]} */ ([]);
    Object.assign(window, { seen });
    for (const name of ["whosaid-ready", "whosaid-select", "whosaid-change", "whosaid-mismatch"]) {
      addEventListener(name, (event) => seen.push([name, /** @type {CustomEvent} */ (event).detail]));
    }
    // Scripts of modules run before the page says that it is there.
    document.addEventListener("readystatechange", () => {
      if (document.readyState !== "interactive") return;
      const article = /** @type {HTMLElement} */ (document.querySelector("article"));
      Object.assign(window, { before: article.innerHTML, nodes: [...article.querySelectorAll("p")].map((p) => p.lastChild) });
    });
  });
  await opened.page.goto(`${server.url}lite.html`);
  await opened.page.waitForFunction(() => /** @type {any} */ (document.querySelector("who-said")).annotations);
  return opened;
}

/** @param {import("playwright-core").Page} page @param {string} kind */
const marked = (page, kind) => page.$$eval(`mark.whosaid-${kind}`, (marks) => marks.map((mark) => mark.textContent).join(""));
/** @param {import("playwright-core").Page} page @param {string} name */
const told = (page, name) => page.evaluate((wanted) => /** @type {any} */ (window).seen.filter(([name]) => name === wanted).map(([, detail]) => detail), name);

describe("the small <who-said>", () => {
  it("marks what the page carries, and asks for nothing but its script", async () => {
    const before = server.seen.length;
    const { page, context, problems } = await lite();
    assert.match(await marked(page, "claim"), /^“We do not throw away a road because it is wet,”that 4,200 people had/);
    assert.match(await marked(page, "speaker"), /^Moira Kell/);
    assert.equal(await marked(page, "place"), "StranraerScotlandNorwayGlasgow".replace("Stranraer", "STRANRAER"));
    assert.deepEqual(server.seen.slice(before).filter((name) => name !== "/favicon.ico"), ["/element-lite.js"]);
    assert.deepEqual(problems, []);
    assert.deepEqual(await told(page, "whosaid-mismatch"), []);
    await context.close();
  });

  it("takes its marks away again", async () => {
    const { page, context } = await lite();
    assert.equal(await page.evaluate(() => {
      /** @type {any} */ (document.querySelector("who-said")).undo();
      return document.querySelector("article")?.innerHTML === /** @type {any} */ (window).before;
    }), true);
    await context.close();
  });

  it("opens cards by keyboard: one stop for Tab, arrows go on, Esc closes", async () => {
    const { page, context } = await lite();
    assert.equal(await page.locator("mark[tabindex='0']").count(), 1);
    await page.locator("mark[tabindex='0']").focus();
    const card = page.locator(".whosaid-card");
    await card.waitFor();
    await page.keyboard.press("End");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Glasgow");
    assert.match(await card.evaluate((box) => box.shadowRoot?.textContent ?? ""), /Glasgow.*United Kingdom/);
    assert.deepEqual(await card.evaluate((box) => [...(box.shadowRoot?.querySelectorAll("[part]") ?? [])].map((e) => e.getAttribute("part"))), ["place"]);
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    const selected = await told(page, "whosaid-select");
    assert.equal(selected.at(-2).kind, "place");
    assert.equal(selected.at(-1), null);
    await context.close();
  });

  it("hides kinds by its attribute", async () => {
    const { page, context } = await lite({ element: '<who-said kinds="claims"></who-said>' });
    const line = (/** @type {string} */ kind) => page.$eval(`mark.whosaid-${kind}`, (mark) => `${getComputedStyle(mark).textDecorationLine} ${getComputedStyle(mark).borderBlockEndStyle}`);
    assert.deepEqual([await line("place"), await line("claim")], ["none none", "none double"]);
    await page.$eval("who-said", (element) => element.setAttribute("kinds", "places"));
    assert.deepEqual([await line("place"), await line("claim")], ["underline none", "none none"]);
    await context.close();
  });

  it("lists the speakers with what they say", async () => {
    const { page, context, problems } = await lite({ element: "<who-said list></who-said>" });
    const names = page.locator("who-said button[part=list-name]");
    assert.deepEqual(await names.allTextContents(), ["Moira Kell", "A transport official"]);
    assert.match((await page.locator("who-said [part=list-figures]").first().textContent()) ?? "", /^2 claims · 11 words quoted/);
    await names.first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const card = page.locator(".whosaid-card");
    assert.match(await card.evaluate((box) => box.shadowRoot?.textContent ?? ""), /^QuotedMoira Kell/);
    assert.match(await page.$$eval("mark.whosaid-lit", (marks) => marks.map((mark) => mark.textContent).join("")), /We do not throw/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("leaves every element alone where it is told to", async () => {
    const { page, context, problems } = await lite({ element: '<who-said marks="highlight"></who-said>' });
    const state = await page.evaluate(() => ({
      same: document.querySelector("article")?.innerHTML === /** @type {any} */ (window).before,
      places: [.../** @type {any} */ (CSS.highlights.get("whosaid-place"))].map(String),
      claims: [.../** @type {any} */ (CSS.highlights.get("whosaid-claim"))].map(String).join(""),
    }));
    assert.equal(state.same, true);
    assert.deepEqual(state.places.sort(), ["Glasgow", "Norway", "STRANRAER", "Scotland"].sort());
    assert.match(state.claims, /We do not throw away a road/);
    const at = await page.evaluate(() => {
      const [range] = [.../** @type {any} */ (CSS.highlights.get("whosaid-place"))].filter((r) => String(r) === "Glasgow");
      const { x, y, width, height } = range.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    });
    await page.mouse.move(at[0], at[1]);
    const card = page.locator(".whosaid-card");
    await card.waitFor();
    assert.match(await card.evaluate((box) => box.shadowRoot?.textContent ?? ""), /Glasgow/);
    // By keyboard, by way of the list that shows itself then.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const list = /** @type {{ width: number }} */ (await page.locator("who-said [part=list]").boundingBox());
    assert.ok(list.width > 100);
    await page.keyboard.press("Enter");
    await card.waitFor();
    assert.match(await card.evaluate((box) => box.shadowRoot?.textContent ?? ""), /Moira Kell/);
    await page.evaluate(() => /** @type {any} */ (document.querySelector("who-said")).setAttribute("kinds", "claims"));
    assert.deepEqual(await page.evaluate(() => [CSS.highlights.has("whosaid-place"), CSS.highlights.has("whosaid-claim")]), [false, true]);
    assert.deepEqual(problems, []);
    await context.close();
  });

  for (const marks of ["mark", "highlight"]) {
    it(`shows nothing wrong when the page writes another text: ${marks}`, async () => {
      const { page, context } = await lite({ element: `<who-said marks="${marks}"></who-said>` });
      const result = await page.evaluate(async () => {
        const { nodes, seen } = /** @type {any} */ (window);
        const [, paragraph] = document.querySelectorAll("p");
        const old = /** @type {string} */ (document.querySelector("who-said")?.text).split("\n\n")[2];
        const element = /** @type {any} */ (document.querySelector("who-said"));
        const words = () => [...document.querySelectorAll("mark"), .../** @type {any} */ (CSS.highlights.get("whosaid-claim") ?? []), .../** @type {any} */ (CSS.highlights.get("whosaid-place") ?? [])].map((m) => m.textContent ?? String(m)).join("|");
        // As a framework does, which holds on to its text node.
        const ready = () => new Promise((resolve) => element.addEventListener("whosaid-ready", resolve, { once: true }));
        let next = ready();
        nodes[1].nodeValue = "A short line, with Glasgow in it.";
        await next;
        const changed = { text: paragraph.textContent, words: words(), mismatch: seen.filter(([name]) => name === "whosaid-mismatch").map(([, detail]) => detail) };
        next = ready();
        nodes[1].nodeValue = old;
        await next;
        return { ...changed, again: words() };
      });
      assert.equal(result.text, "A short line, with Glasgow in it.", "nothing is left of the old text");
      assert.match(result.words, /We do not throw/);
      assert.doesNotMatch(result.words, /Glasgow/);
      assert.deepEqual(result.mismatch, [{ missing: 1, blocks: 3 }]);
      assert.match(result.again, /Glasgow/, "with the old text its marks come back");
      await context.close();
    });
  }

  it("finds its blocks after a minifier, and among others", async () => {
    const change = (/** @type {string} */ html) => html.replaceAll("\n", "").replace("<article>", "<article><p>By our own correspondent</p>");
    const { page, context } = await lite({ change });
    assert.equal(await marked(page, "place"), "STRANRAERScotlandNorwayGlasgow");
    assert.deepEqual(await told(page, "whosaid-mismatch"), []);
    await context.close();
  });

  it("marks nothing in a page that was edited since, and says so", async () => {
    const { page, context } = await lite({ change: (html) => html.replace("had signed", "have signed") });
    assert.doesNotMatch(await marked(page, "claim"), /We do not throw/);
    assert.match(await marked(page, "place"), /Glasgow/);
    assert.deepEqual(await told(page, "whosaid-mismatch"), [{ missing: 1, blocks: 3 }]);
    await context.close();
  });
});
