// <who-said>: marks the article inside it, in place. What was found when the page was made is shown as it is; else one
// worker annotates the articles of all elements, once they come near the window.
// @ts-check

import { ArticleText } from "./article-text.js";
import { WorkerAnnotator } from "./client.js";
import { readEmbedded } from "./embedded.js";
import { MarkedElement } from "./marked-element.js";

/** @typedef {import("../types/whosaid.js").WorkerLoadOptions} WorkerLoadOptions */

/** So far from the window an article is annotated already, in CSS pixels. */
const NEAR = 800;

/** How long the page is to be quiet before what it changed is read, in milliseconds. */
const QUIET = 300;

/** @type {WorkerLoadOptions} */
let options = {};
/** One worker for all elements of the page. @type {Promise<WorkerAnnotator> | null} */
let engine = null;

async function load() {
  const { places = "core", ...rest } = options;
  const annotator = await WorkerAnnotator.load(rest);
  if (places !== "core") {
    try {
      await annotator.addPlaces(options);
    } catch (error) {
      // The core gazetteer is built in: better its places than none.
      console.warn("<who-said>:", error instanceof Error ? error.message : error);
    }
  }
  return annotator;
}

/** See `types/element.d.ts` for what it offers. */
export class WhoSaidElement extends MarkedElement {
  static observedAttributes = [...MarkedElement.observedAttributes, "home"];

  /** @type {ReturnType<typeof setTimeout> | undefined} */ #quiet;
  /** @type {IntersectionObserver | null} */ #near = null;
  /** @type {AbortController | null} */ #reading = null;

  /** @param {WorkerLoadOptions} given */
  static configure(given) {
    options = given;
    engine?.then((annotator) => annotator.close()).catch(() => {});
    engine = null;
  }

  get home() {
    return this.getAttribute("home") ?? "";
  }

  set home(home) {
    this.setAttribute("home", home);
  }

  /** @override @param {string} name */
  attributeChangedCallback(name) {
    // What a page carries was found with a home of its own.
    if (name !== "home") return super.attributeChangedCallback(name);
    if (this.annotations && !this.payloadScript) this.renew();
  }

  /** @override */
  disconnectedCallback() {
    clearTimeout(this.#quiet);
    this.#near?.disconnect();
    this.#reading?.abort();
    super.disconnectedCallback();
  }

  /** @override */
  async start() {
    if (this.payloadScript) return this.refresh();
    this.#near = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        this.#near?.disconnect();
        this.refresh().catch((error) => this.failed(error));
      },
      { rootMargin: `${NEAR}px` },
    );
    this.#near.observe(this.articleElement);
  }

  /** @override */
  renew() {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => super.renew(), this.payloadScript ? 0 : QUIET);
  }

  /** @override @param {Element} root */
  async read(root) {
    this.#near?.disconnect();
    const script = this.payloadScript;
    if (script) return readEmbedded(script, root);
    engine ??= load();
    /** @type {WorkerAnnotator} */
    let annotator;
    try {
      annotator = await engine;
    } catch (error) {
      // The next one tries again.
      engine = null;
      throw error;
    }
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const article = new ArticleText(root, true);
    const annotate = (/** @type {string | undefined} */ home) => annotator.annotate(article.text, { home, signal: reading.signal });
    try {
      const { home } = this;
      // An attribute with a slip in it must not cost the marks.
      const annotations = annotate(home).catch((error) => {
        if (!home || reading.signal.aborted) throw error;
        console.warn("<who-said>:", error instanceof Error ? error.message : error);
        return annotate(undefined);
      });
      return { article, annotations: await annotations };
    } catch (error) {
      if (reading.signal.aborted) return null;
      throw error;
    }
  }
}

if (!customElements.get("who-said")) customElements.define("who-said", WhoSaidElement);
