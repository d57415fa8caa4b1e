// The page: an editor, a reading view, the side panel, and the worker behind them.
// @ts-check

import { Address } from "./address.js";
import { AuditDoor } from "./audit/door.js";
import { isMany } from "./audit/dropping.js";
import { Correcting } from "./correcting.js";
import { Details } from "./details.js";
import { byId, h } from "./dom.js";
import { Draft } from "./draft.js";
import { Editor } from "./editor.js";
import { exportMenu } from "./exporting.js";
import { openFile } from "./files.js";
import { Footnotes } from "./footnotes.js";
import { watchFrame } from "./frame.js";
import { kindOf } from "./kinds.js";
import { loadLargePlaces } from "./large-places.js";
import { Legend } from "./legend.js";
import { Messages } from "./messages.js";
import { Panel } from "./panel.js";
import { Reading } from "./reading.js";
import { ArticleView } from "./render.js";
import { Selecting } from "./selecting.js";
import { SettingAside } from "./setting-aside.js";
import { share } from "./sharing.js";
import { Sheet } from "./sheet.js";
import { page } from "./page-strings.js";
import { strings } from "./strings.js";
import { summary } from "./summary.js";
import { copyTable } from "./table-copy.js";
import { claimsTable, placesTable, speakersTable } from "./tables.js";
import { differences, readWebAnnotation } from "./web-annotation.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("../types/whosaid.js").Progress} Progress */
/** @typedef {import("./client.js").WorkerAnnotator} WorkerAnnotator */
/** @typedef {import("./render.js").Target} Target */
/**
 * Where the engine comes from: its own files, or the single file's insides.
 * @typedef {object} Engine
 * @property {(onProgress: (p: Progress) => void) => Promise<WorkerAnnotator>} load
 * @property {(annotator: WorkerAnnotator, options: { signal: AbortSignal, onProgress: (p: Progress) => void }) => Promise<void>} places
 * @property {(middle: number) => Promise<import("./map.js").Outlines>} outlines of the map, around the meridian 0 or 180
 */

/** @param {Engine} engine */
export function start(engine) {
  return new Page(engine);
}

/** What is shown of one text, and what of it is selected. */
class Page {
  /** @type {Annotations | null} */ #annotations = null;
  /** What the annotations are of. */
  #text = "";
  /** @type {Target | null} */ #selected = null;
  /** The passage for which the text was opened, until its marks are there. @type {{ text: string, span: import("../types/whosaid.js").Span } | null} */
  #sought = null;

  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.messages = new Messages();
    this.messages.busy(strings.loading);
    /** @type {Promise<WorkerAnnotator>} */
    this.annotator = engine.load(({ loaded, total }) => {
      this.messages.busy(total ? strings.loadingShare(loaded / total) : strings.loading);
    });
    this.reading = new Reading({
      annotator: this.annotator,
      messages: this.messages,
      found: async (text, found, again) => {
        const { annotations, commit } = await this.correcting.open(text, found);
        return () => {
          commit();
          this.show(text, annotations, again);
        };
      },
      read: (text) => this.aside.read(text),
      blank: () => this.clear(),
    });
    this.aside = new SettingAside({
      changed: () => this.reading.read(this.editor.text, 0, true),
      say: (message) => this.messages.say(message),
    });
    this.article = new ArticleView(byId("article"), (target) => this.select(target));
    this.panel = new Panel(
      {
        select: (target) => this.select(same(target, this.#selected) ? null : target, true),
        changed: () => this.address?.write(),
        say: (message) => this.messages.say(message),
      },
      engine.outlines,
    );
    this.details = new Details({
      select: (target) => (target ? this.select(target, true) : this.leave()),
      step: (by) => this.step(by),
      say: (message) => this.messages.say(message),
      correct: (target) => this.correcting.actions(target),
      whoSays: (claim) => this.correcting.whoSays(claim),
    });
    this.correcting = new Correcting({
      correct: async (text, found, corrections) => (await this.annotator).correct(this.aside.read(text), found, corrections),
      show: (text, corrected, about) => {
        this.show(text, corrected, true);
        if (about) this.select(about, true);
      },
      heading: () => this.details.heading,
      selection: () => this.selecting.span,
      messages: this.messages,
    });
    this.selecting = new Selecting(this.article, () => this.correcting.add());
    this.sheet = new Sheet();
    this.footnotes = new Footnotes();
    this.legend = new Legend(byId("legend"), (kinds) => this.#showKinds(kinds));
    this.editor = new Editor({
      changed: (text, atOnce) => {
        this.draft?.changed();
        this.reading.read(text, atOnce ? 0 : 350);
      },
      read: () => {
        this.setMode("read");
        // The field was where the cursor is, at the end of what came in.
        scrollTo({ top: 0, behavior: "instant" });
      },
      record: ({ text, corrections, asides }) => {
        this.aside.restore(text, asides);
        return this.correcting.bring(text, corrections);
      },
      parts: (parts) => this.aside.learn(parts),
      annotations: (file, name) => this.#annotate(file, name),
      many: (data) => {
        if (!data.files.length || !(this.audit.shown || isMany(data))) return false;
        this.audit.drop(data);
        return true;
      },
      messages: this.messages,
    });
    /** @type {Draft | undefined} the editor is there before it */
    this.draft = new Draft(() => this.editor.text, this.messages);
    /** @type {Omit<ConstructorParameters<typeof import("./audit.js").AuditView>[0], "heading">} */
    const auditing = {
      openFile,
      annotator: this.annotator,
      known: async (article) => ({ read: this.aside.readOf(article), ...(await this.correcting.kept(article)) }),
      keep: (text, corrections) => this.correcting.keep(text, corrections),
      open: async ({ text, parts, asides, corrections }, span) => {
        if (asides) this.aside.restore(text, asides);
        else this.aside.know(parts);
        if (corrections) await this.correcting.keep(text, corrections);
        this.#sought = span && { text, span };
        this.editor.replace(text, strings.replaced);
        this.setMode("read");
        // A text that was there already is not read again.
        if (this.#annotations && this.#text === text) this.#seek();
        byId("article").focus({ preventScroll: true });
      },
    };
    this.audit = new AuditDoor({
      load: async (heading) => new (await import("./audit.js")).AuditView({ ...auditing, heading }),
      fail: (message) => this.messages.fail(message),
    });
    this.address = new Address({
      state: () => ({ tab: this.panel.tab, filter: this.panel.claims.filter, text: this.editor.text, audit: this.audit.shown }),
      restore: (tab, filter) => this.panel.restore(tab, filter),
      record: (record) => this.editor.bring(record, page.link.came),
      fail: (message) => this.messages.fail(message),
    });
    this.legend.apply();
    const shown = () => this.#annotations && { annotator: this.annotator, text: this.#text, annotations: this.#annotations, asides: this.aside.of(this.#text) };
    const link = () => share(this.address, { text: this.#text, corrections: this.#annotations?.corrections ?? [], asides: this.aside.of(this.#text) }, this.messages);
    const copies = (/** @type {(annotations: Annotations) => import("./table-copy.js").Sheet} */ table) => () =>
      this.#annotations && copyTable(table(this.#annotations), (message) => this.messages.say(message));
    exportMenu(byId("export"), shown, this.messages, [
      { name: "claims", label: page.table.claims, apart: true, act: copies((found) => claimsTable(this.#text, found, this.panel.claims.claims)) },
      { name: "speakers", label: page.table.speakers, act: copies(speakersTable) },
      { name: "places", label: page.table.places, act: copies(placesTable) },
      { name: "link", label: page.link.menu, apart: true, act: link },
    ]);
    /** Once all is there that the page works with. */
    this.begun = this.#begin();
    this.#listen();
    watchFrame();
    this.setMode("edit");
    this.#comeBack();
    byId("sheet-handle").append(h("span", { class: "grip", "aria-hidden": "true" }));
    document.body.dataset.ready = "true";
  }

  /** What the address holds, or else what was kept. */
  async #comeBack() {
    const kept = this.draft?.text;
    await this.address.read();
    if (!kept?.trim() || this.editor.text) return;
    this.editor.replace(kept, "");
    this.setMode("read");
    this.messages.notice(page.draft.back);
  }

  /** The engine, its explanations, and then the large gazetteer. */
  async #begin() {
    try {
      const annotator = await this.annotator;
      this.messages.idle();
      for (const { name, explanation } of await annotator.explanations()) this.details.explanations.set(name, explanation);
      // The first marks come from the built-in gazetteer; the large one waits its turn behind them.
      await new Promise((resolve) => setTimeout(resolve, 30));
      await loadLargePlaces({
        load: (options) => this.engine.places(annotator, options),
        messages: this.messages,
        isReading: () => this.reading.running,
        done: () => this.reading.repeat(),
      });
    } catch (error) {
      this.messages.idle();
      this.messages.fail(`${strings.failed}: ${error instanceof Error ? error.message : error}. ${strings.engineGone}`);
    }
  }

  #listen() {
    byId("edit").addEventListener("click", () => {
      this.setMode("edit");
      this.editor.focus();
    });
    byId("read").addEventListener("click", () => {
      this.setMode("read");
      byId("article").focus({ preventScroll: true });
    });
    byId("clear").addEventListener("click", () => {
      this.editor.replace("", strings.cleared);
      this.editor.focus();
    });
    byId("next").addEventListener("click", () => this.step(1));
    byId("previous").addEventListener("click", () => this.step(-1));
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape" && this.#selected && !event.defaultPrevented) this.leave();
    // With a modifier only: single letters belong to the reader's own tools.
    const by = event.altKey && !event.ctrlKey && !event.metaKey ? { ArrowDown: /** @type {const} */ (1), ArrowUp: /** @type {const} */ (-1) }[event.key] : undefined;
    if (!by || !this.#annotations || this.audit.shown || event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    this.step(by);
    // To the words themselves, which are then read out; one more Tab leads to the card. Who is in the card stays there.
    if (this.#selected && !byId("panel").contains(document.activeElement)) this.article.reveal(this.#selected, true);
  }

  /** @param {Set<string>} kinds */
  #showKinds(kinds) {
    for (const root of [byId("article"), byId("backdrop")]) {
      for (const kind of this.legend.all) root.classList.toggle(`show-${kind}`, kinds.has(kind));
    }
    this.panel.filter(kinds);
    this.footnotes.of(this.#annotations, kinds);
    this.article.refreshEntry();
  }

  /** A text that comes from elsewhere. @param {string} text */
  take(text) {
    this.editor.replace(text, strings.replaced);
    this.setMode("read");
  }

  /** No text is there. */
  clear() {
    this.#take("", null);
    this.article.clear();
    this.aside.draw("");
    this.panel.clear();
    this.correcting.close();
    this.legend.counts(null);
    this.footnotes.of(null, this.legend.shown);
    this.editor.backdrop("", null);
    this.address?.write();
    this.setMode("edit");
  }

  /**
   * @param {string} text @param {Annotations} found
   * @param {boolean} [again] the same text: what is selected stays if it is still there
   */
  show(text, found, again = false) {
    const before = again ? this.#selected && this.#identity(this.#selected) : null;
    this.#take(text, found);
    this.legend.counts(found);
    this.footnotes.of(found, this.legend.shown);
    this.details.annotations = found;
    this.details.text = text;
    this.article.show(text, found, this.aside);
    this.aside.draw(text);
    this.panel.show(text, found);
    this.editor.backdrop(text, found);
    const { dataset } = document.body;
    dataset.annotated = String(Number(dataset.annotated ?? 0) + 1);
    if (!again) this.messages.say(summary(text, found));
    this.address.write();
    this.audit.reread(text);
    this.#seek();
    if (!before) return;
    const targets = found.claims.map(({ id }) => /** @type {Target} */ ({ kind: "claim", id }));
    this.select(targets.find((target) => this.#identity(target) === before) ?? null);
  }

  /** Selects the claim for which the text was opened. */
  #seek() {
    const [sought, found] = [this.#sought, this.#annotations];
    if (!found || sought?.text !== this.#text) return;
    this.#sought = null;
    const claim = found.claims.find(({ content }) => content[0]?.start === sought.span.start && content[0].end === sought.span.end);
    if (claim) this.select({ kind: "claim", id: claim.id }, true);
  }

  /** @param {string} text @param {Annotations | null} found */
  #take(text, found) {
    this.#annotations = found;
    this.#text = text;
    document.body.classList.toggle("has-text", found !== null);
    this.select(null);
  }

  /** Takes over what a file of Web Annotations says of the text that is open. @param {object} file @param {string} name */
  async #annotate(file, name) {
    const found = this.correcting.found;
    if (!found || this.#text !== this.editor.text) return this.messages.fail(page.annotations.noText(name));
    const read = readWebAnnotation(file, this.#text);
    if (!read.claims.length || read.lost * 2 > read.all) return this.messages.fail(page.annotations.otherText(name));
    const tell = await this.correcting.bring(this.#text, differences(found, read));
    tell();
    this.messages.notice(page.annotations.came(name, read.all - read.lost, read.lost), "origin");
    this.setMode("read");
  }

  /** What stays the same about a claim when the text is read again. @param {Target} target */
  #identity({ kind, id }) {
    const span = kind === "claim" ? this.#annotations?.claims[id]?.content[0] : null;
    return span ? `${span.start} ${span.end}` : null;
  }

  /** @param {Target | null} target @param {boolean} [reveal] bring it into view */
  select(target, reveal = false) {
    if (target && this.#annotations) {
      this.legend.show(kindOf(this.#annotations, target));
      if (reveal && document.body.dataset.mode !== "read") this.setMode("read");
    }
    this.#selected = target;
    document.body.classList.toggle("selecting", target !== null);
    this.article.select(target);
    // The card first: it takes its room from the list, which then shows its row in what is left.
    this.details.show(target);
    this.panel.select(target);
    // Before it is looked where the mark stands: the sheet may come up over it.
    if (target) this.sheet.peek();
    if (target && (reveal || this.sheet.isOne)) this.article.reveal(target);
  }

  /** Lets go; who was in the card is then at its mark in the text. */
  leave() {
    const from = byId("details").contains(document.activeElement) ? this.#selected : null;
    this.select(null);
    if (from) this.article.reveal(from, true);
  }

  /** To the next or previous of what is selected, or of the claims. @param {1 | -1} by */
  step(by) {
    if (!this.#annotations) return;
    if (this.#selected?.ids) {
      // Through the passages of a sentence of the report.
      const { ids, id } = this.#selected;
      return this.select({ kind: "claim", id: ids[(ids.indexOf(id) + by + ids.length) % ids.length], ids }, true);
    }
    const { speakers, places } = this.#annotations;
    const kind = this.#selected?.kind ?? "claim";
    const all = { claim: this.panel.way(this.#selected?.kind === "claim" ? this.#selected.id : undefined), speaker: speakers, place: places }[kind];
    if (!all.length) return;
    const at = all.findIndex(({ id }) => id === this.#selected?.id);
    const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
    this.select({ kind, id: all[to].id }, true);
  }

  /** @param {"edit" | "read"} mode */
  setMode(mode) {
    if (mode === "read" && (!this.#annotations || this.#text !== this.editor.text)) {
      // Until its marks are there, the text itself is.
      this.article.show(this.editor.text, NOTHING, this.aside);
      document.body.classList.add("has-text");
    }
    const inEditor = document.body.dataset.mode === "edit" && document.activeElement?.closest(".editor");
    document.body.dataset.mode = mode;
    // The field is hidden now, and would take the focus along.
    if (mode === "read" && inEditor) byId("article").focus({ preventScroll: true });
    byId("edit").hidden = mode === "edit";
    byId("read").hidden = mode === "read";
    if (mode === "edit") {
      this.select(null);
      this.editor.resize();
    } else this.article.refreshEntry();
  }
}

/** No annotations. @type {Annotations} */
const NOTHING = {
  schema: 1,
  offsets: "utf16",
  speakers: [],
  claims: [],
  places: [],
  report: { words: 0, quotedShare: 0, reportedShare: 0, namedSpeakers: 0, unnamedSpeakers: 0, unnamedShare: 0, ownCheckWorthy: 0, sentences: [] },
  corrections: [],
};

/** @param {Target | null} a @param {Target | null} b */
function same(a, b) {
  return a?.kind === b?.kind && a?.id === b?.id && !a?.ids && !b?.ids;
}
