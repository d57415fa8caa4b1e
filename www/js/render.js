// The reading view: the text with its marks, made of DOM nodes only; nothing of the text is ever read as HTML.
// @ts-check

import { AsideGroups } from "./aside-groups.js";
import { notesOf } from "./footnotes.js";
import { kindOf } from "./kinds.js";
import { lightsWith } from "./lighting.js";
import { blocksOf, hasHeadline, paragraphsOf, piecesOf } from "./paragraphs.js";
import { Roving } from "./roving.js";
import { classesOf, flatten, marksOf, targetsOf } from "./segments.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("./segments.js").Mark} Mark */
/**
 * What is selected. `ids`: further claims to light with the first.
 * @typedef {{ kind: "speaker" | "claim" | "place", id: number, ids?: number[] }} Target
 */

/** @typedef {{ element: HTMLElement, block: import("./paragraphs.js").Block, marks: Mark[], done: boolean }} Shown */

/** Up to here all marks are made at once, in characters; beyond, as their block comes near the screen. */
const AT_ONCE = 60000;

/** How marks are lit, by layer, and how they step back. */
const LIGHTS = ["claim-lit", "speaker-lit", "place-lit", "source-lit", "cue-lit", "anonymity-lit", "dim"];

/** One text on the page. `show` again for another one. */
export class ArticleView {
  /** @type {Map<string, HTMLElement[]>} elements by layer and id, of the blocks that are marked */
  #elements = new Map();
  /** @type {WeakMap<Element, Mark[]>} */
  #marks = new WeakMap();
  /** What each element of a paragraph holds. @type {WeakMap<Element, import("./paragraphs.js").Range>} */
  #paragraphs = new WeakMap();
  /** @type {Shown[]} */
  #blocks = [];
  /** @type {IntersectionObserver | null} */
  #observer = null;
  /** @type {Annotations | null} */
  #annotations = null;
  #text = "";
  /** What stands behind each claim in print. @type {(string | null)[]} */
  #notes = [];
  /** The mark that was clicked, while what it means is selected. @type {HTMLElement | null} */
  #pointed = null;
  /** @type {Target | null} */
  #selected = null;
  #roving = new Roving(() => this.#visible());

  /**
   * @param {HTMLElement} root
   * @param {(target: Target | null) => void} onSelect
   */
  constructor(root, onSelect) {
    this.root = root;
    root.addEventListener("click", (event) => {
      // A drag that selects words to copy is no click.
      if (String(getSelection())) return;
      const mark = this.#markAt(event.target);
      this.#pointed = mark;
      onSelect(mark && this.#next(mark));
      this.#pointed = null;
    });
    root.addEventListener("keydown", (event) => {
      const mark = this.#markAt(event.target);
      if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" || event.key === " ") {
        this.#pointed = mark;
        onSelect(this.#next(mark));
        this.#pointed = null;
      } else {
        const to = this.#roving.to(event.key, mark);
        if (!to) return;
        this.#focus(to);
      }
      event.preventDefault();
    });
    // Who prints wants all of the text.
    addEventListener("beforeprint", () => {
      for (const block of this.#blocks) this.#mark(block);
    });
    root.addEventListener("focusin", (event) => {
      const mark = this.#markAt(event.target);
      if (mark) this.#roving.enter(mark);
    });
  }

  /**
   * @param {string} text @param {Annotations} annotations
   * @param {import("./setting-aside.js").SettingAside} [aside] what of the text is not read
   */
  show(text, annotations, aside) {
    this.clear();
    this.#text = text;
    this.#annotations = annotations;
    const { paragraphs, wrapped } = paragraphsOf(aside?.read(text) ?? text);
    const headline = hasHeadline(text, paragraphs);
    const groups = new AsideGroups(text, aside);
    const blocks = blocksOf(piecesOf(text, paragraphs));
    const lazy = text.length > AT_ONCE;
    if (lazy) {
      this.#observer = new IntersectionObserver(
        (entries) => {
          for (const entry of entries) {
            const found = this.#blocks.find((b) => b.element === entry.target);
            if (entry.isIntersecting && found) this.#mark(found);
          }
        },
        { rootMargin: "1200px 0px" },
      );
    }
    this.#notes = notesOf(annotations);
    const marks = marksOf(annotations);
    let next = 0;
    /** @type {Mark[]} */
    let open = [];
    const fragment = document.createDocumentFragment();
    blocks.forEach((block, index) => {
      open = open.filter((mark) => mark.end > block.start);
      for (; next < marks.length && marks[next].start < block.end; next += 1) {
        if (marks[next].end > block.start) open.push(marks[next]);
      }
      const element = document.createElement("div");
      element.className = "block";
      block.paragraphs.forEach((paragraph, n) => {
        const p = document.createElement(headline && index === 0 && n === 0 ? "h2" : "p");
        const words = text.slice(paragraph.start, paragraph.end);
        const part = aside?.partOf(words);
        if (wrapped) p.className = "wrapped";
        if (part) p.classList.add(`as-${part}`);
        p.append(words);
        element.append(...groups.before(paragraph.start), p);
        this.#paragraphs.set(p, paragraph);
      });
      const entry = { element, block, marks: [...open], done: false };
      this.#blocks.push(entry);
      fragment.append(element);
      if (lazy) this.#observer?.observe(element);
      else this.#mark(entry);
    });
    fragment.append(...groups.before(Infinity));
    this.root.classList.toggle("long", lazy);
    this.root.append(fragment);
    if (lazy && this.#blocks[0]) this.#mark(this.#blocks[0]);
    this.refreshEntry();
  }

  /** Takes the text away. */
  clear() {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#elements.clear();
    this.#blocks = [];
    this.#annotations = null;
    this.#selected = null;
    this.#roving.clear();
    this.root.replaceChildren();
  }

  /** Lights a speaker, claim or place; `null` lights nothing. @param {Target | null} target */
  select(target) {
    this.#selected = target;
    for (const element of this.root.querySelectorAll(LIGHTS.map((name) => `mark.${name}`).join())) {
      element.classList.remove(...LIGHTS);
    }
    this.root.classList.toggle("selecting", target !== null);
    if (target) for (const block of this.#blocks) if (block.done) this.#light(block.element);
  }

  /** Brings a mark of the target to the middle of the screen. @param {Target} target @param {boolean} [focus] */
  reveal(target, focus = false) {
    const annotations = this.#annotations;
    if (!annotations) return;
    const start =
      target.kind === "claim"
        ? annotations.claims[target.id].content[0]?.start
        : (target.kind === "speaker" ? annotations.speakers : annotations.places)[target.id].mentions[0]?.start;
    const block = this.#blocks.find((b) => start !== undefined && start < b.block.end);
    if (!block) return;
    this.#mark(block);
    const elements = ["", "source ", "cue "].flatMap((layer) => (!layer || target.kind === "claim" ? this.#elements.get(`${layer || `${target.kind} `}${target.id}`) ?? [] : []));
    const element = elements.find((one) => one === this.#pointed) ?? elements[0];
    if (!element) return;
    const box = element.getBoundingClientRect();
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
    const [above, below] = [scrollPaddingTop, scrollPaddingBottom].map((length) => Number.parseFloat(length) || 0);
    if (box.top < above || box.bottom > innerHeight - Math.max(80, below)) {
      const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      element.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "instant" });
    }
    if (focus) this.#focus(element, true);
  }

  /** The first mark can be reached with the Tab key, though another kind is hidden now. */
  refreshEntry() {
    this.#roving.refresh();
  }

  /** The offset in the text of a place in the article; `null` for one elsewhere. @param {Node} node @param {number} offset */
  offsetOf(node, offset) {
    const paragraph = this.root.contains(node) && this.root !== node ? (node instanceof Element ? node : node.parentElement)?.closest(".block > *") : null;
    const range = paragraph && this.#paragraphs.get(paragraph);
    if (!paragraph || !range) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return range.start + before.toString().length;
  }

  /** The words of a span. @param {{ start: number, end: number }} span */
  words(span) {
    return this.#text.slice(span.start, span.end);
  }

  /** @param {Shown} entry */
  #mark(entry) {
    if (entry.done || !this.#annotations) return;
    entry.done = true;
    this.#observer?.unobserve(entry.element);
    for (const child of entry.element.children) {
      const paragraph = this.#paragraphs.get(child);
      if (!paragraph) continue;
      const segments = flatten(entry.marks, paragraph.start, paragraph.end);
      if (!segments.length) continue;
      /** @type {(string | HTMLElement)[]} */
      const parts = [];
      let at = paragraph.start;
      for (const segment of segments) {
        if (segment.start > at) parts.push(this.#text.slice(at, segment.start));
        parts.push(this.#segment(segment));
        at = segment.end;
      }
      if (at < paragraph.end) parts.push(this.#text.slice(at, paragraph.end));
      child.replaceChildren(...parts);
    }
    if (this.#selected) this.#light(entry.element);
    this.refreshEntry();
  }

  /** @param {import("./segments.js").Segment} segment */
  #segment({ start, end, marks }) {
    const annotations = /** @type {Annotations} */ (this.#annotations);
    const element = document.createElement("mark");
    element.className = classesOf(marks, annotations).join(" ");
    element.append(this.#text.slice(start, end));
    this.#marks.set(element, marks);
    // One stop for each mark: where it begins.
    if (marks.some((mark) => mark.start === start && mark.layer !== "anonymity")) element.tabIndex = -1;
    // In print, the number of the speaker stands behind the last words of a claim: of the innermost first.
    const ending = marks.filter(({ layer, id, end: last }) => layer === "claim" && last === end && last === annotations.claims[id].content.at(-1)?.end);
    const notes = ending.reverse().map(({ id }) => this.#notes[id]).filter(Boolean);
    if (notes.length) element.dataset.note = [...new Set(notes)].join(", ");
    for (const { layer, id } of marks) {
      const key = `${layer} ${id}`;
      const list = this.#elements.get(key);
      if (list) list.push(element);
      else this.#elements.set(key, [element]);
    }
    return element;
  }

  /** @param {HTMLElement} block */
  #light(block) {
    const target = this.#selected;
    const annotations = this.#annotations;
    if (!target || !annotations) return;
    const lights = lightsWith(annotations, target);
    for (const element of block.querySelectorAll("mark")) {
      let other = false;
      for (const mark of this.#marks.get(element) ?? []) {
        const lit = lights(mark);
        if (lit) element.classList.add(`${mark.layer}-lit`);
        other ||= mark.layer === "claim" && target.kind !== "place" && !lit;
      }
      // What is said inside a lit claim by somebody else stays lit with it.
      element.classList.toggle("dim", other && !element.matches(".claim-lit, .speaker-lit"));
    }
  }

  /** @param {EventTarget | null} node @returns {HTMLElement | null} */
  #markAt(node) {
    const mark = node instanceof Element ? node.closest("mark") : null;
    return mark && this.root.contains(mark) && this.#isVisible(mark) ? mark : null;
  }

  /** What a click means: the smallest thing there; a further click on the same spot means what holds it. @param {Element} mark */
  #next(mark) {
    const targets = targetsOf(this.#marks.get(mark) ?? []).filter((target) => this.#isShown(target));
    if (!targets.length) return null;
    const now = targets.findIndex((t) => t.kind === this.#selected?.kind && t.id === this.#selected.id);
    return targets[(now + 1) % targets.length];
  }

  /** @param {Target} target */
  #isShown(target) {
    return this.#annotations !== null && this.root.classList.contains(`show-${kindOf(this.#annotations, target)}`);
  }

  /** @param {Element} mark */
  #isVisible(mark) {
    return targetsOf(this.#marks.get(mark) ?? []).some((target) => this.#isShown(target));
  }

  #visible() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("mark[tabindex]"))].filter((m) => this.#isVisible(m));
  }

  /** @param {HTMLElement} mark @param {boolean} [still] it was brought into view already */
  #focus(mark, still = false) {
    this.#roving.enter(mark);
    mark.focus({ preventScroll: still });
    if (!still) mark.scrollIntoView({ block: "nearest" });
  }
}
