// What stands around corrections: commands after an edit, history, storage, passages, records. No browser, no engine.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alike, carry, claimRef, newSpeaker, speakerRef } from "../../www/js/corrections.js";
import { hashOf, History, isCorrection, load, Recent, save } from "../../www/js/history.js";
import { readRecord, withText } from "../../www/js/record.js";
import { locate, nearest, piecesNear, quotedParts, snap } from "../../www/js/passages.js";
import { annotations, span, text } from "./fixtures/annotations.mjs";

const base = /** @type {any} */ (annotations);
const claim = (/** @type {number} */ id) => claimRef(base, id);
const speaker = (/** @type {number} */ id) => speakerRef(base, id);
const words = (/** @type {{ start: number, end: number }[]} */ spans) => spans.map(({ start, end }) => text.slice(start, end));

describe("a correction", () => {
  it("is carried over to the text after an edit", () => {
    const commands = /** @type {any} */ ([{ kind: "delete", claim: claim(0) }, { kind: "delete", claim: claim(3) }, { kind: "add", content: [span("Lisbon has two more")], cue: null, to: speaker(1) }]);
    const first = text.replace("Harbour", "The harbour");
    const moved = carry(commands, text, first);
    assert.equal(moved.length, 3);
    const at = (/** @type {any} */ c) => first.slice(c.claim.content[0].start, c.claim.content[0].end);
    assert.deepEqual(moved.slice(0, 2).map(at), [0, 3].map((id) => words(base.claims[id].content)[0]));
    assert.deepEqual(carry(commands, text, text), commands);
    const longer = carry(commands.slice(1, 2), text, text.replace("a joke", "a bad joke"));
    assert.equal(longer.length, 1, "the edit lies inside its words");
    assert.deepEqual(carry(commands.slice(1, 2), text, text.replace("said that Falcão", "held that nobody")), [], "the edit cuts them");
    assert.ok(alike(text, first) > 0.95 && alike(text, "Another text.") < 0.2);
  });

  it("has all its spans carried over, and no more", () => {
    const own = span("who asked");
    const command = /** @type {any} */ ({ kind: "attribution", claim: claim(3), source: own, cue: null });
    const moved = (/** @type {{ start: number, end: number }} */ { start, end }) => ({ start: start + 2, end: end + 2 });
    const { content, source, speaker: who } = claim(3);
    assert.deepEqual(carry([command], text, `X ${text}`), [
      { kind: "attribution", claim: { content: content.map(moved), source: source && moved(source), speaker: who }, source: moved(own), cue: null },
    ]);
  });
});

describe("history", () => {
  const command = (/** @type {number} */ id) => /** @type {any} */ ({ kind: "delete", claim: claim(id) });

  it("goes back and on, and forgets what was undone when something new is done", () => {
    let history = new History().with(command(0)).with(command(1));
    history = history.step(-1);
    assert.deepEqual([history.active.length, history.canRedo], [1, true]);
    assert.equal(history.step(1).active.length, 2);
    history = history.with(command(2));
    assert.deepEqual([history.commands.length, history.canRedo], [2, false]);
    assert.equal(history.step(-1).step(-1).step(-1).cursor, 0);
  });

  it("has what came of the latest few of its states at hand", () => {
    const [one, two, three] = [command(0), command(0), command(1)];
    const recent = /** @type {Recent<string>} */ (new Recent(2));
    recent.add([one], "one");
    recent.add([one, three], "one, three");
    assert.deepEqual([recent.find([one]), recent.find([one, three]), recent.find([])], ["one", "one, three", undefined]);
    assert.equal(recent.find([two]), undefined, "another that looks the same may be of another text");
    recent.add([one], "again");
    assert.equal(recent.find([one]), "one");
    recent.add([two], "two");
    assert.deepEqual([recent.find([one]), recent.find([one, three]), recent.find([two])], [undefined, "one, three", "two"]);
    const none = /** @type {Recent<string>} */ (new Recent(0));
    none.add([one], "one");
    assert.equal(none.find([one]), undefined);
  });

  it("is kept and read again; what is broken or strange is no history", () => {
    /** @type {Map<string, string>} */
    const map = new Map();
    const store = { getItem: (/** @type {string} */ k) => map.get(k) ?? null, setItem: (/** @type {string} */ k, /** @type {string} */ v) => void map.set(k, v), removeItem: (/** @type {string} */ k) => void map.delete(k), key: (/** @type {number} */ n) => [...map.keys()][n] ?? null, get length() { return map.size; } };
    const history = new History().with(command(0)).with(command(1)).step(-1);
    assert.equal(save(store, "x", history), true);
    assert.deepEqual(load(store, "x"), history);
    const key = [...map.keys()][0];
    assert.ok(![...map.values()].join().includes("harbour"), "the text is not kept");
    for (const broken of ["", "{", "null", "[]", '{"version":1}', '{"version":2,"corrections":[]}', '{"version":1,"corrections":[{"kind":"delete"}]}', '{"version":1,"corrections":[{"kind":"eval"}],"cursor":9}']) {
      map.set(key, broken);
      assert.equal(load(store, "x").commands.length, 0, broken);
    }
    save(store, "x", new History());
    assert.equal(map.size, 0);
    for (let n = 0; n < 230; n += 1) save(store, `text-${n}`, history);
    assert.equal(map.size, 200);
  });

  it("does without storage, or with one that refuses", () => {
    const refuse = () => {
      throw new Error("denied");
    };
    const store = { getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, length: 0 };
    assert.equal(save(store, "x", new History().with(command(0))), false);
    assert.equal(load(store, "x").commands.length, 0);
    assert.equal(save(null, "x", new History()), false);
    assert.equal(load(null, "x").commands.length, 0);
  });

  it("knows a text by its hash, also without SubtleCrypto", async () => {
    assert.match(await hashOf(text), /^sha256-[0-9a-f]{64}$/);
    for (const subtle of [/** @type {any} */ (null), { digest: () => Promise.reject(new Error("not here")) }]) {
      const hash = await hashOf(text, subtle);
      assert.match(hash, /^fnv1a-[0-9a-f]{16}-\d+$/);
      assert.equal(await hashOf(text, subtle), hash);
      assert.notEqual(await hashOf(`${text} `, subtle), hash);
      assert.notEqual(await hashOf(text.replace("harbour", "harbuor"), subtle), hash);
    }
  });
});

describe("what comes from outside", () => {
  const to = newSpeaker("a deputy", "unnamed");
  const commands = [
    { kind: "rename", speaker: speaker(0), name: "Ana Reis", speakerKind: "person", description: null },
    { kind: "merge", speaker: speaker(0), into: speaker(1) },
    { kind: "split", speaker: speaker(0), claims: [claim(1)], mentions: [span("he said")], to },
    { kind: "reassign", claim: claim(1), to: null },
    { kind: "reword", claim: claim(1), content: [span("It is sand")] },
    { kind: "attribution", claim: claim(3), source: span("who asked"), cue: null },
    { kind: "delete", claim: claim(2) },
    { kind: "add", content: [span("Lisbon has two more")], cue: null, to },
  ];

  it("is a correction of any kind, whole", () => {
    for (const command of commands) {
      assert.equal(isCorrection(JSON.parse(JSON.stringify(command))), true, command.kind);
      for (const key of Object.keys(command)) assert.equal(isCorrection({ ...command, [key]: undefined }), false, `${command.kind} without ${key}`);
    }
  });

  it("is none where a name is blank, a kind unknown, a span empty", () => {
    const [rename, , , , reword, , , add] = commands;
    for (const strange of [{ ...rename, name: " " }, { ...rename, speakerKind: "robot" }, { ...reword, content: [{ start: 3, end: 3 }] }, { ...reword, content: [] }, { ...add, to: { ...to, speakerKind: "robot" } }]) {
      assert.equal(isCorrection(strange), false, JSON.stringify(strange));
    }
  });
});

describe("passages", () => {
  const article = "One line here\n\n“It’s late,” said Zoë Berg. “We go 👨‍👩‍👧 now.” She said so.\nLast line, said Jon. She went.";
  const of = (/** @type {{ start: number, end: number }[]} */ spans) => spans.map(({ start, end }) => article.slice(start, end));

  it("are whole words without blanks, a piece for each paragraph", () => {
    const from = article.indexOf("ate,”");
    assert.deepEqual(of(snap(article, from, from + 9)), ["late,” said"]);
    assert.deepEqual(of(snap(article, 5, article.indexOf("Zoë") + 1)), ["line here", "“It’s late,” said Zoë"]);
    const family = article.indexOf("👨");
    assert.deepEqual(of(snap(article, family + 2, family + 3)), ["👨‍👩‍👧"]);
    assert.deepEqual(snap(article, 13, 15), []);
  });

  it("are found whatever the blanks and quotation marks", () => {
    assert.deepEqual(of(locate(article, "\"it's late,\" said".replace("it", "It"))), ["“It’s late,” said"]);
    assert.deepEqual(of(locate(article, "  Zoë\n Berg ")), ["Zoë Berg"]);
    assert.equal(locate(article, "said").length, 3);
    assert.deepEqual(locate(article, "aid"), []);
    assert.deepEqual(locate(article, "(.*"), []);
    assert.deepEqual(of(locate(article, "She")), ["She", "She"]);
  });

  it("are found one a line, each nearest to where it was", () => {
    assert.deepEqual(piecesNear(article, "She\n\nlate", article.length).map(({ start }) => article.slice(start, start + 8)), ["late,” s", "She went"]);
    assert.deepEqual(piecesNear(article, "She\nnowhere", 0), []);
    assert.deepEqual(piecesNear(article, "It’s late\nlate", 0), [], "pieces overlap");
  });

  it("hold the nearest cue of their paragraph, outside of the words", () => {
    const content = snap(article, article.indexOf("“We"), article.indexOf(" She"));
    assert.equal(nearest(article, "said", content)?.start, article.indexOf("said so"));
    assert.equal(nearest(article, "Jon", content), null);
    assert.equal(nearest(article, "now", content), null);
  });

  it("give their quoted parts", () => {
    const all = snap(article, article.indexOf("“It"), article.indexOf(" She"));
    assert.deepEqual(of(quotedParts(article, all)), ["“It’s late,”", "“We go 👨‍👩‍👧 now.”"]);
    assert.deepEqual(quotedParts(article, quotedParts(article, all)), [], "nothing to leave out");
  });
});

describe("an exported record", () => {
  const command = { kind: "delete", claim: claim(0) };
  const good = { ...base, corrections: [command] };
  const file = withText(JSON.stringify(good), text);

  it("holds text and corrections, and gives both back", () => {
    assert.deepEqual(readRecord(file, "a.json"), { text, corrections: [command], asides: [] });
    const { text: own, setAside, ...rest } = JSON.parse(file);
    assert.equal(own, text);
    assert.deepEqual(setAside, []);
    const aside = { start: 0, end: 7, why: "byline" };
    assert.deepEqual(readRecord(withText(JSON.stringify(good), text, [aside]), "a.json").asides, [aside]);
    assert.equal(readRecord(JSON.stringify({ ...JSON.parse(file), setAside: undefined }), "a.json").asides, null);
    assert.deepEqual(rest, good);
    assert.deepEqual(readRecord(withText(JSON.stringify(base), text), "a.json").corrections, []);
  });

  it("is refused with its name and a reason when it is damaged, foreign, or of another version", () => {
    const changed = (/** @type {object} */ part) => JSON.stringify({ ...JSON.parse(file), ...part });
    const behind = { kind: "delete", claim: { ...claim(0), content: [{ start: 0, end: text.length + 1 }] } };
    for (const [source, said] of /** @type {[string, RegExp][]} */ ([
      [file.slice(0, 500), /“a\.json” is damaged: .*Nothing was changed/],
      ["", /is damaged/],
      ["null", /is not an export/],
      ["[]", /is not an export/],
      ['{"type":"FeatureCollection"}', /is not an export/],
      ['{"@context":"http://www.w3.org/ns/anno.jsonld"}', /is not an export/],
      [changed({ schema: 2 }), /has version 2 .* reads version 1/],
      [changed({ schema: "one" }), /has version one/],
      [changed({ text: undefined }), /but not the text/],
      [changed({ text: " \n" }), /the text is blank/],
      [changed({ offsets: "byte" }), /its offsets are “byte”/],
      [changed({ corrections: {} }), /the corrections are no list/],
      [changed({ setAside: [{ start: 3, end: text.length + 1, why: "date" }] }), /no list of spans/],
      [changed({ corrections: [command, { kind: "explode" }] }), /correction 2 is none/],
      [changed({ corrections: [behind] }), /correction 1 lies behind the end/],
    ])) assert.throws(() => readRecord(source, "a.json"), (error) => error instanceof Error && said.test(error.message), source.slice(0, 60));
  });
});
