// Annotates texts with the built module and prints the annotations, a line of JSON for each:
//   node xtask/differential.mjs GLUE.js MODULE.wasm TEXTS.json

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [glue, module, list] = process.argv.slice(2);
const { Annotator, initSync } = await import(pathToFileURL(path.resolve(glue)).href);
initSync({ module: await readFile(module) });
const annotator = new Annotator();
for (const text of JSON.parse(await readFile(list, "utf8"))) console.log(annotator.annotateJson(text));
