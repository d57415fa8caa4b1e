// Makes the page in its two forms, and the browser extension, from wasm-bindgen's output.
//
//   node www/build.mjs --wasm DIR --out DIR [--places FILE]
//
// DIR/web holds `wasm-bindgen --target web --out-name whosaid`. Writes OUT/page (a folder for any static host, and the npm
// package), OUT/extension (for browsers), OUT/whosaid.html (one file that opens from disk) and OUT/sizes.json.

import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildExtension } from "./extension/build.mjs";
import { addManifest, addServiceWorker } from "./offline.mjs";
import { outlines } from "./outlines.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const { values } = parseArgs({ options: { wasm: { type: "string" }, out: { type: "string" }, places: { type: "string" } } });
if (!values.wasm || !values.out) {
  console.error("usage: node www/build.mjs --wasm DIR --out DIR [--places FILE]");
  process.exit(2);
}
const glue = path.resolve(values.wasm, "web/whosaid.js");
const wasm = path.resolve(values.wasm, "web/whosaid_bg.wasm");
const out = path.resolve(values.out);
const page = path.join(out, "page");
const places = path.resolve(values.places ?? path.join(root, "data/places-full.bin"));
const hasPlaces = existsSync(places);
if (values.places && !hasPlaces) throw new Error(`${places} is not there`);

/** The published types, each beside its module. */
const TYPES = ["whosaid.d.ts", "worker.d.ts", "element.d.ts", "element-lite.d.ts", "embed.d.ts", "inline.d.ts", "file.d.ts"];

/** Bytes as text: gzipped, in base64. @param {Uint8Array} bytes */
const pack = (bytes) => gzipSync(bytes, { level: 9 }).toString("base64");

const engine = {
  name: "engine",
  setup(build) {
    build.onResolve({ filter: /^#engine$/ }, () => ({ path: glue }));
    build.onResolve({ filter: /^#packed-module$/ }, () => ({ path: "packed-module", namespace: "packed" }));
    build.onLoad({ filter: /.*/, namespace: "packed" }, async () => ({ contents: pack(await readFile(wasm)), loader: "text" }));
  },
};

/** Bundles one entry to text. */
async function bundle(entry, options) {
  const result = await build({
    entryPoints: [path.join(here, "js", entry)],
    bundle: true,
    minify: true,
    write: false,
    target: ["es2022"],
    charset: "utf8",
    legalComments: "none",
    plugins: [engine],
    loader: { ".tsv": "text" },
    logLevel: "warning",
    ...options,
  });
  return result.outputFiles[0].text;
}

// In classic scripts there is no `import.meta`; what reads it there is given its files by other ways.
const classic = { format: "iife", define: { "import.meta.url": "self.location.href" } };
const module = { format: "esm" };
// What is loaded only when it is needed stays a file of its own; the single file has it inside.
const later = { format: "esm", external: ["./docx.js", "./audit.js"] };
// What has its module inside must not name the file: bundlers would take it along.
const alone = { format: "esm", define: { "import.meta.url": '"inline:///"' } };
const [app, docx, audit, single, worker, api, client, element, demoScript, lite, embed, inline] = await Promise.all([
  bundle("main.js", later),
  bundle("docx.js", module),
  bundle("audit.js", module),
  bundle("single.js", classic),
  bundle("worker.js", classic),
  bundle("index.js", module),
  bundle("client.js", module),
  bundle("element.js", module),
  bundle("demo.js", module),
  bundle("element-lite.js", module),
  bundle("embed.js", { ...module, platform: "neutral", mainFields: ["module", "main"] }),
  bundle("inline.js", alone),
]);
/** Bundles one style sheet to text. */
async function bundleStyle(file) {
  const result = await build({ entryPoints: [file], bundle: true, minify: true, write: false, charset: "utf8" });
  return result.outputFiles[0].text;
}
const style = await bundleStyle(path.join(here, "whosaid.css"));
const demoStyle = await bundleStyle(path.join(here, "demo.css"));

const template = await readFile(path.join(here, "index.html"), "utf8");
const picture = await readFile(path.join(here, "icon.svg"), "utf8");
const icon = `data:image/svg+xml,${encodeURIComponent(picture).replace(/%20/g, " ")}`;
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = (directives) =>
  `<meta http-equiv="Content-Security-Policy" content="${Object.entries(directives).map(([name, value]) => `${name} ${value}`).join("; ")}">`;
/** Replaces what must be there once; with a function, so that `$` in the text stays itself. */
function fill(text, mark, replacement) {
  if (text.split(mark).length !== 2) throw new Error(`index.html must have ${mark} once`);
  return text.replace(mark, () => replacement);
}

await rm(page, { recursive: true, force: true });
await mkdir(page, { recursive: true });
const trusted = { "require-trusted-types-for": "'script'", "trusted-types": "default whosaid-inert" };
const shared = { "base-uri": "'none'", "form-action": "'none'", "img-src": "data:" };
const served = { "default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'", "style-src": "'self'", "connect-src": "'self'", "worker-src": "'self'", ...shared };
// What a browser fetches to install the page.
const installed = { ...served, "manifest-src": "'self'", "img-src": "'self' data:" };
const iconTag = `<link rel="icon" href="${icon}">`;
const installTags = '<link rel="manifest" href="manifest.webmanifest">\n<link rel="apple-touch-icon" href="icons/192.png">';
let index = fill(template, "<!-- policy -->", policy({ ...installed, ...trusted }));
index = fill(fill(index, "<!-- icon -->", `${iconTag}\n${installTags}`), "<!-- payload -->\n", "");
let demo = await readFile(path.join(here, "demo.html"), "utf8");
demo = fill(fill(demo, "<!-- policy -->", policy(served)), "<!-- icon -->", iconTag);
const manifest = JSON.parse(await readFile(path.join(here, "npm/package.json"), "utf8"));
manifest.version = /^version = "(.+?)"/m.exec(await readFile(path.join(root, "Cargo.toml"), "utf8"))[1];

const lines = JSON.stringify(await outlines());
// The same around the antimeridian, for places on both sides of it: fetched only then.
const pacific = JSON.stringify(await outlines(180));
const files = {
  "outlines.json": lines,
  "outlines-pacific.json": pacific,
  "index.html": index,
  "demo.html": demo,
  "app.js": app,
  "docx.js": docx,
  "audit.js": audit,
  "whosaid.css": style,
  "demo.css": demoStyle,
  "demo.js": demoScript,
  "whosaid.js": api,
  "client.js": client,
  "worker.js": worker,
  "element.js": element,
  "element-lite.js": lite,
  "embed.js": embed,
  "inline.js": inline,
  "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
  "README.md": await readFile(path.join(here, "npm/README.md"), "utf8"),
  "EMBED.md": await readFile(path.join(here, "npm/EMBED.md"), "utf8"),
  "custom-elements.json": await readFile(path.join(here, "npm/custom-elements.json"), "utf8"),
};
for (const [name, content] of Object.entries(files)) await writeFile(path.join(page, name), content);
await cp(wasm, path.join(page, "whosaid_bg.wasm"));
for (const name of TYPES) await cp(path.join(here, "types", name), path.join(page, name));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) await cp(path.join(root, name), path.join(page, name));
if (hasPlaces) await cp(places, path.join(page, "places-full.bin"));
else console.log(`no gazetteer at ${places}: the page has the built-in one only`);

await addManifest(page, picture);
await addServiceWorker(page, bundle);

await buildExtension({
  folder: path.join(out, "extension"),
  version: manifest.version,
  icon: picture,
  bundle,
  bundleStyle,
  texts: { "worker.js": worker, "outlines.json": lines, "outlines-pacific.json": pacific },
  copies: [wasm, ...(hasPlaces ? [places] : []), ...["LICENSE-MIT", "LICENSE-APACHE"].map((name) => path.join(root, name))],
});

// The single file: data blocks are no scripts to the policy, so only the one inline script needs its hash.
const block = (id, bytes) => `<script type="application/octet-stream" id="${id}">${pack(bytes)}</script>\n`;
const payload = block("engine", await readFile(wasm)) + block("worker", worker) + block("outlines", lines) + block("outlines-pacific", pacific) + (hasPlaces ? block("places", await readFile(places)) : "");
const code = single.replace(/<\/script/gi, "<\\/script").replace(/<!--/g, "<\\!--");
let whole = fill(template, "<!-- policy -->", policy({ "default-src": "'none'", "script-src": `${hash(code)} 'wasm-unsafe-eval'`, "style-src": hash(style), "worker-src": "blob:", ...shared, ...trusted }));
whole = fill(whole, "<!-- icon -->", iconTag);
whole = fill(whole, '<link rel="stylesheet" href="whosaid.css">', `<style>${style}</style>`);
whole = fill(whole, "<!-- payload -->\n", payload);
whole = fill(whole, '<script type="module" src="app.js"></script>', `<script>${code}</script>`);
await writeFile(path.join(out, "whosaid.html"), whole);

const sizes = {};
const names = [...Object.keys(files).filter((name) => /\.(js|css|html)$|^outlines/.test(name)), "whosaid_bg.wasm", ...(hasPlaces ? ["places-full.bin"] : [])];
const measure = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length,
});
for (const name of names) sizes[`page/${name}`] = measure(await readFile(path.join(page, name)));
const visit = ["index.html", "app.js", "whosaid.css", "worker.js", "whosaid_bg.wasm", "outlines.json", ...(hasPlaces ? ["places-full.bin"] : [])];
sizes["page (what a visit loads)"] = visit.map((name) => sizes[`page/${name}`]).reduce((a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli }));
sizes["whosaid.html"] = measure(Buffer.from(whole));
await writeFile(path.join(out, "sizes.json"), `${JSON.stringify(sizes, null, 2)}\n`);
const cell = (n) => n.toLocaleString("en").padStart(12);
console.log(`${"file".padEnd(28)}${"raw".padStart(12)}${"gzip".padStart(12)}${"brotli".padStart(12)}`);
for (const [name, { raw, gzip, brotli }] of Object.entries(sizes)) console.log(name.padEnd(28) + cell(raw) + cell(gzip) + cell(brotli));
