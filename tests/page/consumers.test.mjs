// The package as strangers use it: packed, installed, built by their tools, and run.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { dist, launch, open, root, serve } from "./harness.mjs";

const consumers = path.join(root, "tests/consumers");
const out = path.join(dist, "consumers");
const run = promisify(execFile);
const tool = (/** @type {string} */ name) => path.join(consumers, "node_modules", name);
/** Runs a script with Node. @param {string} folder @param {string[]} script */
const node = async (folder, ...script) => (await run(process.execPath, script, { cwd: path.join(consumers, folder), env: { ...process.env, NODE_ENV: "production" } })).stdout;

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;
let tarball = "";

before(async () => {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const { stdout } = await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", out], { cwd: path.join(dist, "page") });
  tarball = path.join(out, stdout.trim());
  await rm(tool("whosaid"), { recursive: true, force: true });
  await mkdir(tool("whosaid"), { recursive: true });
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", tool("whosaid")]);
  [browser, server] = await Promise.all([launch(), serve(out)]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens a built page: what the API found, and what the element marked. @param {string} address */
async function opened(address) {
  const { page, context, problems } = await open(browser);
  await page.goto(server.url + address);
  await page.waitForSelector("body[data-found]");
  await page.waitForSelector("mark.whosaid-speaker");
  const found = await page.getAttribute("body", "data-found");
  await context.close();
  return { found, problems };
}
/** @param {string} address */
async function works(address) {
  assert.deepEqual(await opened(address), { found: "Anna Berg, Kuressaare", problems: [] });
}

/** Place, speaker and page, as the same text gives them everywhere. @param {string} said */
function inOrder(said) {
  const [places, speaker, page] = said.split("\n");
  assert.deepEqual([places, speaker], ["Kuressaare", "Anna Berg"]);
  assert.match(page, /^<article><p>.*<\/p><who-said><script[^>]*>\{"whosaid":1,.*<\/script><\/who-said><\/article>$/);
}

describe("the packed package", () => {
  it("is in order for publint", async () => {
    const said = await node("", tool("publint/src/cli.js"), tarball, "--strict");
    assert.match(said, /All good!/);
  });

  it("has types for all that it exports", async () => {
    const said = await node("", tool("@arethetypeswrong/cli/dist/index.js"), tarball, "--profile", "esm-only", "--no-color", "--no-emoji", "--format", "ascii");
    // Only what cannot be asked of a package of modules is passed over; the tool fails on anything else.
    const resolved = said.split("\n").filter((line) => /^(node16 \(from ESM\)|bundler): /.test(line));
    assert.ok(resolved.length > 10);
    for (const line of resolved) assert.match(line, /: (OK ?(\((ESM|JSON)\))?|\(wildcard\))$/);
  });

  it("works in Node", async () => {
    inOrder(await node("node", "run.mjs"));
  });

  it("works built by Vite, with the full gazetteer", async () => {
    await node("vite", tool("vite/bin/vite.js"), "build", "--base", "./", "--outDir", path.join(out, "vite"), "--logLevel", "warn");
    await works("vite/");
  });

  it("works built by webpack, with the full gazetteer", async () => {
    const { default: webpack } = await import(tool("webpack/lib/index.js"));
    /** @type {any} */
    const stats = await new Promise((resolve, reject) =>
      webpack(
        { mode: "production", context: consumers, entry: "./app.js", output: { path: path.join(out, "webpack"), module: true, publicPath: "auto" }, experiments: { outputModule: true }, performance: { hints: false } },
        (/** @type {Error | null} */ error, /** @type {any} */ result) => (error ? reject(error) : resolve(result)),
      ));
    assert.equal(stats.hasErrors(), false, stats.toString());
    await page("webpack", "main.mjs");
    await works("webpack/");
  });

  it("works built by esbuild", async () => {
    const { build } = await import(tool("esbuild/lib/main.js"));
    await build({
      entryPoints: [path.join(consumers, "esbuild/app.js")], outdir: path.join(out, "esbuild"), bundle: true, format: "esm", minify: true, logLevel: "silent",
      loader: { ".wasm": "file", ".bin": "file" },
      plugins: [{
        name: "worker-script",
        // A script that is wanted as a file.
        setup(/** @type {any} */ own) {
          own.onLoad({ filter: /whosaid[\\/]worker\.js$/ }, async (/** @type {any} */ { path: file }) => ({ contents: await readFile(file), loader: "file" }));
        },
      }],
    });
    await page("esbuild", "app.js");
    await works("esbuild/");
  });

  it("works from another origin, as from a network of copies", async () => {
    const cdn = await serve(tool("whosaid"), { "access-control-allow-origin": "*" });
    await mkdir(path.join(out, "cdn"), { recursive: true });
    await page("cdn", `${cdn.url}element.js`);
    const { page: tab, context, problems } = await open(browser);
    await tab.goto(`${server.url}cdn/`);
    await tab.waitForSelector("mark.whosaid-speaker");
    assert.deepEqual(problems, []);
    await context.close();
    cdn.close();
  });

  it("works in a site that Eleventy makes", async () => {
    await node("eleventy", tool("@11ty/eleventy/cmd.cjs"), "--quiet", `--output=${path.relative(path.join(consumers, "eleventy"), path.join(out, "eleventy"))}`);
    const made = await readFile(path.join(out, "eleventy/index.html"), "utf8");
    assert.match(made, /<who-said list><script type="application\/json" data-whosaid>\{"whosaid":1/);
    assert.match(made, /"name":"Anna Berg"/);
    assert.ok((await readdir(path.join(out, "eleventy"))).includes("element-lite.js"));
  });

  it("works in a site that Astro makes, whose readers see the marks", async () => {
    const made = path.join(out, "astro");
    const env = { ...process.env, NODE_ENV: "production", ASTRO_TELEMETRY_DISABLED: "1" };
    await run(process.execPath, [tool("astro/astro.js"), "build", "--outDir", made, "--silent"], { cwd: path.join(consumers, "astro"), env });
    assert.match(await readFile(path.join(made, "index.html"), "utf8"), /<who-said list="true"><script type="application\/json" data-whosaid>\{"whosaid":1/);
    const site = await serve(made);
    const { page: tab, context, problems } = await open(browser);
    await tab.goto(site.url);
    await tab.waitForSelector("mark.whosaid-speaker");
    assert.match((await tab.locator("mark.whosaid-speaker").first().textContent()) ?? "", /^Anna Berg/);
    assert.deepEqual(problems, []);
    assert.deepEqual(site.seen.filter((name) => /wasm|worker/.test(name)), []);
    await context.close();
    site.close();
  });

  it("works in Deno, which lets it read files and nothing else", async () => {
    const { stdout } = await run(process.execPath, [tool("deno/bin.cjs"), "run", "--no-prompt", "--no-remote", "--node-modules-dir=manual", "--allow-read", "run.mjs"], { cwd: path.join(consumers, "deno") });
    inOrder(stdout);
  });

  it("works in a worker at the edge, where no module is compiled at run time", async () => {
    const made = path.join(out, "workerd");
    await mkdir(made);
    const { build } = await import(tool("esbuild/lib/main.js"));
    await build({
      entryPoints: [path.join(consumers, "workerd/worker.js")], outdir: made, bundle: true, format: "esm", platform: "neutral", logLevel: "silent",
      loader: { ".wasm": "copy", ".bin": "copy" }, assetNames: "[name]",
    });
    await cp(path.join(consumers, "workerd/config.capnp"), path.join(made, "config.capnp"));
    // The program itself, wherever its package keeps it for this machine.
    const { default: { default: workerd } } = await import(tool("workerd/lib/main.js"));
    const { stdout } = await run(workerd, ["test", path.join(made, "config.capnp")]);
    inOrder(stdout);
  });

  it("works in a site without a generator", async () => {
    await mkdir(path.join(out, "plain"));
    await cp(path.join(consumers, "index.html"), path.join(out, "plain/index.html"));
    await node("plain", "build.mjs", path.join(out, "plain"));
    assert.match(await readFile(path.join(out, "plain/index.html"), "utf8"), /<\/article><script type="application\/json" data-whosaid>\{"whosaid":1/);
  });
});

/** The page of a bundle. @param {string} folder @param {string} script */
async function page(folder, script) {
  const html = await readFile(path.join(consumers, "index.html"), "utf8");
  await writeFile(path.join(out, folder, "index.html"), `${html}<script type="module" src="${script}"></script>\n`);
}
