// Words that the reader selects in the article: a button beside them adds them as a claim.
// @ts-check

import { words } from "./correct-strings.js";
import { byId, h } from "./dom.js";

/** @typedef {import("../types/whosaid.js").Span} Span */

/** Follows the selection in the article. */
export class Selecting {
  /** @param {import("./render.js").ArticleView} article @param {() => void} onAdd */
  constructor(article, onAdd) {
    this.article = article;
    this.button = h("button", { type: "button", id: "add-here", hidden: true, onclick: onAdd }, words.addThis);
    // The selection must not go before it is read.
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    byId("main").append(this.button);
    document.addEventListener("selectionchange", () => this.#place());
    addEventListener("resize", () => this.#place(), { passive: true });
  }

  /** What is selected in the article, or `null`. @returns {Span | null} */
  get span() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const [start, end] = [this.article.offsetOf(range.startContainer, range.startOffset), this.article.offsetOf(range.endContainer, range.endOffset)];
    return start !== null && end !== null && start < end ? { start, end } : null;
  }

  #place() {
    const shown = document.body.dataset.mode === "read" && this.span !== null;
    this.button.hidden = !shown;
    if (!shown) return;
    // Beside the last character: the boxes of a whole long text would take the browser seconds.
    const range = /** @type {Selection} */ (getSelection()).getRangeAt(0).cloneRange();
    range.setStart(range.endContainer, Math.max(0, range.endOffset - 1));
    const last = [...range.getClientRects()].at(-1);
    if (!last) return;
    const left = Math.min(last.right, document.documentElement.clientWidth - this.button.offsetWidth - 8);
    this.button.style.left = `${Math.max(8, left) + scrollX}px`;
    this.button.style.top = `${last.bottom + scrollY + 6}px`;
  }
}
