// What is set aside of the text that is shown: the strip above the text that tells it, and the way back for each line.
// @ts-check

import source from "../../data/page/set-aside.tsv";
import { byId, h, shorten } from "./dom.js";
import { keyOf, readRules, setAside, withoutAsides } from "./set-aside.js";
import { page } from "./page-strings.js";

/** @typedef {import("./set-aside.js").Aside} Aside */
/** @typedef {import("./set-aside.js").Part} Part */

/** So many lines are known by where they came from; the oldest go first. */
const MOST = 20_000;

/** The lines that are not read. */
export class SettingAside {
  #rules = readRules(source).rules;
  /** What is known of lines, whatever text they are in: a text may be brought back. @type {Map<string, Part>} */ #parts = new Map();
  /** Lines that the reader brought back, by the latest act last. @type {Set<string>} */ #kept = new Set();
  #text = "";
  /** @type {Aside[]} */ #asides = [];

  /** @param {object} on @param {() => void} on.changed other lines are set aside now @param {(message: string) => void} on.say */
  constructor(on) {
    this.on = on;
    this.root = byId("aside");
  }

  /** Takes in what a page or document says of its lines. @param {ReadonlyMap<string, Part>} parts */
  learn(parts) {
    for (const [line, part] of parts) {
      this.#parts.delete(line);
      this.#parts.set(line, part);
      this.#kept.delete(line);
    }
    for (const line of this.#parts.keys()) {
      if (this.#parts.size <= MOST) break;
      this.#parts.delete(line);
    }
    this.#text = "";
  }

  /** The same of a text that comes again: what the reader did with its lines stays. @param {ReadonlyMap<string, Part>} parts */
  know(parts) {
    this.learn(new Map([...parts].filter(([line]) => !this.#parts.has(line) && !this.#kept.has(line))));
  }

  /** As a text was when it was exported. @param {string} text @param {Aside[] | null} asides */
  restore(text, asides) {
    if (!asides) return;
    const lines = new Map(asides.map(({ start, end, why }) => [keyOf(text.slice(start, end)), why]));
    this.learn(lines);
    for (const { start, end } of this.of(text)) {
      const line = keyOf(text.slice(start, end));
      if (!lines.has(line)) this.#kept.add(line);
    }
    this.#text = "";
  }

  /** What is set aside of a text. @param {string} text */
  of(text) {
    if (text !== this.#text) {
      this.#text = text;
      this.#asides = setAside(text, this.#rules, this.#parts, this.#kept);
    }
    return this.#asides;
  }

  /** What the engine reads of a text. @param {string} text */
  read(text) {
    return withoutAsides(text, this.of(text));
  }

  /**
   * What the engine reads of an article that is not shown.
   * @param {{ text: string, parts: ReadonlyMap<string, Part>, asides: Aside[] | null }} article
   */
  readOf({ text, parts, asides }) {
    const told = asides && new Map(asides.map(({ start, end, why }) => [keyOf(text.slice(start, end)), why]));
    const known = { get: (/** @type {string} */ line) => this.#parts.get(line) ?? (told ?? parts).get(line) };
    const found = setAside(text, this.#rules, known, this.#kept);
    return withoutAsides(text, told ? found.filter(({ start, end }) => told.has(keyOf(text.slice(start, end)))) : found);
  }

  /** What a line is that is read: a heading, an item of a list, part of a quotation. @param {string} line */
  partOf(line) {
    return (this.#parts.size ? this.#parts.get(keyOf(line)) : null) ?? null;
  }

  /** @param {string[]} lines @param {boolean} back */
  #change(lines, back) {
    for (const line of lines) {
      if (back) this.#kept.add(line);
      else this.#kept.delete(line);
    }
    this.#text = "";
    this.on.changed();
    this.on.say(back ? page.aside.brought(lines.length) : page.aside.lines(lines.length));
    // The line that had the focus goes.
    this.#first?.focus({ preventScroll: true });
  }

  /** The lines of asides, each once. @param {string} text @param {Aside[]} asides */
  #lines(text, asides) {
    return [...new Set(asides.map(({ start, end }) => keyOf(text.slice(start, end))))];
  }

  /** The button of one line. @param {string} text @param {Aside} aside */
  row(text, aside) {
    const line = keyOf(text.slice(aside.start, aside.end));
    const words = h("span", { class: "line" }, shorten(line, 200));
    const back = h("button", { type: "button", "aria-label": `${page.aside.back}: ${shorten(line, 60)}`, onclick: () => this.#change([line], true) }, page.aside.back);
    return h("li", {}, h("span", {}, h("span", { class: "tag" }, page.aside.why[aside.why]), " ", words), back);
  }

  /** Tells what is set aside of a text. @param {string} text */
  draw(text) {
    const asides = this.of(text);
    const brought = this.#broughtBack(text);
    const open = this.root.querySelector("details")?.open ?? false;
    this.root.hidden = !asides.length && !brought.length;
    const again = h("button", { type: "button", onclick: () => this.#change(brought, false) }, page.aside.again(brought.length));
    const back = h("span", { class: "brought" }, page.aside.brought(brought.length), " ", again);
    const focused = this.root.contains(document.activeElement);
    const focus = () => focused && this.#first?.focus({ preventScroll: true });
    if (!asides.length) {
      this.root.replaceChildren(back);
      return focus();
    }
    const list = h("ul", { class: "asides" }, ...asides.slice(0, 200).map((aside) => this.row(text, aside)));
    const all = h("button", { type: "button", onclick: () => this.#change(this.#lines(text, asides), true) }, page.aside.allBack);
    const kinds = [...new Set(asides.map(({ why }) => page.aside.why[why]))].join(", ");
    const details = h("details", { open }, h("summary", {}, h("strong", {}, page.aside.lines(asides.length)), h("span", { class: "kinds" }, `: ${kinds}`)), h("p", {}, page.aside.lead), list, all);
    this.root.replaceChildren(details, ...(brought.length ? [back] : []));
    focus();
  }

  /** Where the focus goes when what had it is drawn anew. @returns {HTMLElement | null} */
  get #first() {
    return this.root.querySelector("summary, button");
  }

  /** Lines of the text that would be set aside had nobody brought them back. @param {string} text */
  #broughtBack(text) {
    if (!this.#kept.size) return [];
    return this.#lines(text, setAside(text, this.#rules, this.#parts, new Set())).filter((line) => this.#kept.has(line));
  }
}
