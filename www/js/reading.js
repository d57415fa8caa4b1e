// Reading a text in the worker: the latest one wins, a long one shows its time and can be stopped.
// @ts-check

import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */

/** The longest text the page takes, in UTF-16 code units. */
const LONGEST = 64_000_000;

/** Beyond this many characters, reading is shown with its time and a way to stop it. */
const LONG = 200_000;

/** One text after the other. */
export class Reading {
  /** @type {AbortController | null} */ #running = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** What was read last. */
  #text = "";
  /** How fast that was, in characters a second; 0 until a text was read. */
  #rate = 0;
  /** The large gazetteer came while a text was being read with the small one. */
  #repeat = false;

  /**
   * @param {object} on
   * @param {Promise<import("./client.js").WorkerAnnotator>} on.annotator
   * @param {import("./messages.js").Messages} on.messages
   * @param {(text: string, found: Annotations, again: boolean) => Promise<() => void>} on.found gives what shows it, which is
   *   called unless another text came meanwhile; `again`: the same text, better places
   * @param {(text: string) => string} on.read what is read of a text, as long as the text is
   * @param {() => void} on.blank there is no text
   */
  constructor(on) {
    this.on = on;
  }

  /** Whether a text is being read. */
  get running() {
    return this.#running !== null;
  }

  /** @param {string} text @param {number} delay milliseconds @param {boolean} [again] the same text, better places */
  read(text, delay, again = false) {
    clearTimeout(this.#timer);
    this.#running?.abort(new DOMException("another text came", "AbortError"));
    this.#running = null;
    if (!text.trim()) {
      this.#text = "";
      this.on.blank();
      this.on.messages.idle();
      return;
    }
    if (text.length > LONGEST) return this.on.messages.fail(strings.tooLong(LONGEST));
    const controller = new AbortController();
    this.#running = controller;
    this.#timer = setTimeout(() => this.#run(text, controller, again), delay);
  }

  /** Reads the text once more: better places are there. */
  repeat() {
    if (this.#running) this.#repeat = true;
    else if (this.#text) this.read(this.#text, 0, true);
  }

  /** @param {string} text @param {AbortController} controller @param {boolean} again */
  async #run(text, controller, again) {
    const began = performance.now();
    const quiet = this.#say(text, began, controller);
    try {
      const found = await (await this.on.annotator).annotate(this.on.read(text), { signal: controller.signal });
      const show = await this.on.found(text, found, again);
      if (this.#running !== controller) return;
      this.#running = null;
      this.#text = text;
      if (text.length > 2000) this.#rate = (text.length * 1000) / (performance.now() - began);
      show();
      if (this.#repeat) this.read(text, 0, true);
      this.#repeat = false;
    } catch (error) {
      this.#failed(error, controller);
    } finally {
      quiet();
      if (!this.#running) this.on.messages.idle();
    }
  }

  /** Says that a text is being read, if that takes a while. @param {string} text @param {number} began @param {AbortController} controller */
  #say(text, began, controller) {
    const long = text.length > LONG;
    const tick = () => this.on.messages.busy(
      long ? strings.readingLong(text.length, (performance.now() - began) / 1000, this.#rate && text.length / this.#rate) : strings.reading,
      long ? () => controller.abort(new DOMException("the user stopped it", "AbortError")) : undefined,
    );
    const clock = setInterval(tick, 500);
    const slow = setTimeout(tick, long ? 0 : 250);
    return () => {
      clearInterval(clock);
      clearTimeout(slow);
    };
  }

  /** @param {unknown} error @param {AbortController} controller */
  #failed(error, controller) {
    // Of a text that nobody waits for any more.
    if (this.#running !== controller && this.#running !== null) return;
    const current = this.#running === controller;
    if (current) this.#running = null;
    if (controller.signal.aborted) {
      if (current) this.on.messages.say(strings.cancelled);
    } else if (error instanceof Error && error.name === "AnnotatorTrap") this.on.messages.fail(strings.trapped);
    else if (error instanceof Error) this.on.messages.fail(`${error.message}. ${strings.stillReady}`);
  }
}
