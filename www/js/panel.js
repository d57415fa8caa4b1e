// The side panel: speakers with their claims, claims, places, the report.
// @ts-check

import { ClaimsTab } from "./claims-tab.js";
import { copyButton } from "./copying.js";
import { words as hand } from "./correct-strings.js";
import { byId, h, shorten } from "./dom.js";
import { kindOfClaim } from "./kinds.js";
import { atHead } from "./names.js";
import { PlacesTab } from "./places-tab.js";
import { page } from "./page-strings.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("./render.js").Target} Target */
/** @typedef {"speakers" | "claims" | "places" | "report"} Tab */

const TABS = /** @type {const} */ (["speakers", "claims", "places", "report"]);

/** Longer lists show so many and a button for the rest. */
const AT_FIRST = 150;

/** The four lists, as tabs. */
export class Panel {
  /** @type {Annotations | null} */ #annotations = null;
  #text = "";
  /** @type {Set<string>} */ #shown = new Set();
  /** @type {Target | null} */ #selected = null;
  /** @type {Tab} */ #tab = "speakers";
  /** @type {Set<Tab>} lists shown whole */ #whole = new Set();

  /**
   * @param {object} on
   * @param {(target: Target) => void} on.select
   * @param {() => void} on.changed another tab is open, or another filter is set
   * @param {(message: string) => void} on.say
   * @param {(middle: number) => Promise<import("./map.js").Outlines>} outlines
   */
  constructor(on, outlines) {
    this.on = on;
    this.onSelect = on.select;
    this.places = new PlacesTab(on.select, outlines);
    this.claims = new ClaimsTab({
      isShown: (claim) => this.isShown(claim),
      changed: () => {
        this.#whole.delete("claims");
        if (this.#tab === "claims") this.#list.replaceChildren(...this.#claimRows());
        this.select(this.#selected);
        on.changed();
      },
    });
    this.list = byId("tabs");
    this.body = byId("tab-panel");
    for (const tab of TABS) {
      const button = h("button", {
        type: "button", id: `tab-${tab}`, role: "tab", "aria-controls": "tab-panel",
        onclick: () => this.open(tab),
      }, strings[tab]);
      this.list.append(button);
    }
    this.list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.open(TABS[(TABS.indexOf(this.#tab) + step + TABS.length) % TABS.length]);
      byId(`tab-${this.#tab}`).focus();
    });
    this.open("speakers");
  }

  /** @param {string} text @param {Annotations} annotations */
  show(text, annotations) {
    this.#text = text;
    this.#annotations = annotations;
    this.#selected = null;
    this.#whole.clear();
    this.places.show(annotations);
    this.claims.show(annotations);
    this.#draw();
  }

  clear() {
    this.#annotations = null;
    this.places.show(null);
    this.claims.show(null);
    this.body.replaceChildren();
  }

  /** Kinds that are shown, as in the legend. @param {Set<string>} kinds */
  filter(kinds) {
    this.#shown = kinds;
    this.#draw();
  }

  /** @param {Target | null} target */
  select(target) {
    this.#selected = target;
    this.places.select(target);
    for (const row of this.body.querySelectorAll("[data-target]")) {
      const on = target !== null && row.getAttribute("data-target") === `${target.kind} ${target.id}`;
      row.setAttribute("aria-pressed", String(on));
      if (on && row instanceof HTMLElement) this.#reveal(row);
    }
    for (const row of this.body.querySelectorAll("[data-sentence]")) {
      const { claims } = this.#annotations?.report.sentences[Number(row.getAttribute("data-sentence"))] ?? {};
      const on = claims !== undefined && target?.ids === claims;
      row.setAttribute("aria-pressed", String(on));
      if (on && row instanceof HTMLElement) this.#reveal(row);
    }
  }

  /** Scrolls the list, and the list only. @param {HTMLElement} row */
  #reveal(row) {
    const [list, box] = [this.body.getBoundingClientRect(), row.getBoundingClientRect()];
    if (box.top < list.top) this.body.scrollTop -= list.top - box.top;
    else if (box.bottom > list.bottom) this.body.scrollTop += Math.min(box.bottom - list.bottom, box.top - list.top);
  }

  /** @param {Tab} tab */
  open(tab) {
    this.#tab = tab;
    for (const name of TABS) {
      const button = /** @type {HTMLButtonElement} */ (byId(`tab-${name}`));
      button.setAttribute("aria-selected", String(name === tab));
      button.tabIndex = name === tab ? 0 : -1;
    }
    this.body.setAttribute("aria-labelledby", `tab-${tab}`);
    this.#draw();
    this.on.changed();
  }

  /** Which tab is open. */
  get tab() {
    return this.#tab;
  }

  /** What an address says. @param {string | null} tab @param {Partial<import("./claim-filter.js").Filter>} filter */
  restore(tab, filter) {
    this.claims.set(filter);
    this.open(TABS.find((name) => name === tab) ?? "speakers");
  }

  /** The claims to go through from one of them: those that are listed. @param {number | undefined} id */
  way(id) {
    return this.#tab === "claims" ? this.claims.around(id) : (this.#annotations?.claims ?? []).filter((claim) => this.isShown(claim));
  }

  /** Claims that the legend shows. @param {import("../types/whosaid.js").Claim} claim */
  isShown(claim) {
    return this.#shown.has(kindOfClaim(claim));
  }

  #draw() {
    if (!this.#annotations) return;
    const draw = { speakers: () => this.#speakers(), claims: () => this.#claims(), places: () => this.#places(), report: () => this.#report() };
    const focused = this.body.contains(document.activeElement) && document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.body.replaceChildren(...draw[this.#tab]());
    // What stays, though it was taken out for a moment, keeps the focus.
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    this.select(this.#selected);
  }

  /**
   * @template Item
   * @param {Item[]} items
   * @param {(item: Item) => Node | Node[]} row
   * @param {string} [none] what is said of an empty list
   * @returns {Node[]}
   */
  #rows(items, row, none = strings.none[this.#tab] ?? "") {
    if (!items.length) return [h("p", { class: "none" }, none)];
    const all = this.#whole.has(this.#tab) || items.length <= AT_FIRST;
    const list = h("ul", { class: "rows" }, ...(all ? items : items.slice(0, AT_FIRST)).map((item) => h("li", {}, ...[row(item)].flat())));
    const more = () => {
      this.#whole.add(this.#tab);
      this.#draw();
    };
    return all ? [list] : [list, h("button", { type: "button", class: "more", onclick: more }, strings.showAll(items.length))];
  }

  /** @param {Target} target @param {Record<string, any>} properties @param {...any} children */
  #button(target, properties, ...children) {
    return h(
      "button",
      { type: "button", "data-target": `${target.kind} ${target.id}`, "aria-pressed": "false", onclick: () => this.onSelect(target), ...properties },
      ...children,
    );
  }

  #speakers() {
    const { speakers } = /** @type {Annotations} */ (this.#annotations);
    // Who says most comes first; among equals, who comes first in the text.
    const words = (/** @type {import("../types/whosaid.js").Speaker} */ s) => s.quotedWords + s.reportedWords;
    const most = Math.max(1, ...speakers.slice(0, 5000).map(words));
    const sorted = [...speakers].sort((a, b) => words(b) - words(a) || a.id - b.id);
    return this.#rows(sorted, (speaker) => {
      const bar = h("span", { class: "bar", "aria-hidden": "true" });
      const quoted = h("span", { class: "quoted" });
      const reported = h("span", { class: "reported" });
      quoted.style.inlineSize = `${(speaker.quotedWords / most) * 100}%`;
      reported.style.inlineSize = `${(speaker.reportedWords / most) * 100}%`;
      bar.append(quoted, reported);
      return this.#button(
        { kind: "speaker", id: speaker.id },
        { class: "row speaker-row" },
        h("span", { class: "name" }, atHead(speaker.name), speaker.kind === "person" ? null : h("span", { class: "tag" }, strings.speakerKind[speaker.kind]), speaker.corrected ? h("span", { class: "tag hand-made" }, hand.byHand) : null),
        speaker.description ? h("span", { class: "description" }, atHead(speaker.description)) : null,
        bar,
        h("span", { class: "figures" }, strings.speakerFigures(speaker)),
      );
    });
  }

  /** The rows of the claims, below what filters them. */
  #list = h("div");

  #claims() {
    this.#list.replaceChildren(...this.#claimRows());
    return [this.claims.node, this.#list];
  }

  #claimRows() {
    const annotations = /** @type {Annotations} */ (this.#annotations);
    const claims = this.claims.counted();
    const none = annotations.claims.some((claim) => this.isShown(claim)) ? page.filter.none : strings.none.claims;
    return this.#rows(claims, (claim) => [this.claimRow(claim, annotations.speakers), copyButton(this.#text, annotations, claim.id, this.on.say)], none);
  }

  /** @param {import("../types/whosaid.js").Claim} claim @param {import("../types/whosaid.js").Speaker[]} speakers */
  claimRow(claim, speakers) {
    const who = claim.speaker === null ? (claim.form === "own" ? null : strings.noSpeaker) : atHead(speakers[claim.speaker]?.name ?? "");
    const words = claim.content.map((span) => this.#text.slice(span.start, span.end)).join(" … ");
    return this.#button(
      { kind: "claim", id: claim.id },
      { class: `row claim-row ${claim.form}` },
      h("span", { class: "by" }, who ? h("span", { class: "name" }, who) : null, h("span", { class: "tag" }, strings.claimFormShort[claim.form]), claim.corrected ? h("span", { class: "tag hand-made" }, hand.byHand) : null),
      h("span", { class: "words" }, shorten(words, 180)),
    );
  }

  #places() {
    const { places } = /** @type {Annotations} */ (this.#annotations);
    if (!places.length) return [h("p", { class: "none" }, strings.none.places)];
    const all = this.#whole.has("places") || places.length <= AT_FIRST;
    const more = () => {
      this.#whole.add("places");
      this.#draw();
    };
    return [
      ...this.places.draw(all ? places : places.slice(0, AT_FIRST), (id, name) => this.#button({ kind: "place", id }, { class: "cell" }, name)),
      ...(all ? [] : [h("button", { type: "button", class: "more", onclick: more }, strings.showAll(places.length))]),
    ];
  }

  #report() {
    const { report, corrections } = /** @type {Annotations} */ (this.#annotations);
    const percent = (/** @type {number} */ share) => `${Math.round(share * 100)}%`;
    const bar = h("div", { class: "share", "aria-hidden": "true" });
    for (const [name, share] of /** @type {[string, number][]} */ ([["quoted", report.quotedShare], ["reported", report.reportedShare]])) {
      const part = h("span", { class: name });
      part.style.inlineSize = `${share * 100}%`;
      bar.append(part);
    }
    const rest = Math.max(0, 1 - report.quotedShare - report.reportedShare);
    const line = (/** @type {string} */ cls, /** @type {string} */ term, /** @type {string} */ value) =>
      h("div", { class: cls }, h("dt", {}, term), h("dd", {}, value));
    const r = strings.reportLines;
    return [
      ...(corrections.length ? [h("p", { class: "by-hand" }, `${hand.count(corrections.length).join("")}.`)] : []),
      bar,
      h(
        "dl",
        { class: "report" },
        line("quoted", r.quoted, percent(report.quotedShare)),
        line("reported", r.reported, percent(report.reportedShare)),
        line("rest", r.rest, percent(rest)),
        line("", r.named(report.namedSpeakers), strings.count(report.namedSpeakers)),
        line("", r.unnamed(report.unnamedSpeakers), strings.count(report.unnamedSpeakers)),
        line("", r.unnamedShare, percent(report.unnamedShare)),
        line("", r.own(report.ownCheckWorthy), strings.count(report.ownCheckWorthy)),
        line("", r.words, strings.count(report.words)),
      ),
      h(
        "ul",
        { class: "rows sentences" },
        ...report.sentences.map(({ text, claims }, n) => {
          const target = { kind: /** @type {const} */ ("claim"), id: claims[0], ids: claims };
          return h("li", {}, claims.length ? h("button", { type: "button", class: "row sentence", "data-sentence": n, "aria-pressed": "false", onclick: () => this.onSelect(target) }, text) : h("p", { class: "sentence" }, text));
        }),
      ),
    ];
  }
}
