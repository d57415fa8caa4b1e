// What readers of such pages ask for, line by line, as far as no other test shows it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, root, serve } from "./harness.mjs";
import { reading } from "./fixtures/reading.mjs";
import * as fixture from "./fixtures/annotations.mjs";
import { figures } from "../../www/js/figures.js";
import { samples } from "../../www/js/samples.js";

/** @typedef {import("playwright-core").Page} Page */
/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** The page with its own engine. */
async function visit() {
  const opened = await open(browser);
  await opened.page.goto(server.url);
  await opened.page.waitForSelector("body[data-places]");
  return opened;
}

describe("a sample", () => {
  it("of each kind is there with one click, marked", async () => {
    const { page, context, problems } = await visit();
    assert.ok(samples.length >= 3);
    for (const [n, { text }] of samples.entries()) {
      await page.locator("#samples button").nth(n).click();
      await page.waitForFunction((words) => document.querySelector("#article")?.textContent?.includes(words) && document.querySelector("#article mark.claim"), text.slice(0, 30));
      for (const kind of ["speaker", "claim"]) assert.ok((await page.locator(`#article mark.${kind}`).count()) > 0, `${kind} in sample ${n}`);
      await page.click("#clear");
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
});

describe("while somebody writes", () => {
  it("marks stay with their words until they are made anew", async () => {
    const { page, context } = await open(browser);
    // Answers once, and then never again.
    const once = fixture.workerScript.replace("self.onmessage = (", "let asked = 0; self.onmessage = (event) => event.data.type === 'annotate' && asked++ ? undefined : answer(event); const answer = (");
    await page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: once }));
    await page.goto(server.url);
    await page.waitForSelector("body[data-places]");
    await page.fill("#text", fixture.text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    const marks = () => page.$$eval("#backdrop mark", (all) => all.map((mark) => mark.textContent));
    const before = await marks();
    await page.locator("#text").focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("Today: ");
    assert.deepEqual(await marks(), before);
    // What is written into goes; the others stay.
    await page.evaluate((at) => /** @type {HTMLTextAreaElement} */ (document.querySelector("#text")).setSelectionRange(at, at), 7 + fixture.span("It is sand").end);
    await page.keyboard.type("!");
    const left = await marks();
    assert.ok(left.length < before.length && left.length > before.length / 2, `${left.length} of ${before.length}`);
    assert.ok(!left.some((words) => words?.includes("It is sand")));
    await context.close();
  });

  it("characters that nobody sees hide no name", async () => {
    const { page, context } = await visit();
    await page.fill("#text", "“The ferry is la\u00adte,” said Anna\u00a0Berg, a gui\u00adde from Riga.");
    await page.click("#read");
    await page.waitForSelector("#article mark.speaker");
    assert.equal(await page.locator(".speaker-row .name").first().textContent(), "Anna Berg");
    assert.match((await page.locator("#article mark.claim").allTextContents()).join(""), /The ferry is la\u00adte/);
    await context.close();
  });
});

describe("a speaker", () => {
  it("is followed from the pronoun to the name, and has figures in the list", async () => {
    const { page, context } = await reading(browser, server.url);
    const [row] = await page.$$eval(".speaker-row", (rows) => rows.map((row) => row.textContent));
    const { quotedWords, reportedWords, claims } = fixture.annotations.speakers[0];
    assert.match(row ?? "", new RegExp(`${claims.length} claims · ${quotedWords} words quoted · ${reportedWords} words reported`));
    // How long each bar is, is the share of who says most.
    const [quoted, reported] = await page.$$eval(".speaker-row:first-child .bar span, li:first-child .speaker-row .bar span", (bars) => bars.map((bar) => Number.parseFloat(/** @type {HTMLElement} */ (bar).style.inlineSize)));
    assert.ok(Math.abs(quoted / reported - quotedWords / reportedWords) < 0.01);
    await page.locator("#article mark.pronoun", { hasText: /^he$/ }).first().click();
    const details = (await page.textContent("#details")) ?? "";
    assert.match(details, /Rui Falcão/);
    const lit = await page.locator("#article mark.speaker-lit").allTextContents();
    for (const words of ["he", "Rui Falcão"]) assert.ok(lit.includes(words), `${words} in ${lit}`);
    await page.click("#tab-report");
    const share = Math.round(fixture.annotations.report.quotedShare * 100);
    assert.equal((await page.locator(".report .quoted").innerText()).replace(/\s+/g, " "), `of the words are quoted ${share}%`);
    await context.close();
  });
});

describe("the kinds", () => {
  /** Contrast of two colours as WCAG counts it. @param {number[]} a @param {number[]} b */
  function contrast(a, b) {
    const light = (/** @type {number[]} */ rgb) => {
      const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  }
  const modes = /** @type {[string, import("playwright-core").BrowserContextOptions][]} */ ([
    ["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }], ["forced colours", { forcedColors: "active" }], ["on paper", { colorScheme: "dark" }],
  ]);
  for (const [name, options] of modes) {
    it(`differ by their lines, which are seen: ${name}`, async () => {
      const { page, context } = await reading(browser, server.url, options);
      if (name === "on paper") await page.emulateMedia({ media: "print" });
      const drawn = await page.evaluate(() => {
        const canvas = /** @type {CanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }));
        const rgb = (/** @type {string} */ colour, /** @type {string} */ over) => {
          for (const fill of [over, colour]) {
            canvas.fillStyle = fill;
            canvas.fillRect(0, 0, 1, 1);
          }
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        };
        const paper = getComputedStyle(/** @type {Element} */ (document.querySelector("#article"))).backgroundColor;
        const ground = paper === "rgba(0, 0, 0, 0)" ? "#fff" : paper;
        return ["speaker", "place", "claim"].map((kind) => {
          const style = getComputedStyle(/** @type {Element} */ (document.querySelector(`#article mark.${kind}`)));
          const [line, colour] = kind === "claim" ? [style.borderBlockEndStyle, style.borderBlockEndColor] : [style.textDecorationStyle, style.textDecorationColor];
          return { line, stroke: rgb(colour, ground), words: rgb(style.color, ground), ground: rgb(style.backgroundColor, ground), paper: rgb(ground, "#fff") };
        });
      });
      assert.deepEqual(drawn.map(({ line }) => line), ["solid", "dotted", "double"]);
      for (const [n, { stroke, words, ground, paper }] of drawn.entries()) {
        assert.ok(contrast(stroke, paper) >= 3, `the line of kind ${n}: ${contrast(stroke, paper).toFixed(2)}`);
        assert.ok(contrast(words, ground) >= 4.5, `the words of kind ${n}: ${contrast(words, ground).toFixed(2)}`);
      }
      await context.close();
    });
  }
});

describe("how often the marks are wrong", () => {
  it("is told in the page, each figure with what it was measured on", async () => {
    const { page, context } = await reading(browser, server.url);
    const rows = await page.$$eval("#about tbody tr", (all) => all.map((row) => (row.textContent ?? "").replace(/\s+/g, " ")));
    assert.equal(rows.length, figures.length);
    const percent = (/** @type {number | null} */ share) => (share === null ? "–" : `${Math.round(share * 100)}%`);
    for (const [n, { what, on, precision, recall }] of figures.entries()) {
      for (const words of [what, on, percent(precision), percent(recall)]) assert.ok(rows[n].includes(words), `${words} in ${rows[n]}`);
    }
    await context.close();
  });
});

describe("the main thread", () => {
  for (const [name, address, done] of /** @type {const} */ ([["page", "", "#article mark.claim"], ["element", "demo.html", "mark.whosaid-claim"]])) {
    it(`compiles and runs no engine: ${name}`, async () => {
      const { page, context } = await open(browser);
      await page.addInitScript(() => {
        const used = /** @type {string[]} */ ([]);
        Object.assign(window, { used });
        for (const way of /** @type {const} */ (["compile", "instantiate", "compileStreaming", "instantiateStreaming"])) {
          WebAssembly[way] = (() => {
            used.push(way);
            throw new Error("not here");
          });
        }
      });
      await page.goto(server.url + address);
      if (!address) await page.locator("#samples button").first().click();
      await page.waitForSelector(done);
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).used), []);
      await context.close();
    });
  }
});

describe("a page with <who-said>", () => {
  it("can keep the card away and show something of its own", async () => {
    const { page, context } = await open(browser);
    await page.goto(`${server.url}demo.html`);
    await page.waitForSelector("mark.whosaid-speaker");
    const shown = () => page.evaluate(() => document.querySelector(".whosaid-card")?.checkVisibility() ?? false);
    await page.locator("mark.whosaid-speaker").first().click();
    assert.equal(await shown(), true);
    await page.keyboard.press("Escape");
    assert.equal(await shown(), false);
    await page.evaluate(() => addEventListener("whosaid-select", (event) => {
      event.preventDefault();
      const { kind, id, annotations } = /** @type {any} */ (event).detail;
      document.body.dataset.chosen = annotations[`${kind}s`][id].name;
    }));
    await page.locator("mark.whosaid-speaker", { hasText: "Moira Kell" }).first().click();
    assert.equal(await page.getAttribute("body", "data-chosen"), "Moira Kell");
    assert.equal(await shown(), false);
    await context.close();
  });
});

describe("from right to left", () => {
  it("no style asks for a side of the screen", () => {
    const folders = ["www/css", "www/extension", "www"].map((name) => path.join(root, name));
    for (const folder of folders) {
      for (const name of readdirSync(folder).filter((file) => file.endsWith(".css"))) {
        const css = readFileSync(path.join(folder, name), "utf8").replace(/\/\*[^]*?\*\//g, "");
        const sides = css.match(/(?<![\w-])((margin|padding|border|scroll-margin|scroll-padding)-(left|right)|left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right)/g) ?? [];
        assert.deepEqual(sides, [], name);
      }
    }
  });

  it("the page is its own mirror image", async () => {
    const { page, context } = await reading(browser, server.url);
    const sides = () => page.evaluate(() => ["#article", "#panel"].map((selector) => Math.round(/** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect().left + /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect().right) / 2));
    const [text, panel] = await sides();
    assert.ok(text < panel);
    await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
    const [mirrored, beside] = await sides();
    const width = await page.evaluate(() => document.documentElement.clientWidth);
    for (const [one, other] of [[text, mirrored], [panel, beside]]) assert.ok(Math.abs(one + other - width) <= 2, `${one} ${other}`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    await context.close();
  });
});
