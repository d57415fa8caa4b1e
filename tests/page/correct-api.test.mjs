// Corrections and recounting by the API, with the real engine: what they give, and how they refuse.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, serve } from "./harness.mjs";

const ARTICLE = `Ferry laid up until Monday

KURESSAARE, Estonia — “The propeller has lost 2 of its 4 blades,” said Kadri Pärn, the harbour master. She said that 120 cars were waiting.

A sailor, who asked not to be named, said the crew had warned of it. The crossing takes 27 minutes.`;

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
});
after(async () => {
  await browser.close();
  server.close();
});

describe("correct", () => {
  it("carries corrections out, says what it missed, and refuses in words what is none", async () => {
    const { page, context, problems } = await open(browser);
    await page.goto(`${server.url}demo.html`);
    const result = await page.evaluate(async (text) => {
      const { Annotator } = await import(/** @type {any} */ ("/whosaid.js"));
      const annotator = await Annotator.load();
      const found = annotator.annotate(text);
      const content = found.claims[0].content;
      const nowhere = { kind: "delete", claim: { content: [{ start: 0, end: 4 }], source: null, speaker: null } };
      const deletion = { kind: "delete", claim: { content, source: null, speaker: null } };
      const { annotations, ...rest } = annotator.correct(text, found, [nowhere, deletion]);
      const refused = [null, {}, [{ kind: "explode" }], [{ kind: "delete" }], [1], [{ ...deletion, claim: { content: [{ start: -1, end: 3 }] } }]].map((list) => {
        try {
          annotator.correct(text, found, list);
          return "taken";
        } catch (error) {
          return error instanceof Error && !(error instanceof WebAssembly.RuntimeError) ? error.message : "trap";
        }
      });
      return {
        rest, refused, same: JSON.stringify(annotator.correct(text, found, []).annotations) === JSON.stringify(found),
        gone: found.claims.length - annotations.claims.length, record: JSON.stringify(annotations.corrections) === JSON.stringify([deletion]),
        sentences: [found, annotations].map(({ report }) => report.sentences[0].claims.length),
      };
    }, ARTICLE);
    assert.deepEqual(result.rest, { missed: [0], about: null, before: { kind: "claim", id: 0 } });
    assert.deepEqual([result.gone, result.record, result.same], [1, true, true]);
    assert.equal(result.sentences[0] - result.sentences[1], 1);
    for (const message of result.refused) assert.match(message, /^these are no corrections: ./);
    assert.deepEqual(problems, []);
    await context.close();
  });
});

describe("recount", () => {
  it("counts anew, and refuses in words whatever is no annotation of the text", async () => {
    const { page, context, problems } = await open(browser);
    await page.goto(`${server.url}demo.html`);
    const result = await page.evaluate(async (text) => {
      const { Annotator } = await import(/** @type {any} */ ("/whosaid.js"));
      const annotator = await Annotator.load();
      const found = annotator.annotate(text);
      const same = JSON.stringify(annotator.recount(text, found)) === JSON.stringify(found);
      /** @param {(a: any) => any} change */
      const refused = (change) => {
        try {
          annotator.recount(text, change(structuredClone(found)));
          return "taken";
        } catch (error) {
          return error instanceof Error && !(error instanceof WebAssembly.RuntimeError) ? error.message : "trap";
        }
      };
      const circular = /** @type {any} */ ({});
      circular.speakers = circular;
      const odd = [null, undefined, 0, NaN, "", "{}", [], {}, () => 1, Symbol("x"), 1n, new Map(), new Date(), circular, { schema: 1 }, Object.freeze({ claims: [] }), new Proxy({}, {})];
      return {
        same,
        odd: odd.map((value) => refused(() => value)),
        changed: [
          refused((a) => (a.claims[0].content[0].end = 1e6, a)),
          refused((a) => (a.claims[0].content[0].start = -1, a)),
          refused((a) => (a.claims[0].content[0].start = 1.5, a)),
          refused((a) => (a.claims[0].speaker = 99, a)),
          refused((a) => (a.claims[0].content = [{ start: 20, end: 30 }, { start: 25, end: 40 }], a)),
          refused((a) => (a.claims[0].confidence = NaN, a)),
          refused((a) => (a.corrections = [{ kind: "explode" }], a)),
          refused((a) => (a.claims[0].id = 5, a)),
        ],
        after: annotator.recount(text, found).report.words === found.report.words,
      };
    }, ARTICLE);
    assert.equal(result.same, true);
    for (const message of result.odd) assert.match(String(message), /these are no annotations/);
    assert.match(result.changed[0], /behind the end of the text/);
    assert.match(result.changed[3], /there is no speaker 99/);
    assert.match(result.changed[4], /overlap or are not in text order/);
    for (const message of result.changed) assert.ok(!["taken", "trap"].includes(message) && message.length > 10, message);
    assert.equal(result.after, true);
    assert.deepEqual(problems, []);
    await context.close();
  });
});
