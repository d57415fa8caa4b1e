// What the page says as an app: kept for when there is no network, and opened by others.
// @ts-check

import { strings } from "./strings.js";

export const words = {
  newVersion: "A new version of this page is there. It comes with the next start; to have it now, reload. The text here is not kept.",
  reload: "Reload",
  /** @param {number} n */
  otherTabs: (n) => `This page is open in ${strings.some(n, "other tab")}. Close ${n === 1 ? "it" : "them"} first: all tabs go over to the new version together.`,
  /** @param {string} address */
  sharedLink: (address) => `Only a link was shared (${address.slice(0, 200)}). This page fetches nothing: share the article’s text, or copy it and paste it here.`,
};
