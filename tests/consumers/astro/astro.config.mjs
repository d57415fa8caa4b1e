// Annotations are written into each page once it is made; readers load element-lite.js, and no engine.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { embed } from "whosaid/embed";
import { Annotator } from "whosaid/inline";

const whosaid = {
  name: "whosaid",
  hooks: {
    async "astro:build:done"({ dir }) {
      const annotator = await Annotator.load();
      for (const name of await readdir(dir, { recursive: true })) {
        if (!name.endsWith(".html")) continue;
        const file = new URL(name, dir);
        const html = await readFile(file, "utf8");
        if (html.includes("<who-said")) await writeFile(file, await embed(html, annotator));
      }
    },
  },
};

export default { integrations: [whosaid] };
