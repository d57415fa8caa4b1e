// Makes the browser extension: a folder that Chromium and Firefox load as it is.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { png } from "../icons.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * @param {object} from
 * @param {string} from.folder where it goes
 * @param {string} from.version
 * @param {string} from.icon SVG
 * @param {(entry: string, options: object) => Promise<string>} from.bundle an entry of `www/js`
 * @param {(file: string) => Promise<string>} from.bundleStyle
 * @param {Record<string, string>} from.texts files that the page has too
 * @param {string[]} from.copies files to copy
 */
export async function buildExtension({ folder, version, icon, bundle, bundleStyle, texts, copies }) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, "icons"), { recursive: true });
  const manifest = JSON.parse(await readFile(path.join(here, "manifest.json"), "utf8"));
  const [background, content, panel] = await Promise.all([
    bundle("extension/background.js", { format: "iife" }),
    bundle("extension/content.js", { format: "iife" }),
    bundle("extension/panel.js", { format: "esm" }),
  ]);
  const files = {
    ...texts,
    "manifest.json": `${JSON.stringify({ ...manifest, version }, null, 2)}\n`,
    "background.js": background,
    "content.js": content,
    "panel.js": panel,
    "panel.html": await readFile(path.join(here, "panel.html"), "utf8"),
    "panel.css": await bundleStyle(path.join(here, "panel.css")),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  for (const file of copies) await cp(file, path.join(folder, path.basename(file)));
  for (const [size, name] of Object.entries(manifest.icons)) await writeFile(path.join(folder, name), await png(icon, Number(size)));
}
