// What makes the page an app: its icons, its manifest, and the service worker with the hashes of all that it keeps.

import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { png } from "./icons.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** What stands in the folder for others: the package, the demo. */
const FOR_OTHERS = /\.(d\.ts|md)$|^(LICENSE|demo\.|element|(whosaid|client|embed|inline)\.js$|package\.json$|custom-elements\.json$|sw\.js$)/;

/** Icons and manifest. @param {string} folder @param {string} icon SVG */
export async function addManifest(folder, icon) {
  await mkdir(path.join(folder, "icons"), { recursive: true });
  // Systems cut icons into shapes of their own: ground all around, and what must be seen within the safe zone.
  const ground = /fill="(#\w+)"/.exec(icon)?.[1];
  const maskable = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="${ground}"/>${icon.replace("<svg", '<svg x="4" y="4" width="32" height="32"')}</svg>`;
  const pictures = { "192.png": await png(icon, 192), "512.png": await png(icon, 512), "maskable-512.png": await png(maskable, 512) };
  for (const [name, picture] of Object.entries(pictures)) await writeFile(path.join(folder, "icons", name), picture);
  await cp(path.join(here, "manifest.webmanifest"), path.join(folder, "manifest.webmanifest"));
}

/**
 * The service worker, once all else is in the folder.
 * @param {string} folder @param {(entry: string, options: object) => Promise<string>} bundle an entry of `www/js`
 */
export async function addServiceWorker(folder, bundle) {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !FOR_OTHERS.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"))
    .sort();
  const hash = (bytes) => createHash("sha256").update(bytes).digest("base64");
  const files = [];
  // The page's address is that of the folder.
  for (const name of names) files.push([name === "index.html" ? "" : name, `sha256-${hash(await readFile(path.join(folder, name)))}`]);
  const code = await bundle("service-worker.js", { format: "iife" });
  const version = hash(JSON.stringify(files) + code).slice(0, 16);
  await writeFile(path.join(folder, "sw.js"), `WHOSAID_VERSION=${JSON.stringify(version)};WHOSAID_FILES=${JSON.stringify(files)};${code}`);
}
