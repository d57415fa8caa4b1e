// The page in Firefox, with its real engine: a few of the things that engines of browsers do differently. What the page does in
// all its corners is tested in Chromium.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { dist, root, serve, single } from "../page/harness.mjs";
import { launch } from "./firefox.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */ let firefox;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  [firefox, server] = await Promise.all([launch(process.env.FIREFOX ?? "firefox-esr"), serve(`${dist}/page`)]);
  console.log(firefox.version);
});
after(async () => {
  await firefox?.close();
  server?.close();
});

const ARTICLE = "LISBON, Portugal — “We will rebuild the pier,” Mayor Ana Reis said on Monday. 😀\n\nShe told reporters that it would cost 4 million euros. Critics called it “a costly dream”.";

/** As one pastes: the whole text at once. @param {string} text */
async function paste(text) {
  await firefox.run((words) => {
    const field = document.querySelector("#text");
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true }));
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
  }, text);
}

/** Until a selector is there. @param {string} selector */
const appears = (selector) => firefox.run(async (wanted) => {
  const end = Date.now() + 60_000;
  while (!document.querySelector(wanted) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  return Boolean(document.querySelector(wanted));
}, selector);

/** Until the text was not drawn anew for a second: the large gazetteer comes behind the first marks. */
const quiet = () => firefox.run(() => new Promise((resolve) => {
  let timer = setTimeout(resolve, 1000);
  new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(resolve, 1000);
  }).observe(document.querySelector("#article"), { subtree: true, childList: true });
}));

for (const [name, address] of [["folder", () => server.url], ["single file", () => single]]) {
  describe(`the ${name} in Firefox`, () => {
    it("marks a pasted text, every character kept, and opens a card", async () => {
      await firefox.goto(address());
      assert.ok(await appears("body[data-ready]"));
      await paste(ARTICLE);
      assert.ok(await appears("#article mark.claim"));
      const shown = await firefox.run(() => [...document.querySelectorAll("#article .block > *")].map((p) => p.textContent).join("\n\n"));
      assert.equal(shown, ARTICLE);
      assert.ok(await appears("#article mark.place"));
      await quiet();
      await firefox.click("#article mark.claim");
      assert.ok(await appears("#details:not([hidden]) h2, #details:not([hidden]) h3"));
      assert.match(await firefox.run(() => document.querySelector("#details").textContent), /Ana Reis/);
      await firefox.press("\uE00C");
      assert.ok(await appears("#details[hidden]"));
      assert.deepEqual(firefox.problems, []);
    });
  });
}

describe("the engine in Firefox", () => {
  it("finds what it finds in Node, to the last digit, in hostile texts too", async () => {
    const texts = [
      ARTICLE, "“".repeat(3000), "\u202e“Yes,” said \u2066Anna\u2069 Berg\u202c.", "“Yes,” sаid Аnnа Bеrg.", "e" + "\u0301".repeat(3000), "\0\u{1F468}\u200D\u{1F469} said: “=1+1”",
      await readFile(path.join(root, "tests/articles/science.txt"), "utf8"),
    ];
    await firefox.goto(server.url);
    const there = await firefox.run(async (list) => {
      const { Annotator } = await import("/whosaid.js");
      const annotator = await Annotator.load();
      return list.map((text) => annotator.annotate(text));
    }, texts);
    const { Annotator } = await import(pathToFileURL(path.join(dist, "page/whosaid.js")).href);
    const annotator = await Annotator.load({ bytes: await readFile(path.join(dist, "page/whosaid_bg.wasm")) });
    texts.forEach((text, n) => assert.deepEqual(there[n], JSON.parse(JSON.stringify(annotator.annotate(text))), text.slice(0, 40)));
  });
});
