// Firefox by WebDriver BiDi, which it speaks itself: no driver and no package beside it is needed. Node 20 has the WebSocket
// behind a flag: --experimental-websocket.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** How long Firefox may take to start, and a command to be answered, in milliseconds. */
const PATIENCE = 90_000;

/** Starts Firefox without a window. @param {string} program */
export async function launch(program) {
  const profile = await mkdtemp(path.join(os.tmpdir(), "whosaid-firefox-"));
  // Nothing of its own is to go out, and nothing to come up.
  const settings = { "app.update.enabled": false, "datareporting.policy.dataSubmissionEnabled": false, "browser.shell.checkDefaultBrowser": false, "browser.startup.page": 0 };
  await writeFile(path.join(profile, "user.js"), Object.entries(settings).map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});`).join("\n"));
  const child = spawn(program, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error(`Firefox did not start: ${said.slice(-500)}`)));
    setTimeout(() => reject(new Error("Firefox did not start in time")), PATIENCE).unref();
  });
  const socket = new WebSocket(`${address}/session`);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("no connection to Firefox")), { once: true });
  });
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  /** @type {string[]} */
  const problems = [];
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (message.method === "log.entryAdded" && message.params.level === "error") problems.push(message.params.text);
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === "error") one?.reject(new Error(`${message.error}: ${message.message}`));
    else one?.resolve(message.result);
  });
  let last = 0;
  /** @param {string} method @param {object} params @returns {Promise<any>} */
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set((last += 1), { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
      setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE).unref();
    });
  const { capabilities } = await send("session.new", { capabilities: {} });
  await send("session.subscribe", { events: ["log.entryAdded"] });
  const { context } = await send("browsingContext.create", { type: "tab" });
  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    problems,
    /** @param {string} url */
    goto: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    /** Runs a function in the page; arguments and result go as JSON. @param {(...given: any[]) => unknown} work @param {unknown[]} given */
    async run(work, ...given) {
      const expression = `(async () => JSON.stringify(await (${work})(...${JSON.stringify(given)})))()`;
      const { result, exceptionDetails } = await send("script.evaluate", { expression, target: { context }, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value === undefined ? undefined : JSON.parse(result.value);
    },
    /** @param {string} selector */
    async click(selector) {
      const element = await send("browsingContext.locateNodes", { context, locator: { type: "css", value: selector }, maxNodeCount: 1 });
      const origin = { type: "element", element: { sharedId: element.nodes[0].sharedId } };
      const actions = [{ type: "pointerMove", x: 0, y: 0, origin }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
      await send("input.performActions", { context, actions: [{ type: "pointer", id: "mouse", actions }] });
    },
    /** @param {string[]} keys */
    press: (...keys) => send("input.performActions", { context, actions: [{ type: "key", id: "keys", actions: [...keys.map((value) => ({ type: "keyDown", value })), ...keys.map((value) => ({ type: "keyUp", value })).reverse()] }] }),
    async close() {
      await send("browser.close", {}).catch(() => {});
      const ended = new Promise((resolve) => child.once("exit", resolve));
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      if (child.exitCode === null) await ended;
      clearTimeout(timer);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
