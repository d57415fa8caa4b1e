// Saving a file, by a Blob: nothing leaves the page.
// @ts-check

import { h } from "./dom.js";

/** @param {string} name @param {string} type @param {string} content */
export function save(name, type, content) {
  const link = h("a", { href: URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
