// What the page's address says behind its `#`: the open tab, what filters the claims and, in a link made for that, the text.
// @ts-check

import { ALL } from "./claim-filter.js";
import { unpackRecord } from "./packing.js";

/** @typedef {import("./claim-filter.js").Filter} Filter */

/** Keeps the address true to what is shown, and takes in what an address says. */
export class Address {
  /** The text that came with the address, as long as it is what is shown. @type {{ packed: string, text: string } | null} */ #linked = null;
  /** A text that the address holds is being unpacked. */
  #reading = false;

  /**
   * @param {object} on
   * @param {() => { tab: string, filter: Filter, text: string, audit: boolean }} on.state what is shown
   * @param {(tab: string | null, filter: Partial<Filter>) => void} on.restore
   * @param {(record: import("./record.js").ExportRecord) => Promise<void>} on.record a text that came with the address
   * @param {(message: string) => void} on.fail
   */
  constructor(on) {
    this.on = on;
    addEventListener("hashchange", () => this.read());
  }

  /** @returns {URLSearchParams | null} `null`: it names a part of the page, or nothing */
  get #parameters() {
    return location.hash.includes("=") ? new URLSearchParams(location.hash.slice(1)) : null;
  }

  /** What is said of what is shown, without the text. */
  #state() {
    const { tab, filter } = this.on.state();
    const parameters = new URLSearchParams();
    if (tab !== "speakers") parameters.set("tab", tab);
    for (const [key, value] of Object.entries(filter)) if (value) parameters.set(key, value);
    return parameters;
  }

  /** Takes in what the address says. */
  async read() {
    const parameters = this.#parameters;
    if (!parameters) return;
    const packed = parameters.get("text");
    const filter = Object.fromEntries(Object.keys(ALL).map((key) => [key, parameters.get(key) ?? ""]));
    if (!packed || packed === this.#linked?.packed) return this.on.restore(parameters.get("tab"), filter);
    this.#reading = true;
    try {
      const record = await unpackRecord(packed);
      this.#linked = { packed, text: record.text };
      await this.on.record(record);
    } catch (error) {
      this.on.fail(error instanceof Error ? error.message : String(error));
    } finally {
      this.#reading = false;
    }
    this.on.restore(parameters.get("tab"), filter);
  }

  /** Writes what is shown into the address; the way back in the browser's history stays what it was. */
  write() {
    const { text, audit } = this.on.state();
    if (audit || this.#reading) return;
    if (text !== this.#linked?.text) this.#linked = null;
    const parameters = this.#state();
    if (this.#linked) parameters.set("text", this.#linked.packed);
    const hash = String(parameters);
    if (hash === String(this.#parameters ?? "")) return;
    try {
      history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch {
      // Browsers allow so many changes in a time: the next one writes it.
    }
  }

  /** A link to what is shown with the text in it. @param {string} packed */
  linkWith(packed) {
    const parameters = this.#state();
    parameters.set("text", packed);
    return `${location.href.split("#")[0]}#${parameters}`;
  }
}
