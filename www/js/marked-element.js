// What every <who-said> does once it knows what was found: marks, cards, keyboard, the list of speakers, events; and that
// it keeps up with a page that changes. Where the annotations come from is told by `read`.
// @ts-check

import { ArticleText } from "./article-text.js";
import { Card } from "./card.js";
import { listStyles, markStyles } from "./element-style.js";
import { canHighlight, characterAt, Highlights } from "./highlights.js";
import { kindOf, KINDS, SHOWN_AT_FIRST } from "./kinds.js";
import { lightsWith } from "./lighting.js";
import { Roving } from "./roving.js";
import { classesOf, flatten, marksOf, targetsOf } from "./segments.js";
import { SpeakerList } from "./speaker-list.js";

/** @typedef {import("../types/embed.js").Shown} Shown */
/** @typedef {import("../types/element.js").Selection} Selection */
/** @typedef {import("../types/element.js").Mismatch} Mismatch */
/** @typedef {import("./segments.js").Mark} Mark */
/** @typedef {import("./segments.js").Segment} Segment */
/** @typedef {{ article: ArticleText, annotations: Shown, mismatch?: Mismatch }} Found */
/** @typedef {"focus" | "hover" | "tap"} How */

/** So long may marks be made in one go, in milliseconds: the reader must not wait. */
const SLICE = 8;

/** What of the page can change what its text is. */
const WATCHED = { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden", "aria-hidden", "contenteditable", "data-whosaid-skip"] };

/** Lets the browser do what else it has to do. */
const pause = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });

/** See `types/element.d.ts` for what it offers. */
export class MarkedElement extends HTMLElement {
  static observedAttributes = ["kinds", "list", "marks", "for"];

  /** @type {Element | null} */ #root = null;
  /** @type {ArticleText | null} */ #article = null;
  /** @type {Shown | null} */ #annotations = null;
  /** @type {Segment[]} */ #segments = [];
  /** @type {WeakMap<Element, Mark[]>} */ #marksOf = new WeakMap();
  /** @type {Selection | null} */ #selected = null;
  /** @type {Card | null} */ #card = null;
  /** @type {SpeakerList | null} */ #list = null;
  /** Where the page's elements are left alone. @type {Highlights | null} */ #highlights = null;
  /** @type {{ segment: Segment, range: Range } | null} the one that was pointed at last */ #spot = null;
  #roving = new Roving(() => this.#stops());
  #observer = new MutationObserver((records) => this.#changed(records));
  /** @type {AbortController | null} */ #connection = null;
  #turn = 0;
  /** Esc took the card away: the mark that shows up under a pointer that rests there must not open it again. */
  #dismissed = false;

  connectedCallback() {
    const connection = new AbortController();
    this.#connection = connection;
    const start = () => connection.signal.aborted || this.start().catch((error) => this.failed(error));
    // The article behind the opening tag is not there yet while the page is read.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
    else queueMicrotask(start);
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#turn += 1;
    this.#clear();
    this.#observer.disconnect();
    this.#root = null;
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#annotations) return;
    if (name === "marks" || name === "for") return void this.refresh().catch((error) => this.failed(error));
    for (const mark of this.#article?.marks ?? []) this.#tint(mark);
    this.#drawHighlights();
    this.#showList();
    this.#roving.refresh();
    if (name === "kinds") this.tell("whosaid-change", { kinds: this.kinds, annotations: this.#annotations });
  }

  /** What is to be done once the article is there. @returns {Promise<void>} */
  start() {
    return this.refresh();
  }

  /**
   * What was found in the article. `null`: nothing is known of it.
   * @param {Element} _root @returns {Promise<Found | null>}
   */
  async read(_root) {
    return null;
  }

  /** The page changed under the marks. @returns {void} */
  renew() {
    this.refresh().catch((error) => this.failed(error));
  }

  /** The element that holds the article: another one by id, this one, or the one around it. @returns {Element} */
  get articleElement() {
    const id = this.getAttribute("for");
    const root = this.getRootNode();
    if (id !== null) {
      const named = root instanceof Document || root instanceof ShadowRoot ? root.getElementById(id) : null;
      if (!named) throw new Error(`there is no element with the id “${id}”`);
      return named;
    }
    const holds = [...this.childNodes].some((node) => (node instanceof Element ? node !== this.payloadScript : node.nodeType === Node.TEXT_NODE && /** @type {Text} */ (node).data.trim()));
    return holds ? this : (this.parentElement ?? this);
  }

  /** The script with the annotations that were made when the page was made. */
  get payloadScript() {
    return this.querySelector(":scope > script[data-whosaid]");
  }

  get kinds() {
    const given = this.getAttribute("kinds");
    return given === null ? SHOWN_AT_FIRST : KINDS.filter((kind) => given.split(/\s+/).includes(kind));
  }

  set kinds(kinds) {
    this.setAttribute("kinds", kinds.join(" "));
  }

  get text() {
    return this.#article?.text ?? "";
  }

  get annotations() {
    return this.#annotations;
  }

  async refresh() {
    this.#turn += 1;
    const turn = this.#turn;
    const again = this.#annotations !== null;
    const root = this.articleElement;
    this.#connect(root);
    this.#clear();
    const found = await this.read(root);
    if (turn !== this.#turn || !this.isConnected) return;
    // Meanwhile another refresh may have come to its end.
    this.#clear();
    if (!found) return;
    this.#style();
    const { article, annotations, mismatch } = found;
    this.#article = article;
    this.#annotations = annotations;
    this.#segments = flatten(marksOf(annotations), 0, article.text.length);
    this.#highlights = this.getAttribute("marks") === "highlight" && canHighlight() ? new Highlights() : null;
    if (this.#highlights) this.#drawHighlights();
    else if (!(await this.#drawMarks(turn))) return;
    this.#showList();
    if (mismatch) this.tell("whosaid-mismatch", mismatch);
    this.tell("whosaid-ready", { text: article.text, annotations });
    if (again) this.tell("whosaid-change", { kinds: this.kinds, annotations });
  }

  undo() {
    this.#turn += 1;
    this.#observer.disconnect();
    if (!this.#annotations) return;
    this.#clear();
    this.tell("whosaid-change", { kinds: this.kinds, annotations: null });
  }

  /** @param {Selection | null} selection */
  select(selection) {
    this.#selected = selection;
    const annotations = this.#annotations;
    const lights = selection && annotations ? lightsWith(annotations, selection) : () => false;
    // With a speaker the words themselves, not what names and carries each: there is one way to be lit here.
    const counts = (/** @type {Mark} */ { layer }) => selection?.kind !== "speaker" || (layer !== "source" && layer !== "cue");
    const lit = (/** @type {Mark[]} */ marks) => marks.some((mark) => counts(mark) && lights(mark));
    for (const element of this.#article?.marks ?? []) element.classList.toggle("whosaid-lit", lit(this.#marksOf.get(element) ?? []));
    this.#highlights?.set("lit", this.#rangesOf(({ marks }) => lit(marks)));
  }

  /** @param {unknown} error */
  failed(error) {
    console.error("<who-said>:", error instanceof Error ? error.message : error);
    this.dispatchEvent(new ErrorEvent("error", { error, message: error instanceof Error ? error.message : String(error) }));
  }

  /** @param {string} name @param {unknown} detail */
  tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === "whosaid-select" }));
  }

  #clear() {
    this.#card?.close();
    this.#article?.undo();
    this.#article = null;
    this.#highlights?.clear();
    this.#highlights = null;
    this.#annotations = null;
    this.#segments = [];
    this.#selected = null;
    this.#spot = null;
    this.#roving.clear();
    this.#list?.root.replaceChildren();
    // What was done here is no change of the page.
    this.#observer.takeRecords();
  }

  /** @param {Element} root */
  #connect(root) {
    this.#observer.observe(root, WATCHED);
    if (root === this.#root) return;
    this.#observer.disconnect();
    this.#observer.observe(root, WATCHED);
    this.#root = root;
    const signal = this.#connection?.signal;
    /** @param {string} name @param {(event: any) => void} listener */
    const on = (name, listener) => root.addEventListener(name, (event) => this.#root === root && listener(event), { signal });
    on("focusin", (event) => this.#point(event.target, "focus"));
    on("pointerover", (event) => event.pointerType === "mouse" && !this.#dismissed && this.#point(event.target, "hover"));
    on("pointermove", (event) => event.pointerType === "mouse" && !this.#dismissed && this.#pointAt(event, "hover"));
    on("click", (event) => (this.#highlights ? this.#pointAt(event, "tap") : this.#point(event.target, "tap")));
    on("focusout", () => this.#card?.leave());
    on("pointerout", (event) => event.pointerType === "mouse" && this.#card?.leave());
    on("keydown", (event) => this.#key(event));
  }

  /** @param {MutationRecord[]} records */
  #changed(records) {
    const ours = (/** @type {Node} */ node) => node === this || (this.#root !== this && this.contains(node)) || (node instanceof Element && node.matches(".whosaid-card, who-said > script[data-whosaid]"));
    const theirs = records.some(({ type, target, addedNodes, removedNodes }) => !ours(target) && !(type === "childList" && target !== this && [...addedNodes, ...removedNodes].every(ours)));
    if (!theirs || !this.isConnected || this.#stillHolds()) return;
    // What is marked is no longer what was read: nothing wrong may stand there until it is read again.
    this.#turn += 1;
    this.#clear();
    this.renew();
  }

  /** Whether the page changed in what is of no account here: the text is the same, and each mark stands where it stood. */
  #stillHolds() {
    const article = this.#article;
    if (!article || !this.#root) return false;
    const now = new ArticleText(this.#root, article.styled);
    if (now.text !== article.text) return false;
    if (!this.#highlights) return article.marks.every((mark) => this.#root?.contains(mark));
    return now.pieces.length === article.pieces.length && now.pieces.every(({ node }, n) => node === article.pieces[n].node);
  }

  /** Makes the marks, a few at a time; `false` when the page changed meanwhile. @param {number} turn */
  async #drawMarks(turn) {
    const article = /** @type {ArticleText} */ (this.#article);
    const begun = new Set();
    let done = 0;
    const dress = () => {
      for (; done < article.marks.length; done += 1) {
        const element = article.marks[done];
        const number = Number(element.dataset.whosaid);
        const { start, marks } = this.#segments[number];
        element.className = classesOf(marks, /** @type {Shown} */ (this.#annotations)).map((name) => `whosaid-${name}`).join(" ");
        this.#marksOf.set(element, marks);
        this.#tint(element);
        if (!begun.has(number) && marks.some((mark) => mark.start === start)) element.tabIndex = -1;
        begun.add(number);
      }
      this.#observer.takeRecords();
    };
    let since = performance.now();
    for (const _ of article.mark(this.#segments)) {
      if (performance.now() - since < SLICE) continue;
      dress();
      await pause();
      if (turn !== this.#turn) return false;
      since = performance.now();
    }
    dress();
    this.#roving.refresh();
    return true;
  }

  /** Says on a mark what of it is shown: it may stand outside of this element, whose attributes its style cannot ask. @param {HTMLElement} mark */
  #tint(mark) {
    const annotations = /** @type {Shown} */ (this.#annotations);
    const kinds = this.kinds;
    mark.dataset.kinds = [...new Set(targetsOf(this.#marksOf.get(mark) ?? []).map((target) => kindOf(annotations, target)))].filter((kind) => kinds.includes(kind)).join(" ");
  }

  #drawHighlights() {
    const annotations = this.#annotations;
    if (!this.#highlights || !annotations) return;
    const kinds = this.kinds;
    const classes = this.#segments.map(({ marks }) => classesOf(marks, annotations));
    for (const [name, kind] of /** @type {const} */ ([["own", "own"], ["attitude", "attitudes"], ["claim", "claims"], ["speaker", "speakers"], ["place", "places"]])) {
      this.#highlights.set(name, kinds.includes(kind) ? this.#rangesOf((_, n) => classes[n].includes(name)) : []);
    }
  }

  /** @param {(segment: Segment, n: number) => boolean} fits */
  #rangesOf(fits) {
    return this.#segments.filter(fits).flatMap((segment) => this.#article?.rangeOf(segment) ?? []);
  }

  #showList() {
    const annotations = this.#annotations;
    // Without marks that can have the focus, the list is what the keyboard reaches: seen once it is there.
    const wanted = annotations && (this.hasAttribute("list") || this.#highlights);
    if (!wanted) return void this.#list?.root.remove();
    if (!this.#list) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [listStyles()];
      root.append(document.createElement("slot"));
      this.#list = new SpeakerList((selection, button) => this.#go(selection, button));
    }
    this.shadowRoot?.append(this.#list.root);
    this.#list.show(annotations, this.text, this.kinds);
  }

  /** From the list to the text. @param {Selection} selection @param {HTMLElement} button */
  #go(selection, button) {
    const annotations = this.#annotations;
    if (!annotations || !this.tell("whosaid-select", { ...selection, annotations })) return;
    this.select(selection);
    const is = (/** @type {Mark} */ { layer, id }) => layer === selection.kind && id === selection.id;
    const segment = this.#segments.find(({ marks }) => marks.some(is));
    const anchor = this.#article?.marks.find((mark) => (this.#marksOf.get(mark) ?? []).some(is)) ?? (segment && this.#article?.rangeOf(segment));
    if (!anchor) return;
    const element = anchor instanceof Range ? anchor.startContainer.parentElement : anchor;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element?.scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
    this.#openCard(anchor, [selection], button);
  }

  #style() {
    const root = this.getRootNode();
    for (const place of new Set([root, this.#root?.getRootNode()])) {
      if (!(place instanceof Document || place instanceof ShadowRoot)) continue;
      if (!place.adoptedStyleSheets.includes(markStyles())) place.adoptedStyleSheets.push(markStyles());
    }
  }

  /** @param {Mark[]} marks */
  #targets(marks) {
    const annotations = this.#annotations;
    const kinds = this.kinds;
    return targetsOf(marks).filter((target) => annotations && kinds.includes(kindOf(annotations, target)));
  }

  #stops() {
    return (this.#article?.marks ?? []).filter((mark) => mark.hasAttribute("tabindex") && this.#targets(this.#marksOf.get(mark) ?? []).length > 0);
  }

  /** @param {EventTarget | null} node @param {How} how */
  #point(node, how) {
    const mark = node instanceof Element ? /** @type {HTMLElement | null} */ (node.closest("mark[data-whosaid]")) : null;
    const marks = mark && this.#marksOf.get(mark);
    if (!mark || !marks) {
      if (how === "tap" && !(node instanceof Node && (this.#card?.holds(node) || node === this))) this.#letGo();
      return;
    }
    if (how === "focus") this.#roving.enter(mark);
    this.#show(mark, marks);
  }

  /** Where there are no elements to point at. @param {PointerEvent | MouseEvent} event @param {How} how */
  #pointAt(event, how) {
    if (!this.#highlights || !this.#root || event.target === this) return;
    const at = characterAt(event.clientX, event.clientY, this.#root);
    const offset = at && this.#article?.offsetOf(at.node, at.offset);
    const segment = offset === null || offset === undefined ? undefined : this.#segments.find(({ start, end }) => start <= offset && offset < end);
    if (!segment || !this.#targets(segment.marks).length) {
      this.#spot = null;
      if (how === "tap") this.#letGo();
      else this.#card?.leave();
      return;
    }
    if (this.#spot?.segment !== segment) {
      const range = this.#article?.rangeOf(segment);
      if (!range) return;
      this.#spot = { segment, range };
    }
    this.#show(this.#spot.range, segment.marks);
  }

  /** @param {HTMLElement | Range} anchor @param {Mark[]} marks */
  #show(anchor, marks) {
    const targets = this.#targets(marks);
    if (!targets.length || !this.#annotations) return;
    if (this.#card?.standsBeside(anchor)) return this.#card.stay();
    if (!this.tell("whosaid-select", { ...targets[0], annotations: this.#annotations })) return;
    this.select(targets[0]);
    this.#openCard(anchor, targets);
  }

  /** @param {HTMLElement | Range} anchor @param {Selection[]} targets @param {Element} [described] */
  #openCard(anchor, targets, described) {
    this.#card ??= new Card(this, (dismissed) => {
      this.#dismissed = dismissed;
      this.#letGo();
      if (!dismissed) return;
      const moved = (/** @type {PointerEvent} */ event) => {
        if (!event.movementX && !event.movementY) return;
        this.#dismissed = false;
        removeEventListener("pointermove", moved, true);
      };
      addEventListener("pointermove", moved, true);
    });
    this.#card.open(anchor, targets, /** @type {Shown} */ (this.#annotations), this.text, described);
  }

  #letGo() {
    this.#card?.close();
    this.#spot = null;
    if (!this.#selected) return;
    this.select(null);
    this.tell("whosaid-select", null);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const mark = event.target instanceof Element ? event.target.closest("mark[data-whosaid]") : null;
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.#roving.to(event.key, mark);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
