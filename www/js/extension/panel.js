// The panel beside a page: gets the article from it, annotates it, and shows what was found as the page of whosaid does.
// @ts-check

import asideRules from "../../../data/page/set-aside.tsv";
import { WorkerAnnotator } from "../client.js";
import { Details } from "../details.js";
import { byId } from "../dom.js";
import { highlightGrounds, highlightRules } from "../element-style.js";
import { exportMenu } from "../exporting.js";
import { naming, readBytes, readJson } from "../fetch.js";
import { kindOf } from "../kinds.js";
import { loadLargePlaces } from "../large-places.js";
import { Legend } from "../legend.js";
import { Messages } from "../messages.js";
import { Panel } from "../panel.js";
import { Reading } from "../reading.js";
import { readRules, setAside, withoutAsides } from "../set-aside.js";
import { strings } from "../strings.js";
import { summary } from "../summary.js";
import { CHANNEL } from "./messages.js";
import { languageName, words } from "./strings.js";

/** @typedef {import("../../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../render.js").Target} Target */

/** @param {string} name of a file of the extension */
const own = (name) => new URL(name, import.meta.url);

/** How the page's words are marked: grounds too in Firefox, which drew no lines for long. */
const MARKS = chrome.sidebarAction ? `${highlightGrounds()}\n${highlightRules}` : highlightRules;

/** Lines of an article that are none of its sentences, as far as their words tell. */
const { rules } = readRules(asideRules);

/** What is shown of the page of one tab. */
class Side {
  /** @type {Annotations | null} */ #annotations = null;
  #text = "";
  /** The reading of the page that the text is of. */
  #turn = 0;
  /** @type {Target | null} */ #selected = null;
  /** @type {Set<string>} */ #kinds = new Set();
  /** @type {chrome.runtime.Port | null} */ #port = null;

  /** @param {number} tab */
  constructor(tab) {
    this.tab = tab;
    this.messages = new Messages();
    /** @type {Promise<WorkerAnnotator>} */
    this.annotator = WorkerAnnotator.load();
    this.reading = new Reading({
      annotator: this.annotator,
      messages: this.messages,
      found: async (text, found, again) => () => this.#show(text, found, again),
      read: (text) => withoutAsides(text, setAside(text, rules, new Map(), new Set())),
      blank: () => this.#empty(),
    });
    const outlines = (/** @type {number} */ middle) => readJson(own(middle ? "outlines-pacific.json" : "outlines.json"));
    this.panel = new Panel(
      {
        select: (target) => this.select(isSame(target, this.#selected) ? null : target, true),
        changed: () => {},
        say: (message) => this.messages.say(message),
      },
      outlines,
    );
    this.details = new Details({
      select: (target) => this.select(target, true),
      step: (by) => this.#step(by),
      say: (message) => this.messages.say(message),
      correct: () => null,
      whoSays: () => null,
    });
    this.legend = new Legend(byId("legend"), (kinds) => {
      this.#kinds = kinds;
      this.panel.filter(kinds);
      this.#tell({ type: "kinds", kinds: [...kinds] });
    });
    this.legend.apply();
    exportMenu(byId("export"), () => this.#annotations && { annotator: this.annotator, text: this.#text, annotations: this.#annotations, asides: [] }, this.messages);
    byId("close").textContent = words.close;
    byId("close").addEventListener("click", () => this.end());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#selected && !event.defaultPrevented) this.select(null);
      const by = event.altKey && !event.ctrlKey && !event.metaKey ? { ArrowDown: /** @type {const} */ (1), ArrowUp: /** @type {const} */ (-1) }[event.key] : undefined;
      if (!by || event.target instanceof HTMLSelectElement) return;
      event.preventDefault();
      this.#step(by);
    });
    byId("keys").textContent = words.keys;
    this.#begin();
    this.open();
  }

  /** The engine, its explanations, and then the large gazetteer. */
  async #begin() {
    try {
      const annotator = await this.annotator;
      for (const { name, explanation } of await annotator.explanations()) this.details.explanations.set(name, explanation);
      const file = own("places-full.bin");
      await loadLargePlaces({
        load: async (options) => naming(file, annotator.loadPlaces(await readBytes(file, "places", options), { signal: options.signal })),
        messages: this.messages,
        isReading: () => this.reading.running,
        done: () => this.reading.repeat(),
      });
    } catch (error) {
      this.#fail(`${strings.failed}: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Goes to the page and asks for its article. */
  async open() {
    this.#setState("looking");
    this.messages.clear();
    this.messages.busy(words.looking);
    const target = { tabId: this.tab };
    try {
      await chrome.scripting.executeScript({ target, files: ["content.js"] });
      // Twice the same rules would do no harm, but would pile up.
      await chrome.scripting.removeCSS({ target, css: MARKS });
      await chrome.scripting.insertCSS({ target, css: MARKS });
    } catch {
      return this.#fail(words.none.forbidden);
    }
    this.#port?.disconnect();
    const port = chrome.tabs.connect(this.tab, { name: CHANNEL, frameId: 0 });
    this.#port = port;
    port.onMessage.addListener((/** @type {import("./messages.js").ToPanel} */ message) => this.#port === port && this.#take(message));
    port.onDisconnect.addListener(() => {
      // Asked for, as the browser otherwise reports an error: that the page may be left is no fault.
      void chrome.runtime.lastError;
      if (this.#port !== port) return;
      this.#port = null;
      this.#empty();
      this.#fail(words.gone, "info");
    });
    this.#tell({ type: "kinds", kinds: [...this.#kinds] });
  }

  /** The toolbar's button once more: away with the marks and the panel, or back to a page that was left. */
  button() {
    if (this.#port) this.end();
    else this.open();
  }

  /** Takes the marks away and closes. */
  end() {
    this.#port?.disconnect();
    this.#port = null;
    this.#empty();
    // Where a panel does not close itself, that is what it says.
    this.#fail(words.removed, "info");
    close();
  }

  /** @param {import("./messages.js").ToPage} message */
  #tell(message) {
    this.#port?.postMessage(message);
  }

  /** @param {import("./messages.js").ToPanel} message */
  #take(message) {
    if (message.type === "none") {
      this.#empty();
      this.#fail(words.none[message.why], "info");
    } else if (message.type === "text") {
      const { text, turn, title, language } = message;
      if (this.#annotations) this.messages.say(words.readAgain);
      this.#turn = turn;
      byId("title").textContent = title;
      if (language && !/^en\b/i.test(language)) this.messages.notice(words.language(languageName(language)), "language");
      this.reading.read(text, 0);
    } else if (message.turn !== this.#turn) {
      // Of a page that has changed since.
    } else if (message.type === "key") {
      if (message.by) this.#step(message.by, true);
      else this.select(null);
    } else {
      this.select(isSame(message.target, this.#selected) ? null : message.target);
    }
  }

  /** @param {string} text @param {Annotations} found @param {boolean} again the same text, better places */
  #show(text, found, again) {
    const before = this.#selected && this.#identity(this.#selected);
    const first = !this.#annotations;
    this.#annotations = found;
    this.#text = text;
    this.#selected = null;
    this.legend.counts(found);
    this.details.annotations = found;
    this.details.text = text;
    this.panel.show(text, found);
    this.details.show(null);
    this.#tell({ type: "found", turn: this.#turn, annotations: found });
    this.#setState("found");
    if (first && !again) this.messages.say(summary(text, found));
    if (before) this.select(targetsOf(found).find((target) => this.#identity(target) === before) ?? null);
  }

  /** What stays the same about a speaker, a claim or a place when the page is read again. @param {Target} target */
  #identity({ kind, id }) {
    const { claims, speakers, places } = /** @type {Annotations} */ (this.#annotations);
    const name = { claim: () => claims[id].content.map(({ start, end }) => this.#text.slice(start, end)).join(" "), speaker: () => speakers[id].name, place: () => places[id].name }[kind]();
    return `${kind} ${name}`;
  }

  #empty() {
    this.#annotations = null;
    this.#text = "";
    this.#selected = null;
    this.details.annotations = null;
    this.details.show(null);
    this.panel.clear();
    this.legend.counts(null);
    byId("title").textContent = "";
  }

  /** Nothing is shown, and why. @param {string} message @param {"error" | "info"} [kind] */
  #fail(message, kind = "error") {
    this.messages.idle();
    this.messages.say("");
    this.messages.notice(message, kind);
    this.#setState("none");
  }

  /** @param {"looking" | "found" | "none"} state */
  #setState(state) {
    document.body.dataset.state = state;
  }

  /** @param {Target | null} target @param {boolean} [reveal] bring its words into view @param {boolean} [go] the keyboard goes on from there */
  select(target, reveal = false, go = false) {
    if (target && this.#annotations) this.legend.show(kindOf(this.#annotations, target));
    this.#selected = target;
    this.details.show(target);
    this.panel.select(target);
    this.#tell({ type: "select", target, reveal, go });
  }

  /** To the next or previous of what is selected, or of the claims. @param {1 | -1} by @param {boolean} [go] a key of the page asks for it */
  #step(by, go = false) {
    const [annotations, selected] = [this.#annotations, this.#selected];
    if (!annotations) return;
    /** @type {Target[]} */
    const all = selected?.ids
      ? selected.ids.map((id) => ({ ...selected, id }))
      : !selected || selected.kind === "claim"
        ? this.panel.way(selected?.id).map(({ id }) => ({ kind: "claim", id }))
        : targetsOf(annotations).filter(({ kind }) => kind === selected.kind);
    if (!all.length) return;
    const at = all.findIndex(({ id }) => id === selected?.id);
    const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
    this.select(all[to], true, go);
  }
}

/** All that can be selected. @param {Annotations} annotations @returns {Target[]} */
function targetsOf({ claims, speakers, places }) {
  const of = (/** @type {Target["kind"]} */ kind, /** @type {{ id: number }[]} */ all) => all.map(({ id }) => ({ kind, id }));
  return [...of("claim", claims), ...of("speaker", speakers), ...of("place", places)];
}

/** @param {Target | null} a @param {Target | null} b */
function isSame(a, b) {
  return a?.kind === b?.kind && a?.id === b?.id && !a?.ids && !b?.ids;
}

const tab = Number(new URL(location.href).searchParams.get("tab") ?? NaN);
if (Number.isInteger(tab)) {
  const side = new Side(tab);
  chrome.runtime.onMessage.addListener((/** @type {import("./messages.js").ToExtension} */ message) => {
    if (message.type === "button" && message.tab === tab) side.button();
  });
} else {
  // Firefox lists its sidebars, and opens one that nobody called.
  document.body.dataset.state = "none";
  new Messages().say(words.idle);
}
