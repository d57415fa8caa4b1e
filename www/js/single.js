// The page as one file: engine, gazetteer and worker are inside it, packed with gzip.
// @ts-check

import { fillAbout } from "./about.js";
import { start } from "./app.js";
import { WorkerAnnotator } from "./client.js";
import { byId } from "./dom.js";
import { naming } from "./fetch.js";
import { strings } from "./strings.js";

/** @param {string} id of a data block: base64 of gzip @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function unpack(id) {
  const block = byId(id);
  const packed = Uint8Array.from(atob((block.textContent ?? "").trim()), (c) => c.charCodeAt(0));
  // Base64 of a megabyte need not stay in the document.
  block.remove();
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {string} id of a data block */
const unpackJson = async (id) => JSON.parse(new TextDecoder().decode(await unpack(id)));

/** Unpacked once each: its block goes with that. @type {Record<string, Promise<import("./map.js").Outlines>>} */
const lines = {};
const hasPlaces = document.getElementById("places") !== null;
/** @type {Promise<Uint8Array<ArrayBuffer>> | undefined} */
let places;

fillAbout();
start({
  async load() {
    const [bytes, script] = await Promise.all([unpack("engine"), unpack("worker")]);
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    return WorkerAnnotator.load({ bytes, worker: () => new Worker(url) });
  },
  outlines: (middle) => (lines[middle ? "outlines-pacific" : "outlines"] ??= unpackJson(middle ? "outlines-pacific" : "outlines")),
  async places(annotator, { signal }) {
    if (!hasPlaces) return;
    await naming(strings.placesInside, (places ??= unpack("places")));
    await naming(strings.placesInside, annotator.loadPlaces(await places, { signal }));
  },
});
