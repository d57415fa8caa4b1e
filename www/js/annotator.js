// The JavaScript API: loads the WebAssembly module and hands plain objects back.
// @ts-check

import init, { Annotator as Engine, version } from "#engine";
import { moduleUrl, naming, placesUrl, readBytes } from "./fetch.js";

/** @typedef {import("../types/whosaid.js").LoadOptions} LoadOptions */
/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").ExportFormat} ExportFormat */

/** Annotates texts on the calling thread. See `WorkerAnnotator` for the same in a worker. */
export class Annotator {
  #engine;

  /** @param {InstanceType<typeof Engine>} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * @param {LoadOptions} [options]
   * @returns {Promise<Annotator>}
   */
  static async load(options = {}) {
    const source = options.bytes ?? (await readBytes(moduleUrl(options), "engine", options));
    const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
    options.signal?.throwIfAborted();
    await init({ module_or_path: module });
    const annotator = new Annotator(new Engine());
    await annotator.addPlaces(options);
    return annotator;
  }

  /** Takes in the gazetteer that the options name: by itself for who can do without. @param {LoadOptions} options */
  async addPlaces(options) {
    const places = options.places ?? "core";
    if (places === "core") return;
    const file = places === "full" ? placesUrl(options) : places;
    const bytes = file instanceof URL ? await readBytes(file, "places", options) : file;
    options.signal?.throwIfAborted();
    await naming(file instanceof URL ? file : "places", () => this.loadPlaces(bytes));
  }

  /** Version of the engine. */
  get version() {
    return version();
  }

  /**
   * @param {string} text
   * @param {import("../types/whosaid.js").AnnotateOptions} [options]
   * @returns {Annotations} spans are UTF-16 code units
   */
  annotate(text, { home } = {}) {
    return this.#engine.annotate(text, home || undefined);
  }

  /** @param {string} text */
  annotateJson(text) {
    return this.#engine.annotateJson(text);
  }

  /**
   * Takes a gazetteer file in; throws when it is none, and then the one in use stays.
   * @param {BufferSource} bytes
   */
  loadPlaces(bytes) {
    const view = ArrayBuffer.isView(bytes)
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
    this.#engine.loadPlaces(view);
  }

  /**
   * @param {ExportFormat} format
   * @param {string} text the text that was annotated
   * @param {Annotations} annotations
   * @returns {string}
   */
  exportAs(format, text, annotations) {
    return this.#engine.exportAs(format, text, annotations);
  }

  /**
   * @param {string} rule
   * @returns {string | null}
   */
  explain(rule) {
    return this.#engine.explain(rule) ?? null;
  }

  /** @returns {import("../types/whosaid.js").Explanation[]} */
  explanations() {
    return this.#engine.explanations();
  }

  /** The old name of `explanations()`. */
  constructions() {
    return this.explanations();
  }

  /**
   * Carries out what a person changed.
   * @param {string} text the text that was annotated
   * @param {Annotations} annotations of it
   * @param {import("../types/whosaid.js").Correction[]} corrections
   * @returns {import("../types/whosaid.js").Corrected}
   */
  correct(text, annotations, corrections) {
    return this.#engine.correct(text, annotations, corrections);
  }

  /**
   * Counts anew what follows from the claims and their speakers, after somebody changed them by other means.
   * @param {string} text
   * @param {Annotations} annotations
   * @returns {Annotations}
   */
  recount(text, annotations) {
    return this.#engine.recount(text, annotations);
  }

  /**
   * What an audit of many articles keeps of this one, as JSON.
   * @param {string} info id, title, section and date, as JSON
   * @param {string} text
   * @param {import("../types/whosaid.js").Correction[]} corrections what a person changed in it
   */
  digest(info, text, corrections) {
    return this.#engine.digest(info, text, corrections);
  }

  /** Gives the memory back. */
  free() {
    this.#engine.free();
  }
}
