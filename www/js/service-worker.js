// Keeps the page for when there is no network: all files of one build, or none. A new build waits until no tab shows the old
// one, so that files of two builds never meet.
// @ts-check

/** Put in by the build: what the files are, as a hash, and each with its own. */
const VERSION = /** @type {string} */ (/** @type {any} */ (globalThis).WHOSAID_VERSION);
const FILES = /** @type {[string, string][]} */ (/** @type {any} */ (globalThis).WHOSAID_FILES);

const worker = /** @type {any} */ (self);
const scope = /** @type {string} */ (worker.registration.scope);
const PREFIX = `whosaid ${scope} `;
const CACHE = PREFIX + VERSION;
const INTEGRITY = new Map(FILES);

/** What was shared with the page, until it asks for that. It is stored nowhere. @type {import("./offline.js").Shared | null} */
let shared = null;

/** Fetches what is not here yet. That of another build has another hash, and then nothing of it is taken. */
async function fill() {
  const cache = await caches.open(CACHE);
  const missing = await Promise.all(FILES.map(async ([name]) => ((await cache.match(scope + name)) ? [] : [name])));
  await Promise.all(missing.flat().map(async (name) => cache.put(scope + name, await fresh(name))));
}

/** @param {string} name */
async function fresh(name) {
  const response = await fetch(scope + name, { integrity: INTEGRITY.get(name), cache: "no-cache" });
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
  // A page may not be opened by an answer that was redirected.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

/** @param {string} name */
async function answer(name) {
  const cache = await caches.open(CACHE);
  return (await cache.match(scope + name)) ?? fresh(name);
}

/** Takes what another app shares, and opens the page. @param {Request} request */
async function receive(request) {
  const form = await request.formData();
  const field = (/** @type {string} */ name) => String(form.get(name) ?? "");
  const file = form.get("file");
  shared = { title: field("title"), text: field("text"), url: field("url"), file: file instanceof File && file.size ? file : null };
  return Response.redirect(`${scope}?shared`, 303);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fill()));

worker.addEventListener("activate", (/** @type {any} */ event) => {
  const old = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  event.waitUntil(old().then((names) => Promise.all(names.map((name) => caches.delete(name)))));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  /** @type {Request} */
  const request = event.request;
  const { origin, pathname } = new URL(request.url);
  if (!(origin + pathname).startsWith(scope)) return;
  const path = (origin + pathname).slice(scope.length);
  if (request.method === "POST" && path === "share") return event.respondWith(receive(request));
  const name = path === "index.html" ? "" : path;
  if (request.method === "GET" && INTEGRITY.has(name)) event.respondWith(answer(name));
});

worker.addEventListener("message", async (/** @type {MessageEvent} */ { data, ports: [port] }) => {
  if (data === "shared") {
    port.postMessage(shared);
    shared = null;
  } else if (data === "take over") {
    /** @type {{ url: string }[]} */
    const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    const others = windows.filter(({ url }) => url.startsWith(scope)).length - 1;
    port.postMessage(others);
    if (others < 1) worker.skipWaiting();
  }
});
