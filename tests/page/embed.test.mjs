// Annotations written into pages of HTML: the same articles, at the same place, as the command line finds and writes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root } from "./harness.mjs";
import { embed, texts } from "../../www/js/embed.js";
import { align, decode, encode, hash, parse } from "../../www/js/payload.js";

/** @param {string} name */
const table = (name) => JSON.parse(readFileSync(path.join(root, "tests/tables", name), "utf8"));
const empty = { schema: 1, offsets: "utf16", speakers: [], claims: [], places: [], report: {}, corrections: [] };
const annotator = { annotate: () => /** @type {any} */ (empty) };
/** Signs in place of what was put in. @param {string} html */
const brief = (html) =>
  html
    .replace(/<who-said>(<script[^>]* data-whosaid>\{"whosaid":1.*?<\/script>)<\/who-said>/gs, "[+]")
    .replace(/<script[^>]* data-whosaid>\{"whosaid":1.*?<\/script>/gs, "[=]");

describe("embedding", () => {
  for (const { name, html, texts: expected, out } of table("embed.json")) {
    it(name, async () => {
      assert.deepEqual(texts(html), expected);
      const embedded = await embed(html, annotator);
      assert.equal(brief(embedded), out);
      assert.equal(await embed(embedded, annotator), embedded, "a second time changes nothing");
    });
  }

  it("writes what the command line writes", () => {
    const { text, annotations, payload } = table("embedded.json");
    const blocks = [];
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf("\n\n", start) < 0 ? text.length : text.indexOf("\n\n", start);
      blocks.push({ start, end });
      start = end + 2;
    }
    assert.equal(JSON.stringify(encode(text, blocks, annotations)), JSON.stringify(payload));
  });

  it("keeps an end of a script in the text from ending the script", async () => {
    const name = "</script><b>";
    const speaker = { id: 0, name, kind: "person", description: null, anonymity: null, mentions: [], claims: [], quotedWords: 0, reportedWords: 0 };
    const out = await embed("<p>Words.</p>", { annotate: () => /** @type {any} */ ({ ...empty, speakers: [speaker] }) });
    const json = /data-whosaid>(.*)<\/script><\/who-said>$/.exec(out)?.[1] ?? "";
    assert.ok(!json.includes("<"));
    assert.equal(JSON.parse(json).speakers[0].name, name);
  });
});

describe("embedded annotations", () => {
  const { text, annotations, payload } = table("embedded.json");
  const blocksOf = (/** @type {string} */ words) => {
    let at = 0;
    return words.split("\n\n").map((block) => ({ start: at, end: (at += block.length + 2) - 2 }));
  };
  /** @param {string} words */
  const shown = (words) => decode(parse(JSON.stringify(payload)), align(payload, words, blocksOf(words)));
  /** @param {string} words @param {{ start: number, end: number }[]} spans */
  const of = (words, spans) => spans.map(({ start, end }) => words.slice(start, end));

  it("are those of the text", () => {
    const found = shown(text);
    annotations.claims.forEach((/** @type {any} */ claim, /** @type {number} */ n) => {
      assert.deepEqual(found.claims[n].content, claim.content);
      assert.deepEqual(found.claims[n].source, claim.source);
      assert.equal(found.claims[n].speaker, claim.speaker);
      assert.equal(found.claims[n].form, claim.form);
    });
    annotations.speakers.forEach((/** @type {any} */ speaker, /** @type {number} */ n) => {
      assert.deepEqual(found.speakers[n].claims, speaker.claims);
      assert.deepEqual(of(text, found.speakers[n].mentions), of(text, speaker.mentions));
    });
    annotations.places.forEach((/** @type {any} */ place, /** @type {number} */ n) => {
      assert.deepEqual(of(text, found.places[n].mentions), of(text, place.mentions));
      assert.equal(found.places[n].lat, Math.round(place.lat * 100) / 100);
    });
  });

  it("move with the text when something is put before it", () => {
    const longer = `A new head\n\n${text}`;
    assert.deepEqual(of(longer, shown(longer).claims[0].content), of(text, shown(text).claims[0].content));
  });

  it("are gone where the text was changed, and stay where it was not", () => {
    const [first, second, third] = text.split("\n\n");
    const changed = [first, second.replace("wet", "icy"), third].join("\n\n");
    const [before, after] = [shown(text), shown(changed)];
    const inThird = (/** @type {any} */ claim) => claim.content.every((/** @type {any} */ span) => span.start > text.indexOf(third));
    assert.ok(before.claims.some(inThird) && !before.claims.every(inThird));
    before.claims.forEach((claim, n) => assert.deepEqual(of(changed, after.claims[n].content), inThird(claim) ? of(text, claim.content) : []));
  });

  it("of another version are refused", () => {
    assert.throws(() => parse('{"whosaid":2}'), /version 2, this script reads 1/);
    assert.throws(() => parse("null"), /version undefined/);
    assert.throws(() => parse('{"whosaid":1,"offsets":"byte"}'), /“byte”, not “utf16”/);
    assert.throws(() => parse('{"whosaid":1,"offsets":"utf16","blocks":[]}'), /“speakers” is no list/);
  });

  it("know a block by the hash that other programs have for it", () => {
    assert.deepEqual(["", "a", "foobar"].map(hash), [0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });
});
