// Corrections by hand, as pure functions: a correction is a small command that names claims and speakers by where they
// stand in the text, never by their ids; `apply` carries a list of them out on what was found. What follows from the
// result (words, shares, nesting and form of added claims) is counted by the engine's `recount`.
// @ts-check

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Claim} Claim */
/** @typedef {import("../types/whosaid.js").ClaimRef} ClaimRef */
/** @typedef {import("../types/whosaid.js").Correction} Correction */
/** @typedef {import("../types/whosaid.js").Span} Span */
/** @typedef {import("../types/whosaid.js").Speaker} Speaker */
/** @typedef {import("../types/whosaid.js").SpeakerKind} SpeakerKind */
/** @typedef {import("../types/whosaid.js").SpeakerRef} SpeakerRef */

/** The rule of a claim that a person marked. */
export const BY_HAND = "by-hand";

/** Claims found anew that share so much of their words are the same one, though its ends may have moved. */
const SAME = 0.8;

/** @param {Span} span @returns {Span} */
const plain = ({ start, end }) => ({ start, end });

/** @param {Span | null} a @param {Span | null} b */
const equal = (a, b) => a?.start === b?.start && a?.end === b?.end;

/** @param {Span} outer @param {Span} inner */
const holds = (outer, inner) => outer.start <= inner.start && inner.end <= outer.end;

/**
 * Corrections of one text for another that an edit in one place made of it: what lies before the edit stays, what lies
 * behind it moves, what holds it grows or shrinks; a correction of what the edit cuts is left out.
 * @param {Correction[]} corrections @param {string} before @param {string} after
 */
export function carry(corrections, before, after) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const [from, to, shift] = [head, before.length - tail, after.length - before.length];
  /** @param {any} value @returns {any} */
  const move = (value) => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(move);
    if (typeof value.start === "number") {
      const { start, end } = value;
      if (end <= from) return { start, end };
      if (start >= to) return { start: start + shift, end: end + shift };
      if (start <= from && end >= to && end + shift > start) return { start, end: end + shift };
      throw new RangeError("the edit cuts it");
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, move(part)]));
  };
  return corrections.flatMap((correction) => {
    try {
      return [/** @type {Correction} */ (move(correction))];
    } catch {
      return [];
    }
  });
}

/** Of the longer of two texts, the share that both have before and behind one edit. @param {string} a @param {string} b */
export function alike(a, b) {
  const shorter = Math.min(a.length, b.length);
  let same = 0;
  while (same < shorter && a[same] === b[same]) same += 1;
  let tail = 0;
  while (tail < shorter - same && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return (same + tail) / (Math.max(a.length, b.length) || 1);
}

/** @param {Annotations} annotations @param {number} id @returns {ClaimRef} */
export function claimRef(annotations, id) {
  const { content, source, speaker } = annotations.claims[id];
  return {
    content: content.map(plain),
    source: source && plain(source),
    speaker: speaker === null ? null : annotations.speakers[speaker].name,
  };
}

/** @param {Annotations} annotations @param {number} id @returns {SpeakerRef} */
export function speakerRef(annotations, id) {
  const { name, mentions } = annotations.speakers[id];
  return { name, at: mentions.length ? plain(mentions[0]) : null, speakerKind: null };
}

/** Somebody whom the annotations do not have yet. @param {string} name @param {SpeakerKind} kind @returns {SpeakerRef} */
export function newSpeaker(name, kind) {
  return { name, at: null, speakerKind: kind };
}

/**
 * The claim that a reference means, or `null`.
 * @param {Annotations} annotations @param {ClaimRef} ref
 */
export function findClaim({ claims, speakers }, ref) {
  let found = claims.filter(({ content }) => content.length === ref.content.length && content.every((span, n) => equal(span, ref.content[n])));
  if (!found.length) {
    const scores = claims.map((claim) => shared(claim.content, ref.content));
    const best = scores.reduce((most, score) => Math.max(most, score), 0);
    if (best < SAME) return null;
    found = claims.filter((_, n) => scores[n] === best);
  }
  // Of a joint statement's claims, the one of this source and speaker.
  for (const fits of [
    (/** @type {Claim} */ claim) => equal(claim.source, ref.source),
    (/** @type {Claim} */ claim) => (claim.speaker === null ? null : speakers[claim.speaker].name) === ref.speaker,
  ]) {
    const closer = found.filter(fits);
    if (closer.length) found = closer;
  }
  return found[0];
}

/** Of the characters of two contents, the share that both have. @param {Span[]} a @param {Span[]} b */
function shared(a, b) {
  const length = (/** @type {Span[]} */ spans) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
  let both = 0;
  for (const one of a) for (const other of b) both += Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
  return both / (length(a) + length(b) - both || 1);
}

/**
 * The speaker whom a reference means, or `null`.
 * @param {Annotations} annotations @param {SpeakerRef} ref
 */
export function findSpeaker({ speakers }, ref) {
  const there = ref.at ? speakers.filter(({ mentions }) => mentions.some((mention) => equal(mention, ref.at))) : [];
  const named = (there.length ? there : speakers).filter(({ name }) => name === ref.name);
  return named[0] ?? there[0] ?? null;
}

/**
 * Annotations with corrections carried out, and which could not be, because what they mean is not there any more.
 * `about` is what the last one was about.
 * @param {string} text
 * @param {Annotations} base what was found; stays as it is
 * @param {Correction[]} corrections
 * @returns {{ annotations: Annotations, missed: number[], about: { kind: "claim" | "speaker", id: number } | null }}
 */
export function apply(text, base, corrections) {
  const state = structuredClone(base);
  /** @type {number[]} */
  const missed = [];
  /** @type {Claim | Speaker | null} */
  let last = null;
  corrections.forEach((correction, n) => {
    const speaking = new Set(state.claims.map((claim) => claim.speaker));
    const before = state.speakers.filter(({ id }) => speaking.has(id));
    const about = carryOut(text, state, correction);
    if (about === undefined) missed.push(n);
    last = about ?? null;
    tidy(state, new Set(before));
  });
  state.corrections = corrections.filter((_, n) => !missed.includes(n));
  const subject = /** @type {Claim | Speaker | null} */ (last);
  const kind = subject && ("content" in subject ? "claim" : "speaker");
  const there = kind === "claim" ? state.claims.includes(/** @type {Claim} */ (subject)) : state.speakers.includes(/** @type {Speaker} */ (subject));
  return { annotations: state, missed, about: kind && subject && there ? { kind, id: subject.id } : null };
}

/**
 * Changes `state`; returns what it was about (`null`: something that is gone now), `undefined` when that is not there.
 * @param {string} text @param {Annotations} state @param {Correction} correction
 * @returns {Claim | Speaker | null | undefined}
 */
function carryOut(text, state, correction) {
  switch (correction.kind) {
    case "rename": {
      const speaker = findSpeaker(state, correction.speaker);
      if (!speaker) return undefined;
      Object.assign(speaker, { name: correction.name, kind: correction.speakerKind, description: correction.description, corrected: true });
      if (isNamed(speaker)) speaker.anonymity = null;
      return speaker;
    }
    case "merge": {
      const [gone, kept] = [findSpeaker(state, correction.speaker), findSpeaker(state, correction.into)];
      return gone && kept && gone !== kept ? merge(state, gone, kept) : undefined;
    }
    case "split": {
      const from = findSpeaker(state, correction.speaker);
      if (!from) return undefined;
      const claims = correction.claims.map((ref) => findClaim(state, ref)).filter((claim) => claim !== null && claim.speaker === from.id);
      const mentions = from.mentions.filter((mention) => correction.mentions.some((span) => equal(span, mention)));
      if (!claims.length && !mentions.length) return undefined;
      // First out of the old one's hands, so that a new one of this name finds its own.
      from.mentions = from.mentions.filter((mention) => !mentions.includes(mention));
      const to = target(text, state, correction.to);
      if (to === undefined || to === from) {
        from.mentions = inOrder([...from.mentions, ...mentions]);
        return undefined;
      }
      for (const claim of claims) if (claim) give(claim, to);
      if (to) Object.assign(to, { mentions: inOrder([...to.mentions, ...mentions]), corrected: true });
      from.corrected = true;
      return to ?? claims[0];
    }
    case "reassign": {
      const claim = findClaim(state, correction.claim);
      const to = claim && target(text, state, correction.to);
      if (!claim || to === undefined) return undefined;
      const from = claim.speaker === null ? null : state.speakers[claim.speaker];
      if (from !== to) moveMentions(text, state, claim, from, to);
      give(claim, to);
      dropOwn(state, claim);
      return claim;
    }
    case "reword": {
      const claim = findClaim(state, correction.claim);
      if (!claim || !fit(text, correction.content)) return undefined;
      Object.assign(claim, { content: correction.content.map(plain), rule: BY_HAND, confidence: 1, corrected: true });
      const inside = (/** @type {Span | null} */ span) => span && claim.content.some((piece) => meet(piece, span));
      if (inside(claim.source)) claim.source = null;
      if (inside(claim.cue)) claim.cue = null;
      dropOwn(state, claim);
      return claim;
    }
    case "attribution": {
      const claim = findClaim(state, correction.claim);
      const spans = [correction.source, correction.cue].filter((span) => span !== null);
      if (!claim || spans.some((span) => !fit(text, [span]) || [...claim.content, ...spans].some((other) => other !== span && meet(other, span)))) return undefined;
      Object.assign(claim, { source: correction.source && plain(correction.source), cue: correction.cue && plain(correction.cue), rule: BY_HAND, confidence: 1, corrected: true });
      nameAt(text, state, claim);
      return claim;
    }
    case "delete": {
      const claim = findClaim(state, correction.claim);
      if (!claim) return undefined;
      state.claims = state.claims.filter((other) => other !== claim);
      for (const other of state.claims) if (other.parent === claim.id) other.parent = claim.parent;
      return null;
    }
    case "add":
      return add(text, state, correction);
  }
}

/** @param {Span} a @param {Span} b */
const meet = (a, b) => a.start < b.end && b.start < a.end;

/** Words for people who were named before, wherever they stand. */
const PRONOUN = /^(i|we|you|he|him|she|her|it|they|them|who|whom)$/iu;

/**
 * The words that name a claim's speaker are a mention of the speaker, where they are not one of anybody yet.
 * @param {string} text @param {Annotations} state @param {Claim} claim
 */
function nameAt(text, state, { source, speaker: id }) {
  if (!source || id === null || state.speakers.some(({ mentions }) => mentions.some((mention) => meet(mention, source)))) return;
  const speaker = state.speakers[id];
  const words = text.slice(source.start, source.end);
  const named = speaker.name.split(/\s+/u).some((part) => /^\p{Lu}/u.test(part) && occurrences(words, part).length);
  const form = named ? "name" : PRONOUN.test(words) ? "pronoun" : "nominal";
  speaker.mentions = inOrder([...speaker.mentions, { ...plain(source), form }]);
}

/** Whether somebody stands behind it by name. @param {Speaker} speaker */
export function isNamed({ kind, mentions }) {
  return kind === "group" ? mentions.some(({ form }) => form === "name") : kind !== "unnamed";
}

/** @param {Annotations} state @param {Speaker} gone @param {Speaker} kept */
function merge(state, gone, kept) {
  kept.description ??= gone.description;
  kept.anonymity = isNamed(kept) ? null : (kept.anonymity ?? gone.anonymity);
  kept.mentions = inOrder([...kept.mentions, ...gone.mentions]);
  kept.corrected = true;
  for (const claim of state.claims) if (claim.speaker === gone.id) claim.speaker = kept.id;
  // What both said together, one says now: once.
  const seen = new Set();
  state.claims = state.claims.filter((claim) => {
    if (claim.speaker !== kept.id) return true;
    const key = JSON.stringify(claim.content.map(plain));
    return !seen.has(key) && seen.add(key);
  });
  gone.mentions = [];
  return kept;
}

/** By place, each once. @template {Span} Mention @param {Mention[]} mentions @returns {Mention[]} */
function inOrder(mentions) {
  const sorted = [...mentions].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.filter((mention, n) => n === 0 || !equal(mention, sorted[n - 1]));
}

/**
 * The speaker to whom something goes: one that is there, a new one, or (`null`) nobody known.
 * @param {string} text @param {Annotations} state @param {SpeakerRef | null} ref
 * @returns {Speaker | null | undefined}
 */
function target(text, state, ref) {
  if (!ref) return null;
  const found = findSpeaker(state, ref);
  if (found || !ref.speakerKind) return found ?? undefined;
  const taken = state.speakers.flatMap(({ mentions }) => mentions);
  const mentions = occurrences(text, ref.name).filter((span) => !taken.some((other) => meet(other, span)));
  /** @type {Speaker} */
  const speaker = {
    id: state.speakers.length,
    name: ref.name,
    kind: ref.speakerKind,
    description: null,
    anonymity: null,
    mentions: mentions.map((span) => ({ ...span, form: ref.speakerKind === "unnamed" ? "nominal" : "name" })),
    claims: [],
    quotedWords: 0,
    reportedWords: 0,
    corrected: true,
  };
  state.speakers.push(speaker);
  return speaker;
}

/** Where words stand in a text, as whole words. @param {string} text @param {string} words @returns {Span[]} */
export function occurrences(text, words) {
  /** @type {Span[]} */
  const found = [];
  const letter = /[\p{L}\p{N}\p{M}]/u;
  for (let start = words ? text.indexOf(words) : -1; start >= 0; start = text.indexOf(words, start + 1)) {
    const end = start + words.length;
    if (!letter.test(text[start - 1] ?? " ") && !letter.test(text[end] ?? " ")) found.push({ start, end });
  }
  return found;
}

/** @param {Claim} claim @param {Speaker | null} to */
function give(claim, to) {
  claim.speaker = to ? to.id : null;
  claim.corrected = true;
  claim.confidence = 1;
  if (claim.form === "own") {
    // Somebody's words now; which form they have is for the engine to say.
    claim.form = "indirect";
    claim.rule = BY_HAND;
  }
}

/**
 * The words that named the wrong speaker here name the right one: `he`, `the mayor`. A name stays with whose it is,
 * unless it is the other's too (`Lee`, of two of them).
 * @param {string} text @param {Annotations} state @param {Claim} claim @param {Speaker | null} from @param {Speaker | null} to
 */
function moveMentions(text, state, claim, from, to) {
  const source = claim.source;
  if (!from || !source) return;
  const others = state.claims.filter((other) => other !== claim && other.speaker === from.id && other.source);
  const words = (/** @type {string} */ name) => [...name.toLowerCase().matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(([word]) => word);
  const moving = from.mentions.filter((mention) => {
    if (!holds(source, mention) || others.some((other) => other.source && holds(other.source, mention))) return false;
    if (!to) return mention.form === "pronoun";
    const name = words(to.name);
    return mention.form !== "name" || words(text.slice(mention.start, mention.end)).every((word) => name.includes(word));
  });
  const staying = from.mentions.some((mention) => holds(source, mention) && !moving.includes(mention));
  from.mentions = from.mentions.filter((mention) => !moving.includes(mention));
  if (to) to.mentions = inOrder([...to.mentions, ...moving]);
  // Words that name somebody else are not the ones that name this claim's speaker.
  if (staying && !to?.mentions.some((mention) => holds(source, mention))) claim.source = null;
}

/** @param {string} text @param {Annotations} state @param {Extract<Correction, { kind: "add" }>} correction */
function add(text, state, { content, cue, to: ref }) {
  if (!fit(text, content) || (cue && !fit(text, [cue]))) return undefined;
  const to = target(text, state, ref);
  if (to === undefined) return undefined;
  // Marked before, for nobody or for the same one: then that is the one.
  let claim = state.claims.find(
    (other) =>
      other.content.length === content.length &&
      other.content.every((span, n) => equal(span, content[n])) &&
      (other.speaker === null || other.speaker === to?.id),
  );
  if (!claim) {
    claim = {
      id: state.claims.length, form: "indirect", mode: "statement", qualifiers: [], speaker: null, source: null, cue: null,
      content: content.map(plain), parent: null, places: [], checkWorthiness: 0, signals: [], confidence: 1, rule: BY_HAND, corrected: true,
    };
    state.claims.push(claim);
  }
  if (cue) claim.cue = plain(cue);
  give(claim, to);
  dropOwn(state, claim);
  return claim;
}

/** Whether spans lie in the text. @param {string} text @param {Span[]} spans */
function fit(text, spans) {
  return spans.length > 0 && spans.every(({ start, end }, n) => start >= (spans[n - 1]?.end ?? 0) && start < end && end <= text.length);
}

/** What somebody says is not the article's own statement too. @param {Annotations} state @param {Claim} claim */
function dropOwn(state, claim) {
  state.claims = state.claims.filter(
    (other) => other.form !== "own" || other === claim || !other.content.some((a) => claim.content.some((b) => meet(a, b))),
  );
}

/**
 * Text order, ids as positions, no speaker left over whose last claim went.
 * @param {Annotations} state @param {Set<Speaker>} before who spoke before the correction
 */
function tidy(state, before) {
  const ends = (/** @type {Claim} */ { content }) => Math.max(...content.map(({ end }) => end));
  const claims = [...state.claims].sort((a, b) => a.content[0].start - b.content[0].start || ends(b) - ends(a));
  const claimAt = new Map(claims.map(({ id }, n) => [id, n]));
  const speaks = new Set(claims.map(({ speaker }) => speaker));
  const first = (/** @type {Speaker} */ { id, mentions }) =>
    mentions[0]?.start ?? claims.find(({ speaker }) => speaker === id)?.content[0].start ?? Infinity;
  const speakers = state.speakers.filter((speaker) => speaks.has(speaker.id) || !before.has(speaker)).filter((speaker) => speaks.has(speaker.id) || speaker.mentions.length);
  const order = new Map(speakers.map((speaker) => [speaker, first(speaker)]));
  speakers.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0) || a.id - b.id);
  const speakerAt = new Map(speakers.map(({ id }, n) => [id, n]));
  claims.forEach((claim, n) => {
    claim.id = n;
    claim.parent = claim.parent === null ? null : (claimAt.get(claim.parent) ?? null);
    claim.speaker = claim.speaker === null ? null : (speakerAt.get(claim.speaker) ?? null);
  });
  speakers.forEach((speaker, n) => {
    speaker.id = n;
    speaker.claims = claims.filter((claim) => claim.speaker === n).map(({ id }) => id);
  });
  state.claims = claims;
  state.speakers = speakers;
}
