// The way to the audit and back: the address says which of the two the page shows. The audit itself is loaded when it is
// first gone to.
// @ts-check

import { byId, h } from "../dom.js";
import { page } from "../page-strings.js";
import { dropped } from "./dropping.js";

/** @typedef {import("./view.js").AuditView} AuditView */

/** In front of the audit. */
export class AuditDoor {
  /** @type {Promise<AuditView> | null} */ #coming = null;
  /** @type {AuditView | null} */ #view = null;

  /** @param {object} on @param {(heading: HTMLElement) => Promise<AuditView>} on.load @param {(message: string) => void} on.fail */
  constructor(on) {
    this.on = on;
    this.root = byId("audit");
    this.heading = h("h2", { id: "audit-title", tabIndex: -1 }, page.audit.title);
    this.root.append(this.heading);
    addEventListener("hashchange", () => this.#switch());
    this.#switch();
  }

  /** Whether it is what the page shows. */
  get shown() {
    return document.body.dataset.view === "audit";
  }

  /** Shows it, or the one article. */
  #switch() {
    const before = this.shown;
    if (location.hash === "#audit") document.body.dataset.view = "audit";
    else if (location.hash !== "#about") delete document.body.dataset.view;
    this.root.hidden = !this.shown;
    /** @type {HTMLAnchorElement} */ (document.querySelector(".skip")).href = this.shown ? "#audit" : "#main";
    for (const link of document.querySelectorAll(".top nav a")) {
      const here = link.getAttribute("href") === (this.shown ? "#audit" : "#main");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!this.shown || before) return;
    this.heading.focus({ preventScroll: true });
    if (this.#view) this.#view.entered();
    else this.#open();
  }

  /** @returns {Promise<AuditView | null>} */
  async #open() {
    try {
      this.#view = await (this.#coming ??= this.on.load(this.heading));
      return this.#view;
    } catch (error) {
      this.#coming = null;
      this.on.fail(`${page.audit.notLoaded}: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }

  /** Takes in what was dropped. To be called at once. @param {DataTransfer} data */
  async drop(data) {
    const found = dropped(data);
    location.hash = "#audit";
    (await this.#open())?.read(found);
  }

  /** The page shows a text: if it is one of the audit's, what counts of it may have changed. @param {string} text */
  reread(text) {
    this.#view?.reread(text);
  }
}
