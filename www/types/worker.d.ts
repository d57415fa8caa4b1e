export { WorkerAnnotator } from "./whosaid.js";
export type { Annotations, CallOptions, Corrected, Correction, Explanation, ExportFormat, WorkerLoadOptions } from "./whosaid.js";
