// Finding: the list of claims that filters and sorts, its state in the address, links that hold the text, copying, names, and
// where the card stands.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { axe, dist, launch, open, serve, single } from "./harness.mjs";
import * as fixture from "./fixtures/annotations.mjs";
import { ALL, filtered, keysOf, UNCLEAR } from "../../www/js/claim-filter.js";
import { attributed } from "../../www/js/copying.js";
import { atHead } from "../../www/js/names.js";
import { packRecord, unpackRecord } from "../../www/js/packing.js";
import { tabbed } from "../../www/js/table-copy.js";

const { text } = fixture;
/** The harbour with a place in one claim, and one whose speaker is unclear. @type {any} */
const annotations = structuredClone(fixture.annotations);
annotations.claims[3].places = [0];
annotations.claims[4].speaker = null;
annotations.speakers[0].claims = annotations.speakers[0].claims.filter((/** @type {number} */ id) => id !== 4);

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** @param {import("playwright-core").BrowserContextOptions} [options] @param {string} [hash] @param {any} [given] */
async function visit(options, hash = "", given = annotations) {
  const opened = await open(browser, { permissions: ["clipboard-read", "clipboard-write"], ...options });
  await opened.page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: fixture.workerOf(given) }));
  await opened.page.goto(server.url + hash);
  await opened.page.waitForSelector("body[data-ready]");
  return opened;
}

/** @param {import("playwright-core").BrowserContextOptions} [options] @param {string} [hash] */
async function read(options, hash) {
  const opened = await visit(options, hash);
  await opened.page.fill("#text", text);
  await opened.page.waitForSelector("#backdrop mark.claim", { state: "attached" });
  await opened.page.click("#read");
  return opened;
}

/** @param {import("playwright-core").Page} page */
const rows = (page) => page.$$eval("#tab-panel .claim-row .words", (all) => all.map((row) => (row.textContent ?? "").slice(0, 12)));
/** @param {import("playwright-core").Page} page */
const hash = (page) => new URL(page.url()).hash;
/** @param {import("playwright-core").Page} page */
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

describe("a copied table", () => {
  const html = (/** @type {import("playwright-core").Page} */ page) => page.evaluate(async () => (await (await navigator.clipboard.read())[0].getType("text/html")).text());

  it("has the claims that are listed, the speakers, or the places", async () => {
    const { page, context, problems } = await read();
    const copied = async (/** @type {string} */ what, /** @type {number} */ n) => {
      await page.evaluate(() => document.querySelector("#status")?.replaceChildren());
      await page.click("#export summary");
      await page.click(`#export [data-more=${what}]`);
      await page.waitForFunction((rows) => document.querySelector("#status")?.textContent?.startsWith(`${rows} row`), n);
      const lines = (await clipboard(page)).replaceAll("\r\n", "\n").split("\n").map((line) => line.split("\t"));
      assert.equal((await html(page)).match(/<tr>/g)?.length, n + 1);
      for (const line of lines) assert.equal(line.length, lines[0].length);
      return lines;
    };
    const shown = annotations.claims.filter((/** @type {any} */ { form, mode }) => form !== "own" && mode === "statement");
    const claims = await copied("claims", shown.length);
    assert.deepEqual(claims[0].slice(0, 4), ["Speaker", "Role", "Form", "Words"]);
    const first = shown[0].content.map((/** @type {any} */ { start, end }) => text.slice(start, end)).join(" … ").replace(/\s+/gu, " ");
    assert.equal(claims[1][3], first);
    await page.click("#tab-claims");
    await page.click(".claim-filters summary");
    await page.selectOption("[data-filter=speaker]", UNCLEAR);
    const [, only] = await copied("claims", 1);
    assert.equal(only[0], "Unclear who");
    const speakers = await copied("speakers", annotations.speakers.length);
    assert.deepEqual(speakers.slice(1).map(([name]) => name), annotations.speakers.map((/** @type {any} */ { name }) => name));
    const places = await copied("places", annotations.places.length);
    assert.deepEqual(places[1].slice(0, 5).map((cell, n) => (n > 2 ? Number(cell) : cell)).toSpliced(1, 2), [annotations.places[0].name, annotations.places[0].lat, annotations.places[0].lon]);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("has cells that no spreadsheet runs or splits", () => {
    const cells = ["=1+1", "+1", "-1", "@x", "＝1", "a\tb\nc", "she said \"no\"", null, -3, ""];
    assert.equal(tabbed({ heads: ["h"], rows: [cells] }), "h\n'=1+1\t'+1\t'-1\t'@x\t'＝1\ta b c\t\"she said \"\"no\"\"\"\t\t-3\t");
  });
});

describe("a filter", () => {
  it("asks for speaker, place, form, worth and confidence, and sets an order", () => {
    const ids = (/** @type {object} */ filter, shown = () => true) => filtered({ ...ALL, ...filter }, annotations, shown).map(({ id }) => id);
    const everything = annotations.claims.map((/** @type {any} */ { id }) => id);
    assert.deepEqual(ids({}), everything);
    for (const [filter, right] of /** @type {[object, (claim: any) => boolean][]} */ ([
      [{ speaker: "Rui Falcão" }, ({ speaker }) => speaker === 0],
      [{ speaker: UNCLEAR }, ({ speaker, form }) => speaker === null && form !== "own"],
      [{ place: "Lisbon" }, ({ places }) => places.includes(0)],
      [{ form: "mixed" }, ({ form }) => form === "mixed"],
      [{ worth: "worth" }, ({ checkWorthiness }) => checkWorthiness >= 0.6],
      [{ worth: "date" }, ({ signals }) => signals.includes("date")],
      [{ sure: "certain" }, ({ confidence }) => confidence >= 0.9],
      [{ sure: "doubtful" }, ({ confidence }) => confidence < 0.75],
      [{ speaker: "Rui Falcão", form: "direct" }, ({ speaker, form }) => speaker === 0 && form === "direct"],
    ])) {
      const expected = annotations.claims.filter(right).map((/** @type {any} */ { id }) => id);
      assert.ok(expected.length && expected.length < everything.length, JSON.stringify(filter));
      assert.deepEqual(ids(filter), expected, JSON.stringify(filter));
    }
    const values = (/** @type {string} */ sort, /** @type {string} */ key) => filtered({ ...ALL, sort }, annotations, () => true).map((claim) => /** @type {any} */ (claim)[key]);
    assert.deepEqual(values("worth", "checkWorthiness"), values("", "checkWorthiness").sort((a, b) => b - a));
    assert.deepEqual(values("doubtful", "confidence"), values("", "confidence").sort((a, b) => a - b));
    assert.deepEqual(values("sure", "confidence"), values("", "confidence").sort((a, b) => b - a));
    assert.deepEqual(values("speaker", "speaker"), [1, 0, 0, 0, null, null], "those without a name come last");
    assert.deepEqual(keysOf([{ name: "an official" }, { name: "Ana" }, { name: "an official" }]), ["an official", "Ana", "an official #2"]);
  });

  it("leaves the claims that fit, counts them, is gone through by the keys, and is taken away", async () => {
    const { page, context, problems } = await read();
    await page.click("#tab-claims");
    assert.deepEqual((await rows(page)).length, 4);
    await page.focus(".claim-filters summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.filter), "speaker");
    // The text is read again, as when the large gazetteer has come: what is open stays open, and the focus where it is.
    const before = Number(await page.getAttribute("body", "data-annotated"));
    await page.evaluate(() => document.getElementById("text")?.dispatchEvent(new InputEvent("input", { inputType: "insertText" })));
    await page.waitForFunction((n) => Number(document.body.dataset.annotated) > n, before);
    assert.equal(await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.filter), "speaker");
    await page.selectOption("[data-filter=form]", "mixed");
    await page.selectOption("[data-filter=sort]", "sure");
    assert.deepEqual(await rows(page), ["the plan “a ", "that Falcão "]);
    assert.equal(await page.textContent(".filter-count"), "2 of 4 claims");
    await page.locator("#article").focus();
    for (const words of [/^the plan/, /^that Falcão/, /^the plan/]) {
      await page.keyboard.press("Alt+ArrowDown");
      assert.match((await page.textContent("#details blockquote")) ?? "", words);
    }
    await page.selectOption("[data-filter=sure]", "certain");
    await page.selectOption("[data-filter=speaker]", "an official");
    assert.match((await page.textContent("#tab-panel .none")) ?? "", /No claim fits/);
    assert.deepEqual(await page.$$eval("[data-filter=speaker] option", (all) => all.map((option) => option.textContent)), ["Anybody", "An official", "Rui Falcão", "Unclear who"]);
    await page.click(".filter-clear");
    assert.equal((await rows(page)).length, 4);
    assert.equal(await page.evaluate(() => document.activeElement?.matches(".claim-filters summary")), true);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("stands in the address, which brings it back", async () => {
    const { page, context } = await read();
    assert.equal(hash(page), "");
    await page.click("#tab-claims");
    assert.equal(hash(page), "#tab=claims");
    await page.click(".claim-filters summary");
    await page.selectOption("[data-filter=speaker]", "Rui Falcão");
    await page.selectOption("[data-filter=sort]", "sure");
    const address = hash(page);
    assert.deepEqual([...new URLSearchParams(address.slice(1))], [["tab", "claims"], ["speaker", "Rui Falcão"], ["sort", "sure"]]);
    const listed = await rows(page);
    await page.click(".filter-clear");
    assert.equal(hash(page), "#tab=claims");
    await context.close();

    const again = await read({}, address);
    assert.equal(await again.page.getAttribute("#tab-claims", "aria-selected"), "true");
    assert.deepEqual(await rows(again.page), listed);
    assert.equal(await again.page.inputValue("[data-filter=speaker]"), "Rui Falcão");
    // What this text does not have is asked for no more.
    await again.page.evaluate(() => (location.hash = "#tab=claims&speaker=Nobody&form=direct&sort=nonsense"));
    await again.page.waitForFunction(() => location.hash === "#tab=claims&form=direct");
    assert.deepEqual(await rows(again.page), ["“It is sand,"]);
    // The other parts of the page keep their addresses.
    await again.page.click('.top nav a[href="#audit"]');
    assert.equal(hash(again.page), "#audit");
    await again.page.click('.top nav a[href="#main"]');
    await again.page.locator("#article").waitFor();
    await again.context.close();
  });
});

describe("a link that holds the text", () => {
  const record = { text: `${text}\n\nBy Ana Ruiz — “naïve” 😀`, corrections: [], asides: [{ start: 0, end: 7, why: /** @type {const} */ ("label") }] };

  it("packs and unpacks all of it, and refuses what was cut, changed or grows too large", async () => {
    const packed = await packRecord(record);
    assert.match(packed, /^[\w-]+$/);
    assert.ok(packed.length < record.text.length * 1.2);
    assert.deepEqual(await unpackRecord(packed), record);
    for (const bad of [packed.slice(0, -9), `x${packed}`, "", "%%%", packed.replace(/.{8}$/, "AAAAAAAA")]) await assert.rejects(unpackRecord(bad), /cut or changed on its way/, bad.slice(-12));
    const bomb = await packRecord({ ...record, text: "a".repeat(9 << 20) });
    assert.ok(bomb.length < 20_000);
    await assert.rejects(unpackRecord(bomb), /cannot be unpacked/);
  });

  it("is made on demand only, says what is in it, and brings the text to somebody else", async () => {
    const { page, context, problems } = await read();
    await page.click("#tab-claims");
    assert.doesNotMatch(page.url(), /text=/);
    await page.click("#export summary");
    await page.click("#export [data-more=link]");
    const dialog = page.locator("dialog");
    assert.match((await dialog.textContent()) ?? "", new RegExp(`The whole text \\(${text.length} characters\\) is inside this link.*No server gets to see it.*whoever has the link has the text`));
    await page.locator("dialog .main").click();
    await page.locator("#status", { hasText: "The link is copied" }).waitFor();
    const link = await clipboard(page);
    assert.match(link, /#tab=claims&text=[\w-]+$/);
    assert.doesNotMatch(page.url(), /text=/, "the address stays without it");
    assert.deepEqual(problems, []);
    await context.close();

    const other = await visit({}, new URL(link).hash);
    await other.page.waitForSelector("#article mark.claim");
    assert.equal(await other.page.inputValue("#text"), text);
    assert.match((await other.page.textContent("#notices")) ?? "", /came inside the link/);
    assert.equal(await other.page.getAttribute("#tab-claims", "aria-selected"), "true");
    assert.ok(server.seen.every((path) => !path.includes("text=")), "no server sees it");
    // As long as it is the text that is shown, a reload brings it again; another text is never in the address.
    assert.match(other.page.url(), /text=/);
    await other.page.click("#clear");
    assert.doesNotMatch(other.page.url(), /text=/);
    assert.deepEqual(other.problems, []);
    await other.context.close();
  });

  it("that was cut says so and leaves the text alone; a text that is too long gets none", async () => {
    const { page, context } = await read();
    await page.evaluate(() => (location.hash = "#text=AAAA"));
    await page.locator("#notices .error").waitFor();
    assert.match((await page.textContent("#notices")) ?? "", /cut or changed on its way/);
    assert.equal(await page.inputValue("#text"), text);
    // Words in no order, which cannot be packed well.
    const long = Array.from({ length: 14000 }, (_, n) => ((n * 7919 + 1) ** 3 % 999983).toString(36)).join(" ");
    const before = Number(await page.getAttribute("body", "data-annotated"));
    await page.setInputFiles("#file", { name: "long.txt", mimeType: "text/plain", buffer: Buffer.from(long) });
    await page.waitForFunction((n) => Number(document.body.dataset.annotated) > n, before);
    await page.click("#export summary");
    await page.click("#export [data-more=link]");
    await page.locator("#notices .error", { hasText: "more than the 30,000" }).waitFor();
    assert.equal(await page.locator("dialog").count(), 0);
    await context.close();
  });

  it("works in the single file, which says that the link needs the same file", async () => {
    const { page, context, problems } = await open(browser);
    await page.goto(single);
    await page.waitForSelector("body[data-ready]");
    await page.fill("#text", text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await page.click("#read");
    await page.click("#tab-claims");
    assert.equal(hash(page), "#tab=claims");
    await page.click("#export summary");
    await page.click("#export [data-more=link]");
    assert.match((await page.textContent("dialog")) ?? "", /only where the same file lies/);
    const link = await page.inputValue("dialog input");
    await page.keyboard.press("Escape");
    const [next] = await Promise.all([context.waitForEvent("page"), page.evaluate((url) => void open(url), link)]);
    await next.waitForSelector("#article mark.claim");
    assert.equal(await next.inputValue("#text"), text);
    assert.deepEqual(problems, []);
    await context.close();
  });
});

describe("copying", () => {
  it("gives the same from the card, from the list and from the speaker's list", async () => {
    const { page, context } = await read();
    const expected = "“It is sand,” … “We have 12 months.” — Rui Falcão, the city’s chief engineer";
    assert.equal(attributed(text, annotations, 1), expected);
    assert.match(attributed(text, annotations, 4), / — unclear who$/);
    assert.doesNotMatch(attributed(text, annotations, 5), / — /);
    /** @param {() => Promise<void>} act */
    const copied = async (act) => {
      await page.evaluate(() => navigator.clipboard.writeText(""));
      await page.evaluate(() => (/** @type {HTMLElement} */ (document.getElementById("status")).textContent = ""));
      await act();
      await page.locator("#status", { hasText: "Copied" }).waitFor();
      return clipboard(page);
    };
    await page.click("#tab-claims");
    const row = page.locator("#tab-panel li", { hasText: "It is sand" });
    assert.equal(await copied(() => row.getByRole("button", { name: "Copy with speaker" }).click()), expected);
    await row.locator(".claim-row").click();
    assert.equal(await copied(() => page.locator("#details .controls").getByText("Copy with speaker").click()), expected);
    await page.locator("#details h3 .link").click();
    assert.equal(await copied(() => page.locator("#details li", { hasText: "It is sand" }).getByRole("button", { name: "Copy with speaker" }).press("Enter")), expected);
    await context.close();
  });
});

describe("names", () => {
  it("begin with a capital at the head of a line, but for names that are written otherwise", () => {
    for (const [name, written] of [["an official", "An official"], ["eBay", "eBay"], ["al-Nahar", "Al-Nahar"], ["“a friend”", "“A friend”"], ["émigrés", "Émigrés"], ["ANSA", "ANSA"], ["10 people", "10 people"], ["", ""]]) {
      assert.equal(atHead(name), written);
    }
  });

  it("stand so in every list, in the card and in the questions", async () => {
    const { page, context } = await read();
    /** @param {string} selector */
    const heads = async (selector) => {
      const all = await page.$$eval(selector, (elements) => elements.map((element) => element.firstChild?.textContent?.trim() ?? ""));
      assert.ok(all.length, selector);
      for (const head of all) assert.doesNotMatch(head, /^\p{Ll}/u, selector);
    };
    await heads("#tab-panel .name");
    await heads("#tab-panel .description");
    await page.click("#tab-claims");
    await heads("#tab-panel .name");
    await heads("[data-filter=speaker] option");
    await page.click("#tab-places");
    await heads("#tab-panel .cell");
    await page.click("#tab-speakers");
    await page.locator(".speaker-row", { hasText: "An official" }).click();
    await heads("#details h3");
    await context.close();
  });
});

describe("the card", () => {
  /** A long card for everything. */
  const long = structuredClone(annotations);
  for (const claim of long.claims) claim.signals = ["number", "date", "cause", "law", "vote", "money"];

  it("leaves more than half of the panel to the list at 800 pixels, and covers nothing", async () => {
    const { page, context } = await visit({ viewport: { width: 1280, height: 800 } }, "", long);
    await page.fill("#text", text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await page.click("#read");
    for (const tab of ["speakers", "claims", "places", "report"]) {
      await page.click(`#tab-${tab}`);
      for (const chosen of ["claim", "speaker", "place"]) {
        await page.locator({ claim: "#article mark.claim >> nth=1", speaker: "#article mark.speaker >> nth=0", place: "#article mark.place >> nth=0" }[chosen] ?? "").click();
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))));
        const at = await page.evaluate(() => {
          const of = (/** @type {string} */ id) => /** @type {Element} */ (document.getElementById(id)).getBoundingClientRect();
          const [card, list, tabs] = [of("details"), of("tab-panel"), of("tabs")];
          const lit = [...document.querySelectorAll("#article mark[class*=-lit]")].map((mark) => mark.getBoundingClientRect());
          const room = innerHeight - tabs.top;
          return { overlap: list.bottom - card.top, share: card.height / room, out: card.bottom - innerHeight, text: Math.max(...lit.map((mark) => mark.right)) - card.left };
        });
        assert.ok(at.overlap <= 1 && at.share < 0.5 && at.out <= 0 && at.text < 0, `${tab} ${chosen}: ${JSON.stringify(at)}`);
        await page.keyboard.press("Escape");
      }
    }
    await context.close();
  });

  it("on a narrow screen leaves half of it to the text, with the words that were chosen in sight", async () => {
    const { page, context } = await visit({ viewport: { width: 360, height: 800 }, reducedMotion: "reduce" }, "", long);
    await page.fill("#text", text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await page.click("#read");
    for (const words of ["The harbour wall", "It is sand", "a joke"]) {
      await page.locator("#article mark.claim", { hasText: words }).first().click();
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))));
      const at = await page.evaluate(() => {
        const mark = /** @type {Element} */ (document.querySelector("#article mark.claim-lit")).getBoundingClientRect();
        const panel = /** @type {Element} */ (document.getElementById("panel")).getBoundingClientRect();
        const bar = /** @type {Element} */ (document.getElementById("bar")).getBoundingClientRect();
        return { free: panel.top / innerHeight, above: mark.top - bar.bottom, below: panel.top - mark.bottom };
      });
      assert.ok(at.free >= 0.5 && at.above >= 0 && at.below >= 0, `${words}: ${JSON.stringify(at)}`);
      await page.keyboard.press("Escape");
    }
    await context.close();
  });
});

describe("everybody", () => {
  for (const [name, options] of /** @type {[string, import("playwright-core").BrowserContextOptions][]} */ ([["light", {}], ["dark", { colorScheme: "dark" }], ["forced colours", { forcedColors: "active" }], ["320 pixels", { viewport: { width: 320, height: 700 } }]])) {
    it(`can filter, copy and share: ${name}`, async () => {
      const { page, context } = await read({ reducedMotion: "reduce", ...options });
      await page.evaluate(await readFile(axe, "utf8"));
      const check = async (/** @type {string} */ state) => {
        const violations = await page.evaluate(async () => (await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations.map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => n.target).join("; ")}`));
        assert.deepEqual(violations, [], state);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, state);
      };
      await page.evaluate(() => document.getElementById("tab-claims")?.click());
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector(".claim-filters summary")).click());
      await page.selectOption("[data-filter=form]", "mixed");
      await check("filtered");
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("#export [data-more=link]")).click());
      await page.waitForSelector("dialog input");
      await check("a link asked for");
      await context.close();
    });
  }
});
