// What a person changes in an audit: in its articles and in its sources; that it lasts, goes out and comes in again.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, root, serve } from "./harness.mjs";

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

const folder = path.join(root, "tests/audit/articles");

/** @param {Page} page @param {number} times */
const counted = (page, times) => page.waitForSelector(`#audit[data-counted="${times}"]`, { timeout: 120000 });
/** @param {Page} page @param {string} name */
const row = (page, name) => page.locator("#audit-panel tbody tr", { has: page.getByRole("button", { name, exact: true }) }).first();
/** Words, quoted and reported, and articles of a source. @param {Page} page @param {string} name */
async function figures(page, name) {
  const cells = await row(page, name).locator("th, td").allTextContents();
  return [Number(cells[2]) + Number(cells[3]), Number(cells[6])];
}
/** @param {Page} page */
const names = (page) => page.$$eval("#audit-panel tbody .name", (buttons) => buttons.map((button) => button.textContent));
/** @param {Page} page @param {string} name */
const look = (page, name) => page.locator("#audit-panel").getByRole("button", { name, exact: true }).first().click();

/** @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(options) {
  const opened = await open(browser, options);
  await opened.page.goto(`${server.url}#audit`);
  await opened.page.waitForSelector("body[data-ready]");
  return opened;
}
/** @param {import("playwright-core").BrowserContextOptions} [options] */
async function audited(options) {
  const opened = await visit(options);
  await opened.page.setInputFiles("#audit-folder", folder);
  await counted(opened.page, 1);
  return opened;
}
/** The page once more, in the same browser. @param {Page} page @param {number} times that are counted */
async function again(page, times) {
  await page.goto("about:blank");
  await page.goto(`${server.url}#audit`);
  await page.waitForSelector("body[data-ready]");
  await page.setInputFiles("#audit-folder", folder);
  await counted(page, times);
}
/** @param {Page} page @param {string} format */
async function exported(page, format) {
  await page.click("#audit .audit-tools summary");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#audit [data-format=${format}]`)]);
  return readFile(/** @type {string} */ (await download.path()), "utf8");
}
/** Opens the article of a source's first passage. @param {Page} page @param {string} name */
async function openArticle(page, name) {
  await look(page, name);
  await page.locator("dialog .passages .link").first().click();
  await page.waitForSelector("#article mark.claim-lit");
}
/** Presses a button of the card. @param {Page} page @param {string} label */
async function correct(page, label) {
  const unfold = page.locator("#details .unfold");
  if ((await unfold.getAttribute("aria-expanded")) === "false") await unfold.click();
  const before = Number(await page.getAttribute("body", "data-annotated"));
  await page.locator("#details #corrections button", { hasText: label }).click();
  await page.waitForFunction((n) => Number(document.body.dataset.annotated) > n, before);
}
const back = (/** @type {Page} */ page) => page.click(".top nav >> text=Many articles");

describe("what is corrected in an article", () => {
  it("counts in the audit, is undone there, and comes again with the articles", async () => {
    const { page, context, problems } = await audited();
    const [words, articles] = await figures(page, "Marta Lindqvist");
    await openArticle(page, "Marta Lindqvist");
    await correct(page, "No claim: delete");
    await back(page);
    await counted(page, 2);
    const [fewer, left] = await figures(page, "Marta Lindqvist");
    assert.ok(fewer < words, `${fewer} of ${words}`);
    const menu = page.locator("#audit .audit-tools .record");
    await page.click("#audit .audit-tools >> text=1 change by hand");
    assert.match(await menu.innerText(), /Corrected in 1 article, and counted so:[^]*1 correction/);
    // A click elsewhere closes it.
    await page.click("#audit-title");
    assert.equal(await menu.isVisible(), false);
    await page.click("#audit-tab-articles");
    assert.equal(await page.locator("#audit-panel tbody .hand-made").count(), 1);
    // A look at the article that changes nothing counts nothing anew.
    await page.click("#audit .audit-tools >> text=1 change by hand");
    await menu.locator(".link").click();
    await page.waitForSelector("#article mark.claim");
    await back(page);
    await page.click("#audit-tab-sources");
    assert.equal(await page.getAttribute("#audit", "data-counted"), "2");
    // The same browser knows it when the folder is opened again.
    await again(page, 1);
    assert.deepEqual(await figures(page, "Marta Lindqvist"), [fewer, left]);
    // Undone in the article, it is undone here.
    await page.click("#audit .audit-tools >> text=1 change by hand");
    await menu.locator(".link").click();
    await page.waitForSelector("#article mark.claim");
    await page.waitForSelector("#hand summary");
    const before = Number(await page.getAttribute("body", "data-annotated"));
    await page.keyboard.press("Control+z");
    await page.waitForFunction((n) => Number(document.body.dataset.annotated) > n, before);
    await back(page);
    await counted(page, 2);
    assert.deepEqual(await figures(page, "Marta Lindqvist"), [words, articles]);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("goes out as JSON and comes in elsewhere, with what was joined", async () => {
    const first = await audited();
    await openArticle(first.page, "Marta Lindqvist");
    await correct(first.page, "No claim: delete");
    await back(first.page);
    await counted(first.page, 2);
    await look(first.page, "Kim Dalgaard");
    await first.page.getByLabel("The same as").selectOption({ index: 1 });
    await first.page.getByRole("button", { name: "Join", exact: true }).click();
    await counted(first.page, 3);
    const json = await exported(first.page, "json");
    const csv = await exported(first.page, "articles");
    const want = [await figures(first.page, "Marta Lindqvist"), await figures(first.page, "Kim Dalgaard")];
    await first.context.close();
    assert.equal(JSON.parse(json).articles.filter((/** @type {any} */ { corrections }) => corrections?.length === 1).length, 1);
    assert.equal(csv.split("\r\n").filter((line) => line.endsWith(",1")).length, 1);

    const { page, context, problems } = await audited();
    const file = { name: "audit.json", mimeType: "application/json", buffer: Buffer.from(json) };
    await page.setInputFiles("#audit-acts", file);
    await counted(page, 3);
    assert.deepEqual([await figures(page, "Marta Lindqvist"), await figures(page, "Kim Dalgaard")], want);
    assert.equal(await page.textContent("#audit > [role=status]"), "Brought in: 1 source joined or parted, 1 article corrected.");
    // Twice is once; and as a file that is opened, too.
    await page.setInputFiles("#audit-files", file);
    await counted(page, 4);
    assert.equal(await page.textContent("#audit > [role=status]"), "Nothing of it was new for these articles.");
    assert.equal(await page.textContent("#audit-title"), "Who speaks in 5 articles");
    await page.setInputFiles("#audit-acts", { ...file, buffer: Buffer.from('{"schema":1}') });
    await page.locator("#audit .notice.error", { hasText: "“audit.json” is no audit exported as JSON." }).waitFor();
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("comes along with an article that the page exported", async () => {
    const { page, context, problems } = await visit();
    const text = "By Ola Nord\n\n“The wall holds,” said Ann Hult, the engineer.";
    const speaker = { name: "Ann Hult", at: { start: text.indexOf("Ann"), end: text.indexOf("Ann") + 8 }, speakerKind: "person" };
    const corrections = [{ kind: "rename", speaker, name: "Ann Hult-Ek", speakerKind: "person", description: null }];
    const setAside = [{ start: 0, end: 11, why: "byline" }];
    const record = { schema: 1, offsets: "utf16", text, setAside, claims: [], speakers: [], places: [], report: {}, corrections };
    await page.setInputFiles("#audit-files", [
      { name: "one.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(record)) },
      { name: "settings.json", mimeType: "application/json", buffer: Buffer.from("{}") },
    ]);
    await counted(page, 1);
    assert.deepEqual(await names(page), ["Ann Hult-Ek"]);
    await openArticle(page, "Ann Hult-Ek");
    assert.match((await page.textContent("#aside")) ?? "", /1 line set aside/);
    await page.waitForSelector("#hand summary");
    await back(page);
    assert.deepEqual(problems, []);
    await context.close();
  });
});

describe("lines that are set aside", () => {
  const text = "Advertisement\n\nSign up for our newsletter\n\n“The wall holds,” said Ann Hult, the engineer.\n\nPhoto: Bo Ek/Nord Press";

  it("are no words of an audit either, and passages are where they are in the text", async () => {
    const { page, context, problems } = await visit();
    await page.setInputFiles("#audit-files", [
      { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from(text) },
      { name: "b.csv", mimeType: "text/csv", buffer: Buffer.from(`id,text\nrow,"${text}"\n`) },
    ]);
    await counted(page, 1);
    await page.click("#audit-tab-articles");
    const words = await page.locator("#audit-panel tbody td:nth-child(4)").allTextContents();
    assert.deepEqual(words, ["8", "8"]);
    assert.deepEqual(await page.locator("#audit-panel tbody th .name").allTextContents(), ["“The wall holds,” said Ann Hult, the engineer.", "“The wall holds,” said Ann Hult, the engineer."]);
    const { passages } = JSON.parse(await exported(page, "json"));
    const [{ start, end }] = passages[0].spans;
    assert.equal(text.slice(start, end), passages[0].text);
    await page.click("#audit-tab-sources");
    // One brought back in the article counts here.
    await openArticle(page, "Ann Hult");
    assert.match((await page.textContent("#aside")) ?? "", /3 lines set aside/);
    await page.click("#aside summary");
    const before = Number(await page.getAttribute("body", "data-annotated"));
    await page.getByRole("button", { name: "Bring back: Sign up for our newsletter" }).click();
    await page.waitForFunction((n) => Number(document.body.dataset.annotated) > n, before);
    await back(page);
    await counted(page, 2);
    await page.click("#audit-tab-articles");
    assert.deepEqual(await page.locator("#audit-panel tbody td:nth-child(4)").allTextContents(), ["13", "13"]);
    assert.deepEqual(problems, []);
    await context.close();
  });
});

describe("what is joined and parted", () => {
  it("says so with its evidence, lasts over a reload, and can be undone", async () => {
    const { page, context, problems } = await audited();
    await look(page, "Olle Brandt");
    await page.click("dialog .why summary");
    await page.locator("dialog .why li button").first().click();
    await counted(page, 2);
    assert.equal((await names(page)).filter((name) => name === "Olle Brandt").length, 2);
    await again(page, 2);
    assert.equal((await names(page)).filter((name) => name === "Olle Brandt").length, 2);
    assert.equal(await page.textContent("#audit > [role=status]"), "1 change by hand is kept from before and was carried out.");
    assert.match((await row(page, "Olle Brandt").locator(".hand-made").textContent()) ?? "", /by hand/);
    await look(page, "Olle Brandt");
    await page.click("dialog .why summary");
    assert.match(await page.locator("dialog .why").innerText(), /by hand: “Olle Brandt” of “[^”]+” was parted from others of the name/);
    await page.keyboard.press("Escape");
    await page.click("#audit .audit-tools >> text=1 change by hand");
    assert.match(await page.locator("#audit .record").innerText(), /“Olle Brandt” in “[^”]+” is somebody else\.[^]*Kept in this browser/);
    await page.click("#audit .record >> text=Undo all that was joined and parted");
    await counted(page, 3);
    assert.equal((await names(page)).filter((name) => name === "Olle Brandt").length, 1);
    // Undone is undone the next time, too.
    await again(page, 1);
    assert.equal((await names(page)).filter((name) => name === "Olle Brandt").length, 1);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("is not laid on other articles of the same names", async () => {
    const { page, context } = await visit();
    const give = async (/** @type {string} */ said) => {
      const rows = ["a", "b"].map((id) => `${id},"“${said} ${id} is safe,” said Ada Lindgren, the engineer."`);
      await page.setInputFiles("#audit-files", { name: "stories.csv", mimeType: "text/csv", buffer: Buffer.from(["id,text", ...rows].join("\n")) });
    };
    await give("The wall of pier");
    await counted(page, 1);
    await look(page, "Ada Lindgren");
    await page.click("dialog .why summary");
    await page.locator("dialog .why li button").first().click();
    await counted(page, 2);
    assert.deepEqual(await names(page), ["Ada Lindgren", "Ada Lindgren"]);
    await give("The roof of house");
    await counted(page, 3);
    assert.deepEqual(await names(page), ["Ada Lindgren"]);
    await give("The wall of pier");
    await counted(page, 5);
    assert.deepEqual(await names(page), ["Ada Lindgren", "Ada Lindgren"]);
    await context.close();
  });

  it("says when the browser keeps nothing", async () => {
    const { page, context } = await open(browser);
    await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } }));
    await page.goto(`${server.url}#audit`);
    await page.waitForSelector("body[data-ready]");
    await page.setInputFiles("#audit-folder", folder);
    await counted(page, 1);
    await look(page, "Olle Brandt");
    await page.click("dialog .why summary");
    await page.locator("dialog .why li button").first().click();
    await counted(page, 2);
    await page.click("#audit .audit-tools >> text=1 change by hand");
    assert.match(await page.locator("#audit .record").innerText(), /This browser keeps nothing/);
    await context.close();
  });
});

describe("a copied table", () => {
  /** @param {Page} page */
  const clipboard = (page) =>
    page.evaluate(async () => {
      // The system may hand it out anew meanwhile.
      for (let left = 5; ; left -= 1) {
        try {
          const [item] = await navigator.clipboard.read();
          const read = async (/** @type {string} */ type) => (await item.getType(type)).text();
          return { text: await read("text/plain"), html: await read("text/html") };
        } catch (error) {
          if (!left) throw error;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    });
  const permissions = ["clipboard-read", "clipboard-write"];

  it("has the rows that are listed, as cells and as a table", async () => {
    const { page, context, problems } = await audited({ permissions });
    await page.selectOption("#audit-panel .filters select", "all");
    await page.click("#audit-panel th >> text=Source");
    await page.getByRole("button", { name: "Copy table" }).click();
    const rows = await names(page);
    await page.locator("#audit > [role=status]", { hasText: `${rows.length} rows copied, to be pasted into a spreadsheet or a text.` }).waitFor();
    const { text, html } = await clipboard(page);
    const lines = text.replaceAll("\r\n", "\n").split("\n").map((line) => line.split("\t"));
    assert.deepEqual(lines[0].slice(0, 5), ["Source", "Kind", "Quoted", "Reported", "Share"]);
    assert.deepEqual(lines.slice(1).map(([name]) => name), rows);
    const figure = /** @type {string[]} */ (lines.find(([name]) => name === "Marta Lindqvist"));
    assert.deepEqual([Number(figure[2]) + Number(figure[3]), Number(figure[6])], await figures(page, "Marta Lindqvist"));
    assert.match(figure[4], /^\d+\.\d%$/);
    assert.equal(html.match(/<tr>/g)?.length, rows.length + 1);
    for (const tab of ["sections", "months", "articles"]) {
      await page.click(`#audit-tab-${tab}`);
      await page.getByRole("button", { name: "Copy table" }).click();
      const head = tab === "articles" ? "Article" : "Name";
      await page.locator("#audit > [role=status]", { hasText: tab === "articles" ? "5 rows copied" : /^[23] rows copied/ }).waitFor();
      assert.equal((await clipboard(page)).text.split("\t")[0], head);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("runs no formulas", async () => {
    const { page, context } = await visit({ permissions });
    const nasty = '=HYPERLINK("x")';
    const text = readFileSync(path.join(folder, "town/2024-03-20-council.txt"), "utf8");
    await page.setInputFiles("#audit-files", { name: "x.jsonl", mimeType: "", buffer: Buffer.from(JSON.stringify({ id: "+1", title: nasty, section: "@x\ty", text })) });
    await counted(page, 1);
    await page.click("#audit-tab-articles");
    await page.getByRole("button", { name: "Copy table" }).click();
    await page.locator("#audit > [role=status]", { hasText: "1 row copied" }).waitFor();
    const { text: copied, html } = await clipboard(page);
    const row = copied.split("\n")[1];
    assert.ok(row.startsWith(`"'=HYPERLINK(""x"") (+1)"\t'@x y\t`), row);
    assert.match(html, /<td>'=HYPERLINK\("x"\) \(\+1\)<\/td><td>'@x y<\/td>/);
    await context.close();
  });
});
