// Opening again the W3C Web Annotations that were exported: they hold no text but point into it. What they say of the text that
// is open becomes corrections of what is found there, so that it can be undone piece by piece.
// @ts-check

import { claimRef, newSpeaker, speakerRef } from "./corrections.js";
import { SPEAKER_KINDS } from "./kinds.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Claim} Claim */
/** @typedef {import("../types/whosaid.js").Correction} Correction */
/** @typedef {import("../types/whosaid.js").Span} Span */
/** @typedef {import("../types/whosaid.js").SpeakerKind} SpeakerKind */
/** @typedef {{ name: string, kind: SpeakerKind, description: string | null, mentions: Span[] }} FileSpeaker */
/** @typedef {{ content: Span[], own: boolean, speaker: number | null, source: Span | null, cue: Span | null }} FileClaim `speaker`: position */
/** @typedef {{ speakers: FileSpeaker[], claims: FileClaim[], lost: number, all: number }} Read `lost`: passages that the text does not have, of `all` */

/** Of two passages that share so much of their words, one is the other with its ends moved. */
const NEAR = 0.5;

/** Whether a file holds Web Annotations. @param {any} file */
export function isWebAnnotation(file) {
  const contexts = [file?.["@context"]].flat();
  return contexts.includes("http://www.w3.org/ns/anno.jsonld") && Array.isArray(file.items ?? file.first?.items);
}

/** @param {any} value @returns {any[]} */
const list = (value) => (value === undefined || value === null ? [] : [value].flat());

/**
 * What a file of annotations says of a text.
 * @param {any} file @param {string} text
 * @returns {Read}
 */
export function readWebAnnotation(file, text) {
  const anchors = new Anchors(text);
  const items = list(file.items ?? file.first?.items).filter((item) => typeof item === "object" && item !== null);
  const tags = (/** @type {any} */ item) => list(item.body).filter((body) => body?.purpose === "tagging").map((body) => String(body.value));
  const value = (/** @type {any} */ item, /** @type {string} */ purpose) => list(item.body).find((body) => body?.purpose === purpose && typeof body.value === "string")?.value ?? null;
  /** @type {FileSpeaker[]} */
  const speakers = items.filter((item) => tags(item).includes("speaker")).flatMap((item) => {
    const name = value(item, "identifying")?.trim();
    const kind = SPEAKER_KINDS.find((one) => tags(item).includes(one)) ?? "person";
    return name ? [{ name, kind, description: value(item, "describing"), mentions: anchors.spans(item) }] : [];
  });
  // The words that carry a claim point to it by its id.
  /** @type {Map<string, { source?: Span, cue?: Span }>} */
  const carriers = new Map();
  for (const item of items.filter((one) => one.motivation === "linking")) {
    const claim = list(item.body).find((body) => typeof body?.id === "string")?.id;
    const what = tags(item).find((tag) => tag === "source" || tag === "cue");
    const [span] = anchors.spans(item);
    if (claim && what && span) carriers.set(claim, { ...carriers.get(claim), [what]: span });
  }
  /** @type {FileClaim[]} */
  const claims = items.filter((item) => item.motivation !== "linking" && tags(item).includes("claim")).flatMap((item) => {
    const content = anchors.spans(item);
    const { source = null, cue = null } = carriers.get(item.id) ?? {};
    return content.length ? [{ content, own: tags(item).includes("own"), speaker: speakerOf(speakers, value(item, "identifying"), source), source, cue }] : [];
  });
  return { speakers, claims, lost: anchors.lost, all: anchors.all };
}

/** Of several who bear a name the one whom the source mentions. @param {FileSpeaker[]} speakers @param {string | null} name @param {Span | null} source */
function speakerOf(speakers, name, source) {
  if (name === null) return null;
  const named = speakers.flatMap((speaker, n) => (speaker.name === name.trim() ? [n] : []));
  const here = named.find((n) => source && speakers[n].mentions.some((mention) => mention.start < source.end && source.start < mention.end));
  return here ?? named[0] ?? speakers.push({ name: name.trim(), kind: "person", description: null, mentions: [] }) - 1;
}

/** Where the targets of annotations stand in a text. */
class Anchors {
  all = 0;
  lost = 0;
  /** The offset in UTF-16 units of every code point, for texts that have longer ones. @type {number[] | null} */ #points;

  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.#points = /[\ud800-\udbff][\udc00-\udfff]/.test(text) ? offsetsOf(text) : null;
  }

  /** @param {any} item @returns {Span[]} in text order */
  spans(item) {
    const spans = list(item.target).flatMap((target) => {
      this.all += 1;
      const span = this.#span(list(target?.selector));
      if (!span) this.lost += 1;
      return span ? [span] : [];
    });
    return spans.sort((a, b) => a.start - b.start);
  }

  /** By its position where its words stand there, else by its words and what is around them. @param {any[]} selectors @returns {Span | null} */
  #span(selectors) {
    const at = selectors.find((selector) => selector?.type === "TextPositionSelector");
    const quote = selectors.find((selector) => selector?.type === "TextQuoteSelector");
    const exact = typeof quote?.exact === "string" ? quote.exact : null;
    // Without its words nobody can tell whether a position is of this text.
    if (!exact) return null;
    const [start, end] = [this.#unit(at?.start), this.#unit(at?.end)];
    if (start < end && this.text.slice(start, end) === exact) return { start, end };
    const [before, after] = [quote.prefix, quote.suffix].map((words) => (typeof words === "string" ? words : ""));
    for (const [prefix, suffix] of [[before, after], [before, ""], ["", after], ["", ""]]) {
      const words = prefix + exact + suffix;
      const found = this.text.indexOf(words);
      if (found >= 0 && this.text.indexOf(words, found + 1) < 0) return { start: found + prefix.length, end: found + prefix.length + exact.length };
    }
    return null;
  }

  /** @param {unknown} point @returns {number} */
  #unit(point) {
    if (typeof point !== "number" || !Number.isInteger(point) || point < 0) return NaN;
    return this.#points ? (this.#points[point] ?? NaN) : point;
  }
}

/** @param {string} text */
function offsetsOf(text) {
  const offsets = [];
  let at = 0;
  for (const character of text) {
    offsets.push(at);
    at += character.length;
  }
  return [...offsets, at];
}

/**
 * The corrections that make of what was found what a file says.
 * @param {Annotations} found without corrections @param {Read} file
 * @returns {Correction[]}
 */
export function differences(found, { speakers, claims }) {
  /** @type {Correction[]} */
  const corrections = [];
  // As the annotations are after the corrections so far: these name speakers by their names at the time.
  const now = { ...found, speakers: found.speakers.map((speaker) => ({ ...speaker })), claims: found.claims.map((claim) => ({ ...claim })) };
  const mine = identities(now, speakers);
  settleSpeakers(now, speakers, mine, corrections);
  const pairs = pair(now.claims, claims);
  now.claims.forEach((claim, id) => {
    if (!pairs.has(id)) corrections.push({ kind: "delete", claim: claimRef(now, id) });
  });
  const to = (/** @type {number | null} */ speaker) => {
    if (speaker === null) return null;
    const id = mine.indexOf(speaker);
    return id < 0 ? newSpeaker(speakers[speaker].name, speakers[speaker].kind) : speakerRef(now, id);
  };
  for (const [id, n] of pairs) {
    const [claim, theirs] = [now.claims[id], claims[n]];
    if (!same(claim.content, theirs.content)) {
      corrections.push({ kind: "reword", claim: claimRef(now, id), content: theirs.content });
      claim.content = theirs.content;
    }
    if (claim.form === "own" || theirs.own) continue;
    if ((claim.speaker === null ? null : mine[claim.speaker]) !== theirs.speaker) {
      corrections.push({ kind: "reassign", claim: claimRef(now, id), to: to(theirs.speaker) });
    }
    if (!same([claim.source ?? []].flat(), [theirs.source ?? []].flat()) || !same([claim.cue ?? []].flat(), [theirs.cue ?? []].flat())) {
      const ref = { ...claimRef(now, id), speaker: theirs.speaker === null ? null : speakers[theirs.speaker].name };
      corrections.push({ kind: "attribution", claim: ref, source: theirs.source, cue: theirs.cue });
    }
  }
  const paired = new Set(pairs.values());
  claims.forEach(({ content, cue, own, speaker }, n) => {
    if (!paired.has(n) && !own) corrections.push({ kind: "add", content, cue, to: to(speaker) });
  });
  return corrections;
}

/** Which of the file's speakers each of those found is: who is mentioned at the same place, of these by name. @param {Annotations} found @param {FileSpeaker[]} speakers @returns {(number | null)[]} */
function identities(found, speakers) {
  return found.speakers.map(({ name, mentions: [first] }) => {
    const here = speakers.flatMap((speaker, n) => (first && speaker.mentions.some((mention) => same([mention], [first])) ? [n] : []));
    const named = (/** @type {number} */ n) => speakers[n].name === name;
    const anywhere = speakers.findIndex((speaker) => speaker.name === name);
    return here.find(named) ?? here[0] ?? (anywhere < 0 ? null : anywhere);
  });
}

/** Merges and renames. @param {Annotations} now @param {FileSpeaker[]} speakers @param {(number | null)[]} mine @param {Correction[]} corrections */
function settleSpeakers(now, speakers, mine, corrections) {
  speakers.forEach(({ name, kind, description }, n) => {
    const ids = mine.flatMap((speaker, id) => (speaker === n ? [id] : []));
    const kept = ids.find((id) => now.speakers[id].name === name) ?? ids[0];
    if (kept === undefined) return;
    for (const id of ids.filter((other) => other !== kept)) {
      corrections.push({ kind: "merge", speaker: speakerRef(now, id), into: speakerRef(now, kept) });
      for (const claim of now.claims) if (claim.speaker === id) claim.speaker = kept;
      mine[id] = null;
    }
    const speaker = now.speakers[kept];
    if (speaker.name === name && speaker.kind === kind && (speaker.description ?? null) === description) return;
    corrections.push({ kind: "rename", speaker: speakerRef(now, kept), name, speakerKind: kind, description });
    Object.assign(speaker, { name, kind, description });
  });
}

/** Which of the file's claims each of those found is, each once: with the same words, else with nearly these. @param {Claim[]} found @param {FileClaim[]} claims @returns {Map<number, number>} */
function pair(found, claims) {
  /** @type {Map<number, number>} */
  const pairs = new Map();
  const free = new Set(claims.keys());
  /** @param {(claim: Claim, theirs: FileClaim) => boolean} fits */
  const match = (fits) => {
    found.forEach((claim, id) => {
      if (pairs.has(id)) return;
      const n = [...free].find((one) => (claim.form === "own") === claims[one].own && fits(claim, claims[one]));
      if (n === undefined) return;
      pairs.set(id, n);
      free.delete(n);
    });
  };
  match((claim, theirs) => same(claim.content, theirs.content) && same([claim.source ?? []].flat(), [theirs.source ?? []].flat()));
  match((claim, theirs) => same(claim.content, theirs.content));
  match((claim, theirs) => shared(claim.content, theirs.content) >= NEAR);
  return pairs;
}

/** @param {Span[]} a @param {Span[]} b */
const same = (a, b) => a.length === b.length && a.every(({ start, end }, n) => start === b[n].start && end === b[n].end);

/** Of the characters of two passages, the share that both have. @param {Span[]} a @param {Span[]} b */
function shared(a, b) {
  const length = (/** @type {Span[]} */ spans) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
  const both = a.reduce((sum, one) => sum + b.reduce((part, other) => part + Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start)), 0), 0);
  return both / (length(a) + length(b) - both || 1);
}
