// Bringing text in: rich text with its structure, lines that are set aside, documents of Word, text in older encodings.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { axe, dist, launch, open, root, serve } from "./harness.mjs";
import { keyOf, readRules, setAside, withoutAsides } from "../../www/js/set-aside.js";

const { strToU8, zipSync } = createRequire(path.join(root, "www/package.json"))("fflate");

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** The page with its own engine. @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(options) {
  const opened = await open(browser, options);
  await opened.page.goto(server.url);
  await opened.page.waitForSelector("body[data-ready]");
  return opened;
}

/** Pastes rich text. @param {import("playwright-core").Page} page @param {string} html @param {string} plain */
async function paste(page, html, plain) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(([html, plain]) => navigator.clipboard.write([new ClipboardItem({ "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([plain], { type: "text/plain" }) })]), [html, plain]);
  await page.focus("#text");
  await page.keyboard.press("Control+V");
}

/** @param {import("playwright-core").Page} page @param {string} name @param {Buffer} buffer @param {string} [mimeType] */
const give = (page, name, buffer, mimeType = "") => page.setInputFiles("#file", { name, mimeType, buffer });

/** @param {import("playwright-core").Page} page @param {number} [before] so many readings there were */
const annotated = (page, before = 0) => page.waitForFunction((n) => Number(document.body.dataset.annotated ?? 0) > n, before);

const ARTICLE = `<header><h1>Harbour wall to be raised</h1><p class="byline">Ilse Varga</p><time>3 March 2024</time></header>
  <figure><img alt=""><figcaption>Mayor Ana Reis said goodbye to the old wall.</figcaption></figure>
  <p>“We will  raise
  the wall,” Mayor Ana Reis said on Monday.</p>
  <h2>What the crews want</h2>
  <ul><li>New cranes</li><li><p>More pay</p></li></ul>
  <blockquote><p>We have waited long enough.</p></blockquote>
  <p>Share Facebook Twitter</p>
  <p>Engineer Rui Leal told reporters that the sea had risen by 4 centimetres.</p>`;
const TEXT = `Harbour wall to be raised

Ilse Varga

3 March 2024

Mayor Ana Reis said goodbye to the old wall.

“We will raise the wall,” Mayor Ana Reis said on Monday.

What the crews want

• New cranes
• More pay

We have waited long enough.

Share Facebook Twitter

Engineer Rui Leal told reporters that the sea had risen by 4 centimetres.`;

describe("lines that are no sentences of the article", () => {
  it("are told by the words of the table; every row fits its example and nothing that must stay", async () => {
    const { rules, stay } = readRules(await readFile(path.join(root, "data/page/set-aside.tsv"), "utf8"));
    assert.ok(rules.length > 30 && stay.length > 15);
    for (const { fits, why, example } of rules) assert.match(example, fits, `${why}: ${example}`);
    for (const line of stay) assert.deepEqual(setAside(line, rules, new Map(), new Set()), [], line);
    const lines = (/** @type {string} */ text) => setAside(text, rules, new Map(), new Set()).map(({ start, end, why }) => `${why}: ${text.slice(start, end)}`);
    assert.deepEqual(lines("  BY ANA RUIZ  \r\n\r\nThe wall broke.\nShareTweet Email\n10:15, 3 March 2024\n"), ["byline: BY ANA RUIZ", "share: ShareTweet Email", "date: 10:15, 3 March 2024"]);
  });

  it("are blanks to the engine, with every offset where it was", () => {
    const parts = /** @type {Map<string, any>} */ (new Map([["Old wall.", "caption"], ["The mayor", "heading"]]));
    const text = "The mayor\n\n👍 Old  wall.\nOld  wall.\n\nShe left.";
    assert.deepEqual(setAside(text, [], parts, new Set()).map(({ start, end }) => text.slice(start, end)), ["Old  wall."]);
    assert.equal(withoutAsides(text, setAside(text, [], parts, new Set())), "The mayor\n\n👍 Old  wall.\n          \n\nShe left.");
    assert.deepEqual(setAside(text, [], parts, new Set([keyOf("Old wall.")])), []);
  });
});

describe("rich text", () => {
  it("keeps its structure as lines, sets the rest aside where it stands, and brings it back", async () => {
    const { page, context, problems } = await visit();
    await paste(page, `<script>document.title = "hacked"</script>${ARTICLE}`, "other");
    await annotated(page);
    assert.equal(await page.inputValue("#text"), TEXT);
    assert.equal(await page.getAttribute("body", "data-mode"), "read");
    assert.match((await page.textContent("#aside summary")) ?? "", /^4 lines set aside: by-line, date, caption, buttons to share$/);
    const boxes = await page.$$eval("#article .set-aside", (all) => all.map((box) => [box.querySelector("summary")?.textContent, box.nextElementSibling?.textContent?.slice(0, 12)]));
    assert.deepEqual(boxes, [["3 lines set aside: by-line, date, caption", "“We will rai"], ["1 line set aside: buttons to share", "Engineer Rui"]]);
    assert.deepEqual(await page.$$eval("#article p[class^=as-]", (all) => all.map((p) => `${p.className}: ${p.textContent}`)), [
      "as-heading: What the crews want", "as-item: • New cranes", "as-item: • More pay", "as-quotation: We have waited long enough.",
    ]);
    // Of the caption, which says “said” too, no claim.
    const claims = () => page.$$eval("#article mark.claim", (marks) => marks.map((mark) => mark.textContent));
    assert.ok(!(await claims()).some((words) => words?.includes("goodbye")));
    assert.ok((await claims()).some((words) => words?.includes("raise the wall")));
    assert.ok((await claims()).some((words) => words?.includes("the sea had risen")));
    const before = Number(await page.getAttribute("body", "data-annotated"));
    await page.locator("#article .set-aside summary").first().click();
    await page.getByRole("button", { name: "Bring back: Mayor Ana Reis said goodbye" }).click();
    await annotated(page, before);
    assert.match((await page.textContent("#aside")) ?? "", /3 lines set aside.*1 line brought back/s);
    assert.ok((await page.$$eval("#article p", (all) => all.map((p) => p.textContent))).includes("Mayor Ana Reis said goodbye to the old wall."));
    assert.equal(await page.evaluate(() => document.activeElement?.closest("#aside") !== null), true, "the focus is kept");
    await page.getByRole("button", { name: "Set it aside again" }).click();
    await annotated(page, before + 1);
    assert.match((await page.textContent("#aside")) ?? "", /4 lines set aside/);
    assert.equal(await page.inputValue("#text"), TEXT);
    assert.doesNotMatch(await page.title(), /hacked/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("of a word processor loses its styles, its bullets and what is hidden, and breaches no policy", async () => {
    const { page, context, problems } = await visit();
    const word = `<html><head><style>p { color: red }</style></head><body><p class="MsoTitle" style="margin:0">Harbour wall</p><p style="color:red" onclick="x()">“We go,” said Ana Reis.</p>
      <p class="MsoListParagraphCxSpFirst"><span style="mso-list:Ignore">·<span>  </span></span>New cranes</p><p class="MsoListParagraphCxSpLast"><span style='mso-list: Ignore'>·</span>More pay</p>
      <p style="display: none">Hidden</p><p class="MsoCaption">The wall</p><img src="http://nowhere.invalid/a.png"></body></html>`;
    // As an event: a clipboard that Chromium writes has its styles tidied already.
    await page.evaluate((html) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", html);
      const field = /** @type {HTMLElement} */ (document.getElementById("text"));
      field.focus();
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, word);
    await annotated(page);
    assert.equal(await page.inputValue("#text"), "Harbour wall\n\n“We go,” said Ana Reis.\n\n• New cranes\n• More pay\n\nThe wall");
    assert.match((await page.textContent("#aside summary")) ?? "", /1 line set aside: caption/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("is undone by the browser's own keys, and goes where the cursor stands", async () => {
    const { page, context } = await visit();
    await page.fill("#text", "Before. After.");
    await annotated(page);
    await page.evaluate(() => /** @type {HTMLTextAreaElement} */ (document.getElementById("text")).setSelectionRange(8, 8));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate(() => navigator.clipboard.write([new ClipboardItem({ "text/html": new Blob(["<p>One.</p><p>Two.</p>"], { type: "text/html" }) })]));
    await page.keyboard.press("Control+V");
    assert.equal(await page.inputValue("#text"), "Before. One.\n\nTwo.After.");
    assert.equal(await page.getAttribute("body", "data-mode"), "edit");
    await page.keyboard.press("Control+Z");
    assert.equal(await page.inputValue("#text"), "Before. After.");
    await context.close();
  });

  it("of an editor of code is its plain text", async () => {
    const { page, context } = await visit();
    await paste(page, '<div style="font-family: monospace; white-space: pre;"><div>“We go,” said</div><div>Ana Reis.</div></div>', "“We go,” said\nAna Reis.");
    await annotated(page);
    assert.equal(await page.inputValue("#text"), "“We go,” said\nAna Reis.");
    await context.close();
  });

  it("is counted without what is set aside, exported whole, and opened again as it was", async () => {
    const { page, context } = await visit();
    await paste(page, ARTICLE, "other");
    await annotated(page);
    await page.click("#aside summary");
    const before = Number(await page.getAttribute("body", "data-annotated"));
    await page.locator("#aside li", { hasText: "Share Facebook" }).getByRole("button").click();
    await annotated(page, before);
    /** @param {string} format */
    const saved = async (format) => {
      await page.click("#export summary");
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#export [data-format=${format}]`)]);
      return readFile(/** @type {string} */ (await download.path()), "utf8");
    };
    const json = await saved("json");
    const record = JSON.parse(json);
    assert.equal(record.text, TEXT);
    assert.deepEqual(record.setAside.map((/** @type {any} */ { start, end, why }) => [why, TEXT.slice(start, end)]), [
      ["byline", "Ilse Varga"], ["date", "3 March 2024"], ["caption", "Mayor Ana Reis said goodbye to the old wall."],
    ]);
    const read = record.setAside.reduce((/** @type {number} */ n, /** @type {any} */ { start, end }) => n - TEXT.slice(start, end).split(" ").length, TEXT.split(/[\s•]+/).length);
    assert.equal(record.report.words, read);
    for (const claim of record.claims) for (const { start, end } of claim.content) assert.equal(TEXT.slice(start, end).trim(), TEXT.slice(start, end));
    const html = await saved("html");
    for (const line of ["3 March 2024", "Mayor Ana Reis said goodbye to the old wall.", "Share Facebook Twitter", "What the crews want"]) assert.ok(html.replace(/<[^>]*>/g, "").includes(line), line);
    await context.close();

    const again = await visit();
    await give(again.page, "a.json", Buffer.from(json), "application/json");
    await annotated(again.page);
    assert.match((await again.page.textContent("#aside")) ?? "", /3 lines set aside.*1 line brought back/s);
    assert.equal(await again.page.inputValue("#text"), TEXT);
    await again.context.close();
  });

  it("has no violation with what is set aside unfolded, nothing wider than the screen, the keyboard reaches it", async () => {
    for (const options of /** @type {import("playwright-core").BrowserContextOptions[]} */ ([{}, { colorScheme: "dark" }, { forcedColors: "active" }, { viewport: { width: 320, height: 640 } }])) {
      const { page, context } = await visit({ reducedMotion: "reduce", ...options });
      await paste(page, ARTICLE, "other");
      await annotated(page);
      assert.equal(await page.evaluate(() => scrollY), 0, "it is read from its beginning");
      await page.focus("#aside summary");
      await page.keyboard.press("Enter");
      for (let n = 0; n < 4; n += 1) await page.keyboard.press("Tab");
      assert.match((await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))) ?? "", /^Bring back: Share/);
      await page.locator("#article .set-aside summary").first().click();
      await page.evaluate(await readFile(axe, "utf8"));
      const violations = await page.evaluate(async () => (await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] })).violations.map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => n.target).join("; ")}`));
      assert.deepEqual(violations, [], JSON.stringify(options));
      const width = options.viewport?.width ?? 1280;
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      await context.close();
    }
  });
});

/** A file of Word with such paragraphs. @param {string} paragraphs @param {Record<string, Uint8Array>} [more] */
function docx(paragraphs, more = {}) {
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
  return Buffer.from(zipSync({
    "[Content_Types].xml": strToU8("<Types/>"),
    "_rels/.rels": strToU8('<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'),
    "word/styles.xml": strToU8(`<w:styles ${w}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style></w:styles>`),
    "word/document.xml": strToU8(`<?xml version="1.0"?><w:document ${w}><w:body>${paragraphs}</w:body></w:document>`),
    ...more,
  }));
}

/** @param {string} text @param {string} [properties] */
const p = (text, properties = "") => `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

describe("a document of Word", () => {
  it("is read with its headings, lists and captions, by a part of the page that is loaded then", async () => {
    const { page, context, problems } = await visit();
    assert.ok(!server.seen.includes("/docx.js"));
    await give(page, "draft.docx", docx(
      p("Harbour wall to be raised", '<w:pStyle w:val="berschrift1"/>') +
      p("The old wall", '<w:pStyle w:val="Beschriftung"/>') +
      '<w:p><w:r><w:t>“We will raise the wall,” </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom><w:r><w:t>Ana Reis said</w:t><w:tab/><w:t>on Monday.</w:t></w:r></w:p>' +
      p("New cranes", '<w:numPr><w:numId w:val="1"/></w:numPr>') + p("More pay", '<w:numPr><w:numId w:val="1"/></w:numPr>') +
      "<w:tbl><w:tr><w:tc>" + p("In a table") + "</w:tc></w:tr></w:tbl>" +
      `<w:p><mc:AlternateContent><mc:Choice>${p("Beside it")}</mc:Choice><mc:Fallback>${p("Beside it")}</mc:Fallback></mc:AlternateContent><w:r><w:t>The end.</w:t></w:r></w:p>`,
    ));
    await annotated(page);
    assert.equal(await page.inputValue("#text"), "Harbour wall to be raised\n\nThe old wall\n\n“We will raise the wall,” Ana Reis said on Monday.\n\n• New cranes\n• More pay\n\nIn a table\n\nBeside it\n\nThe end.");
    assert.match((await page.textContent("#aside summary")) ?? "", /1 line set aside: caption/);
    assert.ok(server.seen.includes("/docx.js"));
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("opens in the single file too", async () => {
    const { single } = await import("./harness.mjs");
    const { page, context, problems } = await open(browser);
    await page.goto(single);
    await page.waitForSelector("body[data-ready]");
    await give(page, "draft.docx", docx(p("“We go,” said Ana Reis.")));
    await annotated(page);
    assert.equal(await page.inputValue("#text"), "“We go,” said Ana Reis.");
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("is refused where it is a bomb, damaged, locked, or something else, and the text stays", async () => {
    const { page, context, problems } = await visit();
    await page.fill("#text", "Ana Reis said no.");
    const bomb = docx(p("x"), { "word/document.xml": new Uint8Array(60 << 20).fill(32) });
    assert.ok(bomb.length < 200_000);
    const entities = docx("", { "word/document.xml": strToU8('<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>') });
    for (const [name, buffer, said] of /** @type {[string, Buffer, RegExp][]} */ ([
      ["bomb.docx", bomb, /“bomb\.docx” would unpack to more than 48 MB/],
      ["cut.docx", docx(p("x")).subarray(0, 300), /damaged|no document/],
      ["entities.docx", entities, /damaged/],
      ["none.docx", Buffer.from(zipSync({ "a.txt": strToU8("x") })), /no document of Word/],
      ["locked.docx", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4]), /old format of Word, or locked/],
      ["old.doc", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4]), /Save it as \.docx/],
      ["draft.odt", Buffer.from("PK"), /Save it as \.docx/],
      ["story.pdf", Buffer.from("%PDF-1.7"), /is a PDF.*select the article there, copy it, and paste it here/],
      ["story.txt", Buffer.from("%PDF-1.7 renamed"), /is a PDF/],
      ["letter.eml", Buffer.from("From: a"), /e-mail message.*copy it, and paste it here/],
    ])) {
      await give(page, name, buffer);
      await page.locator("#notices .error", { hasText: `“${name}”` }).waitFor();
      assert.match((await page.textContent("#notices .error")) ?? "", said, name);
      assert.equal(await page.inputValue("#text"), "Ana Reis said no.");
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
});

describe("text in another encoding", () => {
  it("is read with a word about it", async () => {
    const { page, context } = await visit();
    const text = "“We will not close the café,” said Zoë Léger.";
    const latin = Buffer.from(text.replace("“", "\x93").replace("”", "\x94"), "latin1");
    const wide = Buffer.from(text, "utf16le");
    for (const [name, buffer, said] of /** @type {[string, Buffer, RegExp | null][]} */ ([
      ["utf8.txt", Buffer.from(text), null],
      ["latin.txt", latin, /“latin\.txt” is not UTF-8 and was read as Windows-1252: look whether ““We” is right|read as Windows-1252: look whether “café”/],
      ["le.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), /“le\.txt” was read as UTF-16/],
      ["be.txt", Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]), /was read as UTF-16/],
      ["page.html", Buffer.from('<meta charset="iso-8859-2"><p>“We go,” said Božena Reis.</p>'.replace("“", '"').replace("”", '"').replace("ž", "\xbe"), "latin1"), /read as iso-8859-2/],
    ])) {
      const before = Number((await page.getAttribute("body", "data-annotated")) ?? 0);
      await give(page, name, buffer);
      await annotated(page, before);
      assert.equal(await page.inputValue("#text"), name === "page.html" ? '"We go," said Božena Reis.' : text, name);
      const note = page.locator("#notices .decoded");
      if (said) assert.match((await note.textContent()) ?? "", said);
      else assert.equal(await note.count(), 0);
    }
    // Without a mark, by the zeros beside Latin letters.
    await give(page, "bare.txt", Buffer.from("Ana Reis said that the wall would hold.", "utf16le"));
    await page.locator("#notices .decoded", { hasText: "bare.txt" }).waitFor();
    assert.equal(await page.inputValue("#text"), "Ana Reis said that the wall would hold.");
    await context.close();
  });
});
