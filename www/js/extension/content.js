// What works in the page that is open: takes its article out, marks what was found, tells what is clicked. It changes nothing
// of the page; its marks are highlights, and they go when the panel does.
// @ts-check

import { canHighlight, characterAt, Highlights } from "../highlights.js";
import { kindOf } from "../kinds.js";
import { lightsWith } from "../lighting.js";
import { classesOf, flatten, marksOf, targetsOf } from "../segments.js";
import { readArticle } from "./main-content.js";
import { CHANNEL } from "./messages.js";
import { rangesOf } from "./ranges.js";

/** @typedef {import("../article-text.js").ArticleText} ArticleText */
/** @typedef {import("../../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../render.js").Target} Target */
/** @typedef {import("../segments.js").Segment} Segment */

/** How long the page is to be quiet before what it changed is read, and the longest wait for that, in milliseconds. */
const QUIET = 300;
const PATIENCE = 2000;

/** The article of this page, for one panel. */
class Reader {
  /** @type {ArticleText | null} */ #article = null;
  /** @type {Annotations | null} */ #annotations = null;
  /** @type {Segment[]} */ #segments = [];
  /** @type {Set<string>} */ #kinds = new Set();
  /** @type {Target | null} */ #selected = null;
  #highlights = new Highlights();
  /** The reading that annotations must be of. */
  #turn = 0;
  #changedSince = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #watch = new MutationObserver((records) => this.#changed(records));
  #ending = new AbortController();

  /** @param {chrome.runtime.Port} port */
  constructor(port) {
    this.port = port;
    port.onMessage.addListener((/** @type {import("./messages.js").ToPage} */ message) => this.#take(message));
    port.onDisconnect.addListener(() => this.end());
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true, signal: this.#ending.signal });
    document.addEventListener("click", (event) => this.#clicked(event), { capture: true, passive: true, signal: this.#ending.signal });
    this.#read();
  }

  /** Takes everything away. */
  end() {
    clearTimeout(this.#timer);
    this.#watch.disconnect();
    this.#ending.abort();
    this.#clear();
  }

  /** @param {import("./messages.js").ToPanel} message */
  #tell(message) {
    this.port.postMessage(message);
  }

  #read() {
    this.#changedSince = 0;
    this.#watch.observe(document, { subtree: true, childList: true, characterData: true });
    if (/pdf/.test(document.contentType)) return this.#tell({ type: "none", why: "pdf" });
    if (!canHighlight()) return this.#tell({ type: "none", why: "old" });
    const article = document.body && readArticle(document.body);
    const same = article?.text === this.#article?.text;
    this.#article = article;
    // The same words, perhaps in other nodes.
    if (article && same) return this.#draw();
    this.#clear();
    this.#turn += 1;
    if (!article) return this.#tell({ type: "none", why: "empty" });
    this.#tell({ type: "text", turn: this.#turn, text: article.text, title: document.title, language: document.documentElement.lang });
  }

  /** @param {import("./messages.js").ToPage} message */
  #take(message) {
    if (message.type === "found" && message.turn === this.#turn && this.#article) {
      this.#annotations = message.annotations;
      this.#segments = flatten(marksOf(message.annotations), 0, this.#article.text.length);
      this.#draw();
    } else if (message.type === "kinds") {
      this.#kinds = new Set(message.kinds);
      this.#draw();
    } else if (message.type === "select" && this.#annotations) {
      this.#selected = message.target;
      this.#light();
      if (message.target && message.reveal) this.#reveal(message.target, message.go);
    }
  }

  #draw() {
    const annotations = this.#annotations;
    if (!annotations) return;
    const classes = this.#segments.map(({ marks }) => classesOf(marks, annotations));
    for (const [name, kind] of /** @type {const} */ ([["own", "own"], ["attitude", "attitudes"], ["claim", "claims"], ["speaker", "speakers"], ["place", "places"]])) {
      this.#highlights.set(name, this.#kinds.has(kind) ? this.#ranges((_, n) => classes[n].includes(name)) : []);
    }
    this.#light();
  }

  #light() {
    const [annotations, target] = [this.#annotations, this.#selected];
    const lights = annotations && target ? lightsWith(annotations, target) : () => false;
    // With a speaker the words themselves, not what names and carries each: there is one way to be lit here.
    const counts = (/** @type {string} */ layer) => target?.kind !== "speaker" || (layer !== "source" && layer !== "cue");
    this.#highlights.set("lit", this.#ranges(({ marks }) => marks.some((mark) => counts(mark.layer) && lights(mark))));
  }

  /** @param {(segment: Segment, n: number) => boolean} fits */
  #ranges(fits) {
    /** @type {{ start: number, end: number }[]} */
    const spans = [];
    this.#segments.forEach((segment, n) => {
      if (!fits(segment, n)) return;
      const last = spans.at(-1);
      if (last?.end === segment.start) last.end = segment.end;
      else spans.push({ start: segment.start, end: segment.end });
    });
    return spans.flatMap((span) => rangesOf(this.#article?.pieces ?? [], span));
  }

  /** Brings the words of what is selected into view. @param {Target} target @param {boolean} go whether the keyboard goes on from there */
  #reveal({ kind, id }, go) {
    const segment = this.#segments.find(({ marks }) => marks.some((mark) => mark.id === id && mark.layer === kind));
    const range = segment && this.#article?.rangeOf(segment);
    const element = range?.startContainer.parentElement;
    if (!range || !element) return;
    // Nothing of the page can have the focus for it, but the caret can stand there: Tab and a screen reader go on from it.
    if (go) getSelection()?.collapse(range.startContainer, range.startOffset);
    const inView = () => {
      const { top, bottom } = range.getBoundingClientRect();
      return top >= innerHeight * 0.1 && bottom <= innerHeight * 0.9;
    };
    // A glide that goes on would take it out of view again: keys are faster than that, so they go at once.
    if (go) scrollBy({ top: 0, behavior: "instant" });
    if (inView()) return;
    const still = go || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const long = element.getBoundingClientRect().height > innerHeight * 0.7;
    element.scrollIntoView({ block: "center", behavior: still || long ? "instant" : "smooth" });
    if (long && !inView()) scrollBy({ top: range.getBoundingClientRect().top - innerHeight / 2, behavior: "instant" });
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const annotations = this.#annotations;
    if (!annotations || !this.#article) return;
    const at = characterAt(event.clientX, event.clientY, this.#article.root);
    const offset = at && this.#article.offsetOf(at.node, at.offset);
    if (offset === null) return;
    const marks = this.#segments.find(({ start, end }) => start <= offset && offset < end)?.marks ?? [];
    const target = targetsOf(marks).find((each) => this.#kinds.has(kindOf(annotations, each)));
    if (target) this.#tell({ type: "clicked", turn: this.#turn, target });
  }

  /** With a modifier only: single letters belong to the page. @param {KeyboardEvent} event */
  #key(event) {
    const { key, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
    if (!this.#annotations || defaultPrevented || ctrlKey || metaKey || shiftKey) return;
    const [target] = event.composedPath();
    if (target instanceof Element && target.closest("input, textarea, select, [contenteditable]:not([contenteditable='false'])")) return;
    // The page may have something of its own to close: it hears the key, too. The panel knows what is selected.
    if (key === "Escape" && !altKey) return this.#tell({ type: "key", turn: this.#turn, by: 0 });
    const by = altKey ? { ArrowDown: /** @type {const} */ (1), ArrowUp: /** @type {const} */ (-1) }[key] : undefined;
    if (!by) return;
    event.preventDefault();
    this.#tell({ type: "key", turn: this.#turn, by });
  }

  /** @param {MutationRecord[]} records */
  #changed(records) {
    const root = this.#article?.root;
    if (root?.isConnected && !records.some(({ target }) => root.contains(target))) return;
    // Other words stand in a node that was marked: until it is read again nothing wrong may be marked there.
    const words = new Set(this.#article?.pieces.map(({ node }) => node));
    if (records.some(({ type, target }) => type === "characterData" && words.has(/** @type {Text} */ (target)))) this.#highlights.clear();
    const now = performance.now();
    this.#changedSince ||= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), Math.max(0, Math.min(QUIET, this.#changedSince + PATIENCE - now)));
  }

  #clear() {
    this.#highlights.clear();
    this.#annotations = null;
    this.#segments = [];
    this.#selected = null;
  }
}

// The panel may bring this script into the same page again.
const page = /** @type {{ whosaid?: boolean }} */ (globalThis);
if (!page.whosaid) {
  page.whosaid = true;
  /** @type {Reader | null} */
  let reader = null;
  chrome.runtime.onConnect.addListener((port) => {
    if (port.name !== CHANNEL) return;
    reader?.end();
    reader = new Reader(port);
  });
}
