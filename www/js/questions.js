// What the reader is asked before a correction: each question gives a command, or `null` when the reader leaves.
// @ts-check

import { h, shorten } from "./dom.js";
import { claimRef, isNamed, newSpeaker, speakerRef } from "./corrections.js";
import { words } from "./correct-strings.js";
import { ask, byWords, choice, field, guessKind, kindChoice, Lacking, speakerChoice, speakerLabel, tidyName } from "./dialogs.js";
import { atHead } from "./names.js";
import { locate, nearest, piecesNear, quotedParts, snap } from "./passages.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Correction} Correction */
/** @typedef {import("../types/whosaid.js").SpeakerKind} SpeakerKind */
/** @typedef {import("../types/whosaid.js").SpeakerRef} SpeakerRef */
/** @typedef {import("../types/whosaid.js").Span} Span */
/** @typedef {{ text: string, annotations: Annotations }} Shown what the page shows */

/** @param {Annotations} annotations @param {{ id: number } | { name: string, kind: SpeakerKind } | null} chosen @returns {SpeakerRef | null} */
function toRef(annotations, chosen) {
  if (!chosen) return null;
  return "id" in chosen ? speakerRef(annotations, chosen.id) : newSpeaker(chosen.name, chosen.kind);
}

/** @param {string} text @param {Span[]} content */
const excerpt = (text, content) => shorten(content.map(({ start, end }) => text.slice(start, end)).join(" … "), 160);

/** @param {Shown} shown @param {number} id @returns {Promise<Correction | null>} */
export function askReassign({ text, annotations }, id) {
  const claim = annotations.claims[id];
  const who = speakerChoice(annotations, { label: words.who, without: claim.speaker });
  return ask({
    title: words.reassignTitle,
    fields: [h("blockquote", {}, excerpt(text, claim.content)), who.node],
    action: words.assign,
    read: () => ({ kind: /** @type {const} */ ("reassign"), claim: claimRef(annotations, id), to: toRef(annotations, who.read()) }),
  });
}

/**
 * @param {Shown} shown @param {number} id @param {Span | null} selection what the reader has selected in the text
 * @returns {Promise<Correction | null>}
 */
export function askReword({ text, annotations }, id, selection) {
  const now = annotations.claims[id].content;
  const chosen = selection ? snap(text, selection.start, selection.end) : now;
  const given = chosen.map(({ start, end }) => text.slice(start, end).replace(/\s+/gu, " ")).join("\n");
  const area = h("textarea", { rows: 6, value: given, spellcheck: false });
  return ask({
    title: words.rewordTitle,
    fields: [field(words.rewordWords, area)],
    action: words.rewordAct,
    read: () => {
      const content = area.value === given ? chosen : piecesNear(text, area.value, now[0].start);
      if (!content.length) throw new Lacking(area.value.trim() ? words.noWords : words.needWords, area);
      return { kind: /** @type {const} */ ("reword"), claim: claimRef(annotations, id), content };
    },
  });
}

/**
 * @param {Shown} shown @param {number} id
 * @param {Span | null} selection what the reader has selected in the text: the words that name who speaks
 * @returns {Promise<Correction | null>}
 */
export function askAttribution({ text, annotations }, id, selection) {
  const claim = annotations.claims[id];
  const [chosen = claim.source] = selection ? snap(text, selection.start, selection.end) : [];
  /** @param {Span | null} span */
  const shownAs = (span) => (span ? text.slice(span.start, span.end).replace(/\s+/gu, " ") : "");
  const box = (/** @type {Span | null} */ span) => h("input", { type: "text", value: shownAs(span), autocomplete: "off", spellcheck: false });
  const [source, cue] = [box(chosen), box(claim.cue)];
  /** What a box means: what it held at first, else the nearest such words. @param {HTMLInputElement} input @param {Span | null} first */
  const meant = (input, first) => {
    if (!input.value.trim()) return null;
    const outside = first && claim.content.every(({ start, end }) => first.end <= start || end <= first.start);
    const span = outside && input.value === shownAs(first) ? { start: first.start, end: first.end } : nearest(text, input.value, claim.content);
    if (!span) throw new Lacking(words.noCue(input.value.trim()), input);
    return span;
  };
  return ask({
    title: words.namingTitle,
    fields: [h("blockquote", {}, excerpt(text, claim.content)), field(words.namingSource, source), field(words.namingCue, cue)],
    action: words.namingAct,
    first: source,
    read: () => {
      const [who, how] = [meant(source, chosen), meant(cue, claim.cue)];
      if (who && how && who.start < how.end && how.start < who.end) throw new Lacking(words.namingBoth, cue);
      return { kind: /** @type {const} */ ("attribution"), claim: claimRef(annotations, id), source: who, cue: how };
    },
  });
}

/** @param {Shown} shown @param {number} id @returns {Promise<Correction | null>} */
export function askRename({ annotations }, id) {
  const speaker = annotations.speakers[id];
  const name = h("input", { type: "text", value: speaker.name, autocomplete: "off", spellcheck: false });
  const kind = kindChoice(speaker.kind);
  guessKind(name, kind);
  const description = h("input", { type: "text", value: speaker.description ?? "", autocomplete: "off" });
  const answer = ask({
    title: words.renameTitle(speaker.name),
    fields: [field(words.name, name), field(words.kind, kind), field(words.description, description)],
    action: words.save,
    first: name,
    read: () => {
      if (!name.value.trim()) throw new Lacking(words.needName, name);
      return {
        kind: /** @type {const} */ ("rename"),
        speaker: speakerRef(annotations, id),
        name: tidyName(name.value),
        speakerKind: /** @type {SpeakerKind} */ (kind.value),
        description: tidyName(description.value) || null,
      };
    },
  });
  name.select();
  return answer;
}

/** @param {Shown} shown @param {number} id @returns {Promise<Correction | null>} */
export function askMerge({ annotations }, id) {
  const speaker = annotations.speakers[id];
  const others = byWords(annotations).filter((other) => other.id !== id);
  const select = choice([{ value: "", label: words.choose }, ...others.map((other) => ({ value: String(other.id), label: speakerLabel(other) }))]);
  const keep = h("select", {});
  const name = field(words.mergeName, keep);
  name.hidden = true;
  select.addEventListener("change", () => {
    name.hidden = !select.value;
    if (name.hidden) return;
    const both = [speaker, annotations.speakers[Number(select.value)]];
    keep.replaceChildren(...both.map((one) => h("option", { value: String(one.id) }, one.name)));
    keep.value = String(fuller(both[0], both[1]).id);
  });
  return ask({
    title: words.mergeTitle(speaker.name),
    lead: words.mergeLead,
    fields: [field(words.mergeWith, select), name],
    action: words.mergeAct,
    read: () => {
      if (!select.value) throw new Lacking(words.needMerge, select);
      const kept = Number(keep.value);
      const gone = kept === id ? Number(select.value) : id;
      return { kind: /** @type {const} */ ("merge"), speaker: speakerRef(annotations, gone), into: speakerRef(annotations, kept) };
    },
  });
}

/**
 * Whose name says more: a name more than a description, a full name more than a part of it.
 * @param {import("../types/whosaid.js").Speaker} a @param {import("../types/whosaid.js").Speaker} b
 */
function fuller(a, b) {
  if (isNamed(a) !== isNamed(b)) return isNamed(a) ? a : b;
  const parts = (/** @type {string} */ name) => name.split(/\s+/u).length;
  return parts(a.name) > parts(b.name) ? a : b;
}

/** @param {Shown} shown @param {number} id @returns {Promise<Correction | null>} */
export function askSplit({ text, annotations }, id) {
  const speaker = annotations.speakers[id];
  const within = (/** @type {Span} */ outer, /** @type {Span} */ inner) => outer.start <= inner.start && inner.end <= outer.end;
  const claims = speaker.claims.map((n) => annotations.claims[n]);
  // A source that names two claims' speaker moves with the first; a mention that is no source stands by itself.
  const tied = claims.map(({ source }) => speaker.mentions.filter((mention) => source && within(source, mention)));
  const free = speaker.mentions.filter((mention) => !tied.some((mentions) => mentions.includes(mention)));
  const box = (/** @type {string} */ label) => {
    const input = h("input", { type: "checkbox" });
    return { input, node: h("li", {}, h("label", {}, input, h("span", {}, label))) };
  };
  const claimBoxes = claims.map(({ content }) => box(excerpt(text, content)));
  const mentionBoxes = free.map((mention) => box(context(text, mention)));
  const who = speakerChoice(annotations, { label: words.whose, without: id, begin: "new" });
  const group = (/** @type {string} */ legend, /** @type {{ node: HTMLElement }[]} */ boxes) =>
    boxes.length ? h("fieldset", {}, h("legend", {}, legend), h("ul", {}, ...boxes.map(({ node }) => node))) : null;
  return ask({
    title: words.splitTitle(speaker.name),
    lead: words.splitLead,
    fields: [group(words.splitClaims, claimBoxes), group(words.splitMentions, mentionBoxes), who.node],
    action: words.splitAct,
    first: (claimBoxes[0] ?? mentionBoxes[0])?.input,
    read: () => {
      const moved = claims.filter((_, n) => claimBoxes[n].input.checked);
      const left = claims.filter((claim) => !moved.includes(claim));
      const stays = (/** @type {Span} */ mention) => left.some(({ source }) => source && within(source, mention));
      const mentions = [
        ...moved.flatMap((claim) => tied[claims.indexOf(claim)]).filter((mention) => !stays(mention)),
        ...free.filter((_, n) => mentionBoxes[n].input.checked),
      ];
      if (!moved.length && !mentions.length) throw new Lacking(words.needSplit, (claimBoxes[0] ?? mentionBoxes[0]).input);
      if (!left.length && mentions.length === speaker.mentions.length) throw new Lacking(words.splitAll, claimBoxes[0]?.input ?? mentionBoxes[0].input);
      return {
        kind: /** @type {const} */ ("split"),
        speaker: speakerRef(annotations, id),
        claims: moved.map((claim) => claimRef(annotations, claim.id)),
        mentions: [...new Set(mentions)].sort((a, b) => a.start - b.start).map(({ start, end }) => ({ start, end })),
        to: toRef(annotations, who.read()),
      };
    },
  });
}

/** A mention with the words around it. @param {string} text @param {Span} mention */
function context(text, { start, end }) {
  const before = text.slice(Math.max(0, start - 30), start).replace(/^\S*\s/u, "");
  const after = text.slice(end, end + 40).replace(/\s\S*$/u, "");
  return `… ${before}“${text.slice(start, end)}”${after} …`.replace(/\s+/gu, " ");
}

/**
 * @param {Shown} shown @param {Span | null} selection what the reader has selected in the text
 * @returns {Promise<Correction | null>}
 */
export function askAdd({ text, annotations }, selection) {
  const chosen = selection ? snap(text, selection.start, selection.end) : [];
  const given = chosen.map(({ start, end }) => text.slice(start, end)).join("\n");
  const area = h("textarea", { rows: 4, value: given, placeholder: words.addHint, spellcheck: false });
  const quoted = h("input", { type: "checkbox" });
  const onlyQuoted = h("div", { class: "field check", hidden: true }, h("label", {}, quoted, h("span", {}, words.quotedOnly)));
  const cue = h("input", { type: "text", autocomplete: "off", spellcheck: false });
  const who = speakerChoice(annotations, { label: words.who });
  /** @returns {Span[]} */
  const content = () => {
    if (!area.value.trim()) throw new Lacking(words.needWords, area);
    if (chosen.length && area.value === given) return chosen;
    const places = locate(text, area.value);
    if (!places.length) throw new Lacking(words.noWords, area);
    if (places.length > 1) throw new Lacking(words.manyWords(places.length), area);
    return snap(text, places[0].start, places[0].end);
  };
  const offer = () => {
    try {
      onlyQuoted.hidden = !quotedParts(text, content()).length;
    } catch {
      onlyQuoted.hidden = true;
    }
  };
  area.addEventListener("input", offer);
  offer();
  return ask({
    title: words.addTitle,
    fields: [field(words.addWords, area), onlyQuoted, who.node, field(words.addCue, cue)],
    action: words.addAct,
    first: given ? who.control : area,
    read: () => {
      const all = content();
      const parts = quoted.checked && !onlyQuoted.hidden ? quotedParts(text, all) : all;
      const to = toRef(annotations, who.read());
      const near = cue.value.trim() ? nearest(text, cue.value, parts) : null;
      if (cue.value.trim() && !near) throw new Lacking(words.noCue(cue.value.trim()), cue);
      return { kind: /** @type {const} */ ("add"), content: parts, cue: near, to };
    },
  });
}

/**
 * Who may have said a claim: the speakers named nearest to it, those before it first.
 * @param {Annotations} annotations @param {import("../types/whosaid.js").Claim} claim
 */
export function candidates({ speakers }, claim) {
  const at = claim.source ?? claim.content[0];
  // Who is named in the words themselves is spoken about.
  const outside = (/** @type {Span} */ mention) => !claim.content.some(({ start, end }) => start <= mention.start && mention.end <= end);
  const distance = (/** @type {Span[]} */ mentions) => Math.min(...mentions.map(({ start, end }) => (end <= at.start ? at.start - end : start >= at.end ? 2 * (start - at.end) : 0)));
  return speakers
    .map((speaker) => ({ speaker, mentions: speaker.mentions.filter(outside) }))
    .filter(({ speaker, mentions }) => speaker.id !== claim.speaker && mentions.length)
    .map(({ speaker, mentions }) => ({ speaker, distance: distance(mentions) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ speaker }) => speaker);
}

/** @param {string} name */
export const buttonName = (name) => atHead(shorten(name, 32)) || strings.noSpeaker;
