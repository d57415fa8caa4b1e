// The places' stage in Chromium: how long the gazetteer files take to be read and indexed, in a fresh page each time, and how
// much text goes through the stage alone, next to the `.places()` of compromise in the same page.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { dist, root } from "../tests/page/harness.mjs";
import { samples } from "../www/js/samples.js";

/** How long each side reads texts, in milliseconds. */
const LONG_ENOUGH = 2000;

const bound = process.env.BOUND ?? path.join(root, "target/page/web");

/** What the page is given, by address; wasm-bindgen's own module has the stage alone, which the API does not. */
const FILES = {
  "whosaid.js": path.join(bound, "whosaid.js"),
  "whosaid.wasm": path.join(bound, "whosaid_bg.wasm"),
  "core.bin": path.join(root, "data/places-core.bin"),
  "full.bin": path.join(dist, "page/places-full.bin"),
  "compromise.js": path.join(root, "www/node_modules/compromise/builds/three/compromise-three.mjs"),
};
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".bin": "application/octet-stream" };

/**
 * @param {import("playwright-core").Browser} browser
 * @param {{ url: string }} server
 * @param {boolean} throughput measure that too, which takes its time
 */
async function fresh(browser, server, throughput) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route("**/bench/**", async (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
    if (!(name in FILES)) return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>bench</title>" });
    return route.fulfill({ contentType: TYPES[path.extname(name)], body: await readFile(FILES[name]) });
  });
  await page.goto(`${server.url}bench/`);
  const result = await page.evaluate(async ({ texts, throughput, long }) => {
    const { default: init, Annotator } = await import(new URL("whosaid.js", location.href).href);
    const bytes = async (/** @type {string} */ name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
    await init({ module_or_path: await WebAssembly.compile(await bytes("whosaid.wasm")) });
    const annotator = new Annotator();
    const [core, full] = [await bytes("core.bin"), await bytes("full.bin")];
    const time = (/** @type {Uint8Array} */ file) => {
      const begin = performance.now();
      annotator.loadPlaces(file);
      return performance.now() - begin;
    };
    const times = { core: time(core), full: time(full) };
    if (!throughput) return { times };
    const { default: nlp } = await import(new URL("compromise.js", location.href).href);
    /** Characters a second, after a first round that nobody counts. @param {(text: string) => number} read */
    const speed = (read) => {
      let found = 0;
      for (const text of texts) found += read(text);
      const begin = performance.now();
      let characters = 0;
      for (let n = 0; performance.now() - begin < long; n += 1) {
        const text = texts[n % texts.length];
        read(text);
        characters += text.length;
      }
      return { speed: (characters * 1000) / (performance.now() - begin), found };
    };
    const withFull = speed((text) => annotator.countPlaces(text));
    annotator.loadPlaces(core);
    const withCore = speed((text) => annotator.countPlaces(text));
    const compromise = speed((text) => nlp(text).places().out("array").length);
    return { times, withCore, withFull, compromise };
  }, { texts: samples.map(({ text }) => text), throughput, long: LONG_ENOUGH });
  await context.close();
  return result;
}

/**
 * Prints the figures; the reading of the files as a share of a reader's wait, too.
 * @param {import("playwright-core").Browser} browser
 * @param {{ url: string }} server
 * @param {number} rounds fresh pages
 * @param {number} wait from opening the page to the first highlight, milliseconds
 */
export async function measurePlaces(browser, server, rounds, wait) {
  const times = { core: /** @type {number[]} */ ([]), full: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round += 1) {
    const one = (await fresh(browser, server, false)).times;
    times.core.push(one.core);
    times.full.push(one.full);
  }
  console.log(`\nreading and indexing a gazetteer, first time in a fresh page, of ${rounds}, in milliseconds`);
  for (const [name, list] of Object.entries(times)) {
    const sorted = list.sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1];
    console.log(`${name.padEnd(16)} median ${median.toFixed(1).padStart(6)}   least ${sorted[0].toFixed(1).padStart(6)}   of the wait to the first highlight ${((median / wait) * 100).toFixed(1).padStart(5)} %`);
  }
  const { withCore, withFull, compromise } = await fresh(browser, server, true);
  const texts = samples.reduce((sum, { text }) => sum + text.length, 0);
  console.log(`\nplaces alone, from the text to resolved places (compromise: to names), ${samples.length} texts of ${texts} characters, one thread`);
  for (const [name, { speed, found }] of Object.entries({ "core gazetteer": withCore, "full gazetteer": withFull, compromise })) {
    console.log(`${name.padEnd(16)} ${(speed / 1000).toFixed(0).padStart(7)} thousand characters/s   ${String(found).padStart(4)} found   ${(speed / compromise.speed).toFixed(1)} times compromise`);
  }
}
