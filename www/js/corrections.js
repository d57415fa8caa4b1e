// What a person changes, as commands: a correction names claims and speakers by where they stand in the text, never by
// their ids. The engine carries them out.
// @ts-check

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").ClaimRef} ClaimRef */
/** @typedef {import("../types/whosaid.js").Correction} Correction */
/** @typedef {import("../types/whosaid.js").Span} Span */
/** @typedef {import("../types/whosaid.js").Speaker} Speaker */
/** @typedef {import("../types/whosaid.js").SpeakerKind} SpeakerKind */
/** @typedef {import("../types/whosaid.js").SpeakerRef} SpeakerRef */

/** The rule of a claim that a person marked. */
export const BY_HAND = "by-hand";

/** @param {Span} span @returns {Span} */
const plain = ({ start, end }) => ({ start, end });

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

/** Whether somebody stands behind it by name. @param {Speaker} speaker */
export function isNamed({ kind, mentions }) {
  return kind === "group" ? mentions.some(({ form }) => form === "name") : kind !== "unnamed";
}
