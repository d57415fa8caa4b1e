// The page from its folder: engine, gazetteer and worker are files beside it.
// @ts-check

import { fillAbout } from "./about.js";
import { start } from "./app.js";
import { WorkerAnnotator } from "./client.js";
import { readJson } from "./fetch.js";

fillAbout();
start({
  load: (onProgress) => WorkerAnnotator.load({ onProgress }),
  outlines: () => readJson(new URL("outlines.json", import.meta.url)),
  places: (annotator) => annotator.loadPlaces(new URL("places-full.bin", import.meta.url)),
});
