// The card of a mark on a host page: opens on focus, hover or tap; can be pointed at, stays until it is left, and goes
// with Esc (WCAG 2.2, 1.4.13). It has a shadow root of its own, so that the page's styles and its own keep apart.
// @ts-check

import { h, shorten } from "./dom.js";
import { cardStyles } from "./element-style.js";
import { atHead } from "./names.js";
import { coordinates, whereabouts } from "./place-words.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/embed.js").Shown} Annotations */
/** @typedef {import("../types/element.js").Selection} Selection */

/** How long the pointer may be on its way from the mark to the card, in milliseconds. */
const ON_THE_WAY = 250;

let cards = 0;

/** One card for one `<who-said>`. */
export class Card {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #leaving;
  /** What it stands beside. @type {HTMLElement | Range | null} */ #anchor = null;
  /** What says that the card tells more of it. @type {Element | null} */ #described = null;

  /** @param {HTMLElement} owner @param {(dismissed: boolean) => void} onClose by Esc, or because it was left */
  constructor(owner, onClose) {
    this.owner = owner;
    this.onClose = onClose;
    cards += 1;
    this.box = h("div", { id: `whosaid-card-${cards}`, class: "whosaid-card", "data-whosaid-skip": "", role: "note" });
    if ("popover" in this.box) this.box.popover = "manual";
    this.root = this.box.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [cardStyles()];
    this.box.addEventListener("pointerenter", () => this.stay());
    this.box.addEventListener("pointerleave", () => this.leave());
    this.onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape" && this.#anchor) {
        event.stopPropagation();
        this.onClose(true);
      }
    };
    this.place = () => this.#place();
  }

  /** @param {Node} node */
  holds(node) {
    return this.box.contains(node);
  }

  /**
   * @param {HTMLElement | Range} anchor a mark, or what is marked where the page's elements are left alone
   * @param {Selection[]} targets the smallest first
   * @param {Annotations} annotations
   * @param {string} text
   * @param {Element | null} [described] what has the focus, where that is not the anchor
   */
  open(anchor, targets, annotations, text, described = anchor instanceof Range ? null : anchor) {
    clearTimeout(this.#leaving);
    if (this.#anchor === anchor) return;
    this.#described?.removeAttribute("aria-details");
    this.#anchor = anchor;
    this.#described = described;
    this.root.replaceChildren(...targets.slice(0, 3).map((target) => section(target, annotations, text)));
    if (!this.box.isConnected) {
      const root = this.owner.getRootNode();
      // Not inside the article: its layout may count its children.
      (root instanceof ShadowRoot ? root : document.body).append(this.box);
      addEventListener("keydown", this.onKey, true);
      addEventListener("scroll", this.place, { passive: true, capture: true });
      addEventListener("resize", this.place, { passive: true });
      if ("popover" in this.box) this.box.showPopover();
    }
    described?.setAttribute("aria-details", this.box.id);
    this.#place();
  }

  /** @param {HTMLElement | Range} anchor */
  standsBeside(anchor) {
    return this.#anchor === anchor;
  }

  /** It is pointed at again, or what it stands beside is. */
  stay() {
    clearTimeout(this.#leaving);
  }

  /** The pointer or the focus is gone: unless it comes to the card, close. */
  leave() {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.onClose(false), ON_THE_WAY);
  }

  close() {
    clearTimeout(this.#leaving);
    this.#described?.removeAttribute("aria-details");
    this.#anchor = null;
    this.#described = null;
    removeEventListener("keydown", this.onKey, true);
    removeEventListener("scroll", this.place, true);
    removeEventListener("resize", this.place);
    this.box.remove();
  }

  /** Under the mark, or over it where there is no room; always within the window. */
  #place() {
    if (!this.#anchor) return;
    const rect = this.#anchor.getClientRects()[0] ?? this.#anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const below = rect.bottom + 6 + height <= innerHeight || rect.top < height + 6;
    this.box.style.left = `${Math.max(8, Math.min(rect.left, document.documentElement.clientWidth - width - 8))}px`;
    this.box.style.top = `${below ? rect.bottom + 6 : rect.top - height - 6}px`;
  }
}

/** @param {Selection} target @param {Annotations} annotations @param {string} text */
function section({ kind, id }, annotations, text) {
  if (kind === "place") {
    const place = annotations.places[id];
    return h(
      "section",
      { class: "place", part: "place" },
      h("p", { class: "kind" }, strings.places.slice(0, -1)),
      h("p", { class: "name" }, atHead(place.name)),
      h("p", {}, [whereabouts(place), coordinates(place) ?? strings.noPoint].filter(Boolean).join(" · ")),
      h("p", { class: "confidence" }, strings.confidence(place.confidence)),
    );
  }
  if (kind === "speaker") {
    const speaker = annotations.speakers[id];
    return h(
      "section",
      { class: "speaker", part: "speaker" },
      h("p", { class: "kind" }, `${strings.speakers.slice(0, -1)} · ${strings.speakerKind[speaker.kind]}`),
      h("p", { class: "name" }, atHead(speaker.name)),
      speaker.description ? h("p", {}, atHead(speaker.description)) : null,
      h("p", {}, strings.speakerFigures(speaker)),
      speaker.anonymity ? h("p", {}, `${strings.anonymity}: “${text.slice(speaker.anonymity.start, speaker.anonymity.end)}”`) : null,
    );
  }
  const claim = annotations.claims[id];
  const speaker = claim.speaker === null ? null : annotations.speakers[claim.speaker];
  return h(
    "section",
    { class: "claim", part: "claim" },
    h("p", { class: "kind" }, strings.claimForm[claim.form]),
    claim.form === "own" ? null : h("p", { class: "name" }, speaker ? atHead(speaker.name) : strings.noSpeaker),
    speaker?.description ? h("p", {}, atHead(speaker.description)) : null,
    claim.cue ? h("p", {}, `${strings.cue}: “${shorten(text.slice(claim.cue.start, claim.cue.end), 60)}”`) : null,
    h("p", { class: "confidence" }, strings.confidence(claim.confidence)),
  );
}
