// <who-said>: marks in place, and away again, the page as it was.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, serve } from "./harness.mjs";

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** The demo with what it was like before any mark was made. */
async function demo(options = {}) {
  const opened = await open(browser, options);
  await opened.page.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => {
      const article = /** @type {HTMLElement} */ (document.querySelector("article"));
      const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      /** @type {Node[]} */
      const nodes = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
      Object.assign(window, { before: { html: article.innerHTML, nodes } });
    });
  });
  await opened.page.goto(`${server.url}demo.html`);
  await opened.page.waitForFunction(() => /** @type {any} */ (document.querySelector("who-said")).annotations);
  return opened;
}

/** Where every block is and how large, where every link begins and how long it is (a line under it counts as its height). */
const rects = () => {
  const of = (/** @type {string} */ selector, /** @type {boolean} */ high) => [...document.querySelectorAll(selector)].map((e) => {
    const { x, y, width, height } = e.getBoundingClientRect();
    return [x, y, width, high ? height : 0].map(Math.round).join(" ");
  });
  return [...of("article p, article h1, article h2, article li, article figure", true), ...of("article a, article strong, article em", false)];
};

describe("<who-said>", () => {
  it("marks speakers, claims and places in the article", async () => {
    const { page, context, problems } = await demo();
    const of = (/** @type {string} */ kind) => page.$$eval(`mark.whosaid-${kind}`, (marks) => marks.map((m) => m.textContent).join("|"));
    assert.match(await of("claim"), /We do not throw away a road/);
    assert.match(await of("speaker"), /Moira Kell/);
    assert.match(await of("place"), /Glasgow/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("leaves links and layout as they were", async () => {
    const { page, context } = await demo();
    const marked = await page.evaluate(rects);
    const links = await page.$$eval("article a", (all) => all.map((a) => `${a.getAttribute("href")} ${a.textContent}`));
    await page.click("#undo");
    assert.equal(await page.locator("article mark").count(), 0);
    assert.deepEqual(marked, await page.evaluate(rects));
    assert.deepEqual(links, await page.$$eval("article a", (all) => all.map((a) => `${a.getAttribute("href")} ${a.textContent}`)));
    assert.deepEqual(links, ["#moira Moira Kell", "#glasgow Glasgow", "#ruthven Alasdair Ruthven", "#edinburgh Edinburgh"]);
    await context.close();
  });

  it("gives back the very same text nodes, also after it was marked again", async () => {
    const { page, context } = await demo();
    for (let n = 0; n < 2; n += 1) {
      await page.click("#undo");
      const same = await page.evaluate(() => {
        const article = /** @type {HTMLElement} */ (document.querySelector("article"));
        const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
        const { before } = /** @type {any} */ (window);
        let index = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode(), index += 1) if (node !== before.nodes[index]) return `node ${index}`;
        return article.innerHTML === before.html && index === before.nodes.length ? "same" : "other";
      });
      assert.equal(same, "same");
      await page.click("#undo");
      await page.waitForSelector("article mark");
    }
    await context.close();
  });

  it("reads the running text only, one paragraph a block", async () => {
    const { page, context } = await demo();
    const text = await page.evaluate(() => /** @type {any} */ (document.querySelector("who-said")).text);
    assert.match(text, /^Harbour town votes to keep its drowned railway\n\nBy our own correspondent/);
    assert.match(text, /was voted down on Monday night after a meeting/, "white space of the source is one blank");
    assert.doesNotMatch(text, /reads a sign nearby/, "captions are left out");
    assert.equal(text.split("We do not throw away a road").length, 2, "pull quotes are left out");
    assert.match(text, /north of England\.\n\nThose against it/);
    await context.close();
  });

  it("opens a card on hover, which can be pointed at and goes with Esc", async () => {
    const { page, context } = await demo();
    await page.clock.install();
    const card = page.locator("[id^=whosaid-card]");
    const mark = page.locator("mark.whosaid-claim", { hasText: "We do not throw" });
    await mark.hover();
    await card.waitFor();
    assert.match(await card.evaluate((box) => box.shadowRoot?.textContent ?? ""), /Moira Kell/);
    const box = /** @type {{ x: number, y: number, width: number, height: number }} */ (await card.boundingBox());
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
    await page.clock.runFor(5000);
    assert.equal(await card.count(), 1, "it stays while it is pointed at");
    await page.keyboard.press("Escape");
    // As the browser does, which tells what lies under the pointer when the card is gone, though the pointer rests.
    await mark.dispatchEvent("pointerover", { pointerType: "mouse", movementX: 0, movementY: 0 });
    assert.equal(await card.count(), 0, "what lies under the pointer does not open it again");
    await page.mouse.move(5, 5);
    await mark.dispatchEvent("pointerover", { pointerType: "mouse", movementX: 0, movementY: 0 });
    assert.equal(await card.count(), 1, "once the pointer was moved, it does again");
    await mark.hover();
    await page.mouse.move(5, 5);
    await page.clock.runFor(5000);
    assert.equal(await card.count(), 0, "the pointer has left it");
    await context.close();
  });

  it("opens it on focus, one Tab stop, arrows go on", async () => {
    const { page, context } = await demo();
    assert.equal(await page.locator("mark[tabindex='0']").count(), 1);
    await page.locator("mark[tabindex='0']").focus();
    const card = page.locator("[id^=whosaid-card]");
    await card.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-details")), await card.getAttribute("id"));
    const first = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await page.evaluate(() => document.activeElement?.textContent), first);
    assert.equal(await page.locator("mark[tabindex='0']").count(), 1);
    await context.close();
  });

  it("opens it on tap; a tap elsewhere closes it", async () => {
    const { page, context } = await demo({ hasTouch: true, viewport: { width: 390, height: 800 } });
    await page.locator("mark.whosaid-claim", { hasText: "We do not throw" }).tap();
    const card = page.locator("[id^=whosaid-card]");
    await card.waitFor();
    const box = /** @type {{ x: number, width: number }} */ (await card.boundingBox());
    assert.ok(box.x >= 0 && box.x + box.width <= 390);
    await page.locator("h1").tap();
    await card.waitFor({ state: "detached" });
    await context.close();
  });

  it("tells the page, through shadow borders too", async () => {
    const { page, context } = await demo();
    const told = await page.evaluate(async () => {
      /** @type {[string, unknown][]} */
      const seen = [];
      for (const name of ["whosaid-ready", "whosaid-select", "whosaid-change"]) {
        document.body.addEventListener(name, (event) => seen.push([name, /** @type {CustomEvent} */ (event).detail?.kind ?? /** @type {CustomEvent} */ (event).detail?.kinds?.join(" ") ?? null]));
      }
      const host = document.createElement("div");
      host.attachShadow({ mode: "open" }).innerHTML = "<who-said><p>“It is late,” said Anna Berg.</p></who-said>";
      document.body.append(host);
      const element = /** @type {any} */ (host.shadowRoot?.querySelector("who-said"));
      await new Promise((resolve) => element.addEventListener("whosaid-ready", resolve, { once: true }));
      element.kinds = ["claims"];
      element.querySelector("mark.whosaid-claim").click();
      const styled = getComputedStyle(element.querySelector("mark.whosaid-claim")).borderBlockEndStyle;
      element.remove();
      return { seen, styled, left: element.innerHTML };
    });
    assert.deepEqual(told.seen.map(([name]) => name), ["whosaid-ready", "whosaid-change", "whosaid-select"]);
    assert.deepEqual(told.seen[1], ["whosaid-change", "claims"]);
    assert.deepEqual(told.seen[2], ["whosaid-select", "claim"]);
    assert.equal(told.styled, "double");
    assert.equal(told.left, "<p>“It is late,” said Anna Berg.</p>", "taken out of the page, it takes its marks away");
    await context.close();
  });

  it("says in the console what is wrong, and leaves the article alone, when the engine is not there", async () => {
    const { page, context, problems } = await open(browser);
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
    const said = page.waitForEvent("console", (message) => message.text().startsWith("<who-said>"));
    await page.goto(`${server.url}demo.html`);
    assert.match((await said).text(), /404/);
    assert.ok(problems.length > 0, "as an error");
    assert.equal(await page.locator("article mark").count(), 0);
    await context.close();
  });
});

describe("home", () => {
  it("tells places of one name apart, also when it changes; an unknown one costs no marks", async () => {
    const { page, context, problems } = await open(browser);
    /** @type {string[]} */
    const warnings = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    const html = (/** @type {string} */ home) => `<!doctype html><title>t</title><who-said home="${home}"><article><p>“We will rebuild the school,” said Anna Berg, who lives in Springfield.</p></article></who-said><script type="module" src="element.js"></script>`;
    let home = "US/Massachusetts";
    await page.route("**/home.html", (route) => route.fulfill({ contentType: "text/html", body: html(home) }));
    const within = () => page.evaluate(() => /** @type {any} */ (document.querySelector("who-said")).annotations?.places[0]?.within);
    const until = (/** @type {string} */ state) => page.waitForFunction((name) => /** @type {any} */ (document.querySelector("who-said")).annotations?.places[0]?.within === name, state);
    await page.goto(`${server.url}home.html`);
    await until("Massachusetts");
    await page.evaluate(() => document.querySelector("who-said")?.setAttribute("home", "Chicago, Illinois"));
    await until("Illinois");
    assert.equal(await page.evaluate(() => /** @type {any} */ (document.querySelector("who-said")).home), "Chicago, Illinois");
    home = "Nowhereshire";
    await page.goto("about:blank");
    await page.goto(`${server.url}home.html`);
    await page.waitForSelector("mark.whosaid-place");
    assert.ok(await within());
    assert.match(warnings.join(), /knows no place “Nowhereshire”/);
    assert.deepEqual(problems, []);
    await context.close();
  });
});
