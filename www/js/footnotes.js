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
  /** @type {Map<number | null, string>} */
  const numbers = new Map();
  // Whoever only thinks or wants something comes last: that is mostly not shown.
  for (const kind of ["claims", "attitudes"]) {
    for (const claim of claims) if (claim.speaker !== null && kindOfClaim(claim) === kind && !numbers.has(claim.speaker)) numbers.set(claim.speaker, String(numbers.size + 1));
  }
  return claims.map(({ form, speaker }) => numbers.get(speaker) ?? (form === "own" ? null : UNCLEAR));
}

/** Footnotes of what is shown, written when somebody prints: on the screen nobody sees them. */
export class Footnotes {
  /** Of what they are to be, while that is not written. @type {[Annotations | null, Set<string>] | null} */ #wanted = null;

  constructor() {
    addEventListener("beforeprint", () => this.#write());
    matchMedia("print").addEventListener("change", ({ matches }) => matches && this.#write());
  }

  /** @param {Annotations | null} annotations @param {Set<string>} kinds that are shown */
  of(annotations, kinds) {
    this.#wanted = [annotations, kinds];
    // A preview of the print stays up to date.
    if (matchMedia("print").matches) this.#write();
  }

  #write() {
    if (this.#wanted) draw(...this.#wanted);
    this.#wanted = null;
  }
}

/** Writes the notes that the claims need which are shown, and the report. @param {Annotations | null} annotations @param {Set<string>} kinds */
function draw(annotations, kinds) {
  const root = byId("footnotes");
  if (!annotations) return root.replaceChildren();
  const notes = notesOf(annotations);
  const shown = annotations.claims.filter((claim) => kinds.has(kindOfClaim(claim)));
  const speaking = new Map(shown.flatMap(({ speaker, id }) => (speaker === null ? [] : [[speaker, Number(notes[id])]])));
  const rows = [...speaking].sort((a, b) => a[1] - b[1]).map(([id, note]) => {
    const speaker = annotations.speakers[id];
    const what = [speaker.description && atHead(speaker.description), speaker.kind === "person" ? null : strings.speakerKind[speaker.kind], strings.speakerFigures(speaker)].filter(Boolean).join(" · ");
    return h("li", { value: note }, h("strong", {}, atHead(speaker.name)), ` – ${what}`);
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
