// The page from its folder: engine, gazetteer and worker are files beside it.
// @ts-check

import { fillAbout } from "./about.js";
import { start } from "./app.js";
import { WorkerAnnotator } from "./client.js";

fillAbout();
start({
  load: (onProgress) => WorkerAnnotator.load({ onProgress }),
  places: (annotator) => annotator.loadPlaces(new URL("places-full.bin", import.meta.url)),
});
