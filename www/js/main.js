// The page from its folder: engine, gazetteer and worker are files beside it.
// @ts-check

import { fillAbout } from "./about.js";
import { start } from "./app.js";
import { WorkerAnnotator } from "./client.js";
import { naming, readBytes, readJson } from "./fetch.js";
import { keep, receive } from "./offline.js";
import { trustWorkers } from "./trusted.js";

const own = ["./worker.js", "./sw.js"].map((name) => new URL(name, import.meta.url).href);
trustWorkers((url) => own.includes(url));
fillAbout();
const page = start({
  load: (onProgress) => WorkerAnnotator.load({ onProgress }),
  outlines: (middle) => readJson(new URL(middle ? "outlines-pacific.json" : "outlines.json", import.meta.url)),
  // Fetched here and not in the worker, which meanwhile reads texts.
  async places(annotator, options) {
    const url = new URL("places-full.bin", import.meta.url);
    const bytes = await readBytes(url, "places", options);
    await naming(url, annotator.loadPlaces(bytes, { signal: options.signal }));
  },
});

receive({ text: (text) => page.take(text), file: (file) => page.editor.take(file), messages: page.messages });
// Behind all else: these are the same files once more.
page.begun.then(() => keep(page.messages));
