// A text with its corrections as characters for an address: the page's own JSON, deflated, in base64 of the kind for addresses.
// @ts-check

import { readRecord } from "./record.js";
import { page } from "./page-strings.js";

/** @typedef {import("./record.js").ExportRecord} ExportRecord */

/** A link unpacks to no more, in bytes. */
const LARGEST = 8 << 20;

/** @param {ExportRecord} record @returns {Promise<string>} */
export async function packRecord({ text, corrections, asides }) {
  const json = JSON.stringify({ schema: 1, offsets: "utf16", text, setAside: asides, claims: [], corrections });
  const packed = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Throws an `Error` with a sentence for the user. @param {string} packed @returns {Promise<ExportRecord>} */
export async function unpackRecord(packed) {
  let json;
  try {
    const bytes = Uint8Array.from(atob(packed.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
    json = await inflate(bytes);
  } catch (error) {
    throw new Error(page.link.damaged, { cause: error });
  }
  return readRecord(json, page.link.name);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function inflate(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let json = "";
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return json + decoder.decode();
    total += value.length;
    if (total > LARGEST) {
      await reader.cancel();
      throw new RangeError("too large");
    }
    json += decoder.decode(value, { stream: true });
  }
}
