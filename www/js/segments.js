// From annotations to flat segments: stretches of text that begin and end where any annotation does, each with the keys
// of all that cover it. Flat, because overlapping annotations cannot be nested elements.
// @ts-check

import { kindOfClaim } from "./kinds.js";

/** What both the engine and a page with embedded annotations give. @typedef {import("../types/embed.js").Shown} Annotations */
/**
 * A layer is `claim`, `cue`, `source`, `speaker`, `place` or `anonymity`; `id` is that of the claim, speaker or place.
 * @typedef {{ start: number, end: number, layer: string, id: number, pronoun?: boolean }} Mark
 */
/** @typedef {{ start: number, end: number, marks: Mark[] }} Segment */

/**
 * All marks of a text, by start.
 * @param {Annotations} annotations
 * @returns {Mark[]}
 */
export function marksOf(annotations) {
  /** @type {Mark[]} */
  const marks = [];
  /** @param {string} layer @param {number} id @param {{ start: number, end: number } | null} span */
  const add = (layer, id, span) => {
    if (span && span.end > span.start) marks.push({ start: span.start, end: span.end, layer, id });
  };
  for (const claim of annotations.claims) {
    for (const span of claim.content) add("claim", claim.id, span);
    add("source", claim.id, claim.source);
    add("cue", claim.id, claim.cue);
  }
  for (const speaker of annotations.speakers) {
    for (const { start, end, form } of speaker.mentions) {
      if (end > start) marks.push({ start, end, layer: "speaker", id: speaker.id, pronoun: form === "pronoun" });
    }
    add("anonymity", speaker.id, speaker.anonymity);
  }
  for (const place of annotations.places) {
    for (const mention of place.mentions) add("place", place.id, mention);
  }
  return marks.sort((a, b) => a.start - b.start || b.end - a.end);
}

/**
 * The segments of `[from, to)`; what no mark covers is left out.
 * @param {Mark[]} marks those that touch the range (others are passed over), by start
 * @param {number} from
 * @param {number} to
 * @returns {Segment[]}
 */
export function flatten(marks, from, to) {
  const inside = marks.filter((mark) => mark.start < to && mark.end > from);
  const edges = new Set();
  for (const mark of inside) {
    edges.add(Math.max(mark.start, from));
    edges.add(Math.min(mark.end, to));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  /** @type {Segment[]} */
  const segments = [];
  /** @type {Mark[]} */
  let open = [];
  let next = 0;
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const [start, end] = [cuts[i], cuts[i + 1]];
    open = open.filter((mark) => mark.end > start);
    for (; next < inside.length && inside[next].start <= start; next += 1) {
      if (inside[next].end > start) open.push(inside[next]);
    }
    if (open.length) segments.push({ start, end, marks: [...open] });
  }
  return segments;
}

/**
 * The classes of a segment: which kinds it shows, and of which sort.
 * @param {Mark[]} marks
 * @param {Annotations} annotations
 */
export function classesOf(marks, annotations) {
  const classes = new Set();
  for (const { layer, id, pronoun } of marks) {
    if (layer === "claim") {
      const claim = annotations.claims[id];
      classes.add({ own: "own", attitudes: "attitude", claims: "claim" }[kindOfClaim(claim)]);
      if (claim.form === "direct") classes.add("direct");
    } else if (layer === "speaker") {
      classes.add("speaker");
      if (pronoun) classes.add("pronoun");
    } else if (layer === "place") {
      classes.add("place");
    }
  }
  return [...classes];
}

/**
 * What a reader means who points at a segment: the smallest mark first, then what holds it.
 * @param {Mark[]} marks
 * @returns {{ kind: "speaker" | "claim" | "place", id: number }[]}
 */
export function targetsOf(marks) {
  const rank = { place: 0, speaker: 1, source: 2, cue: 2, claim: 3 };
  const seen = new Set();
  return marks
    .filter((mark) => mark.layer in rank)
    .sort((a, b) => rankOf(a) - rankOf(b) || a.end - a.start - (b.end - b.start))
    .map((mark) => ({
      kind: /** @type {"speaker" | "claim" | "place"} */ (mark.layer === "source" || mark.layer === "cue" ? "claim" : mark.layer),
      id: mark.id,
    }))
    .filter(({ kind, id }) => !seen.has(kind + id) && seen.add(kind + id));

  /** @param {Mark} mark */
  function rankOf(mark) {
    return rank[/** @type {keyof typeof rank} */ (mark.layer)];
  }
}
