// Correcting by hand in the page, with the real engine: what a fact-checker does, by pointer and by keyboard.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, serve, single } from "./harness.mjs";

const ARTICLE = `Bridge to stay shut until spring

TARTU, Estonia — “The piers have moved 4 centimetres,” said Liis Tamm, the county’s chief engineer. “Nobody will cross before May.”

Mayor Jaan Oja said that the town would pay for a ferry. He said that 300 people had signed a petition.

An official, who asked not to be named because the talks go on, said the budget was empty. The detour costs drivers 25 minutes a day.`;

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {string} [text] */
async function read(page, text = ARTICLE) {
  await page.waitForSelector("body[data-places]");
  const before = Number((await page.getAttribute("body", "data-annotated")) ?? 0);
  await page.fill("#text", text);
  await page.waitForFunction((n) => Number(document.body.dataset.annotated ?? 0) > n, before, { timeout: 60000 });
  await page.click("#read");
  await page.waitForSelector("#article mark.claim");
}

/** @param {import("playwright-core").BrowserContextOptions} [options] @param {string} [url] */
async function visit(options, url = server.url) {
  const opened = await open(browser, { reducedMotion: "reduce", ...options });
  await opened.page.goto(url);
  await read(opened.page);
  return opened;
}

/** Waits until a correction is done. @param {Page} page @param {() => Promise<unknown>} act */
async function done(page, act) {
  const before = Number(await page.getAttribute("body", "data-annotated"));
  await act();
  await page.waitForFunction((n) => Number(document.body.dataset.annotated) > n, before);
}

/** @param {Page} page @param {string} words */
const claim = (page, words) => page.locator("#article mark.claim", { hasText: words }).first().click();
/** @param {Page} page @param {string} name */
const speaker = (page, name) => page.locator("#tab-panel .speaker-row", { hasText: name }).click();
/** @param {Page} page @param {string} label */
async function press(page, label) {
  const unfold = page.locator("#details .unfold");
  if ((await unfold.getAttribute("aria-expanded")) === "false") await unfold.click();
  await page.locator("#details #corrections button", { hasText: label }).click();
}
/** @param {Page} page */
const answer = (page) => done(page, () => page.click("dialog .main"));
/** @param {Page} page */
const speakers = (page) => page.$$eval("#tab-panel .speaker-row .name", (names) => names.map((name) => name.firstChild?.textContent));
/** @param {Page} page */
const status = async (page) => (await page.textContent("#status")) ?? "";
/** @param {Page} page @param {string} format */
async function exported(page, format) {
  await page.click("#export summary");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#export [data-format=${format}]`)]);
  return readFile(/** @type {string} */ (await download.path()), "utf8");
}
/** @param {Page} page */
const json = async (page) => JSON.parse(await exported(page, "json"));

describe("correcting", () => {
  it("renames, and says so in the card, the list, the report, and every export", async () => {
    const { page, context, problems } = await visit();
    await speaker(page, "An official");
    await press(page, "Rename");
    await page.locator("dialog input").first().fill("Mart Saar");
    assert.equal(await page.locator("dialog select").inputValue(), "person", "a name was given");
    await answer(page);
    assert.match(await status(page), /An official renamed Mart Saar\. Undo: /);
    assert.match((await page.textContent("#details")) ?? "", /by hand.*Mart Saar/);
    assert.ok((await speakers(page)).includes("Mart Saar"));
    await page.click("#tab-report");
    assert.match((await page.textContent("#tab-panel")) ?? "", /1 correction by hand.*all by name/s);
    const found = await json(page);
    assert.equal(found.report.unnamedSpeakers, 0);
    assert.equal(found.speakers.find((/** @type {any} */ s) => s.name === "Mart Saar").corrected, true);
    assert.deepEqual(found.corrections.map((/** @type {any} */ c) => [c.kind, c.speaker.name, c.name]), [["rename", "An official", "Mart Saar"]]);
    for (const format of ["csv", "html", "markdown", "web-annotation"]) assert.match(await exported(page, format), /Mart Saar/, format);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("merges, splits and undoes both", async () => {
    const { page, context } = await visit();
    const before = await speakers(page);
    await speaker(page, "Jaan Oja");
    await press(page, "Merge");
    await page.click("dialog .main");
    assert.match((await page.textContent("dialog .problem")) ?? "", /Choose the speaker/);
    const other = page.locator("dialog option", { hasText: "Liis Tamm" }).first();
    await page.locator("dialog select").first().selectOption((await other.getAttribute("value")) ?? "");
    await page.locator("dialog select").nth(1).selectOption({ label: "Jaan Oja" });
    await answer(page);
    assert.equal((await speakers(page)).length, before.length - 1);
    assert.match((await page.textContent("#details .rows")) ?? "", /piers have moved/);
    await press(page, "Split");
    await page.locator("dialog label", { hasText: "piers have moved" }).click();
    await page.locator("dialog .new-speaker input").fill("Liis Tamm");
    await answer(page);
    assert.deepEqual((await speakers(page)).sort(), [...before].sort());
    await done(page, () => page.keyboard.press("Control+z"));
    assert.match(await status(page), /^Undone: 1 claim of Jaan Oja given to Liis Tamm/);
    await done(page, () => page.keyboard.press("Control+z"));
    assert.deepEqual(await speakers(page), before);
    assert.match((await page.textContent("#hand")) ?? "", /Something wrong/);
    await context.close();
  });

  it("gives a claim to another, leaves it unclear, and settles that with one act", async () => {
    const { page, context } = await visit();
    await claim(page, "300 people had signed");
    await press(page, "Another speaker");
    await page.selectOption("dialog select", "unclear");
    await answer(page);
    assert.match((await page.textContent("#details h3")) ?? "", /Unclear who/);
    assert.match((await page.textContent("#details .who-says")) ?? "", /Jaan Oja/);
    await done(page, () => page.locator("#details .who-says button", { hasText: "Liis Tamm" }).click());
    assert.match((await page.textContent("#details")) ?? "", /by hand.*Liis Tamm.*A person has checked this/s);
    const found = await json(page);
    const given = found.claims.find((/** @type {any} */ c) => ARTICLE.slice(c.content[0].start, c.content[0].end).includes("300 people"));
    assert.deepEqual([found.speakers[given.speaker].name, given.confidence, given.corrected], ["Liis Tamm", 1, true]);
    await context.close();
  });

  it("confirms and deletes a claim; the counts follow", async () => {
    const { page, context } = await visit();
    const count = async () => Number(await page.textContent("#legend [data-kind=claims] .count"));
    const before = await count();
    await claim(page, "piers have moved");
    await done(page, () => press(page, "Right as it is"));
    assert.match((await page.textContent("#details")) ?? "", /A person has checked this/);
    assert.match(await status(page), /confirmed as Liis Tamm’s/);
    await claim(page, "the budget was empty");
    await done(page, () => press(page, "delete"));
    assert.equal(await count(), before - 1);
    assert.match(await status(page), /is no claim/);
    assert.equal((await speakers(page)).includes("An official"), false);
    await claim(page, "town would pay");
    await done(page, () => press(page, "delete"));
    assert.match((await page.textContent("#details blockquote")) ?? "", /300 people/, "the next one is there to be looked at");
    await context.close();
  });

  it("changes the words of a claim", async () => {
    const { page, context } = await visit();
    await claim(page, "300 people had signed");
    await press(page, "Its words");
    assert.match(await page.inputValue("dialog textarea"), /300 people had signed a petition/);
    await page.fill("dialog textarea", "300 people hold a petition");
    await page.click("dialog .main");
    assert.match((await page.textContent("dialog .problem")) ?? "", /not in the text/);
    await page.fill("dialog textarea", "300 people");
    await answer(page);
    assert.equal(await page.textContent("#details blockquote"), "300 people");
    assert.match(await status(page), /^Words of .* changed/);
    const found = await json(page);
    const given = found.claims.find((/** @type {any} */ c) => c.corrected);
    assert.deepEqual([given.rule, given.confidence, ARTICLE.slice(given.cue.start, given.cue.end)], ["by-hand", 1, "said"]);
    await context.close();
  });

  it("sets the words that name who speaks, and the cue, with undo and in every count", async () => {
    const { page, context } = await visit();
    await claim(page, "the budget was empty");
    await press(page, "Source and cue");
    const [source, cue] = [page.locator("dialog input").first(), page.locator("dialog input").last()];
    assert.deepEqual([await source.inputValue(), await cue.inputValue()].map((value) => value.split(",")[0]), ["An official", "said"]);
    await source.fill("A minister");
    await page.click("dialog .main");
    assert.match((await page.textContent("dialog .problem")) ?? "", /“A minister” does not stand near/);
    await source.fill("said");
    await page.click("dialog .main");
    assert.match((await page.textContent("dialog .problem")) ?? "", /share words/);
    await source.fill("the talks");
    await answer(page);
    assert.match((await page.textContent("#details .facts")) ?? "", /Named here as\s*the talks/);
    assert.match((await page.textContent("#details .why")) ?? "", /A person marked it so/);
    assert.match(await status(page), /^Source and cue of .*budget.* changed/);
    assert.match((await page.textContent("#article mark.source-lit")) ?? "", /the talks/);
    const found = await json(page);
    const given = found.claims.find((/** @type {any} */ c) => c.corrected);
    assert.deepEqual([ARTICLE.slice(given.source.start, given.source.end), given.confidence], ["the talks", 1]);
    assert.ok(found.speakers[given.speaker].mentions.some((/** @type {any} */ m) => m.start <= given.source.start && given.source.end <= m.end));
    await page.reload();
    await read(page);
    await claim(page, "the budget was empty");
    assert.match((await page.textContent("#details .facts")) ?? "", /the talks/, "kept in the browser");
    await done(page, () => page.keyboard.press("Control+z"));
    assert.match((await page.textContent("#details .facts")) ?? "", /Named here as\s*An official/);
    await done(page, () => page.keyboard.press("Control+y"));
    assert.match((await page.textContent("#details .facts")) ?? "", /Named here as\s*the talks/);
    await context.close();
  });

  it("opens an exported file again: its text, its corrections, and those that were here can be brought back", async () => {
    const { page, context, problems } = await visit();
    await claim(page, "the budget was empty");
    await done(page, () => press(page, "delete"));
    const file = await exported(page, "json");
    assert.equal(JSON.parse(file).text, ARTICLE);
    const give = (/** @type {string} */ content) => page.setInputFiles("#file", { name: "bridge.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await give(file);
    await page.locator("#notices", { hasText: "holds what is here already" }).waitFor();
    await done(page, () => page.keyboard.press("Control+z"));
    await speaker(page, "An official");
    await press(page, "Rename");
    await page.locator("dialog input").first().fill("Mart Saar");
    await answer(page);
    // Of the text that is shown.
    await done(page, () => give(file));
    assert.match((await page.textContent("#hand")) ?? "", /1 correction/);
    assert.equal(await page.locator("#article mark.claim", { hasText: "budget was empty" }).count(), 0);
    await done(page, () => page.locator("#notices button", { hasText: "Bring them back" }).click());
    assert.ok((await speakers(page)).includes("Mart Saar"));
    // Over another text, by dropping it.
    await page.click("#edit");
    await read(page, "Nothing is said here by anybody, said Anna Berg.");
    const data = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], "bridge.json", { type: "application/json" }));
      return transfer;
    }, file);
    await done(page, () => page.dispatchEvent("#main", "drop", { dataTransfer: data }));
    assert.equal(await page.inputValue("#text"), ARTICLE);
    assert.equal(await page.locator("#article mark.claim", { hasText: "budget was empty" }).count(), 0);
    assert.match((await page.textContent("#notices")) ?? "", /took the place of the one/);
    assert.deepEqual(problems, []);
    await context.close();
    // In a browser that never saw it.
    const other = await open(browser);
    await other.page.goto(server.url);
    await other.page.waitForSelector("body[data-places]");
    await other.page.setInputFiles("#file", { name: "bridge.json", mimeType: "application/json", buffer: Buffer.from(file) });
    await other.page.waitForSelector("#article mark.claim");
    assert.match((await other.page.textContent("#hand")) ?? "", /1 correction/);
    // What cannot be opened leaves everything as it was.
    for (const [content, said] of /** @type {[string, RegExp][]} */ ([
      ["{", /“x\.json” is damaged/], ["[1, 2]", /not an export of this page/], [file.replace('"schema": 1', '"schema": 9'), /has version 9/],
      [JSON.stringify({ ...JSON.parse(file), text: undefined }), /not the text/],
    ])) {
      await other.page.setInputFiles("#file", { name: "x.json", mimeType: "application/json", buffer: Buffer.from(content) });
      await other.page.locator("#notices .error", { hasText: said }).waitFor();
      assert.equal(await other.page.inputValue("#text"), ARTICLE);
      assert.match((await other.page.textContent("#hand")) ?? "", /1 correction/);
    }
    await other.context.close();
  });

  it("takes corrections along when a few words are edited, if wanted", async () => {
    const { page, context } = await visit();
    await claim(page, "the budget was empty");
    await done(page, () => press(page, "delete"));
    await page.click("#edit");
    await read(page, ARTICLE.replace("TARTU", "IN TARTU"));
    assert.match((await page.textContent("#hand")) ?? "", /Something wrong/);
    await done(page, () => page.locator("#notices button", { hasText: "Take them along" }).click());
    assert.match((await page.textContent("#hand")) ?? "", /1 correction/);
    assert.equal(await page.locator("#article mark.claim", { hasText: "budget was empty" }).count(), 0);
    await context.close();
  });

  it("goes through the passages of the report's sentences, which follow", async () => {
    const { page, context } = await visit();
    await claim(page, "300 people had signed");
    await press(page, "Another speaker");
    await page.selectOption("dialog select", "unclear");
    await answer(page);
    await page.click("#tab-report");
    for (const sentence of await page.locator("#tab-panel .sentence").all()) assert.equal(await sentence.evaluate((node) => node.tagName), "BUTTON");
    const unclear = page.locator("#tab-panel .sentence", { hasText: "unclear who speaks" });
    await unclear.click();
    assert.equal(await unclear.getAttribute("aria-pressed"), "true");
    assert.match((await page.textContent("#article mark.claim-lit")) ?? "", /300 people/);
    await page.locator("#tab-panel .sentence").first().click();
    assert.match((await page.textContent("#details .passage")) ?? "", /^Passage 1 of \d/);
    await page.keyboard.press("Alt+ArrowDown");
    assert.match((await page.textContent("#details .passage")) ?? "", /^Passage 2 of \d/);
    await context.close();
  });

  it("adds a claim from selected words, and refuses words that are not there", async () => {
    const { page, context } = await visit();
    await page.evaluate(() => {
      const walker = document.createTreeWalker(/** @type {Node} */ (document.getElementById("article")), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf("he detour costs") ?? -1;
        if (at < 0) continue;
        getSelection()?.setBaseAndExtent(node, at, node, at + "he detour costs drivers 25 minutes a d".length);
      }
    });
    await page.click("#add-here");
    assert.equal(await page.inputValue("dialog textarea"), "The detour costs drivers 25 minutes a day");
    await page.locator("dialog textarea").fill("The detour costs nothing");
    await page.locator("dialog select").first().selectOption("new");
    await page.locator("dialog .new-speaker input").fill("a driver");
    assert.equal(await page.locator("dialog .new-speaker select").inputValue(), "unnamed");
    await page.click("dialog .main");
    assert.match((await page.textContent("dialog .problem")) ?? "", /not in the text/);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "TEXTAREA");
    await page.locator("dialog textarea").fill("The detour costs drivers 25 minutes a day");
    await page.locator("dialog input[type=text]").last().fill("grumbled");
    await page.click("dialog .main");
    assert.match((await page.textContent("dialog .problem")) ?? "", /“grumbled” does not stand near/);
    await page.locator("dialog input[type=text]").last().fill("");
    await answer(page);
    const found = await json(page);
    const added = found.claims.find((/** @type {any} */ c) => c.rule === "by-hand");
    assert.deepEqual([added.form, added.corrected, found.speakers[added.speaker].name], ["indirect", true, "a driver"]);
    assert.ok(added.signals.includes("number"), "worked out as for any other");
    assert.match((await page.textContent("#details")) ?? "", /by hand/);
    await context.close();
  });

  it("keeps corrections for the same text, not for another, and discards them all", async () => {
    const { page, context } = await visit();
    await claim(page, "the budget was empty");
    await done(page, () => press(page, "delete"));
    await claim(page, "piers have moved");
    await done(page, () => press(page, "Right as it is"));
    await done(page, () => page.click("#hand .pair button"));
    const stored = await page.evaluate(() => JSON.stringify(localStorage));
    assert.doesNotMatch(stored, /budget|piers/, "the text itself is not kept");
    await page.reload();
    await read(page);
    assert.match((await page.textContent("#hand")) ?? "", /1 correction/);
    assert.match((await page.textContent("#notices")) ?? "", /Your 1 correction of this text was applied again/);
    assert.equal(await page.locator("#article mark.claim", { hasText: "budget was empty" }).count(), 0);
    await done(page, () => page.keyboard.press("Control+y"));
    assert.match((await page.textContent("#hand")) ?? "", /2 corrections/, "what was undone can be done again");
    await page.click("#edit");
    await read(page, ARTICLE.replace("25 minutes", "35 minutes"));
    assert.match((await page.textContent("#hand")) ?? "", /Something wrong/);
    await page.click("#edit");
    await read(page);
    await page.click("#hand summary");
    await done(page, () => page.locator("#hand button", { hasText: "Discard all" }).click());
    assert.ok((await page.locator("#article mark.claim", { hasText: "budget was empty" }).count()) > 0);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await done(page, () => page.locator("#notices button", { hasText: "Bring them back" }).click());
    assert.match((await page.textContent("#hand")) ?? "", /2 corrections/);
    await context.close();
  });

  it("works by keyboard: the question takes the focus, Esc gives it back, the card has it afterwards", async () => {
    const { page, context } = await visit();
    await page.locator("#article").focus();
    await page.keyboard.press("Alt+ArrowDown");
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.locator("#details .unfold").focus();
    await page.keyboard.press("Enter");
    assert.equal(await focused(), "Correct");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Another speaker …");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.closest("dialog") !== null), true);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Another speaker …");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Ja");
    await done(page, async () => {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    });
    assert.match((await page.textContent("#details h3")) ?? "", /Jaan Oja/);
    assert.equal(await page.evaluate(() => document.activeElement?.closest("#details") !== null), true);
    await done(page, () => page.keyboard.press("Control+z"));
    await done(page, () => page.keyboard.press("Control+Shift+Z"));
    assert.match(await status(page), /^Done again: .* given to Jaan Oja/);
    await context.close();
  });

  it("leaves the keys of the text box to the text box", async () => {
    const { page, context } = await visit();
    await claim(page, "the budget was empty");
    await done(page, () => press(page, "delete"));
    await page.click("#edit");
    await page.focus("#text");
    await page.keyboard.press("Control+z");
    // An undone correction would be kept as undone by now: this one needs no engine.
    const kept = await page.evaluate(() => Object.values(localStorage).map((history) => JSON.parse(history).cursor));
    assert.deepEqual(kept, [1]);
    await read(page);
    assert.match((await page.textContent("#hand")) ?? "", /1 correction/);
    await context.close();
  });
});

describe("the single file from disk", () => {
  it("corrects, and says when nothing can be kept", async () => {
    const { page, context, problems } = await open(browser, { reducedMotion: "reduce" });
    await page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    await page.goto(single);
    await read(page);
    await claim(page, "the budget was empty");
    await done(page, () => press(page, "delete"));
    await page.click("#hand summary");
    assert.match((await page.textContent("#hand .record")) ?? "", /does not let the page keep them/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("keeps corrections over a reload", async () => {
    const { page, context, problems } = await visit({}, single);
    await claim(page, "the budget was empty");
    await done(page, () => press(page, "delete"));
    await page.reload();
    await read(page);
    assert.match((await page.textContent("#hand")) ?? "", /1 correction/);
    assert.deepEqual(problems, []);
    await context.close();
  });
});
