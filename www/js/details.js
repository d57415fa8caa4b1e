// What is selected: who, in which words, and why it is marked.
// @ts-check

import { attributed, copy, copyButton } from "./copying.js";
import { words as hand } from "./correct-strings.js";
import { BY_HAND } from "./corrections.js";
import { byId, h, shorten } from "./dom.js";
import { atHead } from "./names.js";
import { coordinates, whereabouts } from "./place-words.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("./render.js").Target} Target */

/** The card of the selected speaker, claim or place. */
export class Details {
  /** @type {Annotations | null} */ annotations = null;
  text = "";
  /** Who corrects one thing is likely to correct the next: the card stays unfolded. */
  #correcting = false;
  /** @type {Map<string, string>} */ explanations = new Map();

  /**
   * @param {object} on
   * @param {(target: Target | null) => void} on.select
   * @param {(step: 1 | -1) => void} on.step
   * @param {(message: string) => void} on.say
   * @param {(target: Target) => HTMLElement | null} on.correct the buttons that correct it
   * @param {(claim: number) => Node | null} on.whoSays who may have said a claim
   */
  constructor(on) {
    this.on = on;
    this.root = byId("details");
  }

  /** @param {Target | null} target */
  show(target) {
    this.root.hidden = target === null || !this.annotations;
    if (!target || !this.annotations) return this.root.replaceChildren();
    const { ids } = target;
    const had = this.root.contains(document.activeElement) ? document.activeElement : null;
    const draw = { claim: () => this.#claim(target.id), speaker: () => this.#speaker(target.id), place: () => this.#place(target.id) };
    this.root.className = `details ${target.kind}-details`;
    const passage = ids && ids.length > 1 ? h("p", { class: "passage" }, hand.passage(ids.indexOf(target.id) + 1, ids.length)) : null;
    // The ways on and out stand above, what can be done stands below: only what is between them scrolls.
    const [kind, ...facts] = draw[target.kind]();
    const between = h("div", { class: "between" }, ...facts);
    this.root.replaceChildren(h("div", { class: "head" }, h("div", {}, passage, kind), this.#ways()), between, ...this.#acts(target));
    // What is longer than its room is reached by the keyboard too.
    if (between.scrollHeight > between.clientHeight + 1) between.tabIndex = 0;
    // What had the focus was drawn anew: the same way on, or the new card's head.
    if (had) (this.#way(had.getAttribute("aria-label")) ?? this.heading)?.focus({ preventScroll: true });
  }

  /** @param {string | null} label @returns {HTMLElement | undefined} */
  #way(label) {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll(".ways button"))].find((way) => way.getAttribute("aria-label") === label);
  }

  /** What the card is about, for the focus. @returns {HTMLElement | null} */
  get heading() {
    const heading = /** @type {HTMLElement | null} */ (this.root.querySelector("h3") ?? this.root.querySelector(".kind"));
    if (heading) heading.tabIndex = -1;
    return heading;
  }

  /** @param {{ start: number, end: number }} span */
  #words({ start, end }) {
    return this.text.slice(start, end);
  }

  /** @param {Target} target @param {string} words */
  #link(target, words) {
    return h("button", { type: "button", class: `link ${target.kind}`, onclick: () => this.on.select(target) }, words);
  }

  /** @param {[string, (Node | string)[] | string | null][]} rows */
  #facts(rows) {
    const shown = rows.filter(([, value]) => value !== null && value.length);
    return h("dl", { class: "facts" }, ...shown.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, ...(value ?? [])))));
  }

  /** @param {number} id @returns {Node[]} */
  #claim(id) {
    const { claims, speakers, places } = /** @type {Annotations} */ (this.annotations);
    const claim = claims[id];
    const speaker = claim.speaker === null ? null : speakers[claim.speaker];
    const own = claim.form === "own";
    const parent = claim.parent === null ? null : claims[claim.parent];
    const parentSpeaker = parent?.speaker === null || parent?.speaker === undefined ? null : speakers[parent.speaker];
    const explanation = claim.rule === BY_HAND ? hand.why : own ? strings.whyOwn : (this.explanations.get(claim.rule) ?? strings.whyNoRule);
    return [
      h("p", { class: "kind" }, strings.claimForm[claim.form], claim.corrected ? this.#byHand() : ` · ${strings.confidence(claim.confidence)}`),
      own
        ? null
        : h("h3", {}, speaker && claim.speaker !== null ? this.#link({ kind: "speaker", id: claim.speaker }, atHead(speaker.name)) : strings.noSpeaker),
      speaker || own || claim.corrected ? null : h("p", { class: "unclear" }, strings.whyUnclear(claim.source && shorten(this.#words(claim.source), 60))),
      speaker || own ? null : this.on.whoSays(id),
      speaker?.description ? h("p", { class: "description" }, atHead(speaker.description)) : null,
      h("blockquote", {}, ...claim.content.map((span) => h("p", {}, shorten(this.#words(span), 420)))),
      this.#facts([
        [strings.source, claim.source ? this.#words(claim.source) : null],
        [strings.cue, claim.cue ? this.#words(claim.cue) : null],
        ["", claim.mode === "attitude" ? strings.attitudeOf : null],
        ["", !own && !claim.source && speaker && !claim.corrected ? strings.goesOn : null],
        ["", speaker && claim.speakerReason ? strings.whyThisSpeaker(claim.source && shorten(this.#words(claim.source), 60), speaker.name, claim.speakerReason) : null],
        [strings.inside, parent && claim.parent !== null ? [this.#link({ kind: "claim", id: claim.parent }, parentSpeaker ? atHead(parentSpeaker.name) : strings.noSpeaker)] : null],
        [strings.places, claim.places.flatMap((place, n) => [n ? ", " : "", this.#link({ kind: "place", id: place }, places[place].name)])],
        [strings.checkable, claim.signals.length ? claim.signals.map((signal) => strings.signal[signal] ?? signal).join(", ") : null],
      ]),
      this.#why(explanation, claim.corrected ? hand.confirmedSure : strings.confidenceLong(claim.confidence)),
    ].filter((node) => node !== null);
  }

  /** @param {number} id @returns {Node[]} */
  #speaker(id) {
    const annotations = /** @type {Annotations} */ (this.annotations);
    const { claims, speakers } = annotations;
    const speaker = speakers[id];
    /** @type {Map<import("../types/whosaid.js").MentionForm, number>} */
    const forms = new Map();
    for (const { form } of speaker.mentions) forms.set(form, (forms.get(form) ?? 0) + 1);
    return [
      h("p", { class: "kind" }, `${strings.speakers.slice(0, -1)} · ${strings.speakerKind[speaker.kind]}`, speaker.corrected ? this.#byHand() : null),
      h("h3", {}, atHead(speaker.name)),
      speaker.description ? h("p", { class: "description" }, atHead(speaker.description)) : null,
      this.#facts([
        [strings.tableHead.times, [...forms].map(([form, n]) => `${strings.count(n)} ${strings.mentionForm[form]}`).join(", ")],
        [strings.anonymity, speaker.anonymity ? `“${this.#words(speaker.anonymity)}”` : null],
        [strings.claims, strings.speakerFigures(speaker)],
      ]),
      h(
        "ul",
        { class: "rows" },
        ...speaker.claims
          .slice(0, 100)
          .map((n) => h("li", {}, h("button", { type: "button", class: `row claim-row ${claims[n].form}`, onclick: () => this.on.select({ kind: "claim", id: n }) }, h("span", { class: "words" }, shorten(claims[n].content.map((span) => this.#words(span)).join(" … "), 120))), copyButton(this.text, annotations, n, this.on.say))),
      ),
      this.#why(strings.whySpeaker, null),
    ].filter((node) => node !== null);
  }

  /** @param {number} id @returns {Node[]} */
  #place(id) {
    const place = /** @type {Annotations} */ (this.annotations).places[id];
    const roles = new Set(place.mentions.map(({ role }) => strings.placeRole[role]));
    return [
      h("p", { class: "kind" }, `${strings.places.slice(0, -1)} · ${place.kind} · ${strings.confidence(place.confidence)}`),
      h("h3", {}, atHead(place.name)),
      h("p", { class: "description" }, whereabouts(place)),
      this.#facts([
        [strings.tableHead.at, coordinates(place) ?? strings.noPoint],
        [strings.tableHead.times, `${strings.count(place.mentions.length)}: ${[...roles].join(", ")}`],
      ]),
      place.alternatives.length
        ? h(
            "div",
            { class: "others" },
            h("h4", {}, strings.otherPlaces),
            h("ul", {}, ...place.alternatives.map((other) =>
              h("li", {}, h("span", {}, [other.name, whereabouts(other)].filter(Boolean).join(", ")), other.reason ? h("span", { class: "reason" }, other.reason) : null))),
          )
        : null,
      this.#why(strings.whyPlace, strings.confidenceLong(place.confidence)),
    ].filter((node) => node !== null);
  }

  #byHand() {
    return h("span", { class: "tag hand-made" }, hand.byHand);
  }

  /** @param {string} explanation @param {string | null} confidence in words */
  #why(explanation, confidence) {
    return h(
      "div",
      { class: "why" },
      h("h4", {}, strings.why),
      h("p", {}, explanation),
      confidence === null ? null : h("p", { class: "confidence" }, confidence),
    );
  }

  #ways() {
    const way = (/** @type {string} */ label, /** @type {string} */ sign, /** @type {() => void} */ go) =>
      h("button", { type: "button", title: label, "aria-label": label, onclick: go }, sign);
    return h(
      "div",
      { class: "ways" },
      way(strings.previous, "‹", () => this.on.step(-1)),
      way(strings.next, "›", () => this.on.step(1)),
      way(strings.close, "×", () => this.on.select(null)),
    );
  }

  /** Correcting and copying; the corrections unfold. @param {Target} target @returns {Node[]} */
  #acts(target) {
    const annotations = /** @type {Annotations} */ (this.annotations);
    const copyIt = () => copy(attributed(this.text, annotations, target.id), this.on.say);
    const correct = this.on.correct(target);
    if (!correct && target.kind !== "claim") return [];
    const unfold = () => {
      this.#correcting = !this.#correcting;
      fold();
    };
    const toggle = correct && h("button", { type: "button", class: "unfold", "aria-controls": "corrections", onclick: unfold }, hand.open);
    const fold = () => {
      toggle?.setAttribute("aria-expanded", String(this.#correcting));
      if (correct) correct.hidden = !this.#correcting;
    };
    if (correct) correct.id = "corrections";
    fold();
    return [
      h("div", { class: "controls" }, toggle, target.kind === "claim" ? h("button", { type: "button", onclick: copyIt }, strings.copyQuote) : null),
      ...(correct ? [correct] : []),
    ];
  }
}
