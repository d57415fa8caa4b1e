// One stop for the Tab key among many marks; the arrow keys go on from there (the ARIA practice "roving tabindex").
// @ts-check

/** Marks that are reached one from the other. Those that can be a stop have a `tabindex`. */
export class Roving {
  /** @type {HTMLElement | null} the one that the Tab key reaches */ #entry = null;

  /** @param {() => HTMLElement[]} stops those that can be reached now, in their order */
  constructor(stops) {
    this.stops = stops;
  }

  /** The Tab key reaches this one from now on. @param {HTMLElement} stop */
  enter(stop) {
    if (this.#entry && this.#entry !== stop) this.#entry.tabIndex = -1;
    this.#entry = stop;
    stop.tabIndex = 0;
  }

  /** One can be reached, though others are hidden now. */
  refresh() {
    const stops = this.stops();
    if (this.#entry && stops.includes(this.#entry)) return;
    if (stops[0]) return this.enter(stops[0]);
    if (this.#entry) this.#entry.tabIndex = -1;
    this.#entry = null;
  }

  /** Nothing is there any more. */
  clear() {
    this.#entry = null;
  }

  /**
   * Where a key leads from a stop; `undefined` for another key.
   * @param {string} key @param {Element} from a stop, which may be hidden by now
   * @returns {HTMLElement | undefined}
   */
  to(key, from) {
    const stops = this.stops();
    if (key === "Home") return stops[0];
    if (key === "End") return stops.at(-1);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (!step) return undefined;
    const beyond = stops.findIndex((stop) => stop === from || stop.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_PRECEDING);
    const at = beyond < 0 ? stops.length : beyond;
    // Of one that is hidden, the one behind it is the next.
    const to = step > 0 && stops[at] !== from ? at : at + step;
    return stops[Math.min(stops.length - 1, Math.max(0, to))];
  }
}
