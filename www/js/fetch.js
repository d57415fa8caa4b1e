// Reading our own files, with progress.
// @ts-check

/** @typedef {import("../types/whosaid.js").LoadOptions} LoadOptions */

/**
 * The WebAssembly module. Bundlers find the file by the one form of the line that names it; asked for only where it is needed,
 * as a script from a blob has no address to start from.
 * @param {LoadOptions} options
 */
export function moduleUrl({ url }) {
  return url === undefined ? new URL("./whosaid_bg.wasm", import.meta.url) : new URL(url, globalThis.document?.baseURI);
}

/** The full gazetteer: beside the module, where it was said where that is. @param {LoadOptions} options */
export function placesUrl({ url }) {
  return url === undefined ? new URL("./places-full.bin", import.meta.url) : new URL("places-full.bin", moduleUrl({ url }));
}

/** @param {string | URL} url @param {AbortSignal} [signal] @returns {Promise<Response>} */
async function answer(url, signal) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Error(`${url} could not be read: ${error instanceof Error ? error.message : error}`);
  }
  if (!response.ok) throw new Error(`${url} could not be read: the server answered ${response.status}`);
  // Many servers answer for what is not there with a page, and say that all is well.
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    throw new Error(`${url} could not be read: the server answered with a page of HTML, so the file is not there`);
  }
  return response;
}

/**
 * Says which file it is that something is wrong with.
 * @template T
 * @param {string | URL} file
 * @param {Promise<T> | (() => T)} work
 * @returns {Promise<T>}
 */
export async function naming(file, work) {
  try {
    return await (typeof work === "function" ? work() : work);
  } catch (error) {
    if (!(error instanceof Error) || error.name === "AbortError" || error.name === "AnnotatorTrap") throw error;
    throw new Error(`${file}: ${error.message}`, { cause: error });
  }
}

/** @param {string | URL} url @returns {Promise<any>} */
export async function readJson(url) {
  return (await answer(url)).json();
}

/**
 * @param {string | URL} url
 * @param {"engine" | "places"} stage
 * @param {{ signal?: AbortSignal, onProgress?: (progress: import("../types/whosaid.js").Progress) => void }} options
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function readBytes(url, stage, { signal, onProgress }) {
  const response = await answer(url, signal);
  if (!response.body || !onProgress) return new Uint8Array(await response.arrayBuffer());
  // The length counts what travels, which compression makes less than what arrives here.
  const total = Number(response.headers.get("content-length")) || 0;
  const parts = [];
  let loaded = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    onProgress({ stage, loaded: total ? Math.min(loaded, total) : loaded, total });
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
