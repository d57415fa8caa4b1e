export { WorkerAnnotator } from "./whosaid.js";
export type { AnnotateOptions, Annotations, CallOptions, Corrected, Correction, Explanation, ExportFormat, WorkerLoadOptions } from "./whosaid.js";
