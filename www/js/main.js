// The page from its folder: engine, gazetteer and worker are files beside it.
// @ts-check

import { fillAbout } from "./about.js";
import { start } from "./app.js";
import { WorkerAnnotator } from "./client.js";
import { naming, readBytes, readJson } from "./fetch.js";
import { trustWorkers } from "./trusted.js";

const worker = new URL("./worker.js", import.meta.url).href;
trustWorkers((url) => url === worker);
fillAbout();
start({
  load: (onProgress) => WorkerAnnotator.load({ onProgress }),
  outlines: (middle) => readJson(new URL(middle ? "outlines-pacific.json" : "outlines.json", import.meta.url)),
  // Fetched here and not in the worker, which meanwhile reads texts.
  async places(annotator, options) {
    const url = new URL("places-full.bin", import.meta.url);
    const bytes = await readBytes(url, "places", options);
    await naming(url, annotator.loadPlaces(bytes, { signal: options.signal }));
  },
});
