// whosaid in WebAssembly beside other libraries that find names or quotations in English in a browser, in the same headless
// Chromium, on the same texts: loading, the first result, a later result, memory. `cargo xtask bench --peers` runs it; DIST and
// CHROMIUM name the built page and the browser. Writes benches/peers.tsv and benches/peers.svg.
//
// They do not do the same: compromise gives sentences, quotations, people and places by rules, wink-nlp sentences, parts of
// speech and entities (dates, numbers), and neither says who said what. What is compared is the wait for what each has.

import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { dist, launch, root, serve } from "../tests/page/harness.mjs";
import { samples } from "../www/js/samples.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(root, "www/package.json"));
const { build } = require("esbuild");

/** Lengths in characters, each with how many later results there are to take the median of. */
const LENGTHS = [[1_000, 15], [5_000, 15], [20_000, 9], [100_000, 5], [1_000_000, 3], [10_000_000, 1]];
/** Who takes longer than so many seconds for a text is not asked for a longer one. */
const PATIENCE = Number(process.env.PATIENCE ?? 60);
/** Longer is nobody waited for, in milliseconds. */
const END = 4 * PATIENCE * 1000;

const TOOLS = {
  whosaid: `import { Annotator } from "/whosaid.js";
    window.begin = async () => { const it = await Annotator.load(); return (text) => it.annotate(text).claims.length; };`,
  compromise: `import nlp from "compromise";
    window.begin = async () => (text) => {
      const doc = nlp(text);
      return [doc.sentences(), doc.quotations(), doc.people(), doc.places()].map((view) => view.out("array").length).at(-1);
    };`,
  "wink-nlp": `import winkNLP from "wink-nlp";
    import model from "wink-eng-lite-web-model";
    window.begin = async () => {
      const nlp = winkNLP(model);
      return (text) => {
        const doc = nlp.readDoc(text);
        return [doc.sentences().out(), doc.tokens().out(nlp.its.pos), doc.entities().out(nlp.its.detail)].map((list) => list.length).at(-1);
      };
    };`,
};

/** Articles of our own, one behind the other, and again from the first. @param {number} length */
async function text(length) {
  const folder = path.join(root, "tests/articles");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  const articles = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  const all = [...samples.map((sample) => sample.text), ...articles].join("\n\n") + "\n\n";
  return all.repeat(Math.ceil(length / all.length)).slice(0, length);
}

/** What the processes of a browser have taken at most, in MB, by number; empty where the system does not tell. @param {import("playwright-core").CDPSession} session */
async function peaks(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const most = new Map();
  for (const { id, type } of processInfo.filter((info) => info.type === "renderer")) {
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
    if (kilobytes) most.set(`${type} ${id}`, Number(kilobytes) / 1024);
  }
  return most;
}

const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** One library on one text, in a page and a process of its own. @param {string} tool @param {string} words @param {number} rounds */
async function measure(tool, words, rounds) {
  const browser = await launch();
  try {
    const session = await browser.newBrowserCDPSession();
    const page = await browser.newPage();
    await page.goto(`${server.url}bench-${tool}.html`);
    const before = Math.max(0, ...(await peaks(session)).values());
    const run = page.evaluate(async ([source, times]) => {
      const start = performance.now();
      await import(new URL(location.pathname.replace(".html", ".js"), location.href).href);
      const find = await window.begin();
      const load = performance.now() - start;
      const timed = () => {
        const from = performance.now();
        find(source);
        return performance.now() - from;
      };
      const first = timed();
      const warm = [];
      for (let n = 0; n < times; n += 1) warm.push(timed());
      return { load, first, warm };
    }, /** @type {const} */ ([words, rounds]));
    const late = new Promise((resolve) => setTimeout(resolve, END, null).unref());
    const times = await Promise.race([run.catch((error) => ({ error })), late]);
    if (!times) return { failed: `no result after ${END / 1000} s` };
    if ("error" in times) return { failed: String(times.error.message).split("\n")[0].slice(0, 80) };
    const after = Math.max(0, ...(await peaks(session)).values());
    return { load: times.load, first: times.first, warm: median(times.warm), memory: after ? after - before : NaN };
  } finally {
    await browser.close().catch(() => {});
  }
}

const server = await serve(`${dist}/page`);
// The tools' pages stand beside the built one for as long as this runs: in memory, by the route of a proxy folder.
const pages = new Map();
for (const [tool, source] of Object.entries(TOOLS)) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: path.join(root, "www"), loader: "js" },
    bundle: true, format: "esm", minify: true, write: false, external: ["/whosaid.js"], logLevel: "error", platform: "browser",
  });
  pages.set(`/bench-${tool}.js`, ["text/javascript", outputFiles[0].contents]);
  pages.set(`/bench-${tool}.html`, ["text/html; charset=utf-8", Buffer.from("<!doctype html><title>bench</title>")]);
}
server.also(pages);

const version = async (/** @type {string} */ name) => JSON.parse(await readFile(path.join(root, "www/node_modules", name, "package.json"), "utf8")).version;
const browser = await launch();
const chromium = browser.version();
await browser.close();
const head = [
  `# ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}`,
  `# load of the machine before: ${os.loadavg().map((load) => load.toFixed(1)).join(" ")}; Chromium ${chromium}, compromise ${await version("compromise")}, wink-nlp ${await version("wink-nlp")}`,
  "# Milliseconds; megabytes that the page's process took at most beyond the empty page's. `warm` is a median, of one beyond 1 MB.",
  ["tool", "characters", "load", "first", "warm", "memory", "warm_per_kB", "times_whosaid"].join("\t"),
];
/** @type {{ tool: string, length: number, load?: number, first?: number, warm?: number, memory?: number, failed?: string }[]} */
const rows = [];
const given = new Set();
for (const [length, rounds] of LENGTHS) {
  const words = await text(length);
  for (const tool of Object.keys(TOOLS)) {
    if (given.has(tool)) continue;
    const seen = await measure(tool, words, rounds);
    rows.push({ tool, length, ...seen });
    if (seen.failed || (seen.first ?? 0) > PATIENCE * 1000) given.add(tool);
    console.log(line(rows.at(-1)));
  }
}
server.close();

function line(row) {
  const number = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : "-");
  if (row.failed) return [row.tool, row.length, row.failed].join("\t");
  const own = rows.find((other) => other.tool === "whosaid" && other.length === row.length)?.warm;
  return [row.tool, row.length, number(row.load), number(row.first, 1), number(row.warm, 1), number(row.memory), number((1000 * row.warm) / row.length, 2), number(row.warm / own, 2)].join("\t");
}

await writeFile(path.join(here, "peers.tsv"), [...head, ...rows.map(line), ""].join("\n"));
await writeFile(path.join(here, "peers.svg"), plot());

/** Milliseconds a kilobyte against the length, both by powers of ten. */
function plot() {
  const [width, height, left, bottom] = [640, 400, 70, 50];
  const shown = rows.filter((row) => row.warm);
  const cost = (row) => (1000 * row.warm) / row.length;
  const low = Math.floor(Math.log10(Math.min(...shown.map(cost))));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...shown.map(cost)))));
  const x = (length) => left + ((Math.log10(length) - 3) / 4) * (width - left - 110);
  const y = (value) => height - bottom - ((Math.log10(value) - low) / (high - low)) * (height - bottom - 30);
  const colours = { whosaid: "#0b5394", compromise: "#b45309", "wink-nlp": "#15803d" };
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`, `<text x="${left}" y="18">Milliseconds for a kilobyte, by the length of the text (later results, one thread)</text>`];
  for (let power = low; power <= high; power += 1) {
    parts.push(`<path d="M${left} ${y(10 ** power)}H${width - 110}" stroke="#ddd"/><text x="${left - 8}" y="${y(10 ** power) + 4}" text-anchor="end">${10 ** power} ms</text>`);
  }
  for (const [length] of LENGTHS) {
    const name = length < 1e6 ? `${length / 1000} kB` : `${length / 1e6} MB`;
    parts.push(`<path d="M${x(length)} 30V${height - bottom}" stroke="#eee"/><text x="${x(length)}" y="${height - bottom + 18}" text-anchor="middle">${name}</text>`);
  }
  for (const [tool, colour] of Object.entries(colours)) {
    const own = shown.filter((row) => row.tool === tool);
    if (!own.length) continue;
    parts.push(`<polyline fill="none" stroke="${colour}" stroke-width="2" points="${own.map((row) => `${x(row.length).toFixed(1)},${y(cost(row)).toFixed(1)}`).join(" ")}"/>`);
    for (const row of own) parts.push(`<circle cx="${x(row.length).toFixed(1)}" cy="${y(cost(row)).toFixed(1)}" r="3" fill="${colour}"/>`);
    const last = own.at(-1);
    parts.push(`<text x="${x(last.length) + 8}" y="${y(cost(last)) + 4}" fill="${colour}">${tool}</text>`);
  }
  return `${parts.join("\n")}\n</svg>\n`;
}
