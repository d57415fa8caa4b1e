// The large gazetteer's file when it is slow, missing, damaged, cut or of another version: the page says which file and
// what is wrong with it, and goes on with the built-in one.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { dist, launch, open, serve } from "./harness.mjs";

const TEXT = "“The bridge is closed,” said Ilze Kalna, the mayor of Riga, on Monday. The road to Tallinn is open, she said.";

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;
/** @type {Buffer} */ let file;

before(async () => {
  [browser, server, file] = await Promise.all([launch(), serve(`${dist}/page`), readFile(path.join(dist, "page/places-full.bin"))]);
});
after(async () => {
  await browser.close();
  server.close();
});

/** @param {(bytes: Buffer) => Buffer} change @param {RegExp} expected */
async function complains(change, expected) {
  const { page, context, problems } = await open(browser);
  let body = change(Buffer.from(file));
  await page.route("**/places-full.bin", (route) => route.fulfill({ contentType: "application/octet-stream", body }));
  await page.goto(server.url);
  await page.waitForSelector("body[data-places=core]");
  const notice = page.locator("#notices .warning");
  const words = (await notice.textContent()) ?? "";
  assert.match(words, /\/places-full\.bin: /);
  assert.match(words, expected);
  assert.match(words, /goes on with the built-in gazetteer/);
  await page.fill("#text", TEXT);
  await page.waitForSelector("#backdrop mark.place", { state: "attached" });
  assert.deepEqual(problems, []);
  // The right file, asked for again, mends it.
  body = file;
  await notice.locator("button", { hasText: "Load it" }).click();
  await page.waitForSelector("body[data-places=full]");
  assert.equal(await notice.count(), 0);
  await context.close();
}

describe("the large gazetteer's file", () => {
  it("that is damaged", () => complains((bytes) => {
    bytes[bytes.length >> 1] ^= 1;
    return bytes;
  }, /checksum is wrong/));
  it("that is cut", () => complains((bytes) => bytes.subarray(0, 500000), /cut short: 500000 bytes in place of \d+/));
  it("of another version", () => complains((bytes) => {
    bytes.writeUInt16LE(bytes.readUInt16LE(8) - 1, 8);
    return bytes;
  }, /is of format version \d+, and version \d+ is needed/));
  it("that is something else", () => complains(() => Buffer.from("<!doctype html><title>Not found</title>"), /no gazetteer file/));

  it("that is missing", async () => {
    const { page, context } = await open(browser);
    await page.route("**/places-full.bin", (route) => route.fulfill({ status: 404 }));
    await page.goto(server.url);
    await page.waitForSelector("body[data-places=core]");
    assert.match((await page.textContent("#notices .warning")) ?? "", /places-full\.bin could not be read: the server answered 404/);
    await context.close();
  });

  it("that is slow shows its progress, keeps no text waiting, and can be cancelled", async () => {
    /** @type {(response: import("node:http").ServerResponse) => void} */
    let hold = () => {};
    /** @type {Promise<import("node:http").ServerResponse>} */
    const held = new Promise((resolve) => (hold = resolve));
    const slow = createServer(async (request, response) => {
      if (!request.url?.endsWith("/places-full.bin")) {
        const answer = await fetch(new URL(request.url ?? "/", server.url));
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
        return response.end(Buffer.from(await answer.arrayBuffer()));
      }
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": file.length });
      response.write(file.subarray(0, file.length / 4));
      hold(response);
    });
    await new Promise((done) => slow.listen(0, "127.0.0.1", () => done(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (slow.address());
    const { page, context } = await open(browser);
    await page.clock.install();
    await page.goto(`http://127.0.0.1:${port}/`);
    const response = await held;
    // What comes at once is not worth a word.
    await page.clock.fastForward(1500);
    response.write(file.subarray(file.length / 4, file.length / 2));
    await page.locator("#busy", { hasText: "large gazetteer … 50%" }).waitFor();
    await page.fill("#text", TEXT);
    await page.waitForSelector("#backdrop mark.place", { state: "attached" });
    assert.equal(await page.getAttribute("body", "data-places"), null);
    // The line is taken by the text for a moment; the next bytes bring it back.
    response.write(file.subarray(file.length / 2, file.length * 0.75));
    await page.locator("#busy button", { hasText: "Cancel" }).click();
    await page.waitForSelector("body[data-places=core]");
    assert.match((await page.textContent("#notices")) ?? "", /was not loaded/);
    assert.equal(await page.locator("#busy").isHidden(), true);
    response.destroy();
    await context.close();
    slow.close();
  });
});
