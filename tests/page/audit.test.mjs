// The audit of many articles, with the real engine in real workers.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { axe, dist, launch, open, root, serve, single } from "./harness.mjs";

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
const people = path.join(root, "tests/audit/people.csv");
const files = ["sport", "town"].flatMap((section) => readdirSync(path.join(folder, section)).sort().map((name) => path.join(folder, section, name)));

/** @param {import("playwright-core").BrowserContextOptions} [options] @param {string} [url] */
async function visit(options, url = `${server.url}#audit`) {
  const opened = await open(browser, options);
  await opened.page.goto(url);
  await opened.page.waitForSelector("body[data-ready]");
  return opened;
}

/** @param {import("playwright-core").Page} page @param {number} times */
const counted = (page, times) => page.waitForSelector(`#audit[data-counted="${times}"]`, { timeout: 120000 });

/** The folder of samples, read. @param {import("playwright-core").BrowserContextOptions} [options] */
async function audited(options) {
  const opened = await visit(options);
  await opened.page.setInputFiles("#audit-folder", folder);
  await counted(opened.page, 1);
  return opened;
}

/** The cells of the row of a source. @param {import("playwright-core").Page} page @param {string} name */
const cells = (page, name) => page.locator("#audit-panel tbody tr", { has: page.getByRole("button", { name, exact: true }) }).first().locator("th, td").allTextContents();

/** Names in the table, in order. @param {import("playwright-core").Page} page */
const names = (page) => page.$$eval("#audit-panel tbody .name", (buttons) => buttons.map((button) => button.textContent));

/** A table of so many articles, each with its own speaker. @param {number} n @param {string} [heading] of the texts */
function table(n, heading = "text") {
  const first = ["Ada", "Bo", "Cid", "Dora", "Eli", "Fay", "Gus", "Hal"];
  const rows = Array.from({ length: n }, (_, k) => `${k},"“The wall of pier ${k} is safe,” said ${first[k % 8]} Lindgren, the engineer."`);
  return [`id,${heading}`, ...rows].join("\n");
}

/** @param {import("playwright-core").Page} page @param {string} name @param {string} content */
const give = (page, name, content) => page.setInputFiles("#audit-files", { name, mimeType: "text/csv", buffer: Buffer.from(content) });

describe("many articles", () => {
  it("are reached by a link, and left by one", async () => {
    const { page, context, problems } = await visit({}, server.url);
    assert.equal(await page.isVisible("#audit"), false);
    await page.click(".top nav >> text=Many articles");
    await page.waitForSelector("#audit:not([hidden])");
    assert.equal(await page.isVisible("#text"), false);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "audit-title");
    await page.click(".top nav >> text=One article");
    await page.waitForSelector("#text");
    assert.equal(await page.isVisible("#audit"), false);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("are counted: words, articles, roles; namesakes apart, unnamed ones by themselves", async () => {
    const { page, context, problems } = await audited();
    assert.equal(await page.textContent("#audit-title"), "Who speaks in 5 articles");
    const [, kind, quoted, , , , articles, roles] = await cells(page, "Marta Lindqvist");
    assert.deepEqual([kind, articles], ["person", "3"]);
    assert.ok(Number(quoted) > 15, quoted);
    assert.match(roles, /mayor/i);
    assert.equal((await names(page)).filter((name) => name === "Kim Dalgaard").length, 2);
    assert.match((await page.textContent("#audit .summary")) ?? "", /2 sources without a name, with \d+\.\d% of the attributed words/);
    assert.equal(await page.locator("#audit-panel .chart svg[role=img]").count(), 1);
    assert.deepEqual(await page.locator("#audit .tabs button").allTextContents(), ["Sources", "Sections", "Months", "Articles"]);
    await page.click("#audit-tab-months");
    assert.deepEqual(await page.locator("#audit-panel tbody th").allTextContents(), ["2024-03", "2024-04"]);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "audit-tab-sections");
    assert.deepEqual(await page.locator("#audit-panel tbody th").allTextContents(), ["town", "sport"]);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("give each number its passages, and each passage its article", async () => {
    const { page, context, problems } = await audited();
    const number = page.getByRole("button", { name: /^Marta Lindqvist: words quoted \d+, show the passages$/ });
    const words = Number(await number.textContent());
    await number.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    const figures = await dialog.locator(".passages .quiet").allTextContents();
    const sum = figures.filter((figure) => / quoted, /.test(figure)).map((figure) => Number(/(\d+) words?/.exec(figure)?.[1])).reduce((a, b) => a + b, 0);
    assert.equal(sum, words, figures.join("|"));
    const passage = (await dialog.locator(".passages .words").first().textContent()) ?? "";
    await dialog.locator(".passages .link").first().click();
    await page.waitForSelector("#article mark.claim-lit");
    assert.equal(await page.isVisible("#audit"), false);
    const lit = (await page.locator("#article mark.claim-lit").allTextContents()).join("").replace(/\s/g, "");
    assert.ok(lit.includes(passage.split(" […] ")[0].replace(/\s/g, "")), `${lit} | ${passage}`);
    // The way back leads to what was there.
    await page.click(".top nav >> text=Many articles");
    assert.equal((await cells(page, "Marta Lindqvist"))[6], "3");
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("sort and filter", async () => {
    const { page, context } = await audited();
    await page.click("#audit-panel th >> text=Source");
    const sorted = await names(page);
    assert.deepEqual(sorted, [...sorted].sort((a, b) => (a ?? "").localeCompare(b ?? "", "en")));
    assert.equal(await page.getAttribute("#audit-panel thead th", "aria-sort"), "ascending");
    await page.click("#audit-panel th >> text=Articles");
    const counts = (await page.locator("#audit-panel tbody td:nth-child(7)").allTextContents()).map(Number);
    assert.deepEqual(counts, [...counts].sort((a, b) => b - a));
    await page.fill("#audit-panel input[type=search]", "pilot");
    assert.deepEqual(await names(page), ["Kim Dalgaard"]);
    await page.fill("#audit-panel input[type=search]", "");
    await page.selectOption("#audit-panel .filters select", "unnamed");
    assert.equal((await names(page)).length, 2);
    assert.match((await page.textContent("#audit-panel .filters [role=status]")) ?? "", /^2 of \d+ rows$/);
    await page.selectOption("#audit-panel .filters select", "doubts");
    assert.deepEqual(new Set(await names(page)), new Set(["Kim Dalgaard", "Olle Brandt"]));
    await context.close();
  });

  it("are joined and parted by hand, with undo and redo", async () => {
    const { page, context, problems } = await audited();
    const articles = async (/** @type {string} */ name) => (await cells(page, name))[6];
    await page.locator("#audit-panel").getByRole("button", { name: "Kim Dalgaard", exact: true }).first().click();
    await page.getByLabel("The same as").selectOption({ index: 1 });
    assert.match((await page.getByLabel("The same as").locator("option:checked").textContent()) ?? "", /^Kim Dalgaard/, "who shares a name comes first");
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await counted(page, 2);
    assert.equal(await articles("Kim Dalgaard"), "2");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await counted(page, 3);
    assert.equal(await articles("Kim Dalgaard"), "1");
    await page.keyboard.press("Control+Y");
    await counted(page, 4);
    assert.equal(await articles("Kim Dalgaard"), "2");
    await page.locator("#audit-panel").getByRole("button", { name: "Olle Brandt", exact: true }).click();
    await page.click("dialog .why summary");
    await page.locator("dialog .why li button").first().click();
    await counted(page, 5);
    assert.equal((await names(page)).filter((name) => name === "Olle Brandt").length, 2);
    assert.match((await page.textContent("#audit .audit-tools")) ?? "", /2 changes by hand/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("are counted by a table of the user's own", async () => {
    const { page, context } = await audited();
    await page.setInputFiles("#audit-people", people);
    await counted(page, 2);
    assert.deepEqual(await page.locator("#audit-panel h3").allTextContents(), ["role in town", "since"]);
    const rows = await page.locator("#audit-panel table").first().locator("tbody th").allTextContents();
    assert.deepEqual(rows, ["elected", "press", "not in your table"]);
    await page.setInputFiles("#audit-people", { name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from("name\nAnn\n") });
    await page.locator("#audit .notice.error", { hasText: "at least one other" }).waitFor();
    await page.getByRole("button", { name: "Without your table" }).click();
    await counted(page, 3);
    assert.equal(await page.locator("#audit-tab-columns").count(), 0);
    await context.close();
  });

  it("are exported as a page without scripts, JSON, and tables", async () => {
    const { page, context } = await audited();
    /** @type {Record<string, string>} */
    const saved = {};
    for (const format of ["html", "json", "sources", "articles", "passages"]) {
      await page.click("#audit .audit-tools summary");
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#audit [data-format=${format}]`)]);
      saved[format] = await readFile(/** @type {string} */ (await download.path()), "utf8");
    }
    const json = JSON.parse(saved.json);
    assert.equal(json.schema, 1);
    assert.equal(json.totals.articles, 5);
    const text = readFileSync(files[json.passages[0].article], "utf8");
    assert.equal(json.passages[0].spans.map((/** @type {any} */ { start, end }) => text.slice(start, end)).join(" […] "), json.passages[0].text);
    assert.equal(saved.articles.trim().split("\r\n").length, 6);
    assert.equal(saved.passages.split("\r\n")[0].split(",")[0], "articleId");
    assert.match(saved.sources, /Marta Lindqvist,person,named,\d+,/);
    assert.doesNotMatch(saved.html, /<script/);
    const other = await open(browser);
    await other.page.route("**/report.html", (route) => route.fulfill({ contentType: "text/html", body: saved.html }));
    await other.page.goto(`${server.url}report.html`);
    assert.equal(await other.page.textContent("h1"), "Who speaks in 5 articles");
    assert.equal(await other.page.evaluate(() => getComputedStyle(/** @type {Element} */ (document.querySelector("rect.quoted"))).fill), "rgb(0, 114, 178)");
    assert.deepEqual(other.problems, []);
    await other.context.close();
    await context.close();
  });
});

describe("bringing articles in", () => {
  it("a table whose texts have another name is told which columns there are", async () => {
    const { page, context } = await visit();
    await give(page, "stories.csv", table(3, "body"));
    await page.locator("#audit .notice", { hasText: "there is no text in `text`; there are id, body" }).waitFor();
    await page.click("#audit .names summary");
    await page.getByRole("textbox", { name: "Text", exact: true }).fill("body");
    await give(page, "stories.csv", table(3, "body"));
    await counted(page, 1);
    assert.equal(await page.textContent("#audit-title"), "Who speaks in 3 articles");
    assert.ok((await names(page)).includes("Ada Lindgren"));
    await context.close();
  });

  it("files that are dropped together are many articles", async () => {
    const { page, context, problems } = await visit({}, server.url);
    const texts = files.slice(0, 2).map((file) => readFileSync(file, "utf8"));
    await page.evaluate((all) => {
      const data = new DataTransfer();
      all.forEach((text, n) => data.items.add(new File([text], `${n}.txt`, { type: "text/plain" })));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }, texts);
    await counted(page, 1);
    assert.equal(await page.textContent("#audit-title"), "Who speaks in 2 articles");
    assert.equal(await page.inputValue("#text"), "");
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("what cannot be read is told, and the others are counted", async () => {
    const { page, context } = await visit();
    const good = { name: "good.txt", mimeType: "text/plain", buffer: Buffer.from("“It holds,” said Ann Hult.") };
    const bad = { name: "bad.txt", mimeType: "text/plain", buffer: Buffer.from([0x63, 0x81, 0x20]) };
    const lines = { name: "lines.jsonl", mimeType: "", buffer: Buffer.from('{"text": "“No,” said Bo Ek."}\n{\n') };
    await page.setInputFiles("#audit-files", [good, bad, lines]);
    await counted(page, 1);
    assert.match((await page.textContent("#audit .notice")) ?? "", /2 not read\. The first: lines\.jsonl: line 2: not JSON/);
    assert.equal(await page.textContent("#audit-title"), "Who speaks in 2 articles");
    await context.close();
  });

  it("can be cancelled, and what was read until then is counted", async () => {
    const { page, context, problems } = await visit();
    await give(page, "many.csv", table(4000));
    await page.waitForFunction(() => /^Reading: [1-9]/.test(document.querySelector("#audit .busy span")?.textContent ?? ""), undefined, { timeout: 120000 });
    await page.click("#audit .busy button");
    await counted(page, 1);
    assert.match((await page.textContent("#audit .notice")) ?? "", /^Cancelled: [\d,]+ of 4,000 articles were read/);
    const read = Number(/in ([\d,]+) article/.exec((await page.textContent("#audit-title")) ?? "")?.[1].replace(",", ""));
    assert.ok(read > 0 && read < 4000, String(read));
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("inserts nothing of the articles as HTML", async () => {
    const { page, context, problems } = await visit();
    const nasty = "<img src=x onerror=document.body.dataset.hacked=1>";
    const row = JSON.stringify({ id: nasty, title: nasty, section: nasty, date: "2024-01-01", text: `“${nasty} is safe,” said Ann Hult.` });
    await page.setInputFiles("#audit-files", { name: "x.jsonl", mimeType: "", buffer: Buffer.from(row) });
    await counted(page, 1);
    for (const tab of ["sections", "months", "articles", "sources"]) await page.click(`#audit-tab-${tab}`);
    await page.locator("#audit-panel").getByRole("button", { name: "Ann Hult", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    assert.equal(await page.locator("#audit img, dialog img").count(), 0);
    assert.equal(await page.getAttribute("body", "data-hacked"), null);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("works in the single file from disk, the network cut", async () => {
    const { page, context, problems } = await open(browser, { offline: true });
    await page.goto(`${single}#audit`);
    await page.waitForSelector("body[data-ready]");
    await page.setInputFiles("#audit-folder", folder);
    await counted(page, 1);
    assert.equal(await page.textContent("#audit-title"), "Who speaks in 5 articles");
    assert.deepEqual(problems, []);
    await context.close();
  });
});

describe("everybody", () => {
  const modes = /** @type {[string, import("playwright-core").BrowserContextOptions][]} */ ([
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["forced colours", { forcedColors: "active" }],
    ["320 pixels", { viewport: { width: 320, height: 700 } }],
  ]);
  for (const [name, options] of modes) {
    it(`can use it: ${name}`, async () => {
      const { page, context } = await visit({ reducedMotion: "reduce", ...options });
      const check = async (/** @type {string} */ state) => {
        if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(await readFile(axe, "utf8"));
        const violations = await page.evaluate(async () => {
          const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] });
          return violations.map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => `${n.target} ${n.any[0]?.message ?? ""}`).join("; ")}`);
        });
        assert.deepEqual(violations, [], state);
        // Wide tables scroll by themselves, not the page.
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${state}: ${wider} pixels too wide`);
      };
      await check("empty");
      await page.setInputFiles("#audit-folder", folder);
      await counted(page, 1);
      await page.setInputFiles("#audit-people", people);
      await counted(page, 2);
      for (const tab of ["sources", "sections", "months", "columns", "articles"]) {
        await page.click(`#audit-tab-${tab}`);
        await check(tab);
      }
      await page.click("#audit-tab-sources");
      await page.click("#audit .audit-tools summary");
      await check("menu open");
      await page.keyboard.press("Escape");
      await page.locator("#audit-panel").getByRole("button", { name: "Olle Brandt", exact: true }).click();
      await page.click("dialog .why summary");
      await page.locator("dialog .why li button").first().click();
      await counted(page, 3);
      await page.click("#audit .audit-tools >> text=1 change by hand");
      await check("what was done by hand");
      await page.keyboard.press("Escape");
      await page.locator("#audit-panel").getByRole("button", { name: "Marta Lindqvist", exact: true }).click();
      await page.click("dialog .why summary");
      await check("passages");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await context.close();
    });
  }
});
