// Chromium with the unpacked extension, driven over a pipe: only there may one load an extension, and only so is its button
// clicked as a reader clicks it, with all that the click permits and nothing more.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const SWITCHES = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-default-apps", "--no-default-browser-check", "--hide-scrollbars",
  "--remote-debugging-pipe", "--enable-unsafe-extension-debugging", "--window-size=1280,900",
];

/** How long anything may take before a test gives up, in milliseconds. */
const PATIENCE = 30_000;

/**
 * What `look` gives, once that is something.
 * @template T
 * @param {string} what for the message @param {() => Promise<T | null | undefined | false>} look @returns {Promise<T>}
 */
export async function until(what, look) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One target of the browser: a page, a panel. */
class Target {
  /** @param {Chromium} browser @param {string} id @param {string} session */
  constructor(browser, id, session) {
    this.browser = browser;
    this.id = id;
    this.session = session;
  }

  /** @param {string} method @param {object} [parameters] */
  send(method, parameters) {
    return this.browser.send(method, parameters, this.session);
  }

  /** What a function gives in the page. @template {any[]} A @template T @param {(...args: A) => T} run @param {A} args @returns {Promise<Awaited<T>>} */
  async evaluate(run, ...args) {
    const expression = `(${run})(...${JSON.stringify(args)})`;
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Presses the mouse at a point. @param {number} x @param {number} y */
  async click(x, y) {
    for (const type of ["mousePressed", "mouseReleased"]) await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
  }

  /** Presses a key. @param {string} key @param {number} [modifiers] 1 is Alt */
  async press(key, modifiers = 0) {
    const code = { key, code: key, windowsVirtualKeyCode: { ArrowDown: 40, ArrowUp: 38, Escape: 27 }[key] ?? 0, modifiers };
    for (const type of ["rawKeyDown", "keyUp"]) await this.send("Input.dispatchKeyEvent", { type, ...code });
  }

  /** @param {string} address */
  async goto(address) {
    const { errorText } = await this.send("Page.navigate", { url: address });
    if (errorText) throw new Error(`${address}: ${errorText}`);
    await until(address, () => this.evaluate((to) => location.href === to && document.readyState === "complete", address).catch(() => false));
  }
}

/** A browser with a profile of its own. */
export class Chromium {
  #last = 0;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */ #waiting = new Map();
  /** Errors in the consoles of pages and panels. @type {string[]} */ problems = [];
  extension = "";

  /** @param {string} folder of the extension */
  static async launch(folder) {
    const browser = new Chromium();
    browser.profile = await mkdtemp(path.join(tmpdir(), "whosaid-extension-"));
    browser.log = path.join(browser.profile, "net-log.json");
    const program = process.env.CHROMIUM ?? "/usr/bin/chromium";
    const child = spawn(program, [...SWITCHES, `--user-data-dir=${browser.profile}`, `--log-net-log=${browser.log}`, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    browser.child = child;
    browser.ended = new Promise((resolve) => child.once("exit", resolve));
    browser.ended.then(() => browser.#gone());
    // What cannot be written any more is answered by its end.
    child.stdio[3].on("error", () => {});
    let rest = "";
    child.stdio[4].on("data", (part) => {
      rest += part;
      for (let end = rest.indexOf("\0"); end >= 0; end = rest.indexOf("\0")) {
        browser.#take(JSON.parse(rest.slice(0, end)));
        rest = rest.slice(end + 1);
      }
    });
    try {
      browser.extension = (await browser.send("Extensions.loadUnpacked", { path: folder })).id;
      await browser.#listens();
    } catch (error) {
      // Nobody has it to close it, and the tests would wait for its end.
      child.kill();
      throw error;
    }
    return browser;
  }

  /** Until the extension hears its button: its worker has run once. */
  async #listens() {
    const { targetId } = await until("the extension's worker", async () => (await this.targets()).find(({ type, url }) => type === "service_worker" && url.includes(this.extension)));
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const worker = new Target(this, targetId, sessionId);
    await until("its listener", () => worker.evaluate(() => /** @type {any} */ (globalThis).chrome?.action?.onClicked.hasListeners()));
    await this.send("Target.detachFromTarget", { sessionId });
  }

  /** @param {string} method @param {object} [params] @param {string} [sessionId] @returns {Promise<any>} */
  send(method, params = {}, sessionId) {
    return new Promise((resolve, reject) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return reject(new Error(`${method}: the browser has ended`));
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject });
      this.child.stdio[3].write(`${JSON.stringify({ id: this.#last, method, params, sessionId })}\0`);
    });
  }

  /** Nobody answers any more. */
  #gone() {
    for (const { reject } of this.#waiting.values()) reject(new Error("the browser has ended"));
    this.#waiting.clear();
  }

  /** @param {any} message */
  #take({ id, result, error, method, params }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
    if (method === "Runtime.exceptionThrown") this.problems.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled" && params.type === "error") this.problems.push(params.args.map((/** @type {any} */ arg) => arg.value ?? arg.description).join(" "));
    if (method === "Log.entryAdded" && params.entry.level === "error" && !params.entry.url?.endsWith("/favicon.ico")) this.problems.push(`${params.entry.text} ${params.entry.url ?? ""}`);
  }

  async targets() {
    return (await this.send("Target.getTargets", { filter: [{}] })).targetInfos;
  }

  /** @param {string} id */
  async attach(id) {
    const { sessionId } = await this.send("Target.attachToTarget", { targetId: id, flatten: true });
    const target = new Target(this, id, sessionId);
    for (const domain of ["Runtime", "Log", "Page"]) await target.send(`${domain}.enable`);
    return target;
  }

  /** A new tab with a page. @param {string} address */
  async open(address) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const page = await this.attach(targetId);
    await page.goto(address);
    return page;
  }

  /** Clicks the extension's button while a page is in front. @param {Target} page */
  async button(page) {
    // The tab around the page stands in the list of its own; it has the page's address.
    const address = await page.evaluate(() => location.href);
    await this.send("Target.activateTarget", { targetId: page.id });
    const tab = (await this.targets()).find(({ type, url }) => type === "tab" && url === address);
    await this.send("Extensions.triggerAction", { id: this.extension, targetId: tab.targetId });
  }

  /** Addresses of the panels that are open. */
  async panels() {
    return (await this.targets()).filter(({ type, url }) => type === "page" && url.startsWith(`chrome-extension://${this.extension}/panel.html`));
  }

  /** Clicks the button and gives the panel that opens. @param {Target} page */
  async read(page) {
    const before = new Set((await this.panels()).map(({ targetId }) => targetId));
    await this.button(page);
    const { targetId } = await until("the panel", async () => (await this.panels()).find((panel) => !before.has(panel.targetId)));
    return this.attach(targetId);
  }

  /** Ends it; gives every address that it asked for over the network, whoever asked. @returns {Promise<string[]>} */
  close() {
    this.asked ??= this.#end();
    return this.asked;
  }

  async #end() {
    await this.send("Browser.close").catch(() => {});
    await this.ended;
    const { constants, events } = JSON.parse(await readFile(this.log, "utf8"));
    await rm(this.profile, { recursive: true, force: true });
    const { URL_REQUEST_START_JOB } = constants.logEventTypes;
    return events.filter(({ type, params }) => type === URL_REQUEST_START_JOB && params?.url).map(({ params }) => params.url);
  }
}
