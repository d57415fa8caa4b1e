// Who speaks, as footnotes for print: a number behind each claim, the speakers with their figures at the end. On the screen
// neither is seen.
// @ts-check

import { byId, h } from "./dom.js";
import { kindOfClaim } from "./kinds.js";
import { atHead } from "./names.js";
import { page } from "./page-strings.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */

/** The sign of claims of which it is unclear whose they are. */
const UNCLEAR = "?";

/**
 * What stands behind each claim, by its id; nothing behind the article's own statements.
 * @param {Annotations} annotations
 * @returns {(string | null)[]}
 */
export function notesOf({ claims }) {
  /** @type {Map<number, string>} */
  const numbers = new Map();
  return claims.map(({ form, speaker }) => {
    if (speaker === null) return form === "own" ? null : UNCLEAR;
    const number = numbers.get(speaker) ?? String(numbers.size + 1);
    numbers.set(speaker, number);
    return number;
  });
}

/** Writes the notes that the claims need which are shown, and the report. @param {Annotations | null} annotations @param {Set<string>} kinds */
export function drawFootnotes(annotations, kinds) {
  const root = byId("footnotes");
  if (!annotations) return root.replaceChildren();
  const notes = notesOf(annotations);
  const shown = annotations.claims.filter((claim) => kinds.has(kindOfClaim(claim)));
  const speaking = [...new Set(shown.flatMap(({ speaker, id }) => (speaker === null ? [] : [{ speaker, note: notes[id] }])).map(({ speaker, note }) => `${note} ${speaker}`))];
  const rows = speaking.map((key) => {
    const [note, id] = key.split(" ");
    const speaker = annotations.speakers[Number(id)];
    const what = [speaker.description && atHead(speaker.description), speaker.kind === "person" ? null : strings.speakerKind[speaker.kind], strings.speakerFigures(speaker)].filter(Boolean).join(" · ");
    return h("li", { value: Number(note) }, h("strong", {}, atHead(speaker.name)), ` – ${what}`);
  });
  const unclear = shown.some(({ id }) => notes[id] === UNCLEAR);
  root.replaceChildren(
    ...(rows.length || unclear ? [h("h2", {}, strings.whoSpeaks)] : []),
    h("ol", {}, ...rows),
    ...(unclear ? [h("p", {}, `${UNCLEAR} ${page.unclearNote}`)] : []),
    ...(annotations.report.sentences.length ? [h("h2", {}, strings.report)] : []),
    ...annotations.report.sentences.map(({ text }) => h("p", {}, text)),
  );
}
