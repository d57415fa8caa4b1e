/** The same as the package itself, with the module inside the script: nothing is fetched. */
export { Annotator } from "./whosaid.js";
export type * from "./whosaid.js";
