// The page as one file: engine, gazetteer and worker are inside it, packed with gzip.
// @ts-check

import { fillAbout } from "./about.js";
import { start } from "./app.js";
import { WorkerAnnotator } from "./client.js";
import { byId } from "./dom.js";
import { naming } from "./fetch.js";
import { strings } from "./strings.js";
import { trustWorkers } from "./trusted.js";
import { unpack } from "./unpack.js";

/** @param {string} id of a data block: base64 of gzip @returns {Promise<Uint8Array<ArrayBuffer>>} */
function unpackBlock(id) {
  const block = byId(id);
  const text = (block.textContent ?? "").trim();
  // Base64 of a megabyte need not stay in the document.
  block.remove();
  return unpack(text);
}

/** @param {string} id of a data block */
const unpackJson = async (id) => JSON.parse(new TextDecoder().decode(await unpackBlock(id)));

/** Unpacked once each: its block goes with that. @type {Record<string, Promise<import("./map.js").Outlines>>} */
const lines = {};
const hasPlaces = document.getElementById("places") !== null;
/** @type {Promise<Uint8Array<ArrayBuffer>> | undefined} */
let places;

fillAbout();
start({
  async load() {
    const [bytes, script] = await Promise.all([unpackBlock("engine"), unpackBlock("worker")]);
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    trustWorkers((script) => script === url);
    return WorkerAnnotator.load({ bytes, worker: () => new Worker(url) });
  },
  outlines: (middle) => (lines[middle ? "outlines-pacific" : "outlines"] ??= unpackJson(middle ? "outlines-pacific" : "outlines")),
  async places(annotator, { signal }) {
    if (!hasPlaces) return;
    await naming(strings.placesInside, (places ??= unpackBlock("places")));
    await naming(strings.placesInside, annotator.loadPlaces(await places, { signal }));
  },
});
