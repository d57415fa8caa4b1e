// The modules and the published types agree, and a stranger's TypeScript compiles against them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { dist, root, tsc } from "./harness.mjs";

/** @param {string[]} args @returns {string} what the compiler says; empty when all is well */
function compile(...args) {
  try {
    execFileSync(process.execPath, [tsc, ...args], { encoding: "utf8" });
    return "";
  } catch (error) {
    return /** @type {any} */ (error).stdout || String(error);
  }
}

/** @param {string} source */
function consumer(source) {
  const folder = mkdtempSync(path.join(dist, "types-"));
  try {
    writeFileSync(path.join(folder, "package.json"), '{"type": "module"}');
    writeFileSync(path.join(folder, "consumer.ts"), source);
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({
      compilerOptions: {
        strict: true, noEmit: true, target: "es2022", module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [],
        paths: { whosaid: ["../page/whosaid.d.ts"], "whosaid/worker": ["../page/worker.d.ts"], "whosaid/element": ["../page/element.d.ts"] },
      },
      files: ["consumer.ts"],
    }));
    return compile("-p", folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("types", () => {
  it("hold for the modules of the page", () => assert.equal(compile("-p", path.join(root, "www")), ""));

  it("serve a consumer", () => {
    assert.equal(consumer(`
      import { Annotator, type Claim } from "whosaid";
      import { WorkerAnnotator } from "whosaid/worker";
      import type { WhoSaidElement } from "whosaid/element";
      const annotator = await Annotator.load({ places: "full", onProgress: ({ loaded, total }) => console.log(loaded / total) });
      const text = "He said so.";
      const annotations = annotator.annotate(text);
      const claims: Claim[] = annotations.claims.filter((claim) => claim.mode === "statement");
      const spoken: string[] = claims.flatMap((claim) => claim.content.map(({ start, end }) => text.slice(start, end)));
      const csv: string = annotator.exportAs("csv", text, annotations);
      const worker = await WorkerAnnotator.load();
      const later = await worker.annotate(text, { signal: new AbortController().signal });
      const element: WhoSaidElement = document.createElement("who-said");
      element.addEventListener("whosaid-select", ({ detail }) => console.log(detail?.kind, detail?.annotations.speakers));
      console.log(spoken, csv, later.report.words, annotator.explain("x")?.length);
    `), "");
  });

  it("refuse what is wrong", () => {
    assert.match(consumer(`import { Annotator } from "whosaid"; (await Annotator.load()).exportAs("pdf", "", {} as never);`), /pdf/);
    assert.match(consumer(`import type { Claim } from "whosaid"; export const c = (x: Claim) => x.speaker.toFixed();`), /null/);
  });
});
