// The whole thing for real: engine, gazetteer and worker, in the folder and in the single file.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, serve, single } from "./harness.mjs";

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** Everything in the list must be marked with this class somewhere. @param {import("playwright-core").Page} page */
const marked = (page, kind) => page.$$eval(`#article mark.${kind}`, (marks) => marks.map((mark) => mark.textContent).join("|"));

/** @param {import("playwright-core").Page} page @param {number} sample */
async function readSample(page, sample) {
  await page.locator("#samples button").nth(sample).click();
  await page.waitForSelector("#article mark.claim");
}

/** @param {import("playwright-core").Page} page @param {string} text */
async function write(page, text) {
  const before = Number((await page.getAttribute("body", "data-annotated")) ?? 0);
  await page.evaluate((words) => {
    const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { inputType: "insertText" }));
  }, text);
  await page.waitForFunction((n) => Number(document.body.dataset.annotated ?? 0) > n, before, { timeout: 60000 });
}

async function offline() {
  const opened = await open(browser, { offline: true });
  /** @type {string[]} */
  const asked = [];
  opened.page.on("request", (request) => asked.push(request.url()));
  await opened.page.goto(single);
  await opened.page.waitForSelector("body[data-ready]");
  return { ...opened, asked };
}

describe("the single file from disk, the network cut", () => {
  it("marks a sample, asks for nothing, breaks no policy", async () => {
    const { page, context, problems, asked } = await offline();
    await readSample(page, 0);
    assert.match(await marked(page, "claim"), /“We came with a fair offer/);
    assert.match(await marked(page, "speaker"), /Eleni Vardakis/);
    await page.waitForSelector("body[data-places]");
    assert.match(await marked(page, "place"), /PIRAEUS|Greece/);
    assert.deepEqual(asked.filter((url) => !/^(file|blob|data):/.test(url)), []);
    assert.deepEqual(problems, []);
    const policy = await page.getAttribute("meta[http-equiv=Content-Security-Policy]", "content");
    assert.match(policy ?? "", /^default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-[^']+'; worker-src blob:/);
    await context.close();
  });

  it("runs no script that is not its own", async () => {
    const { page, context, problems } = await offline();
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.append("document.body.dataset.hacked = '1'");
      document.body.append(script);
    });
    assert.equal(await page.getAttribute("body", "data-hacked"), null);
    assert.ok(problems.some((problem) => /^policy: script-src|requires 'TrustedScript'/.test(problem)), problems.join("\n"));
    await context.close();
  });
});

describe("the folder on a server", () => {
  it("lets no string become a script or markup", async () => {
    const { page, context } = await open(browser);
    await page.goto(server.url);
    await page.waitForSelector("body[data-ready]");
    const refused = await page.evaluate(() => {
      const hack = "document.body.dataset.hacked = '1'";
      /** @type {Record<string, () => unknown>} */
      const ways = {
        html: () => (document.body.innerHTML = `<img src=x onerror="${hack}">`),
        adjacent: () => document.body.insertAdjacentHTML("beforeend", "<p>x</p>"),
        parsed: () => new DOMParser().parseFromString("<p>x</p>", "text/html"),
        script: () => (document.createElement("script").text = hack),
        source: () => (document.createElement("script").src = "worker.js"),
        worker: () => new Worker(URL.createObjectURL(new Blob([hack]))),
        another: () => new Worker("app.js"),
        policy: () => /** @type {any} */ (window).trustedTypes.createPolicy("theirs", { createHTML: (/** @type {string} */ html) => html }),
        again: () => /** @type {any} */ (window).trustedTypes.createPolicy("default", { createHTML: (/** @type {string} */ html) => html }),
      };
      return Object.entries(ways).filter(([, way]) => {
        try {
          way();
          return false;
        } catch {
          return true;
        }
      }).map(([name]) => name);
    });
    assert.deepEqual(refused, ["html", "adjacent", "parsed", "script", "source", "worker", "another", "policy", "again"]);
    assert.equal(await page.getAttribute("body", "data-hacked"), null);
    await context.close();
  });

  it("asks for its own files only", async () => {
    const { page, context, problems } = await open(browser);
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(server.url);
    await readSample(page, 1);
    await page.waitForSelector("body[data-places]");
    assert.deepEqual(asked.filter((url) => !url.startsWith(server.url) && !url.startsWith("data:")), []);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("exports what it shows, in seven forms", async () => {
    const { page, context, problems } = await open(browser);
    await page.goto(server.url);
    await readSample(page, 2);
    await page.waitForSelector("body[data-places]");
    /** @type {Record<string, string>} */
    const files = {};
    for (const format of ["json", "csv", "html", "markdown", "web-annotation", "geojson", "kml"]) {
      await page.click("#export summary");
      const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#export [data-format=${format}]`)]);
      files[format] = await readFile(/** @type {string} */ (await download.path()), "utf8");
    }
    const json = JSON.parse(files.json);
    assert.equal(json.schema, 1);
    assert.equal(json.offsets, "utf16");
    assert.equal(String(json.speakers.length), await page.textContent("#legend [data-kind=speakers] .count"));
    assert.match(files.csv, /Rafael Monteiro/);
    assert.match(files.html, /^<!doctype html>/i);
    assert.doesNotMatch(files.html, /<script/i);
    assert.match(files.markdown, /Harriet Osei-Lane/);
    const linked = JSON.parse(files["web-annotation"]);
    assert.match(JSON.stringify(linked), /TextPositionSelector/);
    assert.equal(JSON.parse(files.geojson).type, "FeatureCollection");
    assert.match(files.kml, /<kml/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("says how an article of its kind is carried", async () => {
    const { page, context } = await open(browser);
    await page.goto(server.url);
    await readSample(page, 0);
    await page.click("#tab-report");
    assert.match((await page.textContent("#tab-panel")) ?? "", /speakers/);
    await page.locator("#article mark.claim", { hasText: "They know it" }).click();
    const details = (await page.textContent("#details")) ?? "";
    assert.match(details, /Mavridis/);
    assert.doesNotMatch(details, /The words around it read like an attribution/, "the rule has no explanation");
    await context.close();
  });
});

describe("any text", () => {
  const texts = {
    "one word": "Hello",
    "only marks": "“”‘’\"'«»",
    "no full stops": "he said that it was late and she said that it was not and they said nothing",
    "lone surrogates": "\ud800 “Yes,” said Anna Berg.\udc00 \ud83d",
    "NUL and controls": "\u0000“Yes,”\u0001 said Anna Berg.\u0007",
    "right to left": "قال محمد: «نعم». “Yes,” said Anna Berg.",
    "combining marks": "e\u0301\u0301\u0301 “Yes,” said Zoe\u0308 Bergstro\u0308m.",
    "emoji in names": "“Yes,” said 👩‍👩‍👧‍👦 Anna 😀 Berg 😀. “It is 9 😀 o’clock,” she added.",
    "one paragraph, no break": "“Yes,” said Anna Berg. ".repeat(400),
    "a very long word": "a".repeat(50000),
    markup: `<img src=x onerror="document.body.dataset.hacked='1'"><svg onload=alert(1)></textarea></script><script>document.body.dataset.hacked='1'</script> “<b>Yes</b>,” said Anna <i>Berg</i>.`,
    "bidi controls": "\u202e“Yes,” said \u2066Anna\u2069 Berg\u202c. \u202d“No,” she\u200f added.",
    homoglyphs: "“Yes,” sаid Аnnа Bеrg. “Νο,” ѕhe added.",
    "a tower of marks": `“Yes,” said A${"\u0301".repeat(20000)}nna Berg.`,
    formulas: "“=HYPERLINK(0)+cmd|' /C calc'!A0,” said =Anna Berg. “@SUM(1+1),” +she added.",
  };

  it("gives a sensible result, the text whole, no error", async () => {
    const { page, context, problems } = await open(browser);
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => /^https?:/.test(request.url()) && asked.push(request.url()));
    await page.goto(server.url);
    for (const [name, text] of Object.entries(texts)) {
      await write(page, text);
      // The larger gazetteer may have come in between, and the text before been read once more.
      const drawn = (/** @type {string} */ words) =>
        [...document.querySelectorAll("#article .block > *")].map((p) => p.textContent).join("") === words;
      await page.waitForFunction(drawn, text.trim(), { timeout: 20000 }).catch(() => {});
      const shown = await page.evaluate(() => {
        const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
        const article = [...document.querySelectorAll("#article .block > *")].map((p) => p.textContent).join("");
        return { field: field.value, article, status: document.getElementById("status")?.textContent };
      });
      assert.equal(shown.field, text, name);
      assert.equal(shown.article, text.trim(), name);
      assert.ok(shown.status, name);
      assert.equal(await page.locator("#notices .error").count(), 0, name);
    }
    assert.equal(await page.getAttribute("body", "data-hacked"), null);
    assert.deepEqual(asked.filter((url) => !url.startsWith(server.url)), []);
    assert.deepEqual(problems, []);
    await context.close();
  });

  it("says something about blank text, and keeps it", async () => {
    const { page, context } = await open(browser);
    await page.goto(server.url);
    await page.fill("#text", "  \n\n ");
    assert.equal(await page.inputValue("#text"), "  \n\n ");
    assert.equal(await page.getAttribute("body", "data-mode"), "edit");
    await context.close();
  });

  it("marks behind emoji where the words are", async () => {
    const { page, context } = await open(browser);
    await page.goto(server.url);
    await write(page, "What a day 😀😀\n\n“It is late,” said Anna Berg.\n\nWhat a night 😀\n\n“It is 9 o’clock,” said Jon Holm.");
    assert.match(await marked(page, "claim"), /^“It is late,”\|“It is 9 o’clock,”$/);
    await context.close();
  });
});

describe("the API", () => {
  it("gives plain objects, the same as its JSON, spans that slice", async () => {
    const { page, context, problems } = await open(browser);
    await page.goto(`${server.url}demo.html`);
    const result = await page.evaluate(async () => {
      const { Annotator } = await import(/** @type {any} */ ("/whosaid.js"));
      /** @type {number[]} */
      const progress = [];
      const annotator = await Annotator.load({ places: "full", onProgress: (/** @type {any} */ p) => progress.push(p.loaded) });
      const text = "LIMA, Peru — What a day 😀\n\n“It is late,” said Anna Berg, a guide. She said that Bolivia was far.";
      const annotations = annotator.annotate(text);
      const plain = (/** @type {any} */ value) => value === null || typeof value !== "object" || ((Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) && Object.values(value).every(plain));
      let refused = "";
      try {
        annotator.loadPlaces(new Uint8Array([1, 2, 3]));
      } catch (error) {
        refused = error instanceof Error ? error.message : "";
      }
      let format = "";
      try {
        annotator.exportAs("pdf", text, annotations);
      } catch (error) {
        format = error instanceof Error ? error.message : "";
      }
      return {
        annotations, plain: plain(annotations), json: annotator.annotateJson(text), again: annotator.annotate(text),
        words: annotations.claims.map((/** @type {any} */ c) => c.content.map((/** @type {any} */ s) => text.slice(s.start, s.end))),
        progress: progress.length, refused, format, version: annotator.version, why: annotator.explain(annotations.claims[0].rule), unknown: annotator.explain("no such rule"),
      };
    });
    assert.equal(result.plain, true);
    assert.deepEqual(JSON.parse(result.json), result.annotations);
    assert.deepEqual(result.again, result.annotations);
    assert.deepEqual(result.words[0], ["“It is late,”"]);
    assert.ok(result.progress > 0);
    assert.ok(result.refused.length > 10, "a file that is no gazetteer is refused in words");
    assert.match(result.format, /pdf/);
    assert.match(result.version, /^\d+\.\d+\.\d+$/);
    assert.ok(result.why);
    assert.equal(result.unknown, null);
    assert.deepEqual(problems, []);
    await context.close();
  });
});
