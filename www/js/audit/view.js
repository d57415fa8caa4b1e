// The audit's view: opening many articles, progress, the result, and what a person changes in it.
// @ts-check

import { byId, h } from "../dom.js";
import { field } from "../dialogs.js";
import { History } from "../history.js";
import { save } from "../saving.js";
import { strings } from "../strings.js";
import { chosen, dropped, entriesOf, utf8 } from "./inputs.js";
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
  /** What was done by hand last comes last, however long each takes. @type {Promise<void>} */ #last = Promise.resolve();

  /**
   * @param {object} on
   * @param {Promise<WorkerAnnotator>} on.annotator
   * @param {(text: string, span: import("../../types/whosaid.js").Span | null) => void} on.open an article, at a passage
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
    this.heading = h("h2", { id: "audit-title", tabIndex: -1 }, words.title);
    /** Where the user says what the columns of a table are called. */
    this.names = COLUMNS.map((key) => ({ key, input: h("input", { type: "text", value: key, autocomplete: "off", spellcheck: false }) }));
    this.start = this.#start();
    this.root.append(this.heading, this.start, this.busy, this.status, this.notices, this.result);
    document.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => this.#switch());
    this.#switch();
  }

  /** Whether it is what the page shows. */
  get shown() {
    return document.body.dataset.view === "audit";
  }

  /** Shows it, or the one article. The address says which: links lead here and back. */
  #switch() {
    const before = this.shown;
    if (location.hash === "#audit") document.body.dataset.view = "audit";
    else if (location.hash !== "#about") delete document.body.dataset.view;
    this.root.hidden = !this.shown;
    /** @type {HTMLAnchorElement} */ (document.querySelector(".skip")).href = this.shown ? "#audit" : "#main";
    for (const link of document.querySelectorAll(".top nav a")) {
      const here = link.getAttribute("href") === (this.shown ? "#audit" : "#main");
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (this.shown && !before) this.heading.focus({ preventScroll: true });
  }

  #start() {
    const files = h("input", { type: "file", id: "audit-files", multiple: true, hidden: true, accept: ".txt,.text,.md,.markdown,.html,.htm,.xhtml,.docx,.csv,.tsv,.jsonl,.ndjson" });
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

  /** Takes in what was dropped. To be called at once. @param {DataTransfer} data */
  drop(data) {
    const found = dropped(data);
    location.hash = "#audit";
    this.read(found);
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
      const entries = await entriesOf(await files, { records, problem }).finally(() => reader.close());
      if (running.signal.aborted) throw running.signal.reason;
      if (!entries.length) return this.#warn(problems.length ? words.problems(problems.length, problems[0]) : words.nothing);
      const told = (/** @type {number} */ done) => this.#busy(words.reading(done, entries.length), done / entries.length);
      told(0);
      const audited = await readAll(annotator, entries, { signal: running.signal, progress: told, problem });
      if (this.#running !== running) return audited.close();
      this.#audited?.close();
      this.#audited = audited;
      this.#history = new History();
      Object.assign(this.#filter, { words: "", kind: "named" });
      this.#tab = "sources";
      if (problems.length) this.#warn(words.problems(problems.length, problems[0]));
      if (running.signal.aborted) this.#warn(words.cancelled(audited.entries.length, entries.length));
      await this.#count(words.done(audited.entries.length));
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

  /** Counts with what was changed by hand, and shows it. @param {string} message */
  async #count(message) {
    const [audited, history] = [this.#audited, this.#history];
    if (!audited) return;
    const report = await audited.report(/** @type {any} */ (history.active));
    if (this.#audited !== audited || this.#history !== history) return;
    this.#report = report;
    this.#draw();
    if (report.missed.length) this.#warn(words.missed);
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
    this.#then(() => this.#count(message));
  }

  /** @param {1 | -1} by */
  #step(by) {
    const history = this.#history.step(by);
    if (history === this.#history) return;
    this.#history = history;
    this.#then(() => this.#count(by < 0 ? words.undo : words.redo));
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
    const leads = { source: this.#source, articles: this.#articles, act: (/** @type {Act[]} */ acts, /** @type {string} */ message) => this.#act(acts, message) };
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
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
    });
    const people = h("input", { type: "file", id: "audit-people", accept: ".csv,.tsv,text/csv", hidden: true });
    people.addEventListener("change", () => {
      const file = people.files?.[0];
      if (file) this.#then(() => this.#people(file));
      people.value = "";
    });
    const { canUndo, canRedo, active } = this.#history;
    const step = (/** @type {string} */ label, /** @type {boolean} */ can, /** @type {1 | -1} */ by) =>
      h("button", { type: "button", "data-keep": label, "aria-disabled": can ? null : "true", onclick: () => this.#step(by) }, label);
    return h(
      "div",
      { class: "audit-tools", role: "group", "aria-label": words.heading(report.totals.articles) },
      menu,
      h("button", { type: "button", "data-keep": "people", title: words.peopleHelp, onclick: () => people.click() }, words.people),
      report.columns.length ? h("button", { type: "button", onclick: () => this.#then(() => this.#people(null)) }, words.peopleGone) : null,
      people,
      h("span", { class: "pair" }, step(words.undo, canUndo, -1), step(words.redo, canRedo, 1)),
      active.length ? h("span", { class: "quiet" }, words.acts(active.length)) : null,
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
        open: (passage) =>
          this.#then(async () => {
            const text = await audited.entries[passage.article].text();
            location.hash = "#main";
            this.on.open(text, passage.spans[0] ?? null);
          }),
        act: (acts, message) => this.#act(acts, message),
      },
    );
  }
}
