// The text, kept in this browser for the next visit, where the reader allowed that and nowhere else. Storage may be denied or
// full: nothing here throws.
// @ts-check

import { h } from "./dom.js";
import { browserStore } from "./history.js";
import { page } from "./page-strings.js";

const KEY = "whosaid:draft";

/** So long after the last change, and when the page is left. */
const PAUSE = 500;

/** The box that allows it, and what is kept. Being there at all says that it is allowed. */
export class Draft {
  #store = browserStore();
  #box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id: "keep-draft" }));
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {() => string} text what is in the field
   * @param {import("./messages.js").Messages} messages
   */
  constructor(text, messages) {
    this.current = text;
    this.messages = messages;
    this.#box.checked = this.text !== null;
    this.#box.addEventListener("change", () => {
      if (this.#box.checked) this.#keep();
      else this.#forget();
    });
    document.querySelector(".bring")?.append(h("label", { class: "keep" }, this.#box, ` ${page.draft.allow}`));
    addEventListener("pagehide", () => this.#box.checked && this.#keep());
  }

  /** What was kept; `null` where that is not allowed. @returns {string | null} */
  get text() {
    try {
      return this.#store?.getItem(KEY) ?? null;
    } catch {
      return null;
    }
  }

  /** The text has changed. */
  changed() {
    clearTimeout(this.#timer);
    if (this.#box.checked) this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  #keep() {
    clearTimeout(this.#timer);
    try {
      if (!this.#store) throw new Error("no storage");
      this.#store.setItem(KEY, this.current());
    } catch {
      // An older text in its place would be worse than none.
      this.#forget();
      this.#box.checked = false;
      this.messages.warn(page.draft.refused);
    }
  }

  #forget() {
    clearTimeout(this.#timer);
    try {
      this.#store?.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  }
}
