// Bytes that travel inside a text.
// @ts-check

/** @param {string} text base64 of gzip @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function unpack(text) {
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
