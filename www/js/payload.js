// The JSON that stands in a page beside its article: what marks and cards need, and how to find the blocks again.
// www/npm/EMBED.md documents it, src/embed/payload.rs writes the same.
// @ts-check

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/embed.js").Payload} Payload */
/** @typedef {import("./flow.js").Block} Block */

/** The version that is written and read here. */
const VERSION = 1;

/** FNV-1a of 32 bits over UTF-16 code units. @param {string} words */
export function hash(words) {
  let hash = 0x811c9dc5;
  for (let n = 0; n < words.length; n += 1) hash = Math.imul(hash ^ words.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}

/**
 * @param {string} text @param {Block[]} blocks of it
 * @param {Annotations} annotations of it, in UTF-16 code units
 * @returns {Payload}
 */
export function encode(text, blocks, annotations) {
  /** @param {{ start: number, end: number }} span @returns {[number, number]} */
  const pair = ({ start, end }) => [start, end];
  /** @param {number} value */
  const hundredths = (value) => Math.floor(value * 100 + 0.5);
  /** What is absent is left out. @template T @param {T | null | false} value */
  const some = (value) => (value === null || value === false ? undefined : value);
  return {
    whosaid: VERSION,
    offsets: "utf16",
    blocks: blocks.map(({ start, end }) => [end - start, hash(text.slice(start, end))]),
    speakers: annotations.speakers.map((speaker) => {
      const pronouns = speaker.mentions.filter(({ form }) => form === "pronoun").map(pair);
      return {
        name: speaker.name,
        kind: speaker.kind,
        description: some(speaker.description),
        anonymity: some(speaker.anonymity && pair(speaker.anonymity)),
        mentions: speaker.mentions.filter(({ form }) => form !== "pronoun").map(pair),
        pronouns: some(pronouns.length > 0 && pronouns),
        words: [speaker.quotedWords, speaker.reportedWords],
      };
    }),
    claims: annotations.claims.map((claim) => ({
      form: claim.form,
      mode: some(claim.mode === "attitude" && claim.mode),
      speaker: some(claim.speaker),
      source: some(claim.source && pair(claim.source)),
      cue: some(claim.cue && pair(claim.cue)),
      content: claim.content.map(pair),
      confidence: hundredths(claim.confidence),
    })),
    places: annotations.places.map((place) => ({
      name: place.name,
      kind: place.kind,
      country: some(place.country),
      within: some(place.within),
      at: place.lat === null || place.lon === null ? undefined : [hundredths(place.lat), hundredths(place.lon)],
      mentions: place.mentions.map(pair),
      confidence: hundredths(place.confidence),
    })),
  };
}

/**
 * The payload of a script's text. Throws an `Error` that says what is wrong with it.
 * @param {string} json
 * @returns {Payload}
 */
export function parse(json) {
  const payload = JSON.parse(json);
  if (payload?.whosaid !== VERSION) throw new Error(`these annotations have version ${payload?.whosaid}, this script reads ${VERSION}`);
  if (payload.offsets !== "utf16") throw new Error(`the offsets are “${payload.offsets}”, not “utf16”`);
  for (const list of ["blocks", "speakers", "claims", "places"]) if (!Array.isArray(payload[list])) throw new Error(`“${list}” is no list`);
  return payload;
}

/**
 * Where the blocks of a payload are in a text now: for each the distance that its offsets move, or `null` where it is gone.
 * In order; what was put between them is passed over.
 * @param {Payload} payload @param {string} text @param {Block[]} blocks
 * @returns {{ start: number, end: number, moved: number | null }[]} `start` and `end` as they were
 */
export function align(payload, text, blocks) {
  const now = blocks.map(({ start, end }) => ({ start, length: end - start, hash: -1 }));
  let next = 0;
  let at = 0;
  return payload.blocks.map(([length, wanted]) => {
    const start = at;
    at += length + 2;
    for (let n = next; n < now.length; n += 1) {
      const block = now[n];
      if (block.length !== length) continue;
      if (block.hash < 0) block.hash = hash(text.slice(block.start, block.start + length));
      if (block.hash !== wanted) continue;
      next = n + 1;
      return { start, end: start + length, moved: block.start - start };
    }
    return { start, end: start + length, moved: null };
  });
}

/**
 * Annotations as the engine gives them, of the text as it is now. What stood in a block that is gone is left out: a span
 * is clipped, and a claim or mention of which nothing is left has no span.
 * @param {Payload} payload @param {ReturnType<typeof align>} blocks
 * @returns {import("../types/embed.js").Shown}
 */
export function decode(payload, blocks) {
  /** @param {readonly [number, number]} pair @returns {{ start: number, end: number }[]} */
  const here = ([from, to]) =>
    blocks.flatMap(({ start, end, moved }) =>
      moved === null || from >= end || to <= start ? [] : [{ start: Math.max(from, start) + moved, end: Math.min(to, end) + moved }],
    );
  /** @param {readonly [number, number] | undefined} pair */
  const first = (pair) => (pair && here(pair)[0]) ?? null;
  /** @template T @param {(readonly [number, number])[] | undefined} pairs @param {T} more */
  const all = (pairs, more) => (pairs ?? []).flatMap((pair) => here(pair).map((span) => ({ ...span, ...more })));
  const byStart = (/** @type {{ start: number }} */ a, /** @type {{ start: number }} */ b) => a.start - b.start;
  return {
    offsets: "utf16",
    speakers: payload.speakers.map((speaker, id) => ({
      id,
      name: speaker.name,
      kind: speaker.kind,
      description: speaker.description ?? null,
      anonymity: first(speaker.anonymity),
      mentions: [
        ...all(speaker.mentions, {}),
        ...all(speaker.pronouns, { form: /** @type {const} */ ("pronoun") }),
      ].sort(byStart),
      claims: payload.claims.flatMap((claim, n) => (claim.speaker === id ? [n] : [])),
      quotedWords: speaker.words[0],
      reportedWords: speaker.words[1],
    })),
    claims: payload.claims.map((claim, id) => ({
      id,
      form: claim.form,
      mode: claim.mode ?? "statement",
      speaker: claim.speaker ?? null,
      source: first(claim.source),
      cue: first(claim.cue),
      content: all(claim.content, {}),
      confidence: claim.confidence / 100,
    })),
    places: payload.places.map((place, id) => ({
      id,
      name: place.name,
      kind: place.kind,
      country: place.country ?? null,
      within: place.within ?? null,
      lat: place.at ? place.at[0] / 100 : null,
      lon: place.at ? place.at[1] / 100 : null,
      mentions: all(place.mentions, {}),
      confidence: place.confidence / 100,
    })),
  };
}
