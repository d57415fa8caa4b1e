// The page, driven by hand and keyboard. The worker is a stand-in with annotations written by hand: what is tested here
// is the page, whatever the annotator finds.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
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

/** @param {import("playwright-core").BrowserContextOptions} [options] @param {string} [script] of the worker */
async function visit(options, script = fixture.workerScript) {
  const opened = await open(browser, options);
  await opened.page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await opened.page.goto(server.url);
  await opened.page.waitForSelector("body[data-ready]");
  return opened;
}

/** Puts a text into the clipboard and presses the keys of the paste. @param {import("playwright-core").Page} page @param {string} text */
async function paste(page, text) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.focus("#text");
  await page.keyboard.press("Control+V");
}

/** @param {import("playwright-core").BrowserContextOptions} [options] */
async function read(options) {
  const opened = await visit(options);
  await paste(opened.page, fixture.text);
  await opened.page.waitForSelector("#article mark.claim");
  return opened;
}

/** @param {import("playwright-core").Page} page @param {string} selector */
const words = (page, selector) => page.$$eval(selector, (elements) => elements.map((element) => element.textContent));

describe("reading", () => {
  it("marks a pasted text at once, every character kept", async () => {
    const { page, problems } = await read();
    assert.equal(await page.getAttribute("body", "data-mode"), "read");
    const shown = await page.$$eval("#article .block > *", (paragraphs) => paragraphs.map((p) => p.textContent).join("\n\n"));
    assert.equal(shown, fixture.text);
    assert.deepEqual((await words(page, "#article mark.place")).slice(0, 2), ["LISBON", "Portugal"]);
    assert.match((await page.textContent("#status")) ?? "", /2 speakers, 4 claims and 2 places/);
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it("counts in the legend and hides a kind", async () => {
    const { page } = await read();
    const place = page.locator("#legend [data-kind=places]");
    assert.match((await place.textContent()) ?? "", /Places 2/);
    const line = () => page.locator("#article mark.place").first().evaluate((mark) => getComputedStyle(mark).textDecorationLine);
    assert.equal(await line(), "underline");
    await place.click();
    assert.equal(await place.getAttribute("aria-pressed"), "false");
    assert.equal(await line(), "none");
    await page.context().close();
  });

  it("keeps attitudes and the article's own statements back until they are wanted", async () => {
    const { page } = await read();
    const border = (/** @type {string} */ kind) => page.locator(`#article mark.${kind}`).first().evaluate((mark) => getComputedStyle(mark).borderBlockEndStyle);
    assert.equal(await border("attitude"), "none");
    assert.equal(await border("own"), "none");
    await page.click("#legend [data-kind=attitudes]");
    await page.click("#legend [data-kind=own]");
    assert.equal(await border("attitude"), "dashed");
    assert.equal(await border("own"), "dotted");
    assert.equal((await page.$$("#panel .claim-row")).length, 0);
    await page.click("#tab-claims");
    assert.equal((await page.$$("#panel .claim-row")).length, 6);
    await page.context().close();
  });

  it("tells the three kinds apart by line style, not by colour alone", async () => {
    const { page } = await read();
    const styles = await page.evaluate(() => {
      const of = (/** @type {string} */ selector) => getComputedStyle(/** @type {Element} */ (document.querySelector(selector)));
      return [of("mark.speaker").textDecorationStyle, of("mark.place").textDecorationStyle, of("mark.claim").borderBlockEndStyle];
    });
    assert.deepEqual(styles, ["solid", "dotted", "double"]);
    await page.context().close();
  });

  it("inserts nothing of the text as HTML", async () => {
    const { page, problems } = await visit();
    const nasty = `<img src=x onerror="document.body.dataset.hacked=1"><script>document.body.dataset.hacked=1</script> ${fixture.text}`;
    await paste(page, nasty);
    await page.waitForSelector("#article p");
    assert.equal(await page.getAttribute("body", "data-hacked"), null);
    assert.equal(await page.locator("#article img, #article script, #backdrop img").count(), 0);
    assert.ok(((await page.textContent("#article")) ?? "").includes("<img src=x"));
    assert.deepEqual(problems, []);
    await page.context().close();
  });
});

describe("a long text", () => {
  it("of one paragraph is there whole, and its last claim can be selected", async () => {
    // A million characters in a row, which no browser lays out at once.
    const filler = "The wall is old and the sea is cold. ".repeat(27000);
    const long = `${filler}${fixture.text.replace(/\n+/g, " ")}`;
    // Each blank line became one blank.
    const gone = (/** @type {number} */ at) => (fixture.text.slice(0, at).match(/\n+/g) ?? []).reduce((sum, { length }) => sum + length - 1, 0);
    const moved = JSON.parse(JSON.stringify(fixture.annotations), (key, value) => (key === "start" || key === "end" ? value + filler.length - gone(value) : value));
    const { page, problems } = await visit({}, fixture.workerScript.replace(JSON.stringify(fixture.annotations), () => JSON.stringify(moved)));
    await page.setInputFiles("#file", { name: "long.txt", mimeType: "text/plain", buffer: Buffer.from(long) });
    await page.waitForSelector("body[data-annotated]");
    const shown = await page.$$eval("#article .block > p", (pieces) => pieces.map((p) => p.textContent).join(" "));
    assert.ok(shown === long, "every character is kept");
    await page.click("#tab-claims");
    await page.locator("#tab-panel .claim-row").last().click();
    const lit = page.locator("#article mark.claim-lit").last();
    await lit.waitFor();
    assert.ok(fixture.text.includes((await lit.textContent()) ?? "?"));
    await page.keyboard.press("Escape");
    await lit.waitFor({ state: "detached" });
    const mark = page.locator("#article mark.claim", { hasText: "“It is sand,”" });
    await mark.click();
    assert.match((await page.textContent("#details")) ?? "", /Rui Falcão/);
    assert.deepEqual(problems, []);
    await page.context().close();
  });
});

describe("selecting", () => {
  it("lights a claim's speaker and cue, and says why it is marked", async () => {
    const { page } = await read();
    await page.locator("#article mark.claim", { hasText: "will not hold another winter" }).click();
    assert.deepEqual(await words(page, "#article mark.cue-lit"), ["said"]);
    assert.deepEqual(await words(page, "#article mark.source-lit"), ["Rui Falcão"]);
    const details = (await page.textContent("#details")) ?? "";
    assert.match(details, /Rui Falcão/);
    assert.match(details, /The test says so\./);
    assert.match(details, /about 80 in 100/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#details").isHidden(), true);
    assert.equal(await page.locator("#article [class*=-lit]").count(), 0);
    await page.context().close();
  });

  it("says why it is unclear who speaks", async () => {
    for (const [source, said] of /** @type {[any, RegExp][]} */ ([[fixture.annotations.claims[1].source, /“he” names nobody here with more than even odds/], [null, /does not say who speaks/]])) {
      const claims = fixture.annotations.claims.map((claim) => (claim.id === 1 ? { ...claim, speaker: null, source } : claim));
      const speakers = fixture.annotations.speakers.map((speaker) => ({ ...speaker, claims: speaker.claims.filter((id) => id !== 1) }));
      const { page } = await visit({}, fixture.workerScript.replace(JSON.stringify(fixture.annotations), () => JSON.stringify({ ...fixture.annotations, claims, speakers })));
      await paste(page, fixture.text);
      await page.locator("#article mark.claim", { hasText: "It is sand" }).click();
      assert.match((await page.textContent("#details h3")) ?? "", /Unclear who/);
      assert.match((await page.textContent("#details .unclear")) ?? "", said);
      await page.context().close();
    }
  });

  it("dims everybody else's claims when a speaker is selected", async () => {
    const { page } = await read();
    await page.locator("#tab-panel .speaker-row", { hasText: "an official" }).click();
    assert.deepEqual(await words(page, "#article mark.dim.direct"), ["“It is sand,”", "“We have 12 months.”"]);
    const lit = await words(page, "#article mark.claim-lit");
    assert.equal(lit.join(""), "that Falcão had called the plan “a joke”");
    assert.match((await page.textContent("#details")) ?? "", /because the budget is secret/);
    await page.context().close();
  });

  it("means the smallest thing first, and at the next click what holds it", async () => {
    const { page } = await read();
    const mark = page.locator("#article mark.claim", { hasText: "a joke" });
    await mark.click();
    assert.match((await page.textContent("#details blockquote")) ?? "", /^the plan “a joke”$/);
    await mark.click();
    assert.match((await page.textContent("#details blockquote")) ?? "", /^that Falcão had called/);
    await page.context().close();
  });

  it("names the places that were not meant", async () => {
    const { page } = await read();
    await page.click("#tab-places");
    await page.locator("#tab-panel button", { hasText: "Lisbon" }).click();
    const details = (await page.textContent("#details")) ?? "";
    assert.match(details, /38\.72° N, 9\.14° W/);
    assert.match(details, /Lisbon, Ohio, United States/);
    assert.match(details, /Lisbon in Portugal, not in Ohio: Portugal is mentioned too/);
    await page.context().close();
  });

  it("keeps the chosen sentence of the report in view beside its card", async () => {
    const sentences = Array.from({ length: 12 }, (_, n) => ({ kind: "overview", text: `Sentence ${n} of the report.`, claims: [n % 4], speakers: [] }));
    const { page } = await visit({ viewport: { width: 1280, height: 700 } }, fixture.workerOf({ ...fixture.annotations, report: { ...fixture.annotations.report, sentences } }));
    await paste(page, fixture.text);
    await page.click("#tab-report");
    for (const n of [11, 3]) {
      const sentence = page.locator(".sentence", { hasText: `Sentence ${n} ` });
      await sentence.click();
      const [row, list] = [await sentence.boundingBox(), await page.locator("#tab-panel").boundingBox()];
      assert.ok(row && list && row.y >= list.y - 1 && row.y + row.height <= list.y + list.height + 1, JSON.stringify([row, list]));
    }
    await page.context().close();
  });

  it("puts the report's sentences to their claims", async () => {
    const { page } = await read();
    await page.click("#tab-report");
    await page.locator("#tab-panel button", { hasText: "One speaker has a name." }).click();
    assert.equal((await words(page, "#article mark.claim-lit")).join(""), "The harbour wall will not hold another winter");
    await page.context().close();
  });
});

describe("keyboard", () => {
  it("has one Tab stop in the text; arrows go on, Enter selects, Esc lets go", async () => {
    const { page } = await read();
    assert.equal(await page.locator("#article mark[tabindex='0']").count(), 1);
    await page.locator("#article mark[tabindex='0']").focus();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    assert.equal(await focused(), "LISBON");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(), "Portugal");
    await page.keyboard.press("Enter");
    assert.match((await page.textContent("#details h3")) ?? "", /Portugal/);
    await page.keyboard.press("End");
    assert.equal(await focused(), "Lisbon");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#details").isHidden(), true);
    assert.equal(await page.locator("#article mark[tabindex='0']").count(), 1);
    await page.context().close();
  });

  it("goes through the claims with Alt and the arrows, and takes no single letter", async () => {
    const { page } = await read();
    await page.locator("#article").focus();
    for (const key of "abcdefghijklmnopqrstuvwxyz?/") await page.keyboard.press(key);
    assert.equal(await page.locator("#details").isHidden(), true);
    await page.keyboard.press("Alt+ArrowDown");
    assert.match((await page.textContent("#details blockquote")) ?? "", /harbour wall/);
    await page.keyboard.press("Alt+ArrowDown");
    assert.match((await page.textContent("#details blockquote")) ?? "", /It is sand/);
    await page.keyboard.press("Alt+ArrowUp");
    assert.match((await page.textContent("#details blockquote")) ?? "", /harbour wall/);
    await page.context().close();
  });

  it("never loses the focus: from the field to the text, from the words to their card, and back", async () => {
    const { page } = await read();
    const at = () => page.evaluate(() => document.activeElement?.closest("mark, #article, #details button, #details :is(h3, .kind)")?.textContent);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "article");
    await page.keyboard.press("Alt+ArrowDown");
    assert.equal(await at(), "The harbour wall will not hold another winter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    for (const words of [/It is sand/, /joke/]) {
      await page.keyboard.press("Enter");
      assert.match((await page.textContent("#details blockquote")) ?? "", words);
      assert.equal(await at(), "›");
    }
    await page.locator("#details .link.speaker").focus();
    await page.keyboard.press("Enter");
    assert.equal(await at(), "An official");
    assert.equal(await page.textContent("#details h3"), "An official");
    await page.keyboard.press("Alt+ArrowUp");
    assert.equal(await at(), "Rui Falcão");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#details").isHidden(), true);
    assert.equal(await page.evaluate(() => document.activeElement?.matches("mark.speaker") && document.activeElement.textContent), "Rui Falcão");
    await page.context().close();
  });

  it("moves between the tabs with the arrows", async () => {
    const { page } = await read();
    await page.focus("#tab-speakers");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "tab-claims");
    assert.equal(await page.getAttribute("#tab-claims", "aria-selected"), "true");
    await page.context().close();
  });

  it("shows where the focus is, under no bar", async () => {
    const { page } = await read({ viewport: { width: 1280, height: 400 } });
    await page.locator("#article mark[tabindex='0']").focus();
    for (let n = 0; n < 12; n += 1) {
      const box = await page.evaluate(() => {
        const { top, bottom } = /** @type {Element} */ (document.activeElement).getBoundingClientRect();
        const bar = /** @type {Element} */ (document.querySelector(".toolbar")).getBoundingClientRect();
        return { top, bottom, bar: bar.bottom, height: innerHeight };
      });
      assert.ok(box.top >= box.bar - 1 && box.bottom <= box.height + 1, JSON.stringify(box));
      await page.keyboard.press("ArrowRight");
    }
    await page.context().close();
  });
});

describe("the text", () => {
  it("is annotated anew while it is edited, and comes back after it was cleared", async () => {
    const { page } = await read();
    await page.click("#edit");
    assert.equal(await page.inputValue("#text"), fixture.text);
    const before = Number(await page.getAttribute("body", "data-annotated"));
    await page.focus("#text");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" More.");
    await page.waitForFunction((n) => Number(document.body.dataset.annotated) > n, before);
    assert.equal(await page.getAttribute("body", "data-mode"), "edit");
    await page.click("#clear");
    assert.equal(await page.inputValue("#text"), "");
    await page.locator("#notices button", { hasText: "Bring it back" }).click();
    assert.equal(await page.inputValue("#text"), `${fixture.text} More.`);
    await page.context().close();
  });

  it("opens a file, and names one that is no text with its first bad byte", async () => {
    const { page } = await visit();
    await page.setInputFiles("#file", { name: "good.txt", mimeType: "text/plain", buffer: Buffer.from(fixture.text) });
    await page.waitForSelector("#article mark.claim");
    const bad = Buffer.concat([Buffer.from("caf"), Buffer.from([0x81]), Buffer.from(" is closed")]);
    await page.setInputFiles("#file", { name: "latin.txt", mimeType: "text/plain", buffer: bad });
    const notice = page.locator("#notices .error");
    await notice.waitFor();
    assert.match((await notice.textContent()) ?? "", /“latin\.txt” is not UTF-8: byte 3 is 0x81/);
    assert.equal(await page.inputValue("#text"), fixture.text);
    await page.context().close();
  });

  it("takes the text out of a web page without running it", async () => {
    const { page, problems } = await visit();
    const html = `<html><head><script>document.title="hacked"</script></head><body><nav>Menu</nav><article><h1>Head</h1><p>One
      &amp; two<br>three.</p><p>Four.</p><img src="x" onerror="document.title='hacked'"></article><footer>Foot</footer></body></html>`;
    await page.setInputFiles("#file", { name: "page.html", mimeType: "text/html", buffer: Buffer.from(html) });
    await page.waitForSelector("#notices .source");
    assert.equal(await page.inputValue("#text"), "Head\n\nOne & two\nthree.\n\nFour.");
    await page.locator("#notices button", { hasText: "Show the source instead" }).click();
    assert.equal(await page.inputValue("#text"), html);
    assert.doesNotMatch(await page.title(), /hacked/);
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it("offers to take the text out of a pasted source", async () => {
    const { page } = await visit();
    await paste(page, "<p>One said this.</p><p>Two said that.</p>");
    await page.locator("#notices button", { hasText: "Take the text out of it" }).click();
    assert.equal(await page.inputValue("#text"), "One said this.\n\nTwo said that.");
    await page.context().close();
  });

  it("can be dropped", async () => {
    const { page } = await visit();
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "dropped.md", { type: "text/markdown" }));
      return transfer;
    }, fixture.text);
    await page.dispatchEvent("#main", "drop", { dataTransfer: data });
    await page.waitForSelector("#article mark.claim");
    assert.equal(await page.inputValue("#text"), fixture.text);
    await page.context().close();
  });
});

describe("trouble", () => {
  it("says so when the engine cannot be loaded, and keeps the text", async () => {
    const { page, context } = await open(browser);
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
    await page.goto(server.url);
    await page.fill("#text", "A text that must not be lost.");
    await page.locator("#notices .error").waitFor();
    assert.match((await page.textContent("#notices")) ?? "", /404/);
    assert.equal(await page.inputValue("#text"), "A text that must not be lost.");
    await context.close();
  });

  it("starts a new worker after a trap and goes on", async () => {
    const trap = fixture.workerScript.replace("self.onmessage =", "const answer =") +
      `\nself.onmessage = (event) => event.data.text?.includes("TRAP")
        ? self.postMessage({ id: event.data.id, error: { name: "RuntimeError", message: "unreachable", trap: true } })
        : answer(event);`;
    const { page } = await visit({}, trap);
    await paste(page, "TRAP");
    await page.locator("#notices .error").waitFor();
    assert.match((await page.textContent("#notices")) ?? "", /started anew/);
    await page.click("#edit");
    assert.equal(await page.inputValue("#text"), "TRAP");
    await page.fill("#text", fixture.text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await page.context().close();
  });

  it("does without storage: none, refused, full", async () => {
    const ways = [
      () => Object.defineProperty(window, "localStorage", { get: () => null }),
      () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } }),
      () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; },
    ];
    for (const way of ways) {
      const { page, context, problems } = await open(browser);
      await page.addInitScript(way);
      await page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: fixture.workerScript }));
      await page.goto(server.url);
      await page.waitForSelector("body[data-ready]");
      await paste(page, fixture.text);
      await page.waitForSelector("#article mark.claim");
      assert.deepEqual(problems, [], String(way));
      await context.close();
    }
  });

  it("stops a long text when told to, and keeps it", async () => {
    const slow = fixture.workerScript.replace("self.onmessage =", "const answer =") +
      `\nself.onmessage = (event) => { if (event.data.type === "annotate") { const end = Date.now() + 60000; while (Date.now() < end); } answer(event); };`;
    const { page } = await visit({}, slow);
    const long = "He said that it was long. ".repeat(10000);
    await page.evaluate((text) => {
      const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
      field.value = text;
      field.dispatchEvent(new InputEvent("input", { inputType: "insertText" }));
    }, long);
    await page.locator("#busy button").click();
    await page.waitForFunction(() => /Stopped/.test(document.getElementById("status")?.textContent ?? ""));
    assert.equal((await page.inputValue("#text")).length, long.length);
    await page.context().close();
  });
});

describe("exports", () => {
  it("saves a file named after the text", async () => {
    const { page } = await read();
    await page.click("#export summary");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export [data-format=csv]")]);
    assert.equal(download.suggestedFilename(), "whosaid-harbour-wall-must-be-raised-engineer.csv");
    assert.equal(await readFile(/** @type {string} */ (await download.path()), "utf8"), "exported");
    await page.context().close();
  });

  it("closes its menu with Esc", async () => {
    const { page } = await read();
    await page.click("#export summary");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#export").evaluate((menu) => /** @type {HTMLDetailsElement} */ (menu).open), false);
    await page.context().close();
  });
});

describe("the panel", () => {
  it("stands clear of the toolbar at every width", async () => {
    const { page } = await read();
    await page.keyboard.press("Alt+ArrowDown");
    for (const width of [1000, 1100, 1280, 1600]) {
      await page.setViewportSize({ width, height: 600 });
      await page.evaluate(() => scrollTo(0, 90));
      // Drawn, and measured by who watches sizes: in the frame behind it at the latest.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))));
      const gap = await page.evaluate(() => {
        const of = (/** @type {string} */ id) => /** @type {Element} */ (document.getElementById(id)).getBoundingClientRect();
        return of("panel").top - of("bar").bottom;
      });
      assert.ok(gap >= 0, `${gap} at ${width}`);
    }
    await page.context().close();
  });
});

describe("narrow", () => {
  it("shows the panel as a sheet that opens by a button, nothing wider than the screen", async () => {
    const { page } = await read({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const height = () => page.locator("#panel").evaluate((panel) => panel.getBoundingClientRect().height);
    const low = await height();
    await page.tap("#sheet-handle");
    await page.waitForFunction((h) => /** @type {Element} */ (document.getElementById("panel")).getBoundingClientRect().height > h + 200, low);
    assert.equal(await page.getAttribute("#sheet-handle", "aria-expanded"), "true");
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    const width = await page.locator("#article").evaluate((article) => article.getBoundingClientRect().width);
    assert.ok(width > 300, `the text is ${width} wide`);
    await page.context().close();
  });
});
