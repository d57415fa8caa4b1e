// The worker's side: one request at a time, every request answered, errors too.
// @ts-check

import { Annotator } from "./annotator.js";
import { naming, readBytes } from "./fetch.js";

/** @type {Annotator | null} */
let annotator = null;

/** @type {Record<string, (request: any) => any>} */
const answers = {
  async load({ id, url, bytes }) {
    const source = bytes ?? (await readBytes(url, "engine", { onProgress: (progress) => post({ id, progress }) }));
    // The compiled module goes back to the page: after a trap the next worker starts from it.
    const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
    annotator = await Annotator.load({ bytes: module });
    return { module, version: annotator.version, constructions: annotator.constructions() };
  },
  async places({ id, url, bytes }) {
    const source = bytes ?? (await readBytes(url, "places", { onProgress: (progress) => post({ id, progress }) }));
    if (url) await naming(url, () => ready().loadPlaces(source));
    else ready().loadPlaces(source);
    return source;
  },
  annotate: ({ text }) => ready().annotate(text),
  export: ({ format, text, annotations }) => ready().exportAs(format, text, annotations),
  recount: ({ text, annotations }) => ready().recount(text, annotations),
  report: ({ annotations }) => ready().reportSentences(annotations),
};

function ready() {
  if (!annotator) throw new Error("the annotator is not loaded");
  return annotator;
}

/** @param {object} message */
function post(message) {
  self.postMessage(message);
}

/** @param {any} request */
async function answer(request) {
  try {
    post({ id: request.id, result: await answers[request.type](request) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    // After a trap, or a stack that ran over, the instance is not to be trusted any more.
    const trap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    post({ id: request.id, error: { name, message, trap } });
  }
}

// In order: a request must not overtake the loading that it needs.
let last = Promise.resolve();
self.onmessage = ({ data }) => {
  last = last.then(() => answer(data));
};
