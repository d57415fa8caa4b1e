// Corrections as pure functions: commands on annotations, history, storage, passages. No browser, no engine.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alike, apply, carry, claimRef, findClaim, newSpeaker, occurrences, speakerRef } from "../../www/js/corrections.js";
import { hashOf, History, isCorrection, load, save } from "../../www/js/history.js";
import { readRecord, withText } from "../../www/js/record.js";
import { locate, nearest, piecesNear, quotedParts, snap } from "../../www/js/passages.js";
import { annotations, span, text } from "./fixtures/annotations.mjs";

const base = /** @type {any} */ (annotations);
const claim = (/** @type {number} */ id) => claimRef(base, id);
const speaker = (/** @type {number} */ id) => speakerRef(base, id);
const words = (/** @type {{ start: number, end: number }[]} */ spans) => spans.map(({ start, end }) => text.slice(start, end));

/** @param {...any} commands */
function corrected(...commands) {
  const before = JSON.stringify(base);
  const result = apply(text, base, commands);
  assert.equal(JSON.stringify(base), before, "what was found stays as it is");
  const { claims, speakers } = result.annotations;
  claims.forEach(({ id, parent, speaker: who }, n) => {
    assert.equal(id, n);
    assert.ok(parent === null || (parent !== n && claims[parent]));
    if (who !== null) assert.ok(speakers[who].claims.includes(n));
  });
  speakers.forEach(({ id, claims: of }, n) => {
    assert.equal(id, n);
    for (const c of of) assert.equal(claims[c].speaker, n);
  });
  for (const command of commands) assert.ok(isCorrection(JSON.parse(JSON.stringify(command))), JSON.stringify(command));
  return result;
}

describe("a correction", () => {
  it("renames a speaker", () => {
    const { annotations: a, about, missed } = corrected({ kind: "rename", speaker: speaker(1), name: "Ana Reis", speakerKind: "person", description: "a treasurer" });
    assert.deepEqual(missed, []);
    assert.deepEqual(about, { kind: "speaker", id: 1 });
    const { name, kind, description, anonymity, corrected: marked } = a.speakers[1];
    assert.deepEqual({ name, kind, description, anonymity, marked }, { name: "Ana Reis", kind: "person", description: "a treasurer", anonymity: null, marked: true });
    assert.equal(a.corrections.length, 1);
    assert.equal(a.claims[3].confidence, 0.55, "nobody has checked the claim itself");
  });

  it("merges two speakers: claims and mentions become one's", () => {
    const { annotations: a } = corrected({ kind: "merge", speaker: speaker(1), into: speaker(0) });
    assert.deepEqual(a.speakers.map(({ name }) => name), ["Rui Falcão"]);
    assert.deepEqual(a.speakers[0].claims, [0, 1, 2, 3, 4]);
    assert.deepEqual(words(a.speakers[0].mentions), ["Rui Falcão", "he", "Falcão", "An official", "Falcão"]);
    assert.equal(a.speakers[0].anonymity, null, "he has a name");
  });

  it("splits a speaker by claims and mentions", () => {
    const he = base.speakers[0].mentions[1];
    const { annotations: a, about } = corrected({ kind: "split", speaker: speaker(0), claims: [claim(1)], mentions: [{ start: he.start, end: he.end }], to: newSpeaker("a deputy", "unnamed") });
    const deputy = a.speakers.find(({ name }) => name === "a deputy");
    assert.ok(deputy);
    assert.deepEqual(about, { kind: "speaker", id: deputy.id });
    assert.deepEqual(deputy.claims, [1]);
    assert.deepEqual(words(deputy.mentions), ["he"]);
    assert.deepEqual(a.claims[1].confidence, 1);
    assert.deepEqual(a.speakers[0].claims, [0, 2, 4]);
    assert.deepEqual(a.speakers.map(({ name }) => name), ["Rui Falcão", "a deputy", "an official"], "by first mention");
  });

  it("gives a claim to another, the pronoun with it", () => {
    const { annotations: a } = corrected({ kind: "reassign", claim: claim(1), to: speaker(1) });
    assert.deepEqual(a.speakers.map(({ name, claims }) => [name, claims]), [["Rui Falcão", [0, 2, 4]], ["an official", [1, 3]]]);
    const official = a.speakers[1];
    assert.deepEqual(words(official.mentions), ["he", "An official"]);
    assert.deepEqual([a.claims[1].confidence, a.claims[1].corrected], [1, true]);
  });

  it("leaves a name with whose it is, and the claim without these words", () => {
    const { annotations: a } = corrected({ kind: "reassign", claim: claim(0), to: speaker(1) });
    assert.equal(a.speakers[0].name, "Rui Falcão");
    assert.deepEqual(words(a.speakers[0].mentions)[0], "Rui Falcão");
    assert.equal(a.claims[0].source, null);
    assert.equal(a.claims[0].speaker, 1);
  });

  it("gives a claim to somebody new, whose name is looked for in the text", () => {
    const { annotations: a } = corrected({ kind: "reassign", claim: claim(3), to: newSpeaker("Lisbon", "organisation") });
    const added = a.speakers.find(({ name }) => name === "Lisbon");
    assert.deepEqual(words(added?.mentions ?? []), ["An official", "Lisbon"]);
    assert.equal(a.speakers.some(({ name }) => name === "an official"), false, "nothing is attributed to the official any more");
    assert.equal(a.claims[4].parent, 3);
  });

  it("leaves unclear who, and settles it", () => {
    const unclear = { kind: "reassign", claim: claim(1), to: null };
    const { annotations: a, about } = corrected(unclear);
    assert.equal(a.claims[1].speaker, null);
    assert.deepEqual(words(a.speakers[0].mentions).includes("he"), false);
    assert.deepEqual(about, { kind: "claim", id: 1 });
    const { annotations: b } = corrected(unclear, { kind: "reassign", claim: claimRef(a, 1), to: speaker(0) });
    assert.equal(b.claims[1].speaker, 0);
  });

  it("attributes the article's own statement", () => {
    const { annotations: a } = corrected({ kind: "reassign", claim: claim(5), to: speaker(0) });
    assert.deepEqual([a.claims[5].form, a.claims[5].rule, a.claims[5].speaker], ["indirect", "by-hand", 0]);
  });

  it("changes the words of a claim, and lets go of a cue inside them", () => {
    const content = [{ start: span("An official").start, end: span("“a joke”").end }];
    const { annotations: a, about } = corrected({ kind: "reword", claim: claim(3), content });
    const { source, cue, rule, corrected: marked, speaker: who } = a.claims[3];
    assert.deepEqual({ source, cue, rule, marked, who }, { source: null, cue: null, rule: "by-hand", marked: true, who: 1 });
    assert.deepEqual(a.claims[3].content, content);
    assert.deepEqual(about, { kind: "claim", id: 3 });
    assert.deepEqual(apply(text, base, [/** @type {any} */ ({ kind: "reword", claim: claim(3), content: [content[0], content[0]] })]).missed, [0]);
  });

  it("names who speaks by other words, with another cue, and refuses words of the claim", () => {
    const own = span("who asked");
    const { annotations: a, about } = corrected({ kind: "attribution", claim: claim(3), source: own, cue: null });
    assert.deepEqual([a.claims[3].source, a.claims[3].cue, a.claims[3].corrected, a.claims[3].confidence], [own, null, true, 1]);
    assert.deepEqual(a.claims[3].content, base.claims[3].content);
    assert.deepEqual(words(a.speakers[1].mentions), ["An official", "who asked"]);
    assert.equal(a.speakers[1].mentions[1].form, "nominal");
    assert.deepEqual(about, { kind: "claim", id: 3 });
    const { annotations: b } = corrected({ kind: "attribution", claim: claim(3), source: span("An official"), cue: null });
    assert.equal(b.speakers[1].mentions.length, 1, "a mention that is there is enough");
    for (const [source, cue] of [[span("a joke"), null], [own, span("asked")], [null, { start: 0, end: 1e6 }]]) {
      assert.deepEqual(apply(text, base, [/** @type {any} */ ({ kind: "attribution", claim: claim(3), source, cue })]).missed, [0]);
    }
    assert.deepEqual(carry(/** @type {any} */ ([{ kind: "attribution", claim: claim(3), source: own, cue: null }]), text, `X ${text}`)[0], { kind: "attribution", claim: { ...claim(3), content: claim(3).content.map(({ start, end }) => ({ start: start + 2, end: end + 2 })), source: { start: base.claims[3].source.start + 2, end: base.claims[3].source.end + 2 } }, source: { start: own.start + 2, end: own.end + 2 }, cue: null });
  });

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

  it("deletes a claim; what was inside it stands by itself", () => {
    const { annotations: a, about } = corrected({ kind: "delete", claim: claim(3) });
    assert.equal(a.claims.length, 5);
    assert.equal(about, null);
    assert.deepEqual([words(a.claims[3].content), a.claims[3].parent], [["the plan “a joke”"], null]);
    assert.deepEqual(a.speakers.map(({ name }) => name), ["Rui Falcão"]);
  });

  it("adds a claim, in text order, and takes the article's own statement out of the way", () => {
    const content = [span("The wall was built in 1887")];
    const { annotations: a, about } = corrected({ kind: "add", content, cue: null, to: speaker(1) });
    assert.deepEqual(about, { kind: "claim", id: 5 });
    assert.equal(a.claims.length, 6);
    const { form: _, ...added } = a.claims[5];
    assert.deepEqual([added.rule, added.corrected, added.confidence, added.speaker, words(added.content)], ["by-hand", true, 1, 1, ["The wall was built in 1887"]]);
  });

  it("confirms what was added twice, and takes no span outside the text", () => {
    const add = { kind: "add", content: [span("Lisbon has two more like it")], cue: null, to: speaker(0) };
    assert.equal(corrected(add, add).annotations.claims.length, 7);
    assert.deepEqual(apply(text, base, [{ ...add, content: [{ start: 5, end: text.length + 1 }] }]).missed, [0]);
  });

  it("refers to what earlier ones have made, and survives their order", () => {
    const renamed = { kind: "rename", speaker: speaker(1), name: "Ana Reis", speakerKind: "person", description: null };
    const { annotations: a } = apply(text, base, /** @type {any} */ ([renamed]));
    const merge = { kind: "merge", speaker: speakerRef(a, 0), into: speakerRef(a, 1) };
    assert.deepEqual(corrected(renamed, merge).annotations.speakers.map(({ name }) => name), ["Ana Reis"]);
  });

  it("says when it no longer fits, and does nothing then", () => {
    const gone = { kind: "delete", claim: { content: [{ start: 0, end: 3 }], source: null, speaker: null } };
    const { missed, annotations: a } = apply(text, base, /** @type {any} */ ([gone, { kind: "delete", claim: claim(0) }]));
    assert.deepEqual(missed, [0]);
    assert.equal(a.claims.length, 5);
    assert.equal(a.corrections.length, 1);
    const stranger = { kind: "merge", speaker: { name: "Nobody", at: null, speakerKind: null }, into: speaker(0) };
    assert.deepEqual(apply(text, base, /** @type {any} */ ([stranger])).missed, [0]);
    assert.deepEqual(apply(text, base, /** @type {any} */ ([{ kind: "merge", speaker: speaker(0), into: speaker(0) }])).missed, [0]);
  });

  it("finds a claim whose ends have moved a little, and no other", () => {
    const { content } = claim(3);
    const moved = { content: [{ start: content[0].start + 5, end: content[0].end }], source: null, speaker: null };
    assert.equal(findClaim(base, moved)?.id, 3);
    assert.equal(findClaim(base, { ...moved, content: [{ start: content[0].start, end: content[0].start + 12 }] }), null);
  });

  it("tells a joint statement's claims apart by source and speaker", () => {
    const joint = structuredClone(base);
    joint.claims.splice(1, 0, { ...joint.claims[0], id: 1, speaker: 1 });
    joint.claims.forEach((/** @type {any} */ c, /** @type {number} */ n) => (c.id = n));
    assert.equal(findClaim(joint, claimRef(joint, 1))?.speaker, 1);
    assert.equal(findClaim(joint, claimRef(joint, 0))?.speaker, 0);
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
    assert.deepEqual(of(occurrences(article, "She")), ["She", "She"]);
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
    assert.deepEqual(readRecord(file, "a.json"), { text, corrections: [command] });
    const { text: own, ...rest } = JSON.parse(file);
    assert.equal(own, text);
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
      [changed({ corrections: [command, { kind: "explode" }] }), /correction 2 is none/],
      [changed({ corrections: [behind] }), /correction 1 lies behind the end/],
    ])) assert.throws(() => readRecord(source, "a.json"), (error) => error instanceof Error && said.test(error.message), source.slice(0, 60));
  });
});
