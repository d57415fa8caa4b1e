// Correcting by hand: the history of the text that is shown, its strip above the text, the buttons in the card, the keys.
// @ts-check

import { alike, carry, claimRef, speakerRef } from "./corrections.js";
import { words } from "./correct-strings.js";
import { byId, h } from "./dom.js";
import { browserStore, hashOf, History, load, Recent, save } from "./history.js";
import { askAdd, askAttribution, askMerge, askReassign, askRename, askReword, askSplit, buttonName, candidates } from "./questions.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Corrected} Corrected */
/** @typedef {import("../types/whosaid.js").Correction} Correction */
/** @typedef {import("../types/whosaid.js").Span} Span */
/** @typedef {import("./render.js").Target} Target */

/** Of two texts that share so much, one is the other after an edit. */
const ALIKE = 0.6;

/** Results that are kept for going back and on: many of a short text, of a long one none. @param {string} text */
const kept = (text) => Math.min(20, Math.floor(2_000_000 / (text.length || 1)));

/** What the reader has corrected in the text that is shown. */
export class Correcting {
  #text = "";
  /** What was found. @type {Annotations | null} */ #base = null;
  /** The same with the corrections. @type {Corrected | null} */ #result = null;
  /** The same of other states of the history. @type {Recent<Corrected>} */ #recent = new Recent(0);
  #hash = "";
  #history = new History();
  /** Those of earlier texts, in case the browser keeps nothing. @type {Map<string, History>} */ #memory = new Map();
  #store = browserStore();
  #kept = true;
  /** The text before this one that had corrections. @type {{ text: string, corrections: Correction[] } | null} */ #origin = null;
  /** One after another, in the order in which they were asked for. @type {Promise<void>} */ #last = Promise.resolve();

  /**
   * @param {object} on
   * @param {(text: string, found: Annotations, corrections: Correction[]) => Promise<Corrected>} on.correct
   * @param {(text: string, annotations: Annotations, about: Target | null) => void} on.show
   * @param {() => HTMLElement | null} on.heading of the card, where one is open
   * @param {() => Span | null} on.selection what is selected in the text
   * @param {import("./messages.js").Messages} on.messages
   */
  constructor(on) {
    this.on = on;
    this.root = byId("hand");
    this.#undo = this.#button(words.undo, words.undoKeys, () => this.step(-1));
    this.#redo = this.#button(words.redo, words.redoKeys, () => this.step(1));
    this.#state = h("div", { class: "state" });
    const add = h("button", { type: "button", id: "add-claim", onclick: () => this.add() }, words.add[0], h("span", { class: "roomy" }, words.add[1]), words.add[2]);
    // The words that are selected stay so while the button is pressed.
    add.addEventListener("pointerdown", (event) => event.preventDefault());
    this.root.append(this.#state, h("span", { class: "pair" }, this.#undo, this.#redo), add);
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("click", ({ target }) => {
      const menu = this.#state.querySelector("details");
      if (menu && target instanceof Node && !menu.contains(target)) menu.open = false;
    });
    this.#draw();
  }

  /** @type {HTMLButtonElement} */ #undo;
  /** @type {HTMLButtonElement} */ #redo;
  /** @type {HTMLElement} */ #state;

  /**
   * The annotations of a text with what was corrected in it before; `commit` when they are to be shown.
   * @param {string} text @param {Annotations} base
   */
  async open(text, base) {
    const again = text === this.#text && this.#base !== null;
    const hash = again ? this.#hash : await hashOf(text);
    const history = again ? this.#history : (this.#memory.get(hash) ?? load(this.#store, hash));
    let result = untouched(base);
    let say = () => {};
    try {
      if (history.active.length) {
        result = await this.on.correct(text, base, history.active);
        const { missed } = result;
        if (missed.length) say = () => this.on.messages.warn(words.missed(missed.length));
        else if (!again) say = () => this.on.messages.notice(words.reapplied(history.active.length), "hand");
      }
    } catch (error) {
      say = () => this.on.messages.warn(`${words.failed}: ${error instanceof Error ? error.message : error}`);
    }
    const commit = () => {
      if (this.#history.active.length) this.#origin = { text: this.#text, corrections: this.#history.active };
      [this.#text, this.#base, this.#result, this.#hash, this.#history] = [text, base, result, hash, history];
      this.#recent = new Recent(kept(text));
      this.#recent.add(history.active, result);
      this.#draw();
      say();
      if (!history.commands.length) this.#offer();
    };
    return { annotations: result.annotations, commit };
  }

  /** The text is an earlier one with a few words changed: its corrections may come along. */
  #offer() {
    const { text, corrections } = this.#origin ?? { text: "", corrections: [] };
    if (text === this.#text || alike(text, this.#text) < ALIKE) return;
    const moved = carry(corrections, text, this.#text);
    if (!moved.length) return;
    // The next edit is one of this text.
    this.#origin = { text: this.#text, corrections: moved };
    const act = () => void this.#change(() => new History(moved), ({ annotations }) => [null, words.reapplied(annotations.corrections.length)]);
    this.on.messages.notice(words.carried(moved.length), "hand", { label: words.carry, act });
  }

  /** No text is shown any more. */
  close() {
    [this.#text, this.#base, this.#result, this.#history] = ["", null, null, new History()];
    this.#draw();
  }

  /** @param {Correction | null} command `null`: the reader left the question */
  do(command) {
    if (!command) return this.#last;
    return this.#change(
      (now) => now.with(command),
      ({ about, annotations }) => [command.kind === "delete" ? following(annotations, command) : about, words.did(words.done(command, this.#text))],
    );
  }

  /** Undoes the last correction, or does the one that was undone last again. @param {1 | -1} by */
  step(by) {
    const history = this.#history;
    const command = by < 0 ? history.commands[history.cursor - 1] : history.commands[history.cursor];
    if (!command) {
      this.on.messages.say(by < 0 ? words.nothingUndone : words.nothingRedone);
      return this.#last;
    }
    const what = words.done(command, this.#text);
    return this.#change(
      (now) => now.step(by),
      ({ about }, left) => (by < 0 ? [left.before, words.undone(what)] : [about, words.redone(what)]),
    );
  }

  /** As it was found; can be brought back. */
  discard() {
    const before = this.#history;
    this.#change(() => new History(), () => [null, words.discarded]).then(() => {
      const again = () => void this.#change(() => before, () => [null, words.reapplied(before.active.length)]);
      this.on.messages.notice(words.discarded, "hand", { label: words.bringBack, act: again });
    });
  }

  /**
   * Corrections that come with a text from outside, in place of those that the text has here; these can be brought back.
   * @param {string} text @param {Correction[]} corrections
   * @returns {Promise<() => void>} says so, once the text is shown
   */
  async bring(text, corrections) {
    const history = new History(corrections);
    const shown = text === this.#text && this.#base !== null;
    const hash = shown ? this.#hash : await hashOf(text);
    const before = shown ? this.#history : (this.#memory.get(hash) ?? load(this.#store, hash));
    const same = JSON.stringify(before.active) === JSON.stringify(corrections);
    if (!same && shown) await this.#change(() => history, ({ annotations }) => [null, words.reapplied(annotations.corrections.length)]);
    else if (!same) {
      this.#memory.set(hash, history);
      this.#kept = save(this.#store, hash, history);
    }
    return () => {
      if (same && shown) return this.on.messages.notice(words.asHere, "hand");
      if (same || !before.active.length) return;
      // Of this text only: another one may be shown when the button is pressed.
      const again = () => this.#hash === hash && void this.#change(() => before, () => [null, words.reapplied(before.active.length)]);
      this.on.messages.notice(words.brought(before.active.length), "record", { label: words.bringBack, act: again });
    };
  }

  /**
   * What the reader corrected in a text, whenever that was; what came with it where that is nothing.
   * @param {{ text: string, corrections: Correction[] | null }} article
   */
  async kept({ text, corrections }) {
    const hash = await hashOf(text);
    const history = this.#historyOf(hash);
    return { hash, corrections: history.commands.length ? history.active : (corrections ?? []) };
  }

  /** Keeps what came with a text that is not shown, unless something was corrected in it here. @param {string} text @param {Correction[]} corrections */
  async keep(text, corrections) {
    const hash = await hashOf(text);
    if (!corrections.length || this.#historyOf(hash).commands.length) return;
    const history = new History(corrections);
    this.#memory.set(hash, history);
    save(this.#store, hash, history);
  }

  /** @param {string} hash */
  #historyOf(hash) {
    if (hash === this.#hash && this.#base) return this.#history;
    return this.#memory.get(hash) ?? load(this.#store, hash);
  }

  /** What was found in the text that is shown, without corrections. */
  get found() {
    return this.#base;
  }

  /** Asks for a claim that was missed. */
  async add() {
    if (!this.#result) return;
    await this.do(await askAdd({ text: this.#text, annotations: this.#result.annotations }, this.on.selection()));
  }

  /**
   * @param {(now: History) => History} next
   * @param {(now: Corrected, left: Corrected) => [Target | null, string]} outcome what to select and to say
   */
  #change(next, outcome) {
    const change = async () => {
      const [text, base, hash, left] = [this.#text, this.#base, this.#hash, this.#result];
      if (!base || !left) return;
      const history = next(this.#history);
      try {
        const { active } = history;
        const result = !active.length ? untouched(base) : (this.#recent.find(active) ?? (await this.on.correct(text, base, active)));
        // Another text came meanwhile.
        if (this.#base !== base) return;
        if (result.missed.includes(history.cursor - 1) && history.cursor > this.#history.cursor) throw new Error(words.missed(1));
        [this.#history, this.#result] = [history, result];
        this.#recent.add(active, result);
        this.#memory.set(hash, history);
        this.#kept = save(this.#store, hash, history);
        this.#draw();
        const [target, message] = outcome(result, left);
        this.on.show(text, result.annotations, target);
        this.#refocus();
        this.on.messages.say(message);
      } catch (error) {
        this.on.messages.fail(`${words.failed}: ${error instanceof Error ? error.message : error}`);
      }
    };
    this.#last = this.#last.then(change);
    return this.#last;
  }

  /** What had the focus was drawn anew: it goes to the card, or to the text. */
  #refocus() {
    if (document.activeElement && document.activeElement !== document.body) return;
    (this.on.heading() ?? byId("article")).focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.#base || event.altKey || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    const by = key === "z" ? (event.shiftKey ? 1 : -1) : key === "y" && event.ctrlKey ? 1 : 0;
    const writing = event.target instanceof Element && event.target.closest("textarea, input, select, dialog, [contenteditable]");
    if (!by || writing || document.body.dataset.mode !== "read") return;
    event.preventDefault();
    this.step(by);
  }

  /** @param {string} label @param {string} keys @param {() => void} act */
  #button(label, keys, act) {
    // Not `disabled`: that would take the focus away at the last step.
    const press = (/** @type {Event} */ { currentTarget }) => {
      if (/** @type {HTMLElement} */ (currentTarget).getAttribute("aria-disabled") !== "true") act();
    };
    return h("button", { type: "button", title: `${label} (${keys})`, onclick: press }, label);
  }

  #draw() {
    const { active, canUndo, canRedo, commands } = this.#history;
    this.root.hidden = !this.#base;
    const last = commands[this.#history.cursor - 1];
    this.#undo.title = `${words.undo}${last ? `: ${words.done(last, this.#text)}` : ""} (${words.undoKeys})`;
    this.#undo.setAttribute("aria-disabled", String(!canUndo));
    this.#redo.setAttribute("aria-disabled", String(!canRedo));
    /** @type {HTMLElement} */ (this.#undo.parentElement ?? this.#undo).hidden = !commands.length;
    if (!active.length) return this.#state.replaceChildren(h("p", {}, words.untouched));
    const [count, byHand] = words.count(active.length);
    const list = h("ol", {}, ...active.map((command) => h("li", {}, words.done(command, this.#text))));
    const menu = h(
      "details",
      { class: "menu-box" },
      h("summary", {}, h("span", {}, count, h("span", { class: "roomy" }, byHand))),
      h(
        "div",
        { class: "menu record" },
        list,
        h("p", {}, this.#kept ? words.kept : words.notKept),
        h("button", { type: "button", onclick: () => this.discard() }, words.discard),
      ),
    );
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
    this.#state.replaceChildren(menu);
  }

  /** The buttons of a card. @param {Target} target @returns {HTMLElement | null} */
  actions(target) {
    const annotations = this.#result?.annotations;
    if (!annotations || target.kind === "place") return null;
    const shown = { text: this.#text, annotations };
    const asks = (/** @type {string} */ label, /** @type {() => Promise<Correction | null>} */ question) =>
      h("button", { type: "button", onclick: async () => this.do(await question()) }, label);
    const acts = (/** @type {string} */ label, /** @type {() => Correction} */ command) =>
      h("button", { type: "button", onclick: () => this.do(command()) }, label);
    const { id } = target;
    const group = (/** @type {(Node | null)[]} */ ...buttons) => h("div", { class: "correct", role: "group", "aria-label": words.title }, ...buttons);
    if (target.kind === "speaker") {
      const { claims, mentions } = annotations.speakers[id];
      return group(
        asks(words.rename, () => askRename(shown, id)),
        annotations.speakers.length > 1 ? asks(words.merge, () => askMerge(shown, id)) : null,
        claims.length + mentions.length > 1 ? asks(words.split, () => askSplit(shown, id)) : null,
      );
    }
    const claim = annotations.claims[id];
    const own = claim.form === "own";
    const remove = acts(own ? words.removeOwn : words.remove, () => ({ kind: "delete", claim: claimRef(annotations, id) }));
    if (own) return group(asks(words.attribute, () => askReassign(shown, id)), remove);
    const reword = asks(words.reword, () => askReword(shown, id, this.on.selection()));
    reword.addEventListener("pointerdown", (event) => event.preventDefault());
    const naming = asks(words.naming, () => askAttribution(shown, id, this.on.selection()));
    naming.addEventListener("pointerdown", (event) => event.preventDefault());
    const speaker = claim.speaker;
    if (speaker === null) return group(reword, naming, remove);
    return group(
      asks(words.another, () => askReassign(shown, id)),
      claim.corrected ? null : acts(words.confirm, () => ({ kind: "reassign", claim: claimRef(annotations, id), to: speakerRef(annotations, speaker) })),
      reword,
      naming,
      remove,
    );
  }

  /** Where it is unclear who speaks: those named nearby, to be chosen by one act. @param {number} id of the claim */
  whoSays(id) {
    const annotations = this.#result?.annotations;
    if (!annotations) return null;
    const reassign = (/** @type {number} */ to) => this.do({ kind: "reassign", claim: claimRef(annotations, id), to: speakerRef(annotations, to) });
    return h(
      "div",
      { class: "correct who-says", role: "group", "aria-label": words.whoSays },
      h("span", { "aria-hidden": "true" }, words.whoSays),
      ...candidates(annotations, annotations.claims[id]).map((speaker) => h("button", { type: "button", onclick: () => reassign(speaker.id) }, buttonName(speaker.name))),
      h("button", { type: "button", onclick: async () => this.do(await askReassign({ text: this.#text, annotations }, id)) }, words.somebodyElse),
    );
  }
}

/** The claim behind one that is gone. @param {Annotations} annotations @param {Extract<Correction, { kind: "delete" }>} command @returns {Target | null} */
function following({ claims }, { claim: { content } }) {
  const next = claims.find(({ form, mode, content: [first] }) => form !== "own" && mode === "statement" && first.start >= content[0].start);
  return next ? { kind: "claim", id: next.id } : null;
}

/** No correction at all. @param {Annotations} annotations @returns {Corrected} */
function untouched(annotations) {
  return { annotations, missed: [], about: null, before: null };
}
