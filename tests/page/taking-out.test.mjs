// Taking out: W3C Web Annotations that come back, and print with footnotes. With the page's own engine.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, serve } from "./harness.mjs";
import * as fixture from "./fixtures/annotations.mjs";
import { notesOf } from "../../www/js/footnotes.js";
import { differences, isWebAnnotation, readWebAnnotation } from "../../www/js/web-annotation.js";

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
  await opened.page.goto(server.url);
  await opened.page.waitForSelector("body[data-ready]");
  return opened;
}

/** @param {import("playwright-core").Page} page @param {() => Promise<unknown>} act */
async function annotated(page, act) {
  const before = Number((await page.getAttribute("body", "data-annotated")) ?? 0);
  await act();
  await page.waitForFunction((n) => Number(document.body.dataset.annotated ?? 0) > n, before);
}

/** @param {import("playwright-core").Page} page @param {string} name @param {string} content */
const give = (page, name, content) => page.setInputFiles("#file", { name, mimeType: "", buffer: Buffer.from(content) });

/** @param {import("playwright-core").Page} page @param {string} format */
async function saved(page, format) {
  await page.click("#export summary");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#export [data-format=${format}]`)]);
  return readFile(/** @type {string} */ (await download.path()), "utf8");
}

/** Who says which words, named by which, for comparing. @param {string} json */
function told(json) {
  const { text, claims, speakers } = JSON.parse(json);
  const words = (/** @type {{ start: number, end: number } | null} */ span) => span && text.slice(span.start, span.end);
  return claims.map((/** @type {any} */ claim) => [
    claim.form, claim.content.map(words).join(" … "), claim.speaker === null ? null : `${speakers[claim.speaker].name} (${speakers[claim.speaker].kind})`, words(claim.source), words(claim.cue),
  ]);
}

const TEXT = `Quarry at Velm must close, court finds

The quarry will not open again 😀, said Ines Moravec, the mayor of Velm. “We have waited for nine years,” she said. “Nobody listened.”

A lawyer for the owners called the ruling “a mistake”. Tomas Hrubec, who drove a truck there, said that he had seen the cracks in March. “I told them,” Hrubec said.

The quarry employed 140 people. According to a report by the county, it used 3 percent of the water of the valley.`;

describe("W3C Web Annotations", () => {
  it("come back with all that was corrected by hand, as corrections that can be undone", async () => {
    const { page, context, problems } = await visit();
    await annotated(page, () => give(page, "velm.txt", TEXT));
    const untouched = await saved(page, "json");
    const plain = await saved(page, "web-annotation");
    const { claims, speakers } = JSON.parse(untouched);
    assert.ok(claims.length >= 5, JSON.stringify(told(untouched)));
    /** @param {string} words */
    const at = (words) => ({ start: TEXT.indexOf(words), end: TEXT.indexOf(words) + words.length });
    const claim = (/** @type {string} */ words) => {
      const { content, source, speaker } = claims.find((/** @type {any} */ { content: [{ start, end }] }) => TEXT.slice(start, end).includes(words));
      return { content, source, speaker: speaker === null ? null : speakers[speaker].name };
    };
    const ines = speakers.find((/** @type {any} */ { name }) => name.includes("Moravec"));
    const corrections = [
      { kind: "rename", speaker: { name: ines.name, at: { start: ines.mentions[0].start, end: ines.mentions[0].end }, speakerKind: null }, name: "Ines Moravcová", speakerKind: "person", description: "Mayor" },
      { kind: "delete", claim: claim("I told them") },
      { kind: "reassign", claim: claim("a mistake"), to: { name: "Olga Bera", at: null, speakerKind: "person" } },
      { kind: "reword", claim: claim("he had seen the cracks"), content: [at("he had seen the cracks")] },
      { kind: "add", content: [at("The quarry employed 140 people")], cue: null, to: { name: "Olga Bera", at: null, speakerKind: null } },
    ];
    await give(page, "velm.json", JSON.stringify({ ...JSON.parse(untouched), corrections }));
    await page.locator("#hand summary", { hasText: "5" }).waitFor();
    const corrected = await saved(page, "json");
    const annotations = await saved(page, "web-annotation");
    assert.notDeepEqual(told(corrected), told(untouched));
    await context.close();

    const other = await visit();
    await give(other.page, "velm.jsonld", annotations);
    await other.page.locator("#notices .error", { hasText: "Open the text first" }).waitFor();
    await annotated(other.page, () => give(other.page, "velm.txt", TEXT));
    // What says the same as the page changes nothing.
    await give(other.page, "plain.jsonld", plain);
    await other.page.locator("#notices .origin", { hasText: "plain.jsonld" }).waitFor();
    assert.equal(await other.page.locator("#hand summary").count(), 0);
    await annotated(other.page, () => give(other.page, "velm.jsonld", annotations));
    await other.page.locator("#notices .origin", { hasText: "velm.jsonld" }).waitFor();
    assert.deepEqual(told(await saved(other.page, "json")), told(corrected));
    await other.page.locator("#hand summary").click();
    await annotated(other.page, () => other.page.getByRole("button", { name: "Discard all" }).click());
    assert.deepEqual(told(await saved(other.page, "json")), told(untouched));
    assert.deepEqual([...problems, ...other.problems], []);
    await other.context.close();
  });

  it("find their words in a text that has changed, and are refused where it is another one", async () => {
    const { page, context } = await visit();
    await annotated(page, () => give(page, "velm.txt", TEXT));
    const file = await saved(page, "web-annotation");
    const before = told(await saved(page, "json"));
    await annotated(page, () => give(page, "longer.txt", `😀 A line in front.\n\n${TEXT}`));
    await give(page, "velm.jsonld", file);
    await page.locator("#notices .origin", { hasText: "velm.jsonld" }).waitFor();
    assert.deepEqual(told(await saved(page, "json")), before);
    await annotated(page, () => give(page, "another.txt", "“We sail at noon,” said Bo Ek. “Not before.”"));
    await give(page, "velm.jsonld", file);
    await page.locator("#notices .error", { hasText: "belongs to another text" }).waitFor();
    assert.equal(await page.locator("#hand summary").count(), 0);
    await context.close();
  });

  it("are read whatever is in them, without a throw", () => {
    const target = (/** @type {any} */ selector) => ({ source: "x", selector });
    const position = { type: "TextPositionSelector", start: 0, end: 7 };
    const quote = { type: "TextQuoteSelector", exact: "Harbour" };
    const tag = (/** @type {string} */ value) => ({ type: "TextualBody", purpose: "tagging", value });
    const file = (/** @type {any[]} */ ...items) => ({ "@context": "http://www.w3.org/ns/anno.jsonld", items });
    const read = (/** @type {any} */ given) => readWebAnnotation(given, fixture.text);
    assert.equal(isWebAnnotation(file()), true);
    for (const other of [null, [], {}, { items: [] }, { "@context": "x", items: [] }]) assert.equal(isWebAnnotation(other), false);
    assert.deepEqual(read(file({ body: [tag("claim")], target: target([position, quote]) })).claims[0].content, [{ start: 0, end: 7 }]);
    assert.equal(read(file({ body: [tag("claim")], target: target([position]) })).claims.length, 0, "a position without words proves nothing");
    for (const strange of [null, 3, "x", {}, { body: null, target: null }, { body: [null, 7], target: [null, {}] }, { body: [tag("claim")], target: target([{ ...position, start: -1 }, { ...quote, exact: 7 }]) }, { body: [tag("claim")], target: target([{ ...position, end: 1e9 }]) }]) {
      const { claims, speakers } = read(file(strange));
      assert.deepEqual([claims, speakers], [[], []], JSON.stringify(strange));
    }
    const found = /** @type {any} */ (fixture.annotations);
    assert.equal(differences(found, read(file())).length, found.claims.length, "a file without claims takes all away");
  });
});

describe("print", () => {
  it("numbers speakers by their first claim, those of attitudes last; the article's own statements have none", () => {
    const annotations = /** @type {any} */ (structuredClone(fixture.annotations));
    assert.deepEqual(notesOf(annotations), ["1", "1", "1", "2", "1", null]);
    annotations.claims[0] = { ...annotations.claims[0], mode: "attitude", speaker: 2 };
    annotations.claims[3].speaker = null;
    assert.deepEqual(notesOf(annotations), ["2", "1", "1", "?", "1", null]);
  });

  it("has the number of its speaker behind each claim, and the speakers as footnotes", async () => {
    const { page, context, problems } = await visit();
    await page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: fixture.workerScript }));
    await page.goto(server.url);
    await page.fill("#text", fixture.text);
    await page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await page.click("#read");
    await page.locator("#article mark.claim", { hasText: "It is sand" }).click();
    assert.equal(await page.locator("#footnotes").isVisible(), false);
    await page.emulateMedia({ media: "print" });
    const behind = () => page.$$eval("#article mark[data-note]", (marks) => marks.map((mark) => [getComputedStyle(mark, "::after").content, mark.textContent]).filter(([content]) => content !== "none"));
    assert.deepEqual(await behind(), [['"1"', "The harbour wall will not hold another winter"], ['"1"', "“We have 12 months.”"], ['"1, 2"', "the plan “a joke”"]].map(([note, words]) => [note, words]));
    // Written when somebody prints, not before.
    await page.waitForSelector("#footnotes li");
    const footnotes = await page.$$eval("#footnotes li", (all) => all.map((item) => `${/** @type {HTMLLIElement} */ (item).value} ${item.textContent}`));
    assert.deepEqual(footnotes.map((line) => line.replace(/ · \d.*/, "")), ["1 Rui Falcão – The city’s chief engineer", "2 An official – unnamed"]);
    for (const gone of ["#bar", "#panel", "#details", "#hand", "#about", "#aside"]) assert.equal(await page.locator(gone).isVisible(), false, gone);
    assert.equal(await page.locator("#article").isVisible(), true);
    assert.match((await page.textContent("#footnotes")) ?? "", /One speaker has a name\./);
    // Kinds that are hidden have no numbers, and no footnote for them alone.
    await page.emulateMedia({ media: "screen" });
    await page.click("#legend [data-kind=claims]");
    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await behind(), []);
    await page.waitForSelector("#footnotes li", { state: "detached" });
    await page.emulateMedia({ media: "screen" });
    await page.click("#legend [data-kind=claims]");
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    assert.deepEqual(problems, []);
    await context.close();
  });
});
