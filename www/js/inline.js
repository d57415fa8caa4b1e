// The API with its module inside: nothing is fetched, for places where there is nothing to fetch from.
// @ts-check

import packed from "#packed-module";
import { Annotator as FetchingAnnotator } from "./annotator.js";
import { unpack } from "./unpack.js";

/** @type {Promise<WebAssembly.Module> | null} */
let module = null;

/** Annotates texts on the calling thread. See `types/inline.d.ts`. */
export class Annotator extends FetchingAnnotator {
  /** @override @param {import("../types/whosaid.js").LoadOptions} [options] */
  static async load(options = {}) {
    module ??= unpack(packed).then((bytes) => WebAssembly.compile(bytes));
    return super.load({ bytes: await module, ...options });
  }
}
