// On narrow screens the panel is a sheet at the bottom: low, half, or high. Its handle is a button; nothing needs dragging.
// @ts-check

import { byId } from "./dom.js";

const HEIGHTS = ["low", "half", "high"];

/** The panel as a bottom sheet; on wide screens the style sheet makes it a column and the height has no effect. */
export class Sheet {
  #handle = byId("sheet-handle");

  constructor() {
    this.#set("low");
    this.#handle.addEventListener("click", () => {
      this.#set(HEIGHTS[(HEIGHTS.indexOf(document.body.dataset.sheet ?? "low") + 1) % HEIGHTS.length]);
    });
  }

  /** Whether the panel lies over the text. */
  get isOne() {
    return getComputedStyle(byId("panel")).position === "fixed";
  }

  /** High enough to show what was selected. */
  peek() {
    if (document.body.dataset.sheet === "low") this.#set("half");
    byId("panel-scroll").scrollTop = 0;
  }

  /** @param {string} height */
  #set(height) {
    document.body.dataset.sheet = height;
    this.#handle.setAttribute("aria-expanded", String(height !== "low"));
  }
}
