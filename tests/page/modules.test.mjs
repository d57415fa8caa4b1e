// The modules that need no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { WorkerAnnotator } from "../../www/js/client.js";
import { firstBadByte, looksLikeHtml } from "../../www/js/files.js";
import { blocksOf, hasHeadline, paragraphsOf, piecesOf } from "../../www/js/paragraphs.js";
import { flatten, marksOf, targetsOf } from "../../www/js/segments.js";
import { samples } from "../../www/js/samples.js";
import * as fixture from "./fixtures/annotations.mjs";

const mark = (/** @type {string} */ layer, /** @type {number} */ id, /** @type {number} */ start, /** @type {number} */ end) => ({ layer, id, start, end });

describe("segments", () => {
  it("are flat, in order, and cover what is marked, each with all that covers it", () => {
    const marks = marksOf(fixture.annotations);
    const segments = flatten(marks, 0, fixture.text.length);
    for (let i = 1; i < segments.length; i += 1) assert.ok(segments[i - 1].end <= segments[i].start);
    for (let at = 0; at < fixture.text.length; at += 1) {
      const expected = marks.filter((m) => m.start <= at && at < m.end).map((m) => `${m.layer} ${m.id}`).sort();
      const found = segments.filter((s) => s.start <= at && at < s.end).flatMap((s) => s.marks.map((m) => `${m.layer} ${m.id}`)).sort();
      assert.deepEqual(found, expected, `at ${at}`);
    }
  });

  it("are cut as the exports cut them", () => {
    const shared = JSON.parse(readFileSync(new URL("../tables/segments.json", import.meta.url), "utf8"));
    const rows = (/** @type {string} */ text, /** @type {import("../../www/js/segments.js").Mark[]} */ marks) =>
      flatten(marks, 0, text.length).map((s) => [text.slice(s.start, s.end), s.marks.map(({ layer, id }) => `${layer} ${id}`).sort().join(", ")]);
    for (const { name, text, marks, segments } of shared.cases) {
      const given = marks.map((/** @type {[number, number, string, number]} */ [start, end, layer, id]) => mark(layer, id, start, end));
      const kept = given.filter((/** @type {any} */ { start, end }) => end > start).sort((/** @type {any} */ a, /** @type {any} */ b) => a.start - b.start || b.end - a.end);
      assert.deepEqual(rows(text, kept), segments, name);
    }
    // The exports do not mark the reasons for anonymity.
    const marks = marksOf(fixture.annotations).filter(({ layer }) => layer !== "anonymity");
    assert.deepEqual(rows(fixture.text, marks), shared.harbour);
  });

  it("are clipped to their range", () => {
    assert.deepEqual(flatten([mark("claim", 0, 0, 100)], 40, 60).map(({ start, end }) => [start, end]), [[40, 60]]);
    assert.deepEqual(flatten([mark("claim", 0, 0, 40)], 40, 60), []);
  });

  it("mean the smallest mark first", () => {
    const targets = targetsOf([mark("claim", 1, 0, 50), mark("claim", 2, 10, 20), mark("place", 0, 12, 15), mark("cue", 3, 12, 15)]);
    assert.deepEqual(targets.map(({ kind, id }) => kind + id), ["place0", "claim3", "claim2", "claim1"]);
  });
});

describe("paragraphs", () => {
  const lines = (/** @type {string} */ text) => paragraphsOf(text).paragraphs.map(({ start, end }) => text.slice(start, end));
  it("end at line breaks", () => assert.deepEqual(lines("One.\nTwo.\r\n\r\n  Three. \n"), ["One.", "Two.", "Three."]));
  it("end at blank lines in hard-wrapped text", () => {
    const line = "a line of some sixty characters, as a mail program makes them";
    assert.deepEqual(lines(`${line}\n${line}\n${line}\n\n${line}\n${line}\nend.`), [`${line}\n${line}\n${line}`, `${line}\n${line}\nend.`]);
  });
  it("of nothing are none", () => assert.deepEqual([lines(""), lines(" \n\n "), lines("\u00a0")], [[], [], []]));
  it("make blocks that hold each once", () => {
    const { paragraphs } = paragraphsOf("A sentence that goes on for a while.\n".repeat(2000));
    const blocks = blocksOf(paragraphs);
    assert.ok(blocks.length > 5);
    assert.deepEqual(blocks.flatMap((block) => block.paragraphs), paragraphs);
  });
  it("are set in pieces where they are too long to lay out, cut behind sentences, nothing lost", () => {
    const sentence = "The mayor said that the bridge, built in 1904, would be closed. ";
    const blank = "bridge ";
    const family = "👨‍👩‍👧";
    for (const [text, ends] of /** @type {[string, RegExp][]} */ ([[sentence.repeat(2000), /closed\.$/], [blank.repeat(9000), /bridge$/], [family.repeat(9000), /👧$/u]])) {
      const { paragraphs } = paragraphsOf(text);
      const pieces = piecesOf(text, paragraphs);
      assert.equal(paragraphs.length, 1);
      assert.ok(pieces.length > 3);
      assert.ok(pieces.every(({ start, end }) => end - start <= 24000 && ends.test(text.slice(start, end)) && /^\S/.test(text.slice(start))));
      assert.ok(pieces.slice(1).every(({ start }, n) => !text.slice(pieces[n].end, start).trim()));
      assert.deepEqual([pieces[0].start, pieces.at(-1)?.end], [0, text.trimEnd().length]);
    }
    const short = paragraphsOf(`${sentence.repeat(100)}\n${sentence}`).paragraphs;
    assert.deepEqual(piecesOf(sentence.repeat(102), short), short);
  });
  it("know a headline", () => {
    for (const { text } of samples) assert.equal(hasHeadline(text, paragraphsOf(text).paragraphs), true);
    const plain = "He said so.\nShe said no.\nThey said yes.";
    assert.equal(hasHeadline(plain, paragraphsOf(plain).paragraphs), false);
  });
});

describe("files", () => {
  it("name the first byte that is not UTF-8", () => {
    const at = (/** @type {number[]} */ ...bytes) => firstBadByte(Uint8Array.from(bytes));
    assert.equal(at(), -1);
    assert.equal(firstBadByte(new TextEncoder().encode("a“é\u{1F600}\u0000")), -1);
    assert.equal(at(0x61, 0xe9, 0x20), 1);
    assert.equal(at(0x61, 0x80), 1);
    assert.equal(at(0xc0, 0xaf), 0, "overlong");
    assert.equal(at(0xe0, 0x80, 0x80), 0, "overlong");
    assert.equal(at(0x61, 0xed, 0xa0, 0x80), 1, "a surrogate");
    assert.equal(at(0xf4, 0x90, 0x80, 0x80), 0, "beyond Unicode");
    assert.equal(at(0x61, 0x62, 0xe2, 0x80), 2, "cut short");
    assert.equal(at(0xff, 0xfe, 0x61, 0x00), 0, "UTF-16");
  });
  it("are told from web pages", () => {
    assert.equal(looksLikeHtml("<!DOCTYPE html><p>x"), true);
    assert.equal(looksLikeHtml('<div class="a"><p>One</p></div>'), true);
    assert.equal(looksLikeHtml("He said 3 < 4 and <p> is a tag."), false);
    assert.equal(looksLikeHtml("<3 is a heart"), false);
  });
});

/** A worker that answers when it is told to. */
class FakeWorker {
  /** @type {FakeWorker[]} */ static made = [];
  /** @type {any[]} */ got = [];
  ended = false;
  constructor() {
    FakeWorker.made.push(this);
  }
  postMessage(/** @type {any} */ message) {
    this.got.push(message);
    if (message.type === "load" && message.id) this.answer(message.id, { result: { module: "module", version: "0", explanations: [] } });
  }
  answer(/** @type {number} */ id, /** @type {object} */ rest) {
    queueMicrotask(() => this.ended || /** @type {any} */ (this).onmessage({ data: { id, ...rest } }));
  }
  terminate() {
    this.ended = true;
  }
}

async function client() {
  FakeWorker.made = [];
  const annotator = await WorkerAnnotator.load({ worker: () => /** @type {any} */ (new FakeWorker()), bytes: new Uint8Array(1) });
  return { annotator, worker: () => /** @type {FakeWorker} */ (FakeWorker.made.at(-1)) };
}

describe("the worker's client", () => {
  it("runs one job at a time and answers each", async () => {
    const { annotator, worker } = await client();
    const [one, two] = [annotator.annotate("one"), annotator.annotate("two")];
    assert.deepEqual(worker().got.map((m) => m.text), [undefined, "one"]);
    worker().answer(worker().got[1].id, { result: 1 });
    assert.equal(await one, 1);
    worker().answer(worker().got[2].id, { result: 2 });
    assert.equal(await two, 2);
  });

  it("gives explanations by their old name, too", async () => {
    const { annotator } = await client();
    assert.deepEqual(await annotator.constructions(), await annotator.explanations());
  });

  it("passes errors on, and goes on", async () => {
    const { annotator, worker } = await client();
    const one = annotator.annotate("one");
    worker().answer(worker().got[1].id, { error: { name: "Error", message: "no good", trap: false } });
    await assert.rejects(one, /no good/);
    assert.equal(FakeWorker.made.length, 1);
  });

  it("replaces a worker that trapped; the module goes in again, the queue goes on", async () => {
    const { annotator, worker } = await client();
    const [one, two] = [annotator.annotate("one"), annotator.annotate("two")];
    worker().answer(worker().got[1].id, { error: { name: "RuntimeError", message: "unreachable", trap: true } });
    await assert.rejects(one, { name: "AnnotatorTrap" });
    assert.equal(FakeWorker.made[0].ended, true);
    assert.deepEqual(worker().got.map((m) => [m.type, m.bytes ?? m.text]), [["load", "module"], ["annotate", "two"]]);
    worker().answer(worker().got[1].id, { result: 2 });
    assert.equal(await two, 2);
  });

  it("drops a waiting job that is aborted, and ends a running one", async ({ mock }) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const { annotator, worker } = await client();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = annotator.annotate("one", { signal: first.signal });
    const two = annotator.annotate("two", { signal: second.signal });
    const three = annotator.annotate("three");
    second.abort();
    await assert.rejects(two, { name: "AbortError" });
    first.abort();
    await assert.rejects(one, { name: "AbortError" });
    assert.equal(FakeWorker.made.length, 1, "it may still come to its end by itself");
    mock.timers.tick(300);
    assert.equal(FakeWorker.made.length, 2);
    assert.deepEqual(worker().got.map((m) => m.text), [undefined, "three"]);
    worker().answer(worker().got[1].id, { result: 3 });
    assert.equal(await three, 3);
  });

  it("puts lists together that come in parts", async () => {
    const { annotator, worker } = await client();
    const one = annotator.annotate("one");
    const { id } = worker().got[1];
    worker().answer(id, { list: "claims", part: [1, 2] });
    worker().answer(id, { list: "claims", part: [3] });
    worker().answer(id, { result: { schema: 1, claims: [], speakers: ["A"] } });
    assert.deepEqual(await one, { schema: 1, claims: [1, 2, 3], speakers: ["A"] });
  });

  it("puts them together in the annotations of a correction too", async () => {
    const { annotator, worker } = await client();
    const one = annotator.correct("one", /** @type {any} */ ({ claims: [0] }), []);
    const { id, ...message } = worker().got[1];
    assert.deepEqual(message, { type: "correct", text: "one", annotations: { claims: [0] }, corrections: [] });
    worker().answer(id, { list: "claims", part: [1, 2] });
    worker().answer(id, { result: { annotations: { claims: [], places: [3] }, missed: [4] } });
    assert.deepEqual(await one, { annotations: { claims: [1, 2], places: [3] }, missed: [4] });
  });

  it("rejects what is under way when it is closed", async () => {
    const { annotator } = await client();
    const one = annotator.annotate("one");
    annotator.close();
    await assert.rejects(one, { name: "AbortError" });
    await assert.rejects(annotator.annotate("two"), /closed/);
  });
});
