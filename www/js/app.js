// The page: an editor, a reading view, the side panel, and the worker behind them.
// @ts-check

import { WorkerAnnotator } from "./client.js";
import { Correcting } from "./correcting.js";
import { Details } from "./details.js";
import { byId, h } from "./dom.js";
import { Editor } from "./editor.js";
import { exportMenu } from "./exporting.js";
import { loadLargePlaces } from "./large-places.js";
import { Legend } from "./legend.js";
import { Messages } from "./messages.js";
import { Panel } from "./panel.js";
import { ArticleView } from "./render.js";
import { Selecting } from "./selecting.js";
import { Sheet } from "./sheet.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("./render.js").Target} Target */

/** The longest text the page takes, in UTF-16 code units. */
const LONGEST = 64_000_000;

/** Beyond this many characters, reading is shown with its time and a way to stop it. */
const LONG = 200_000;

/** Where the engine comes from: its own files, or the single file's insides. */
/**
 * @typedef {object} Engine
 * @property {(onProgress: (p: import("../types/whosaid.js").Progress) => void) => Promise<WorkerAnnotator>} load
 * @property {(annotator: WorkerAnnotator, options: { signal: AbortSignal, onProgress: (p: import("../types/whosaid.js").Progress) => void }) => Promise<void>} places
 * @property {(middle: number) => Promise<import("./map.js").Outlines>} outlines of the map, around the meridian 0 or 180
 */

/** @param {Engine} engine */
export function start(engine) {
  const page = document.body;
  const messages = new Messages();
  /** @type {Target | null} */
  let selected = null;
  /** @type {Annotations | null} */
  let annotations = null;
  /** What the annotations are of. */
  let annotatedText = "";
  /** @type {AbortController | null} */
  let running = null;
  /** How fast the last text was read, in characters a second; 0 until one was. */
  let rate = 0;
  /** The large gazetteer came while a text was being read with the small one. */
  let redo = false;

  const article = new ArticleView(byId("article"), (target) => select(target));
  const panel = new Panel((target) => select(same(target, selected) ? null : target, true), engine.outlines);
  const details = new Details({
    select: (target) => (target ? select(target, true) : leave()),
    step,
    say: (message) => messages.say(message),
    correct: (target) => correcting.actions(target),
    whoSays: (claim) => correcting.whoSays(claim),
  });
  const correcting = new Correcting({
    correct: async (text, found, corrections) => (await ready).correct(text, found, corrections),
    show: (text, changed, about) => {
      show(text, changed, true);
      if (about) select(about, true);
    },
    heading: () => details.heading,
    selection: () => selecting.span,
    messages,
  });
  const selecting = new Selecting(article, () => correcting.add());
  const sheet = new Sheet();
  const legend = new Legend(byId("legend"), (kinds) => {
    for (const root of [byId("article"), byId("backdrop")]) {
      for (const kind of legend.all) root.classList.toggle(`show-${kind}`, kinds.has(kind));
    }
    panel.filter(kinds);
    article.refreshEntry();
  });
  const editor = new Editor({
    changed: (text, atOnce) => annotate(text, atOnce ? 0 : 350),
    read: () => setMode("read"),
    record: (text, corrections) => correcting.bring(text, corrections),
    messages,
  });
  legend.apply();
  exportMenu(byId("export"), () => (annotations ? { annotator: ready, text: annotatedText, annotations } : null), messages);

  const ready = engine.load(({ loaded, total }) => {
    messages.busy(total ? strings.loadingShare(loaded / total) : strings.loading);
  });
  messages.busy(strings.loading);
  ready
    .then(async (annotator) => {
      messages.idle();
      for (const { name, explanation } of await annotator.constructions()) details.explanations.set(name, explanation);
      // The first marks come from the built-in gazetteer; the large one waits its turn behind them.
      await new Promise((resolve) => setTimeout(resolve, 30));
      await loadLargePlaces({
        load: (options) => engine.places(annotator, options),
        messages,
        isReading: () => running !== null,
        done: () => {
          if (running) redo = true;
          else if (annotatedText) annotate(annotatedText, 0, true);
        },
      });
    })
    .catch((error) => {
      messages.idle();
      messages.fail(`${strings.failed}: ${error.message}. ${strings.engineGone}`);
    });

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** The latest text wins. @param {string} text @param {number} delay milliseconds @param {boolean} [again] the same text, better places */
  function annotate(text, delay, again = false) {
    clearTimeout(timer);
    running?.abort(new DOMException("another text came", "AbortError"));
    running = null;
    if (!text.trim()) {
      show("", null);
      messages.idle();
      return;
    }
    if (text.length > LONGEST) return messages.fail(strings.tooLong(LONGEST));
    const controller = new AbortController();
    running = controller;
    timer = setTimeout(() => run(text, controller, again), delay);
  }

  /** @param {string} text @param {AbortController} controller @param {boolean} again */
  async function run(text, controller, again) {
    const began = performance.now();
    const tick = () => messages.busy(
      text.length > LONG ? strings.readingLong(text.length, (performance.now() - began) / 1000, rate && text.length / rate) : strings.reading,
      text.length > LONG ? () => controller.abort(new DOMException("the user stopped it", "AbortError")) : undefined,
    );
    const clock = setInterval(tick, 500);
    const slow = setTimeout(tick, text.length > LONG ? 0 : 250);
    try {
      const annotator = await ready;
      const found = await annotator.annotate(text, { signal: controller.signal });
      const { annotations: corrected, commit } = await correcting.open(text, found);
      if (running !== controller) return;
      running = null;
      commit();
      if (text.length > 2000) rate = (text.length * 1000) / (performance.now() - began);
      show(text, corrected, again);
      if (redo && !running) annotate(text, 0, true);
      redo = false;
    } catch (error) {
      if (running !== controller && running !== null) return;
      if (controller.signal.aborted) {
        if (running === controller) messages.say(strings.cancelled);
      } else if (error instanceof Error && error.name === "AnnotatorTrap") messages.fail(strings.trapped);
      else if (error instanceof Error) messages.fail(`${error.message}. ${strings.stillReady}`);
      if (running === controller) running = null;
    } finally {
      clearInterval(clock);
      clearTimeout(slow);
      if (!running) messages.idle();
    }
  }

  /**
   * @param {string} text @param {Annotations | null} found
   * @param {boolean} [again] the same text: what is selected stays if it is still there
   */
  function show(text, found, again = false) {
    const before = again ? selected && identity(selected) : null;
    annotations = found;
    annotatedText = text;
    page.classList.toggle("has-text", found !== null);
    select(null);
    if (!found) {
      article.clear();
      panel.clear();
      correcting.close();
      legend.counts(null);
      editor.backdrop("", null);
      return setMode("edit");
    }
    legend.counts(found);
    details.annotations = found;
    details.text = text;
    article.show(text, found);
    panel.show(text, found);
    editor.backdrop(text, found);
    page.dataset.annotated = String(Number(page.dataset.annotated ?? 0) + 1);
    if (!again) messages.say(summary(text, found));
    if (before) select(found.claims.map(({ id }) => ({ kind: /** @type {const} */ ("claim"), id })).find((target) => identity(target) === before) ?? null);
  }

  /** What stays the same about a claim when the text is read again. @param {Target} target */
  function identity({ kind, id }) {
    const span = kind === "claim" ? annotations?.claims[id]?.content[0] : null;
    return span ? `${span.start} ${span.end}` : null;
  }

  /** @param {string} text @param {Annotations} found */
  function summary(text, found) {
    const claims = found.claims.filter((claim) => claim.form !== "own" && claim.mode === "statement").length;
    if (!/[\p{L}\p{N}]/u.test(text)) return strings.onlyMarks;
    const empty = !claims && !found.speakers.length && !found.places.length;
    if (empty && text.trim().length < 80) return strings.tooShort;
    return empty ? strings.nothing : strings.found(found, claims);
  }

  /** @param {Target | null} target @param {boolean} [reveal] bring it into view */
  function select(target, reveal = false) {
    if (target && annotations) {
      legend.show(kindOf(target));
      if (reveal && page.dataset.mode !== "read") setMode("read");
    }
    selected = target;
    page.classList.toggle("selecting", target !== null);
    article.select(target);
    // The card first: it takes its room from the list, which then shows its row in what is left.
    details.show(target);
    panel.select(target);
    if (target && reveal) article.reveal(target);
    if (target) sheet.peek();
  }

  /** Lets go; who was in the card is then at its mark in the text. */
  function leave() {
    const from = byId("details").contains(document.activeElement) ? selected : null;
    select(null);
    if (from) article.reveal(from, true);
  }

  /** The kind in the legend. @param {Target} target */
  function kindOf(target) {
    if (target.kind !== "claim") return `${target.kind}s`;
    const claim = annotations?.claims[target.id];
    return claim?.form === "own" ? "own" : claim?.mode === "attitude" ? "attitudes" : "claims";
  }

  /** To the next or previous of what is selected, or of the claims. @param {1 | -1} by */
  function step(by) {
    if (!annotations) return;
    if (selected?.ids) {
      // Through the passages of a sentence of the report.
      const { ids, id } = selected;
      return select({ kind: "claim", id: ids[(ids.indexOf(id) + by + ids.length) % ids.length], ids }, true);
    }
    const kind = selected?.kind ?? "claim";
    const all = { claim: annotations.claims.filter((c) => panel.isShown(c)), speaker: annotations.speakers, place: annotations.places }[kind];
    if (!all.length) return;
    const at = all.findIndex(({ id }) => id === selected?.id);
    const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
    select({ kind, id: all[to].id }, true);
  }

  /** @param {"edit" | "read"} mode */
  function setMode(mode) {
    if (mode === "read" && (!annotations || annotatedText !== editor.text)) {
      // Until its marks are there, the text itself is.
      article.show(editor.text, NOTHING);
      page.classList.add("has-text");
    }
    const inEditor = page.dataset.mode === "edit" && document.activeElement?.closest(".editor");
    page.dataset.mode = mode;
    // The field is hidden now, and would take the focus along.
    if (mode === "read" && inEditor) byId("article").focus({ preventScroll: true });
    byId("edit").hidden = mode === "edit";
    byId("read").hidden = mode === "read";
    if (mode === "edit") {
      select(null);
      editor.resize();
    } else article.refreshEntry();
  }

  byId("edit").addEventListener("click", () => {
    setMode("edit");
    editor.focus();
  });
  byId("read").addEventListener("click", () => {
    setMode("read");
    byId("article").focus({ preventScroll: true });
  });
  byId("clear").addEventListener("click", () => {
    editor.replace("", strings.cleared);
    editor.focus();
  });
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && selected && !event.defaultPrevented) leave();
    // With a modifier only: single letters belong to the reader's own tools.
    if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      if (!annotations || event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
      // To the words themselves, which are then read out; one more Tab leads to the card. Who is in the card stays there.
      if (selected && !byId("panel").contains(document.activeElement)) article.reveal(selected, true);
    }
  });
  const bar = byId("bar");
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  // What the panel has of the screen: all that is below the toolbar, which rises while the head scrolls away.
  const head = /** @type {HTMLElement} */ (page.querySelector(".top"));
  let above = -1;
  const measure = () => {
    const now = Math.max(0, Math.round(head.offsetTop + head.offsetHeight - scrollY));
    if (now !== above) document.documentElement.style.setProperty("--head", `${(above = now)}px`);
  };
  addEventListener("scroll", measure, { passive: true });
  new ResizeObserver(measure).observe(head);
  page.dataset.mode = "edit";
  setMode("edit");
  byId("sheet-handle").append(h("span", { class: "grip", "aria-hidden": "true" }));
  page.dataset.ready = "true";
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
