// What the page says: one line for what goes on, notices that wait for the reader.
// @ts-check

import { byId, h } from "./dom.js";
import { strings } from "./strings.js";

/** The status line (read out politely) and the notices under it. */
export class Messages {
  #status = byId("status");
  #busy = byId("busy");
  #notices = byId("notices");
  /** @type {(() => void) | undefined} what the button beside the line does now */
  #cancel;

  /** Something short that happened. @param {string} message */
  say(message) {
    this.#status.textContent = message;
  }

  /** Something is going on. @param {string} message @param {() => void} [cancel] */
  busy(message, cancel) {
    this.#busy.hidden = false;
    const label = this.#busy.querySelector("span");
    if (label) label.textContent = message;
    this.#cancel = cancel;
    const button = this.#busy.querySelector("button");
    if (!cancel) button?.remove();
    else if (!button) this.#busy.append(h("button", { type: "button", onclick: () => this.#cancel?.() }, strings.cancel));
  }

  /** Nothing is going on any more. */
  idle() {
    this.#busy.hidden = true;
    this.#busy.querySelector("button")?.remove();
  }

  /** @param {string} message */
  warn(message) {
    this.notice(message, "warning");
  }

  /** @param {string} message */
  fail(message) {
    this.notice(message, "error");
  }

  /**
   * A message that stays until it is answered or closed.
   * @param {string} message
   * @param {string} [kind]
   * @param {{ label: string, act: () => void }} [action]
   */
  notice(message, kind = "info", action) {
    const close = () => notice.remove();
    const notice = h(
      "div",
      { class: `notice ${kind}`, role: kind === "error" ? "alert" : "status" },
      h("p", {}, message),
      action
        ? h("button", { type: "button", onclick: () => { close(); action.act(); } }, action.label)
        : null,
      h("button", { type: "button", class: "close", onclick: close }, strings.close),
    );
    // One of a kind is enough.
    for (const old of this.#notices.querySelectorAll(`.${kind}`)) old.remove();
    this.#notices.append(notice);
  }

  /** Takes all notices away. */
  clear() {
    this.#notices.replaceChildren();
  }
}
