/** The WebAssembly module: base64 of gzip. */
declare const packed: string;
export default packed;
