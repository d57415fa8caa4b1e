// The npm package: what its manifest promises is there, and works outside a browser too.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { dist } from "./harness.mjs";

const folder = path.join(dist, "page");
const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
const read = (/** @type {string} */ name) => readFileSync(path.join(folder, name));

describe("the package", () => {
  it("holds every file that its manifest names", () => {
    const named = [...Object.values(manifest.exports).flatMap((to) => (typeof to === "string" ? to : Object.values(to))), ...manifest.files, manifest.types];
    for (const file of named.map((name) => name.replace("*", "places"))) assert.ok(existsSync(path.join(folder, file)), `${file} is missing`);
    for (const to of Object.values(manifest.exports)) if (typeof to === "object") assert.equal(Object.keys(to)[0], "types");
  });

  it("draws its lines in WebKit too, which takes no width or style in the shorthand `text-decoration`", () => {
    for (const name of ["whosaid.css", "element.js"]) {
      const source = read(name).toString();
      assert.match(source, /text-decoration-style/);
      assert.doesNotMatch(source, /text-decoration: ?\w+ [^;}]*[;}]/, name);
    }
  });

  it("has the version of the crate", () => {
    assert.match(manifest.version, /^\d+\.\d+\.\d+/);
    assert.notEqual(manifest.version, "0.0.0");
  });

  it("names no file that is not its own", () => {
    for (const name of readdirSync(folder).filter((file) => /\.(js|css|html)$/.test(file))) {
      const addresses = read(name).toString().match(/(?:https?:)?\/\/[a-z0-9.-]+\.[a-z]{2,}/gi) ?? [];
      // Namespaces, and the document types that a parser of HTML knows, are names and no addresses.
      const names = name === "embed.js" ? /\/\/www\.(w3\.org|ibm\.com)$/ : /\/\/www\.w3\.org$/;
      assert.deepEqual(addresses.filter((address) => !names.test(address)), [], name);
    }
  });

  it("annotates in Node, from bytes", async () => {
    const { Annotator } = await import(pathToFileURL(path.join(folder, "whosaid.js")).href);
    const annotator = await Annotator.load({ bytes: read("whosaid_bg.wasm"), places: read("places-full.bin") });
    const text = "LIMA, Peru — “It is late,” said Anna Berg, a guide.";
    const { claims, speakers, places } = annotator.annotate(text);
    assert.equal(speakers[claims[0].speaker].name, "Anna Berg");
    assert.deepEqual(places.map((/** @type {any} */ place) => place.name), ["Lima", "Peru"]);
    annotator.free();
  });

  it("takes a hint of where the publisher is at home", async () => {
    const { Annotator } = await import(pathToFileURL(path.join(folder, "whosaid.js")).href);
    const annotator = await Annotator.load({ bytes: read("whosaid_bg.wasm") });
    const text = "“We will rebuild the school,” said Anna Berg, who lives in Springfield.";
    const within = (/** @type {string | undefined} */ home) => annotator.annotate(text, { home }).places[0].within;
    for (const home of ["US/Massachusetts", "Massachusetts", "Boston, Massachusetts", "42.1,-72.6"]) assert.equal(within(home), "Massachusetts", home);
    for (const home of ["US/Illinois", "Chicago, Illinois"]) assert.equal(within(home), "Illinois", home);
    assert.throws(() => within("Nowhereshire"), /knows no place “Nowhereshire” to be at home in/);
    annotator.free();
  });
});
