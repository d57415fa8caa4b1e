// The page's side of the worker: ids, a queue, cancelling, and a new worker after a trap.
// @ts-check

import { moduleUrl, placesUrl } from "./fetch.js";

/** @typedef {import("../types/whosaid.js").WorkerLoadOptions} WorkerLoadOptions */
/** @typedef {import("../types/whosaid.js").CallOptions} CallOptions */
/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Progress} Progress */
/**
 * @typedef {object} Job
 * @property {number} id
 * @property {Record<string, unknown>} message
 * @property {(result: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {((progress: Progress) => void)} [onProgress]
 * @property {boolean} [dropped] its caller does not wait any more
 * @property {Record<string, unknown[]>} [lists] of the annotations that are the answer, as far as they came
 */

/** How long an unwanted job may go on before the worker is replaced, in milliseconds. */
const GRACE = 150;

/**
 * A new worker. Bundlers find its script by the one form of the line that names it.
 * @param {WorkerLoadOptions["worker"]} given
 */
function startWorker(given) {
  if (typeof given === "function") return given();
  if (given === undefined && isOwn(import.meta.url)) return new Worker(new URL("./worker.js", import.meta.url));
  const script = new URL(given ?? new URL("./worker.js", import.meta.url), globalThis.document?.baseURI);
  if (isOwn(script.href)) return new Worker(script);
  // A page starts workers of its own origin only; one of these may take in a script of another, as a page does.
  const source = new Blob([`importScripts(${JSON.stringify(script.href)})`], { type: "text/javascript" });
  const address = URL.createObjectURL(source);
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  return worker;
}

/** @param {string} url */
function isOwn(url) {
  return !globalThis.location || new URL(url).origin === location.origin || /^(blob|data|file):/.test(url);
}

/** Annotates in a worker. Jobs run one after another; only the running one is in the worker. */
export class WorkerAnnotator {
  /** @type {() => Worker} */ #make;
  /** @type {Worker | null} */ #worker = null;
  /** @type {Job[]} */ #queue = [];
  /** @type {Job | null} */ #running = null;
  #lastId = 0;
  #closed = false;
  /** @type {WebAssembly.Module | null} */ #module = null;
  /** @type {Uint8Array | null} */ #places = null;
  /** @type {import("../types/whosaid.js").Explanation[]} */ #explanations = [];
  #version = "";

  /** @param {() => Worker} make */
  constructor(make) {
    this.#make = make;
  }

  /**
   * @param {WorkerLoadOptions} [options]
   * @returns {Promise<WorkerAnnotator>}
   */
  static async load(options = {}) {
    const annotator = new WorkerAnnotator(() => startWorker(options.worker));
    try {
      const message = options.bytes ? { type: "load", bytes: options.bytes } : { type: "load", url: moduleUrl(options).href };
      const { module, version, explanations } = await annotator.#call(message, options);
      annotator.#module = module;
      annotator.#version = version;
      annotator.#explanations = explanations;
      await annotator.addPlaces(options);
    } catch (error) {
      annotator.close();
      throw error;
    }
    return annotator;
  }

  /** Takes in the gazetteer that the options name: by itself for who can do without. @param {WorkerLoadOptions} options */
  async addPlaces(options) {
    const places = options.places ?? "core";
    if (places !== "core") await this.loadPlaces(places === "full" ? placesUrl(options) : places, options);
  }

  /** Version of the engine. */
  get version() {
    return this.#version;
  }

  /**
   * @param {string} text
   * @param {import("../types/whosaid.js").AnnotateOptions & CallOptions} [options]
   * @returns {Promise<Annotations>}
   */
  annotate(text, { home, ...options } = {}) {
    return this.#call({ type: "annotate", text, home }, options);
  }

  /**
   * @param {string | URL | BufferSource} source
   * @param {CallOptions & { onProgress?: (progress: Progress) => void }} [options]
   */
  async loadPlaces(source, options) {
    const message =
      typeof source === "string" || source instanceof URL
        ? { type: "places", url: new URL(source, globalThis.document?.baseURI).href }
        : { type: "places", bytes: source };
    this.#places = await this.#call(message, options);
  }

  /**
   * @param {import("../types/whosaid.js").ExportFormat} format
   * @param {string} text
   * @param {Annotations} annotations
   * @param {CallOptions} [options]
   * @returns {Promise<string>}
   */
  exportAs(format, text, annotations, options) {
    return this.#call({ type: "export", format, text, annotations }, options);
  }

  async explanations() {
    return this.#explanations;
  }

  /** The old name of `explanations()`. */
  constructions() {
    return this.explanations();
  }

  /**
   * @param {string} text
   * @param {Annotations} annotations
   * @param {import("../types/whosaid.js").Correction[]} corrections
   * @param {CallOptions} [options]
   * @returns {Promise<import("../types/whosaid.js").Corrected>}
   */
  correct(text, annotations, corrections, options) {
    return this.#call({ type: "correct", text, annotations, corrections }, options);
  }

  /**
   * @param {string} text
   * @param {Annotations} annotations
   * @param {CallOptions} [options]
   * @returns {Promise<Annotations>}
   */
  recount(text, annotations, options) {
    return this.#call({ type: "recount", text, annotations }, options);
  }

  /**
   * For the audit of many articles: see `audit/answers.js`.
   * @param {{ act: string, [key: string]: unknown }} request
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  audit(request, options) {
    return this.#call({ ...request, type: "audit" }, options);
  }

  /** One more worker with the same engine, which is not compiled again; with the built-in gazetteer. @returns {Promise<WorkerAnnotator>} */
  another() {
    if (!this.#module) throw new Error("the annotator was closed");
    return WorkerAnnotator.load({ bytes: this.#module, worker: this.#make });
  }

  /** Ends the worker; calls under way are rejected. */
  close() {
    this.#closed = true;
    this.#worker?.terminate();
    this.#worker = null;
    const jobs = this.#running ? [this.#running, ...this.#queue] : this.#queue;
    this.#running = null;
    this.#queue = [];
    for (const job of jobs) job.reject(new DOMException("the annotator was closed", "AbortError"));
  }

  /**
   * @param {Record<string, unknown>} message
   * @param {CallOptions & { onProgress?: (progress: Progress) => void }} [options]
   * @returns {Promise<any>}
   */
  #call(message, { signal, onProgress } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (this.#closed) return reject(new Error("the annotator was closed"));
      /** @type {Job} */
      const job = { id: ++this.#lastId, message, resolve, reject, onProgress };
      signal?.addEventListener("abort", () => this.#drop(job, signal.reason), { once: true });
      this.#queue.push(job);
      this.#next();
    });
  }

  /** @param {Job} job @param {unknown} reason */
  #drop(job, reason) {
    job.reject(reason);
    job.dropped = true;
    this.#queue = this.#queue.filter((other) => other !== job);
    if (this.#running === job) {
      setTimeout(() => this.#running === job && this.#restart(), GRACE);
    }
  }

  #next() {
    if (this.#running) return;
    const job = this.#queue.shift();
    if (!job) return;
    this.#running = job;
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage({ ...job.message, id: job.id });
    } catch (error) {
      this.#running = null;
      job.reject(error);
      this.#next();
    }
  }

  #start() {
    const worker = this.#make();
    worker.onmessage = ({ data }) => worker === this.#worker && this.#answer(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#fail(new Error(event.message || "the worker could not be started"));
    };
    worker.onmessageerror = () => worker === this.#worker && this.#fail(new Error("the worker's answer could not be read"));
    return worker;
  }

  /** @param {any} data */
  #answer(data) {
    const job = this.#running;
    // Id 0: a new worker takes the module and the gazetteer in again.
    if (!job || data.id !== job.id) return;
    if (data.progress) return job.onProgress?.(data.progress);
    if (data.part) {
      // Long lists come in parts, each in a task of its own, before the rest.
      job.lists ??= {};
      (job.lists[data.list] ??= []).push(...data.part);
      return;
    }
    this.#running = null;
    if (data.error?.trap) this.#restart();
    if (data.error) {
      const error = new Error(data.error.message);
      error.name = data.error.trap ? "AnnotatorTrap" : data.error.name;
      job.reject(error);
    } else {
      if (job.lists) Object.assign(data.result.annotations ?? data.result, job.lists);
      job.resolve(data.result);
    }
    this.#next();
  }

  /** @param {Error} error */
  #fail(error) {
    const job = this.#running;
    this.#worker?.terminate();
    this.#worker = null;
    this.#running = null;
    job?.reject(error);
    if (this.#module) this.#restart();
    else this.#next();
  }

  /** A new worker with the module and the gazetteer that the last one had. */
  #restart() {
    this.#worker?.terminate();
    this.#running = null;
    this.#worker = this.#start();
    if (this.#module) this.#worker.postMessage({ id: 0, type: "load", bytes: this.#module });
    if (this.#places) this.#worker.postMessage({ id: 0, type: "places", bytes: this.#places });
    this.#next();
  }
}
