// The worker's side: one request at a time, every request answered, errors too.
// @ts-check

import { Annotator } from "./annotator.js";
import { answers as auditing } from "./audit/answers.js";
import { naming, readBytes } from "./fetch.js";

/** @type {Annotator | null} */
let annotator = null;

/** So many entries of a list go to the page at once: more would keep it from answering the reader. */
const PART = 2000;

/** @type {Record<string, (request: any) => any>} */
const answers = {
  async load({ id, url, bytes }) {
    const source = bytes ?? (await readBytes(url, "engine", { onProgress: (progress) => post({ id, progress }) }));
    // The compiled module goes back to the page: after a trap the next worker starts from it.
    const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
    annotator = await Annotator.load({ bytes: module });
    return { module, version: annotator.version, explanations: annotator.explanations() };
  },
  async places({ id, url, bytes }) {
    const source = bytes ?? (await readBytes(url, "places", { onProgress: (progress) => post({ id, progress }) }));
    if (url) await naming(url, () => ready().loadPlaces(source));
    else ready().loadPlaces(source);
    return source;
  },
  annotate: ({ text, home }) => ready().annotate(text, { home }),
  export: ({ format, text, annotations }) => ready().exportAs(format, text, annotations),
  correct: ({ text, annotations, corrections }) => ready().correct(text, annotations, corrections),
  recount: ({ text, annotations }) => ready().recount(text, annotations),
  audit: (request) => auditing[request.act](ready(), request),
};

function ready() {
  if (!annotator) throw new Error("the annotator is not loaded");
  return annotator;
}

/** @param {object} message */
function post(message) {
  self.postMessage(message);
}

/** An answer; what is long of its annotations in parts. @param {number} id @param {any} result */
function send(id, result) {
  const annotations = result?.annotations ?? result;
  if (!annotations?.claims) return post({ id, result });
  const rest = { ...annotations };
  for (const list of ["claims", "speakers", "places"]) {
    if (rest[list].length <= PART) continue;
    for (let n = 0; n < annotations[list].length; n += PART) post({ id, list, part: annotations[list].slice(n, n + PART) });
    rest[list] = [];
  }
  post({ id, result: result === annotations ? rest : { ...result, annotations: rest } });
}

/** @param {any} request */
async function answer(request) {
  try {
    send(request.id, await answers[request.type](request));
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
