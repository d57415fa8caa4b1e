// Annotations are written into each page when it is made; readers load element-lite.js, and no engine.
import { fileURLToPath } from "node:url";
import { embed } from "whosaid/embed";
import { Annotator } from "whosaid/inline";

export default async function (config) {
  const annotator = await Annotator.load();
  config.addPassthroughCopy({ [fileURLToPath(import.meta.resolve("whosaid/element-lite"))]: "element-lite.js" });
  config.addTransform("whosaid", function (content) {
    return this.page.outputPath?.endsWith(".html") && content.includes("<who-said") ? embed(content, annotator) : content;
  });
}
