import type { MarkedElement } from "./element.js";

export type { Kind, MarkedElement, Mismatch, Selection } from "./element.js";

/** `<who-said>` for pages that carry their annotations (`whosaid annotate --format embed`, or `whosaid/embed`): no engine. */
export class WhoSaidElement extends HTMLElement {}
export interface WhoSaidElement extends MarkedElement {}
