// <who-said>: marks the article inside it, in place. Links and layout stay; every mark can be taken away again.
// @ts-check

import init, { Annotator as Engine, ElementText } from "#engine";
import { readBytes } from "./fetch.js";
import { Card } from "./card.js";
import { markStyles } from "./element-style.js";
import { classesOf, flatten, marksOf, targetsOf } from "./segments.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").LoadOptions} LoadOptions */
/** @typedef {import("../types/element.js").Kind} Kind */
/** @typedef {import("../types/element.js").Selection} Selection */

const KINDS = /** @type {Kind[]} */ (["speakers", "claims", "places", "attitudes", "own"]);
const DEFAULT_KINDS = KINDS.slice(0, 3);

/** @type {LoadOptions} */
let options = {};
/** One engine for all elements of the page. @type {Promise<Engine> | null} */
let engine = null;

async function load() {
  const url = new URL(options.url ?? new URL("whosaid_bg.wasm", import.meta.url), document.baseURI);
  const source = options.bytes ?? (await readBytes(url, "engine", options));
  await init({ module_or_path: source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source) });
  const loaded = new Engine();
  const places = options.places ?? "full";
  if (places !== "core") {
    try {
      const from = places === "full" ? new URL("places-full.bin", url) : places;
      const bytes = from instanceof URL ? await readBytes(from, "places", options) : from;
      loaded.loadPlaces(ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes));
    } catch (error) {
      // The core gazetteer is built in: better its places than none.
      console.warn("<who-said>:", error instanceof Error ? error.message : error);
    }
  }
  return loaded;
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
  /** @type {HTMLElement | null} the one mark that the Tab key reaches */ #entry = null;
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
    this.#setEntry();
    this.#tell("whosaid-change", { kinds: this.kinds, annotations: this.#annotations });
  }

  get kinds() {
    const given = this.getAttribute("kinds");
    return given === null ? DEFAULT_KINDS : KINDS.filter((kind) => given.split(/\s+/).includes(kind));
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
    /** @type {Engine} */
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
    this.#setEntry();
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
    for (const element of this.#marks) {
      element.classList.toggle("whosaid-lit", Boolean(selection && annotations && lights(this.#marksOf.get(element) ?? [], selection, annotations)));
    }
  }

  #clear() {
    this.#card?.close();
    this.#source?.undo();
    this.#source?.free();
    this.#source = null;
    this.#annotations = null;
    this.#selected = null;
    this.#entry = null;
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
    return targetsOf(this.#marksOf.get(mark) ?? []).filter(({ kind, id }) => {
      const claim = kind === "claim" ? annotations?.claims[id] : null;
      const name = !claim ? `${kind}s` : claim.form === "own" ? "own" : claim.mode === "attitude" ? "attitudes" : "claims";
      return kinds.includes(/** @type {Kind} */ (name));
    });
  }

  #setEntry() {
    const stops = this.#stops();
    if (this.#entry && stops.includes(this.#entry)) return;
    if (this.#entry) this.#entry.tabIndex = -1;
    this.#entry = stops[0] ?? null;
    if (this.#entry) this.#entry.tabIndex = 0;
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
    if (how === "focus") {
      if (this.#entry) this.#entry.tabIndex = -1;
      this.#entry = mark;
      mark.tabIndex = 0;
    }
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
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = this.#stops();
    const at = stops.findIndex((stop) => stop === mark);
    const next = stops[Math.min(stops.length - 1, Math.max(0, at + step))];
    event.preventDefault();
    next?.focus();
  }
}

/**
 * @param {import("./segments.js").Mark[]} marks @param {Selection} selection @param {Annotations} annotations
 */
function lights(marks, { kind, id }, annotations) {
  const speaker = kind === "speaker" ? id : kind === "claim" ? annotations.claims[id].speaker : null;
  return marks.some((mark) => {
    if (mark.layer === "speaker") return mark.id === speaker;
    if (mark.layer === "place") return kind === "place" && mark.id === id;
    if (mark.layer === "anonymity") return kind === "speaker" && mark.id === id;
    if (kind === "claim") return mark.id === id;
    return kind === "speaker" && mark.layer === "claim" && annotations.claims[mark.id].speaker === id;
  });
}

if (!customElements.get("who-said")) customElements.define("who-said", WhoSaidElement);
