// <who-said> for pages that carry their annotations: it shows them, and needs no engine.
// @ts-check

import { readEmbedded } from "./embedded.js";
import { MarkedElement } from "./marked-element.js";

/** See `types/element-lite.d.ts` for what it offers. */
export class WhoSaidElement extends MarkedElement {
  /** @override @param {Element} root */
  async read(root) {
    const script = this.payloadScript;
    if (!script) throw new Error("there are no annotations in it: write them into the page with `whosaid annotate --format embed`, or load the full element");
    return readEmbedded(script, root);
  }
}

if (!customElements.get("who-said")) customElements.define("who-said", WhoSaidElement);
