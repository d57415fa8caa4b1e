// What the page tests share: a server of static files, a browser, the built page.

import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, "../..");
export const dist = path.resolve(process.env.DIST ?? path.join(root, "dist"));
const require = createRequire(path.join(root, "www/package.json"));
export const { chromium } = require("playwright-core");
export const axe = require.resolve("axe-core/axe.min.js");
export const tsc = path.join(path.dirname(require.resolve("typescript/package.json")), "bin/tsc");

if (!existsSync(path.join(dist, "page/index.html"))) {
  throw new Error(`${dist} holds no built page: build it first (cargo xtask page), or set DIST`);
}

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".pdf": "application/pdf", ".webmanifest": "application/manifest+json" };

/** Serves a folder on a free port of this machine. @param {string} folder @param {Record<string, string>} [headers] */
export async function serve(folder, headers = {}) {
  const seen = [];
  /** Files that are in no folder: type and bytes by path. @type {Map<string, [string, Uint8Array]>} */
  let others = new Map();
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    seen.push(name);
    const other = others.get(name);
    if (other) return response.writeHead(200, { ...headers, "content-type": other[0] }).end(other[1]);
    const file = path.join(folder, name.endsWith("/") ? `${name}index.html` : name);
    try {
      if (!file.startsWith(folder)) throw new Error("outside");
      const body = await readFile(file);
      response.writeHead(200, { ...headers, "content-type": TYPES[path.extname(file)] ?? "application/octet-stream", "content-length": body.length });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  /** As if the network were cut: connections that are open go too. */
  const cut = () => {
    server.close();
    server.closeAllConnections();
  };
  /** @param {typeof others} more */
  const also = (more) => (others = more);
  return { url: `http://127.0.0.1:${port}/`, seen, also, close: () => server.close(), cut };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/**
 * A page that fails the test when its console shows an error, a script throws, or the policy is violated.
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function open(browser, options = {}) {
  // What keeps the page for later has a test of its own; elsewhere it would fetch everything once more.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: "block", ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  return { page, context, problems };
}

export const single = pathToFileURL(path.join(dist, "whosaid.html")).href;
