// A site without a generator: `node build.mjs FOLDER` writes the annotations into each page of the folder.
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { embed } from "whosaid/embed";
import { Annotator } from "whosaid/inline";

const folder = process.argv[2];
const annotator = await Annotator.load();
for (const name of await readdir(folder, { recursive: true })) {
  if (!name.endsWith(".html")) continue;
  const file = path.join(folder, name);
  await writeFile(file, await embed(await readFile(file, "utf8"), annotator));
}
