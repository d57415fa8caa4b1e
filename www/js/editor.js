// Where the text comes in: writing, pasting, dropping, opening a file, a sample. The text is never lost.
// @ts-check

import { byId, h } from "./dom.js";
import { looksLikeHtml, openFile } from "./files.js";
import { textOfClipboard, textOfHtml } from "./rich.js";
import { samples } from "./samples.js";
import { classesOf, flatten, marksOf } from "./segments.js";
import { strings } from "./strings.js";

/** Up to here the marks follow behind the text as it is written, in characters. */
const LIVE = 60000;

/** @typedef {{ start: number, end: number, classes: string }} Drawn */

/** The text field with its marks behind it. */
export class Editor {
  #field = /** @type {HTMLTextAreaElement} */ (byId("text"));
  #backdrop = byId("backdrop");

  /**
   * @param {object} on
   * @param {(text: string, atOnce: boolean) => void} on.changed
   * @param {() => void} on.read
   * @param {(record: import("./record.js").ExportRecord) => Promise<() => void>} on.record what an exported file holds,
   *   before its text is shown; what it resolves with is called behind that
   * @param {(parts: ReadonlyMap<string, import("./set-aside.js").Part>) => void} on.parts what is known of the lines that come
   * @param {(annotations: object, name: string) => Promise<void>} on.annotations what a file says of the text that is open
   * @param {(data: DataTransfer) => boolean} on.many whether what is dropped is for the audit of many articles, which then has it
   * @param {import("./messages.js").Messages} on.messages
   */
  constructor(on) {
    this.on = on;
    this.#field.addEventListener("input", (event) => {
      const type = /** @type {InputEvent} */ (event).inputType;
      const whole = (type === "insertFromPaste" || this.#inserting) && this.#pastedWhole;
      this.#pastedWhole = false;
      this.resize();
      on.changed(this.text, whole);
      if (whole) this.#offerText();
      if (whole && this.text.trim()) on.read();
    });
    this.#field.addEventListener("paste", (event) => {
      // Pasted into an empty field, or over everything: that is a new text, to be read at once.
      const { value, selectionStart, selectionEnd } = this.#field;
      this.#pastedWhole = !value.slice(0, selectionStart).trim() && !value.slice(selectionEnd).trim();
      const rich = textOfClipboard(event.clipboardData?.getData("text/html") ?? "");
      if (!rich?.text) return;
      event.preventDefault();
      on.parts(rich.parts);
      this.#insert(rich.text);
    });
    const file = /** @type {HTMLInputElement} */ (byId("file"));
    byId("open").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      if (file.files?.length) this.#open(file.files);
      file.value = "";
    });
    this.#dropping();
    const list = byId("samples");
    samples.forEach((sample) => {
      const read = () => {
        this.replace(sample.text, strings.replaced);
        on.read();
      };
      list.append(h("button", { type: "button", class: "sample", onclick: read }, h("span", { class: "term" }, sample.kind), h("span", { class: "gloss" }, sample.title)));
    });
  }

  #pastedWhole = false;
  /** Whether what comes in now was pasted. */
  #inserting = false;
  /** What the backdrop shows. @type {{ text: string, segments: Drawn[] }} */
  #drawn = { text: "", segments: [] };

  get text() {
    return this.#field.value;
  }

  focus() {
    this.#field.focus();
  }

  /** Another text in place of this one, which can be brought back. @param {string} text @param {string} message */
  replace(text, message) {
    const before = this.text;
    this.on.messages.clear();
    this.#set(text);
    if (before.trim() && before !== text) {
      this.on.messages.notice(message, "info", { label: strings.undo, act: () => this.#set(before) });
    }
  }

  /** In place of what is selected, so that the browser's own undo brings that back. @param {string} text */
  #insert(text) {
    this.#inserting = true;
    // The one way that browsers keep for this; where there is none, the text comes in all the same.
    if (!document.execCommand("insertText", false, text)) {
      this.#field.setRangeText(text);
      this.#field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
    }
    this.#inserting = false;
  }

  /** @param {string} text */
  #set(text) {
    this.#field.value = text;
    this.#field.setSelectionRange(0, 0);
    this.resize();
    this.on.changed(text, true);
  }

  /** The field is as high as its text: the backdrop behind it gives the height. */
  resize() {
    const text = this.text;
    const live = text.length <= LIVE;
    this.#field.parentElement?.classList.toggle("plain", !live);
    if (live) this.#draw(follow(this.#drawn.segments, this.#drawn.text, text));
    else this.#backdrop.replaceChildren();
  }

  /** @param {string} text @param {import("../types/whosaid.js").Annotations | null} annotations */
  backdrop(text, annotations) {
    if (!annotations || text !== this.text || text.length > LIVE) return;
    const marks = marksOf(annotations);
    this.#draw(flatten(marks, 0, text.length).map((s) => ({ ...s, classes: classesOf(s.marks, annotations).join(" ") })));
  }

  /** @param {Drawn[]} segments */
  #draw(segments) {
    const text = this.text;
    this.#drawn = { text, segments };
    /** @type {(string | Node)[]} */
    const parts = [];
    let at = 0;
    for (const { start, end, classes } of segments) {
      parts.push(text.slice(at, start), h("mark", { class: classes }, text.slice(start, end)));
      at = end;
    }
    // The last line counts too when it is empty.
    parts.push(text.slice(at), "\u200b");
    this.#backdrop.replaceChildren(...parts);
  }

  #offerText() {
    if (!looksLikeHtml(this.text)) return;
    const source = this.text;
    this.on.messages.notice(strings.looksHtml, "info", { label: strings.takeText, act: () => this.#takeText(source) });
  }

  /** @param {string} source of a web page */
  #takeText(source) {
    const { text, parts } = textOfHtml(source);
    this.on.parts(parts);
    this.#set(text);
    this.on.messages.notice(strings.tookText, "info", { label: strings.showSource, act: () => this.#set(source) });
    this.on.read();
  }

  #dropping() {
    let depth = 0;
    const over = (/** @type {boolean} */ on) => document.body.classList.toggle("dropping", on);
    addEventListener("dragenter", (event) => {
      if (event.dataTransfer?.types.some((type) => type === "Files" || type === "text/plain")) {
        depth += 1;
        over(true);
      }
    });
    addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      if (!depth) over(false);
    });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      depth = 0;
      over(false);
      const data = event.dataTransfer;
      if (data && this.on.many(data)) event.preventDefault();
      else if (data?.files.length) {
        event.preventDefault();
        this.#open(data.files);
      } else if (event.target !== this.#field) {
        event.preventDefault();
        const rich = textOfClipboard(data?.getData("text/html") ?? "");
        const text = rich?.text || (data?.getData("text/plain") ?? "");
        if (text.trim()) {
          if (rich) this.on.parts(rich.parts);
          this.replace(text, strings.replaced);
          this.#offerText();
          this.on.read();
        }
      }
    });
  }

  /** A file that comes from elsewhere. @param {File} file */
  take(file) {
    return this.#open([file]);
  }

  /** A text with what was done to it. @param {import("./record.js").ExportRecord} record @param {string} [message] about where it came from */
  async bring(record, message) {
    const tell = await this.on.record(record);
    if (record.text !== this.text) this.replace(record.text, strings.replaced);
    tell();
    if (message) this.on.messages.notice(message, "origin");
    this.on.read();
  }

  /** @param {FileList | File[]} files */
  async #open(files) {
    // The list is emptied for the next file to be chosen.
    const [file] = files;
    try {
      const { text, html, parts, corrections, asides, annotations, note } = await openFile(file);
      if (annotations) return await this.on.annotations(annotations, file.name);
      if (corrections) return await this.bring({ text, corrections, asides }, note ?? undefined);
      this.on.parts(parts);
      this.replace(text, strings.replaced);
      if (html !== null) {
        this.on.messages.notice(strings.tookText, "source", { label: strings.showSource, act: () => this.#set(html) });
      }
      if (note) this.on.messages.notice(note, "decoded");
      if (text.trim()) this.on.read();
      else this.on.messages.notice(strings.blank, "warning");
    } catch (error) {
      this.on.messages.fail(error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * Where marks stand after an edit, until new ones come: those before and behind it stay, those that it touches go.
 * @param {Drawn[]} segments @param {string} before @param {string} after
 */
function follow(segments, before, after) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const shift = after.length - before.length;
  return segments.flatMap((segment) => {
    if (segment.end <= head) return [segment];
    if (segment.start < before.length - tail) return [];
    return [{ ...segment, start: segment.start + shift, end: segment.end + shift }];
  });
}
