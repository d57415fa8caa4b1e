// How much of the screen is left to the text and the panel, as lengths for the style sheet.
// @ts-check

import { byId } from "./dom.js";

/** Keeps `--bar`, the height of the toolbar, and `--head`, what the head and the toolbar take of the screen. */
export function watchFrame() {
  const style = document.documentElement.style;
  const bar = byId("bar");
  new ResizeObserver(() => style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  // What the panel has of the screen: all that is below the toolbar, which rises while the head scrolls away.
  const head = /** @type {HTMLElement} */ (document.querySelector(".top"));
  let above = -1;
  const measure = () => {
    const now = Math.max(0, Math.round(head.offsetTop + head.offsetHeight - scrollY));
    if (now !== above) style.setProperty("--head", `${(above = now)}px`);
  };
  addEventListener("scroll", measure, { passive: true });
  new ResizeObserver(measure).observe(head);
}
