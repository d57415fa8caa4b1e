export { WorkerAnnotator } from "./whosaid.js";
export type { Annotations, CallOptions, Construction, ExportFormat, WorkerLoadOptions } from "./whosaid.js";
