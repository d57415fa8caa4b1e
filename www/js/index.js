// What `import … from "whosaid"` gives.
// @ts-check

export { Annotator } from "./annotator.js";
export { WorkerAnnotator } from "./client.js";
