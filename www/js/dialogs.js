// Questions to the reader, as modal dialogs: the browser keeps the focus inside, Esc leaves, nothing changes before the
// button is pressed.
// @ts-check

import { h } from "./dom.js";
import { words } from "./correct-strings.js";
import { SPEAKER_KINDS } from "./kinds.js";
import { atHead } from "./names.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").SpeakerKind} SpeakerKind */
/** @typedef {import("../types/whosaid.js").SpeakerRef} SpeakerRef */

/** What a field lacks, said to the reader. */
export class Lacking extends Error {
  /** @param {string} message @param {HTMLElement} field */
  constructor(message, field) {
    super(message);
    this.field = field;
  }
}

let dialogs = 0;

/**
 * Asks; resolves with the answer, or `null` when the reader leaves.
 * @template Answer
 * @param {object} question
 * @param {string} question.title
 * @param {string} [question.lead]
 * @param {(Node | null)[]} question.fields
 * @param {string} question.action what the button says
 * @param {() => Answer} question.read the answer; throws `Lacking`
 * @param {HTMLElement} [question.first] where the focus goes
 * @returns {Promise<Answer | null>}
 */
export function ask({ title, lead, fields, action, read, first }) {
  dialogs += 1;
  const id = `ask-${dialogs}`;
  const problem = h("p", { class: "problem", id: `${id}-problem`, role: "alert" });
  /** @type {Answer | null} */
  let answer = null;
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    try {
      answer = read();
      dialog.close();
    } catch (error) {
      if (!(error instanceof Lacking)) throw error;
      problem.textContent = error.message;
      error.field.setAttribute("aria-invalid", "true");
      error.field.setAttribute("aria-describedby", problem.id);
      error.field.focus();
    }
  };
  const form = h(
    "form",
    { onsubmit: submit, noValidate: true },
    h("h2", { id }, title),
    lead ? h("p", { class: "lead" }, lead) : null,
    ...fields,
    problem,
    h(
      "div",
      { class: "answers" },
      h("button", { type: "button", onclick: () => dialog.close() }, words.cancel),
      h("button", { type: "submit", class: "main" }, action),
    ),
  );
  const dialog = h("dialog", { class: "ask", "aria-labelledby": id }, form);
  // Keys here are for the question, not for the page behind it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  // A click beside it leaves, as Esc does; a drag that begins inside does not.
  dialog.addEventListener("pointerdown", (event) => {
    if (event.target !== dialog) return;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    if (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom) dialog.close();
  });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (first ?? /** @type {HTMLElement | null} */ (form.querySelector("select, input, textarea")))?.focus();
  });
}

/** @param {string} label @param {HTMLElement} control */
export function field(label, control) {
  control.id ||= `field-${(dialogs += 1)}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

/** @param {{ value: string, label: string }[]} options @param {string} [value] */
export function choice(options, value) {
  const select = h("select", {}, ...options.map((option) => h("option", { value: option.value }, option.label)));
  if (value !== undefined) select.value = value;
  return select;
}

/** @param {SpeakerKind} kind */
export function kindChoice(kind) {
  return choice(SPEAKER_KINDS.map((value) => ({ value, label: strings.speakerKindLong[value] })), kind);
}

/** Speakers as the panel lists them: who says most first. @param {Annotations} annotations */
export function byWords({ speakers }) {
  return [...speakers].sort((a, b) => b.quotedWords + b.reportedWords - a.quotedWords - a.reportedWords || a.id - b.id);
}

/** @param {import("../types/whosaid.js").Speaker} speaker */
export function speakerLabel({ name, description, kind }) {
  const more = description ?? (kind === "person" ? "" : strings.speakerKind[kind]);
  return more ? `${atHead(name)} (${more.length > 40 ? `${more.slice(0, 39)}…` : more})` : atHead(name);
}

/**
 * Fields to choose a speaker: one that is there, a new one, or nobody known. `read` gives the id, a new name and kind, or
 * `null`; throws `Lacking`.
 * @param {Annotations} annotations
 * @param {object} options
 * @param {string} options.label
 * @param {number | null} [options.without] who is no choice
 * @param {"choose" | "new"} [options.begin] what stands there first
 * @returns {{ node: HTMLElement, control: HTMLSelectElement, read: () => { id: number } | { name: string, kind: SpeakerKind } | null }}
 */
export function speakerChoice(annotations, { label, without = null, begin = "choose" }) {
  const speakers = byWords(annotations).filter(({ id }) => id !== without);
  const select = choice(
    [
      { value: "", label: words.choose },
      ...speakers.map((speaker) => ({ value: String(speaker.id), label: speakerLabel(speaker) })),
      { value: "new", label: words.someoneNew },
      { value: "unclear", label: words.unclear },
    ],
    begin === "new" ? "new" : "",
  );
  const name = h("input", { type: "text", autocomplete: "off", spellcheck: false });
  const kind = kindChoice("person");
  guessKind(name, kind);
  const more = h("div", { class: "new-speaker", hidden: begin !== "new" }, field(words.name, name), field(words.kind, kind));
  select.addEventListener("change", () => {
    more.hidden = select.value !== "new";
    if (!more.hidden) name.focus();
  });
  const read = () => {
    if (!select.value) throw new Lacking(words.needWho, select);
    if (select.value === "unclear") return null;
    if (select.value !== "new") return { id: Number(select.value) };
    if (!name.value.trim()) throw new Lacking(words.needName, name);
    return { name: tidyName(name.value), kind: /** @type {SpeakerKind} */ (kind.value) };
  };
  return { node: h("div", { class: "speaker-choice" }, field(label, select), more), control: select, read };
}

/** @param {string} name */
export function tidyName(name) {
  return name.trim().replace(/\s+/gu, " ").slice(0, 200);
}

/** `an official` has no name, `Ilze Kalna` has one; what the reader chose stays. @param {HTMLInputElement} name @param {HTMLSelectElement} kind */
export function guessKind(name, kind) {
  let chosen = false;
  kind.addEventListener("change", () => (chosen = true));
  name.addEventListener("input", () => {
    const words = name.value.trim();
    if (chosen || !words || !["person", "unnamed"].includes(kind.value)) return;
    const described = /^(an?|the|one|another|some|his|her|their)\s/i.test(words) || !/\p{Lu}/u.test(words);
    kind.value = described ? "unnamed" : "person";
  });
}
