// The audit's view: opening many articles, progress, the result, and what a person changes in it.
// @ts-check

import { byId, h } from "../dom.js";
import { field } from "../dialogs.js";
import { browserStore, History, isCorrection } from "../history.js";
import { save } from "../saving.js";
import { strings } from "../strings.js";
import { loadActs, readAudit, saveActs } from "./acts.js";
import { closing, handMenu } from "./by-hand.js";
import { chosen } from "./dropping.js";
import { auditsAmong, entriesOf, placeOf, utf8 } from "./inputs.js";
import { showPassages } from "./passages.js";
import { readAll } from "./reading.js";
import { words } from "./strings.js";
import { drawTab, onlyUnnamed, tabsOf } from "./tabs.js";

/** @typedef {import("../../types/audit.js").Act} Act */
/** @typedef {import("../../types/audit.js").AuditReport} AuditReport */
/** @typedef {import("../../types/audit.js").Passage} Passage */
/** @typedef {import("../client.js").WorkerAnnotator} WorkerAnnotator */
/** @typedef {import("./inputs.js").Found} Found */
/** @typedef {import("./tabs.js").Tab} Tab */

const COLUMNS = /** @type {const} */ (["text", "id", "title", "section", "date"]);

/** Many articles, who speaks in them. */
export class AuditView {
  /** @type {import("./reading.js").Audited | null} */ #audited = null;
  /** @type {AuditReport | null} */ #report = null;
  #history = new History();
  /** @type {AbortController | null} of the reading that goes on */ #running = null;
  /** @type {Tab} */ #tab = "sources";
  #filter = { words: "", kind: "named" };
  #store = browserStore();
  /** Whether the browser keeps what is done by hand. */
  #kept = true;
  /** Where the articles came from, by which what was done by hand is found again. */
  #place = "";
  /** The articles that were opened in the page, by their text. @type {Map<string, number>} */ #opened = new Map();
  /** Of these, those that the page has shown since they were counted. @type {Set<number>} */ #seen = new Set();
  /** What was done by hand last comes last, however long each takes. @type {Promise<void>} */ #last = Promise.resolve();

  /**
   * @param {object} on
   * @param {HTMLElement} on.heading
   * @param {Promise<WorkerAnnotator>} on.annotator
   * @param {import("./inputs.js").OpenFile} on.openFile
   * @param {(article: import("./reading.js").Source) => Promise<import("./reading.js").Known>} on.known
   * @param {(text: string, corrections: import("../../types/whosaid.js").Correction[]) => Promise<void>} on.keep
   * @param {(article: import("./reading.js").Source, span: import("../../types/whosaid.js").Span | null) => Promise<void>} on.open an article, at a passage
   */
  constructor(on) {
    this.on = on;
    this.root = byId("audit");
    this.status = h("p", { class: "quiet", role: "status" });
    this.progress = h("progress", { "aria-label": words.opening });
    this.cancel = h("button", { type: "button", onclick: () => this.#running?.abort() }, words.cancel);
    this.busy = h("div", { class: "busy", hidden: true }, this.progress, h("span"), this.cancel);
    this.notices = h("div");
    this.result = h("div", { class: "result" });
    this.heading = on.heading;
    /** Where the user says what the columns of a table are called. */
    this.names = COLUMNS.map((key) => ({ key, input: h("input", { type: "text", value: key, autocomplete: "off", spellcheck: false }) }));
    this.start = this.#start();
    this.root.append(this.start, this.busy, this.status, this.notices, this.result);
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Whether it is what the page shows. */
  get shown() {
    return document.body.dataset.view === "audit";
  }

  /** The page shows it again. */
  entered() {
    if (this.#seen.size) this.#then(() => this.#renew());
  }

  /** The page shows a text: if it is one of the articles here, what counts of it may have changed. @param {string} text */
  reread(text) {
    const article = this.#opened.get(text);
    if (article !== undefined) this.#seen.add(article);
  }

  /** Counts the articles that were shown as they are now corrected. @returns {Promise<number>} how many are otherwise than before */
  async #renew() {
    const audited = this.#audited;
    let changed = 0;
    for (const shown of this.#seen) {
      this.#seen.delete(shown);
      const entry = audited?.entries[shown];
      if (!audited || !entry) continue;
      const known = await this.on.known(await entry.open());
      // The same text may be there twice.
      for (const [n, { hash }] of audited.entries.entries()) if (hash === entry.hash && (await audited.renew(n, known))) changed += 1;
    }
    if (changed) await this.#count(words.recounted(changed));
    return changed;
  }

  #start() {
    const files = h("input", { type: "file", id: "audit-files", multiple: true, hidden: true, accept: ".txt,.text,.md,.markdown,.html,.htm,.xhtml,.docx,.json,.csv,.tsv,.jsonl,.ndjson" });
    const folder = h("input", { type: "file", id: "audit-folder", webkitdirectory: true, multiple: true, hidden: true });
    for (const input of [files, folder]) {
      input.addEventListener("change", () => {
        if (input.files?.length) this.read(Promise.resolve(chosen(input.files)));
        input.value = "";
      });
    }
    return h(
      "div",
      { class: "start" },
      h("p", { class: "lead" }, words.lead),
      h(
        "div",
        { class: "ways-in" },
        h("button", { type: "button", class: "main", onclick: () => files.click() }, words.files),
        h("button", { type: "button", onclick: () => folder.click() }, words.folder),
        files,
        folder,
      ),
      h("p", { class: "quiet" }, words.dropHint),
      h("details", { class: "names" }, h("summary", {}, words.columns), h("div", { class: "fields" }, ...this.names.map(({ key, input }) => field(words.column[key], input)))),
    );
  }

  /** Reads articles, in place of those before. @param {Promise<Found[]>} files */
  async read(files) {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.notices.replaceChildren();
    this.#busy(words.opening);
    /** @type {string[]} */
    const problems = [];
    const problem = (/** @type {string} */ name, /** @type {string} */ message) => problems.push(`${name}: ${message}`);
    try {
      const annotator = await this.on.annotator;
      const columns = Object.fromEntries(this.names.map(({ key, input }) => [key, input.value.trim() || key]));
      const reader = await annotator.another();
      const records = async (/** @type {string} */ kind, /** @type {string} */ text) => JSON.parse(await reader.audit({ act: "records", kind, text, columns }, { signal: running.signal }));
      const { audits, articles } = await auditsAmong(await files);
      if (audits.length && !articles.length) {
        reader.close();
        return await this.#bring(audits);
      }
      const entries = await entriesOf(articles, { records, problem, openFile: this.on.openFile }).finally(() => reader.close());
      if (running.signal.aborted) throw running.signal.reason;
      if (!entries.length) return this.#warn(problems.length ? words.problems(problems.length, problems[0]) : words.nothing);
      const told = (/** @type {number} */ done) => this.#busy(words.reading(done, entries.length), done / entries.length);
      told(0);
      const audited = await readAll(annotator, entries, { signal: running.signal, known: this.on.known, progress: told, problem });
      if (this.#running !== running) return audited.close();
      this.#audited?.close();
      this.#audited = audited;
      this.#history = new History();
      this.#place = placeOf(articles);
      this.#opened.clear();
      this.#seen.clear();
      Object.assign(this.#filter, { words: "", kind: "named" });
      this.#tab = "sources";
      if (problems.length) this.#warn(words.problems(problems.length, problems[0]));
      if (running.signal.aborted) this.#warn(words.cancelled(audited.entries.length, entries.length));
      await this.#count(words.done(audited.entries.length));
      const before = loadActs(this.#store, this.#place, this.#hashes);
      if (before.length) {
        this.#history = new History(/** @type {any} */ (before));
        await this.#count(words.broughtBack(before.length));
      }
      if (audits.length) await this.#bring(audits);
      this.heading.focus({ preventScroll: true });
    } catch (error) {
      if (this.#running !== running) return;
      if (running.signal.aborted) this.#say(words.cancelled(0, 0));
      else this.#fail(error);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.busy.hidden = true;
      }
    }
  }

  /** @param {string} message @param {number} [share] 0 to 1 */
  #busy(message, share) {
    this.busy.hidden = false;
    /** @type {HTMLElement} */ (this.busy.querySelector("span")).textContent = message;
    if (share === undefined) this.progress.removeAttribute("value");
    else this.progress.value = share;
  }

  /** @param {string} message */
  #say(message) {
    this.status.textContent = message;
  }

  /** @param {string} message */
  #warn(message) {
    this.#notice(message, "warning");
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#notice(`${words.failed}: ${error instanceof Error ? error.message : error}`, "error");
  }

  /** @param {string} message @param {string} kind */
  #notice(message, kind) {
    const notice = h("div", { class: `notice ${kind}`, role: kind === "error" ? "alert" : "status" }, h("p", {}, message));
    notice.append(h("button", { type: "button", class: "close", onclick: () => notice.remove() }, words.close));
    this.notices.append(notice);
  }

  /** Hashes of the texts, by the ids of the articles. @returns {Map<string, string>} */
  get #hashes() {
    return new Map(this.#report?.articles.map(({ id }, n) => [id, this.#audited?.entries[n]?.hash ?? ""]));
  }

  /** Counts with what was changed by hand, and shows it. @param {string} message */
  async #count(message) {
    const [audited, history] = [this.#audited, this.#history];
    if (!audited) return;
    const report = await audited.report(/** @type {any} */ (history.active));
    if (this.#audited !== audited || this.#history !== history) return;
    const missed = this.#report?.missed.length ?? 0;
    this.#report = report;
    this.#draw();
    if (report.missed.length > missed) this.#warn(words.missed);
    this.#say(message);
    const { dataset } = this.root;
    dataset.counted = String(Number(dataset.counted ?? 0) + 1);
  }

  /** One after another, failures told. @param {() => Promise<unknown>} work */
  #then(work) {
    this.#last = this.#last.then(async () => {
      try {
        await work();
      } catch (error) {
        this.#fail(error);
      }
    });
    return this.#last;
  }

  /** @param {Act[]} acts @param {string} message */
  #act(acts, message) {
    for (const act of acts) this.#history = this.#history.with(/** @type {any} */ (act));
    this.#changed(message);
  }

  /** @param {string} message */
  #changed(message) {
    this.#kept = saveActs(this.#store, this.#place, this.#hashes, /** @type {any} */ (this.#history.active));
    return this.#then(() => this.#count(message));
  }

  /** What other audits say was done by hand, as far as it is new here. @param {File[]} files */
  async #bring(files) {
    const audited = this.#audited;
    if (!audited || !this.#report) return this.#warn(words.openFirst);
    for (const file of files) {
      const { acts, inside } = readAudit(await utf8(file), isCorrection, { foreign: words.noAudit(file.name), offsets: words.offsets(file.name) });
      const known = new Set(this.#history.active.map((act) => JSON.stringify(act)));
      const fresh = acts.filter((act) => !known.has(JSON.stringify(act)));
      for (const [n, { id }] of this.#report.articles.entries()) {
        const corrections = inside.get(id);
        if (!corrections) continue;
        await this.on.keep((await audited.entries[n].open()).text, corrections);
        this.#seen.add(n);
      }
      const corrected = await this.#renew();
      for (const act of fresh) this.#history = this.#history.with(/** @type {any} */ (act));
      this.#kept = saveActs(this.#store, this.#place, this.#hashes, /** @type {any} */ (this.#history.active));
      await this.#count(fresh.length || corrected ? words.brought(fresh.length, corrected) : words.nothingBrought);
    }
  }

  /** @param {1 | -1} by */
  #step(by) {
    const history = this.#history.step(by);
    if (history === this.#history) return;
    this.#history = history;
    this.#changed(by < 0 ? words.undo : words.redo);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.shown || event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    if (event.target instanceof HTMLInputElement && ["text", "search"].includes(event.target.type)) return;
    const key = event.key.toLowerCase();
    const by = key === "z" ? (event.shiftKey ? 1 : -1) : key === "y" && event.ctrlKey ? 1 : 0;
    if (!by) return;
    event.preventDefault();
    this.#step(by);
  }

  #draw() {
    const report = this.#report;
    if (!report) return;
    this.heading.textContent = words.heading(report.totals.articles);
    this.start.classList.add("done");
    const tabs = tabsOf(report);
    if (!tabs.includes(this.#tab)) this.#tab = "sources";
    const focused = document.activeElement instanceof HTMLElement && this.result.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    this.panel = h("div", { class: "tab-body", id: "audit-panel", role: "tabpanel", "aria-labelledby": `audit-tab-${this.#tab}` });
    this.tabs = h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": words.title },
      ...tabs.map((tab) =>
        h("button", { type: "button", role: "tab", id: `audit-tab-${tab}`, "aria-controls": "audit-panel", "data-keep": tab, onclick: () => this.#open(tab) }, words.tabs[tab]),
      ),
    );
    this.tabs.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.#open(tabs[(tabs.indexOf(this.#tab) + step + tabs.length) % tabs.length]);
      byId(`audit-tab-${this.#tab}`).focus();
    });
    this.result.replaceChildren(this.#tools(report), this.#summary(report), this.tabs, this.panel);
    this.#open(this.#tab);
    if (focused) /** @type {HTMLElement | null} */ (this.result.querySelector(`[data-keep="${focused}"]`))?.focus();
  }

  /** @param {Tab} tab */
  #open(tab) {
    this.#tab = tab;
    for (const button of this.tabs?.children ?? []) {
      const on = button.id === `audit-tab-${tab}`;
      button.setAttribute("aria-selected", String(on));
      /** @type {HTMLElement} */ (button).tabIndex = on ? 0 : -1;
    }
    this.panel?.setAttribute("aria-labelledby", `audit-tab-${tab}`);
    const leads = { source: this.#source, articles: this.#articles, act: (/** @type {Act[]} */ acts, /** @type {string} */ message) => this.#act(acts, message), say: (/** @type {string} */ message) => this.#say(message) };
    if (this.#report) this.panel?.replaceChildren(...drawTab(tab, this.#report, leads, this.#filter));
  }

  /** What can be done with the result. @param {AuditReport} report */
  #tools(report) {
    const list = h("ul", { class: "menu" });
    const menu = h("details", { class: "menu-box" }, h("summary", { "data-keep": "export" }, words.export), list);
    for (const [format, label, ending, type] of words.formats) {
      if (format === "columns" && !report.columns.length) continue;
      const write = () =>
        this.#then(async () => {
          menu.open = false;
          const name = `whosaid-audit${format === ending ? "" : `-${format}`}.${ending}`;
          save(name, type, (await this.#audited?.exportAs(format)) ?? "");
          this.#say(strings.exported(name));
        });
      list.append(h("li", {}, h("button", { type: "button", "data-format": format, onclick: write }, label)));
    }
    const people = h("input", { type: "file", id: "audit-people", accept: ".csv,.tsv,text/csv", hidden: true });
    people.addEventListener("change", () => {
      const file = people.files?.[0];
      if (file) this.#then(() => this.#people(file));
      people.value = "";
    });
    const { canUndo, canRedo } = this.#history;
    const byHand = handMenu(report, {
      kept: this.#kept,
      open: (article) => this.#openArticle(article, null),
      bring: (file) => this.#then(() => this.#bring([file])),
      discard: () => {
        this.#history = new History(this.#history.commands, 0);
        this.#changed(words.discarded);
      },
    });
    const step = (/** @type {string} */ label, /** @type {boolean} */ can, /** @type {1 | -1} */ by) =>
      h("button", { type: "button", "data-keep": label, "aria-disabled": can ? null : "true", onclick: () => this.#step(by) }, label);
    return h(
      "div",
      { class: "audit-tools", role: "group", "aria-label": words.heading(report.totals.articles) },
      closing(menu),
      closing(byHand),
      h("button", { type: "button", "data-keep": "people", title: words.peopleHelp, onclick: () => people.click() }, words.people),
      report.columns.length ? h("button", { type: "button", onclick: () => this.#then(() => this.#people(null)) }, words.peopleGone) : null,
      people,
      h("span", { class: "pair" }, step(words.undo, canUndo, -1), step(words.redo, canRedo, 1)),
    );
  }

  /** Counts by a table of the user's own, or without one. @param {File | null} file */
  async #people(file) {
    const twice = (await this.#audited?.people(file ? await utf8(file) : "")) ?? [];
    if (twice.length) this.#warn(words.peopleTwice(twice));
    if (file) this.#tab = "columns";
    await this.#count("");
    const found = this.#report?.sources.filter(({ fields }) => fields).length ?? 0;
    this.#say(file ? words.peopleRead(found) : words.peopleGone);
  }

  /** @param {AuditReport} report */
  #summary(report) {
    const { totals } = report;
    const all = report.articles.map((_, n) => n);
    const show = (/** @type {string} */ kind) => {
      Object.assign(this.#filter, { words: "", kind });
      this.#open("sources");
    };
    const lead = (/** @type {[string, string]} */ [number, rest], /** @type {() => void} */ act) => h("li", {}, h("button", { type: "button", class: "link", onclick: act }, number), rest);
    const three = totals.firstThree.flatMap((id, n) => {
      const source = report.sources[id];
      return [n ? ", " : "", h("button", { type: "button", class: "link", onclick: () => this.#source(source, source.name) }, source.name)];
    });
    const same = report.articles.filter(({ sameAs }) => sameAs !== null).length;
    const unnamed = words.sumUnnamed(totals);
    return h(
      "ul",
      { class: "summary" },
      h("li", {}, words.sumWords(totals)),
      three.length ? h("li", {}, words.sumThree(totals.firstThreeShare), ...three, ".") : null,
      totals.unnamed ? lead(unnamed, () => this.#articles(all, unnamed[0], onlyUnnamed(report))) : null,
      totals.onlyParaphrased.length ? lead(words.sumSilent(totals), () => show("silent")) : null,
      totals.unclearWords ? h("li", {}, words.sumUnclear(totals)) : null,
      same ? h("li", {}, words.sumSame(same)) : null,
    );
  }

  /** @type {import("./tabs.js").Leads["source"]} */
  #source = (source, title, fits = () => true) => {
    this.#then(async () => {
      const passages = (await this.#audited?.passages(source.passages)) ?? [];
      this.#show(title, passages.filter(fits), source);
    });
  };

  /** @type {import("./tabs.js").Leads["articles"]} */
  #articles = (articles, title, fits = () => true) => {
    this.#then(async () => {
      /** @type {Passage[]} */
      const passages = [];
      for (const article of articles) passages.push(...((await this.#audited?.passagesOf(article)) ?? []).filter(fits));
      this.#show(title, passages);
    });
  };

  /** @param {string} title @param {Passage[]} passages @param {import("../../types/audit.js").Source} [source] */
  #show(title, passages, source) {
    const [report, audited] = [this.#report, this.#audited];
    if (!report || !audited) return;
    showPassages(
      { report, title, passages, source },
      {
        open: (passage) => this.#openArticle(passage.article, passage.spans[0] ?? null),
        act: (acts, message) => this.#act(acts, message),
      },
    );
  }

  /** @param {number} n @param {import("../../types/whosaid.js").Span | null} span */
  #openArticle(n, span) {
    this.#then(async () => {
      const article = await this.#audited?.entries[n].open();
      if (!article) return;
      this.#opened.set(article.text, n);
      location.hash = "#main";
      await this.on.open(article, span);
    });
  }
}
