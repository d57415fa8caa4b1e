// The claims: a list that filters and sorts.
// @ts-check

import { choice, field } from "./dialogs.js";
import { ALL, filtered, isActive, keysOf, ORDERS, SURE, UNCLEAR } from "./claim-filter.js";
import { h } from "./dom.js";
import { atHead } from "./names.js";
import { page } from "./page-strings.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Claim} Claim */
/** @typedef {import("./claim-filter.js").Filter} Filter */

const KEYS = /** @type {(keyof Filter)[]} */ (Object.keys(ALL));

/** What stands above the list of claims, and which of them it lets through. */
export class ClaimsTab {
  /** @type {Annotations | null} */ #annotations = null;
  /** @type {Filter} */ #filter = { ...ALL };
  /** @type {(claim: Claim) => boolean} */ #isShown;

  /** @param {object} on @param {(claim: Claim) => boolean} on.isShown whether the legend shows it @param {() => void} on.changed */
  constructor(on) {
    this.on = on;
    this.#isShown = on.isShown;
    this.count = h("p", { class: "filter-count", role: "status" });
    this.clear = h("button", { type: "button", class: "filter-clear", onclick: () => this.#clear() }, page.filter.clear);
    this.selects = /** @type {Record<keyof Filter, HTMLSelectElement>} */ (Object.fromEntries(KEYS.map((key) => [key, this.#select(key)])));
    this.details = h("details", {}, h("summary", {}, page.filter.title), h("div", { class: "fields" }, ...KEYS.map((key) => field(page.filter.label[key], this.selects[key]))));
    this.node = h("div", { class: "claim-filters" }, this.details, h("div", { class: "filter-state" }, this.count, this.clear));
  }

  /** @param {Annotations | null} annotations */
  show(annotations) {
    this.#annotations = annotations;
    if (!annotations) return;
    // Whom and what another text does not have cannot be asked for.
    const known = this.#options();
    for (const key of KEYS) if (!known[key].some(({ value }) => value === this.#filter[key])) this.#filter[key] = "";
    this.#draw();
  }

  get filter() {
    return this.#filter;
  }

  /** As an address has it. @param {Partial<Filter>} filter */
  set(filter) {
    this.#filter = { ...ALL, ...filter };
    if (this.#annotations) this.show(this.#annotations);
    this.details.open ||= isActive(this.#filter);
  }

  /** The claims that are listed, in their order. @returns {Claim[]} */
  get claims() {
    return this.#annotations ? filtered(this.#filter, this.#annotations, this.#isShown) : [];
  }

  /** The same, or all that the legend shows where the one that is looked at is not among them. @param {number | undefined} id */
  around(id) {
    const { claims } = this;
    if (id === undefined || claims.some((claim) => claim.id === id)) return claims;
    return (this.#annotations?.claims ?? []).filter(this.#isShown);
  }

  /** Writes how many are left. @returns {Claim[]} */
  counted() {
    const { claims } = this;
    const all = this.#annotations?.claims.filter(this.#isShown).length ?? 0;
    this.count.textContent = isActive(this.#filter) ? page.filter.count(claims.length, all) : "";
    this.clear.hidden = !isActive(this.#filter);
    return claims;
  }

  /** @param {keyof Filter} key */
  #select(key) {
    const select = choice([]);
    select.dataset.filter = key;
    select.addEventListener("change", () => {
      this.#filter = { ...this.#filter, [key]: select.value };
      this.on.changed();
    });
    return select;
  }

  #clear() {
    this.#filter = { ...ALL };
    this.#draw();
    this.on.changed();
    this.details.querySelector("summary")?.focus();
  }

  /** What each select offers. @returns {Record<keyof Filter, { value: string, label: string }[]>} */
  #options() {
    const { claims, speakers, places } = /** @type {Annotations} */ (this.#annotations);
    const f = page.filter;
    const any = (/** @type {string} */ label) => ({ value: "", label });
    const [who, where] = [keysOf(speakers), keysOf(places)];
    const [speaking, named] = [new Set(claims.map(({ speaker }) => speaker)), new Set(claims.flatMap(({ places }) => places))];
    const sorted = (/** @type {{ value: string, label: string }[]} */ options) => options.sort((a, b) => a.label.localeCompare(b.label, "en"));
    const option = (/** @type {string} */ value) => ({ value, label: atHead(value) });
    const signals = [...new Set(claims.flatMap((claim) => claim.signals))];
    return {
      speaker: [any(f.anybody), ...sorted(who.filter((_, id) => speaking.has(id)).map(option)), ...(claims.some(({ speaker, form }) => speaker === null && form !== "own") ? [{ value: UNCLEAR, label: strings.noSpeaker }] : [])],
      place: [any(f.anywhere), ...sorted(where.filter((_, id) => named.has(id)).map(option))],
      form: [any(f.anyForm), ...Object.entries(strings.claimForm).map(([value, label]) => ({ value, label }))],
      worth: [any(f.anyWorth), { value: "worth", label: f.worth }, ...sorted(signals.map((value) => ({ value, label: f.with(strings.signal[value] ?? value) })))],
      sure: [any(f.anySure), ...Object.keys(SURE).map((value) => ({ value, label: f.sure[value] }))],
      sort: [any(f.asText), ...Object.keys(ORDERS).map((value) => ({ value, label: f.sort[value] }))],
    };
  }

  /** The selects offer what this text has; they stay the same elements, as one of them may have the focus. */
  #draw() {
    const options = this.#options();
    for (const key of KEYS) {
      this.selects[key].replaceChildren(...options[key].map(({ value, label }) => h("option", { value }, label)));
      this.selects[key].value = this.#filter[key];
    }
  }
}
