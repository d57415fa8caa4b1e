// Annotates texts with a module that counts its instructions and prints the counts as JSON:
//   node xtask/cost.mjs GLUE.js MODULE.wasm TEXTS.json

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [glue, module, list] = process.argv.slice(2);
const { Annotator, initSync } = await import(pathToFileURL(path.resolve(glue)).href);
const { executed } = initSync({ module: await readFile(module) });
const annotator = new Annotator();
// Tables that are made when they are first asked for.
annotator.annotate("“It is done,” Ann Lee, the mayor of Paris, said on Monday. “We will,” she added.");

const counts = JSON.parse(await readFile(list, "utf8")).map((text) => {
  const before = executed.value;
  annotator.annotate(text);
  return Number(executed.value - before);
});
console.log(JSON.stringify(counts));
