// <who-said>: marks the article inside it, in place. Links and layout stay; every mark can be taken away again.
// @ts-check

import { ElementText } from "#engine";
import { Annotator } from "./annotator.js";
import { Card } from "./card.js";
import { markStyles } from "./element-style.js";
import { kindOf, KINDS, SHOWN_AT_FIRST } from "./kinds.js";
import { lightsWith } from "./lighting.js";
import { Roving } from "./roving.js";
import { classesOf, flatten, marksOf, targetsOf } from "./segments.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").LoadOptions} LoadOptions */
/** @typedef {import("../types/element.js").Kind} Kind */
/** @typedef {import("../types/element.js").Selection} Selection */

/** @type {LoadOptions} */
let options = {};
/** One engine for all elements of the page. @type {Promise<Annotator> | null} */
let engine = null;

async function load() {
  const annotator = await Annotator.load({ ...options, places: "core" });
  try {
    await annotator.addPlaces({ places: "full", ...options });
  } catch (error) {
    // The core gazetteer is built in: better its places than none.
    console.warn("<who-said>:", error instanceof Error ? error.message : error);
  }
  return annotator;
}

/** See `types/element.d.ts` for what it offers. */
export class WhoSaidElement extends HTMLElement {
  static observedAttributes = ["kinds"];

  /** @type {ElementText | null} */ #source = null;
  /** @type {Annotations | null} */ #annotations = null;
  #text = "";
  /** @type {HTMLElement[]} */ #marks = [];
  /** @type {WeakMap<Element, import("./segments.js").Mark[]>} */ #marksOf = new WeakMap();
  /** @type {Selection | null} */ #selected = null;
  /** @type {Card | null} */ #card = null;
  #roving = new Roving(() => this.#stops());
  #turn = 0;
  /** Esc took the card away: the mark that shows up under a pointer that rests there must not open it again. */
  #dismissed = false;

  /** @param {LoadOptions} given */
  static configure(given) {
    options = given;
    engine = null;
  }

  constructor() {
    super();
    this.addEventListener("focusin", (event) => this.#point(event.target, "focus"));
    this.addEventListener("pointerover", (event) => event.pointerType === "mouse" && !this.#dismissed && this.#point(event.target, "hover"));
    this.addEventListener("click", (event) => this.#point(event.target, "tap"));
    this.addEventListener("focusout", () => this.#card?.leave());
    this.addEventListener("pointerout", (event) => event.pointerType === "mouse" && this.#card?.leave());
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  connectedCallback() {
    const start = () => this.isConnected && this.refresh().catch((error) => this.#failed(error));
    // The article behind the opening tag is not there yet while the page is read.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
    else queueMicrotask(start);
  }

  disconnectedCallback() {
    this.#turn += 1;
    this.#clear();
  }

  attributeChangedCallback() {
    if (!this.#annotations) return;
    this.#roving.refresh();
    this.#tell("whosaid-change", { kinds: this.kinds, annotations: this.#annotations });
  }

  get kinds() {
    const given = this.getAttribute("kinds");
    return given === null ? SHOWN_AT_FIRST : KINDS.filter((kind) => given.split(/\s+/).includes(kind));
  }

  set kinds(kinds) {
    this.setAttribute("kinds", kinds.join(" "));
  }

  get text() {
    return this.#text;
  }

  get annotations() {
    return this.#annotations;
  }

  async refresh() {
    this.#turn += 1;
    const turn = this.#turn;
    engine ??= load();
    /** @type {Annotator} */
    let annotator;
    try {
      annotator = await engine;
    } catch (error) {
      // The next one tries again.
      engine = null;
      throw error;
    }
    if (turn !== this.#turn) return;
    const again = this.#annotations !== null;
    this.#clear();
    this.#style();
    const source = new ElementText(this);
    this.#source = source;
    this.#text = source.text;
    const annotations = annotator.annotate(this.#text);
    this.#annotations = annotations;
    const segments = flatten(marksOf(annotations), 0, this.#text.length);
    const made = /** @type {HTMLElement[]} */ (source.mark(Uint32Array.from(segments.flatMap(({ start, end }) => [start, end]))));
    const begun = new Set();
    for (const element of made) {
      const number = Number(element.dataset.whosaid);
      const { start, marks } = segments[number];
      element.className = classesOf(marks, annotations).map((name) => `whosaid-${name}`).join(" ");
      this.#marksOf.set(element, marks);
      if (!begun.has(number) && marks.some((mark) => mark.start === start)) element.tabIndex = -1;
      begun.add(number);
    }
    this.#marks = made;
    this.#roving.refresh();
    this.#tell("whosaid-ready", { text: this.#text, annotations });
    if (again) this.#tell("whosaid-change", { kinds: this.kinds, annotations });
  }

  undo() {
    this.#turn += 1;
    if (!this.#annotations) return;
    this.#clear();
    this.#tell("whosaid-change", { kinds: this.kinds, annotations: null });
  }

  /** @param {Selection | null} selection */
  select(selection) {
    this.#selected = selection;
    const annotations = this.#annotations;
    const lights = selection && annotations ? lightsWith(annotations, selection) : () => false;
    // With a speaker the words themselves, not what names and carries each: there is one way to be lit here.
    const counts = (/** @type {import("./segments.js").Mark} */ { layer }) => selection?.kind !== "speaker" || (layer !== "source" && layer !== "cue");
    for (const element of this.#marks) {
      element.classList.toggle("whosaid-lit", (this.#marksOf.get(element) ?? []).some((mark) => counts(mark) && lights(mark)));
    }
  }

  #clear() {
    this.#card?.close();
    this.#source?.undo();
    this.#source?.free();
    this.#source = null;
    this.#annotations = null;
    this.#selected = null;
    this.#roving.clear();
    this.#marks = [];
    this.#text = "";
  }

  #style() {
    const root = this.getRootNode();
    if (!(root instanceof Document || root instanceof ShadowRoot)) return;
    if (!root.adoptedStyleSheets.includes(markStyles())) root.adoptedStyleSheets.push(markStyles());
  }

  /** @param {unknown} error */
  #failed(error) {
    console.error("<who-said>:", error instanceof Error ? error.message : error);
    this.dispatchEvent(new ErrorEvent("error", { error, message: String(error) }));
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === "whosaid-select" }));
  }

  /** @param {Element} mark */
  #targets(mark) {
    const annotations = this.#annotations;
    const kinds = this.kinds;
    return targetsOf(this.#marksOf.get(mark) ?? []).filter((target) => annotations && kinds.includes(kindOf(annotations, target)));
  }

  #stops() {
    return this.#marks.filter((mark) => mark.hasAttribute("tabindex") && this.#targets(mark).length > 0);
  }

  /** @param {EventTarget | null} node @param {"focus" | "hover" | "tap"} how */
  #point(node, how) {
    const mark = node instanceof Element ? /** @type {HTMLElement | null} */ (node.closest("mark[data-whosaid]")) : null;
    if (!mark || !this.#marksOf.has(mark)) {
      if (how === "tap" && !(node instanceof Node && this.#card?.holds(node))) this.#letGo();
      return;
    }
    const targets = this.#targets(mark);
    if (!targets.length || !this.#annotations) return;
    if (how === "focus") this.#roving.enter(mark);
    if (!this.#tell("whosaid-select", { ...targets[0], annotations: this.#annotations })) return;
    this.select(targets[0]);
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
    this.#card.open(mark, targets, this.#annotations, this.#text);
  }

  #letGo() {
    this.#card?.close();
    if (!this.#selected) return;
    this.select(null);
    this.#tell("whosaid-select", null);
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

if (!customElements.get("who-said")) customElements.define("who-said", WhoSaidElement);
