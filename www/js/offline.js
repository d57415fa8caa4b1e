// The page as an app: kept for when there is no network, a new version told, texts and files that others hand over.
// @ts-check

import { words } from "./offline-strings.js";

/** What another app hands over. @typedef {{ title: string, text: string, url: string, file: File | null }} Shared */

/** Asks a service worker something. @param {ServiceWorker} worker @param {string} what @returns {Promise<any>} */
function ask(worker, what) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage(what, [port2]);
  });
}

/**
 * What others hand over goes into the page at once.
 * @param {object} to
 * @param {(text: string) => void} to.text
 * @param {(file: File) => void} to.file
 * @param {import("./messages.js").Messages} to.messages
 */
export async function receive({ text, file, messages }) {
  // A file that was opened with the page.
  const queue = /** @type {any} */ (globalThis).launchQueue;
  queue?.setConsumer(async (/** @type {{ files: { getFile(): Promise<File> }[] }} */ { files }) => {
    if (files.length) file(await files[0].getFile());
  });
  // What was shared from another app.
  const controller = globalThis.navigator.serviceWorker?.controller;
  if (!new URLSearchParams(location.search).has("shared")) return;
  history.replaceState(null, "", location.pathname);
  /** @type {Shared | null} */
  const shared = controller && (await ask(controller, "shared"));
  if (!shared) return;
  if (shared.file) return file(shared.file);
  const parts = [shared.title, shared.text].map((part) => part.trim()).filter((part) => part && !isAddress(part));
  if (parts.length) text(parts.join("\n\n"));
  else messages.notice(words.sharedLink(shared.url || shared.text), "warning");
}

/** Whether a text is a web address and nothing else. @param {string} text */
function isAddress(text) {
  return /^https?:\/\/\S+$/i.test(text);
}

/**
 * Keeps the page for when there is no network. Where that is not possible (no secure connection, no such file on the server, a
 * browser that does not allow it) it works as before.
 * @param {import("./messages.js").Messages} messages
 */
export async function keep(messages) {
  const container = globalThis.navigator.serviceWorker;
  if (!container) return;
  try {
    const registration = await container.register(new URL("sw.js", import.meta.url), { updateViaCache: "none" });
    const offer = (/** @type {ServiceWorker | null} */ worker) => {
      // The first one is no new version.
      if (worker?.state === "installed" && container.controller) tell(container, worker, messages);
    };
    offer(registration.waiting);
    const follow = (/** @type {ServiceWorker | null} */ worker) => worker?.addEventListener("statechange", () => offer(worker));
    follow(registration.installing);
    registration.addEventListener("updatefound", () => follow(registration.installing));
  } catch {
    // As before.
  }
}

/** @param {ServiceWorkerContainer} container @param {ServiceWorker} worker @param {import("./messages.js").Messages} messages */
function tell(container, worker, messages) {
  const reload = async () => {
    container.addEventListener("controllerchange", () => location.reload(), { once: true });
    const others = await ask(worker, "take over");
    // One version for all tabs: what the others fetch later must fit what they are.
    if (others > 0) messages.notice(words.otherTabs(others), "update", { label: words.reload, act: reload });
  };
  messages.notice(words.newVersion, "update", { label: words.reload, act: reload });
}
