// The corrections of one text, with undo and redo, and where they are kept: in the browser's local storage, under a hash of
// the text. Storage may be denied, full, or filled by somebody else: nothing here throws.
// @ts-check

import { SPEAKER_KINDS } from "./kinds.js";

/** @typedef {import("../types/whosaid.js").Correction} Correction */

/** Commands done, and behind the cursor those undone. */
export class History {
  /** @param {Correction[]} [commands] @param {number} [cursor] */
  constructor(commands = [], cursor = commands.length) {
    this.commands = commands;
    this.cursor = cursor;
  }

  /** What is in force. */
  get active() {
    return this.commands.slice(0, this.cursor);
  }

  get canUndo() {
    return this.cursor > 0;
  }

  get canRedo() {
    return this.cursor < this.commands.length;
  }

  /** The history after one more; what was undone before is gone. @param {Correction} command */
  with(command) {
    return new History([...this.active, command]);
  }

  /** The history one step back or on; itself where there is none. @param {1 | -1} by */
  step(by) {
    const cursor = Math.min(this.commands.length, Math.max(0, this.cursor + by));
    return cursor === this.cursor ? this : new History(this.commands, cursor);
  }
}

/** What came of lists of commands, of the latest few: going back and on need not wait for the engine. @template Result */
export class Recent {
  /** @type {{ commands: Correction[], result: Result }[]} the latest last */ #entries = [];

  /** @param {number} most so many are kept */
  constructor(most) {
    this.most = most;
  }

  /** @param {Correction[]} commands @returns {Result | undefined} */
  find(commands) {
    const same = (/** @type {Correction[]} */ other) => other.length === commands.length && other.every((command, n) => command === commands[n]);
    return this.#entries.find((entry) => same(entry.commands))?.result;
  }

  /** @param {Correction[]} commands @param {Result} result */
  add(commands, result) {
    if (this.find(commands)) return;
    this.#entries.push({ commands, result });
    if (this.#entries.length > this.most) this.#entries.shift();
  }
}

const PREFIX = "whosaid:corrections:";

/** So many texts are kept; the oldest go first. */
const MOST = 200;

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Store */

/** The browser's storage, or `null` where the page may not have it: asking alone can throw. @returns {Store | null} */
export function browserStore() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/**
 * What a text is known by: SHA-256 where the browser has it, else a shorter hash.
 * @param {string} text
 * @param {Pick<SubtleCrypto, "digest"> | undefined} [subtle]
 */
export async function hashOf(text, subtle = globalThis.crypto?.subtle) {
  try {
    if (subtle) {
      const digest = new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
      return `sha256-${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    }
  } catch {
    // As without it.
  }
  return `fnv1a-${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x01000193)}-${text.length}`;
}

/** FNV-1a of 32 bits over UTF-16 code units. @param {string} text @param {number} hash where to begin */
function fnv1a(text, hash) {
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

/** @param {Store | null} store @param {string} hash @returns {History} */
export function load(store, hash) {
  try {
    const kept = JSON.parse(store?.getItem(PREFIX + hash) ?? "null");
    const { corrections, cursor } = kept ?? {};
    if (kept?.version !== 1 || !Array.isArray(corrections) || !corrections.every(isCorrection)) return new History();
    return new History(corrections, Number.isInteger(cursor) ? Math.min(corrections.length, Math.max(0, cursor)) : corrections.length);
  } catch {
    return new History();
  }
}

/**
 * @param {Store | null} store @param {string} hash @param {History} history
 * @returns {boolean} whether it is kept
 */
export function save(store, hash, history) {
  try {
    if (!store) return false;
    if (!history.commands.length) store.removeItem(PREFIX + hash);
    else {
      const kept = { version: 1, saved: new Date().toISOString(), cursor: history.cursor, corrections: history.commands };
      store.setItem(PREFIX + hash, JSON.stringify(kept));
      prune(store);
    }
    return true;
  } catch {
    return false;
  }
}

/** @param {Store} store */
function prune(store) {
  /** @type {{ key: string, saved: string }[]} */
  const kept = [];
  for (let n = 0; n < store.length; n += 1) {
    const key = store.key(n);
    if (key?.startsWith(PREFIX)) kept.push({ key, saved: "" });
  }
  if (kept.length <= MOST) return;
  for (const entry of kept) {
    try {
      entry.saved = String(JSON.parse(store.getItem(entry.key) ?? "")?.saved ?? "");
    } catch {
      // Broken: the first to go.
    }
  }
  kept.sort((a, b) => (a.saved < b.saved ? -1 : 1));
  for (const { key } of kept.slice(0, kept.length - MOST)) store.removeItem(key);
}

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null;

/** @param {any} value */
const isSpan = (value) => isObject(value) && Number.isSafeInteger(value.start) && Number.isSafeInteger(value.end) && value.start >= 0 && value.start < value.end && value.end < 2 ** 31;

/** @param {any} value */
const areSpans = (value) => Array.isArray(value) && value.every(isSpan);

/** @param {any} value */
const isKind = (value) => SPEAKER_KINDS.includes(value);

/** @param {any} value */
const isSpeaker = (value) => isObject(value) && isName(value.name) && (value.at === null || isSpan(value.at)) && (value.speakerKind === null || isKind(value.speakerKind));

/** @param {any} value */
const isName = (value) => typeof value === "string" && value.trim() !== "";

/** @param {any} value */
const isClaim = (value) => isObject(value) && areSpans(value.content) && value.content.length > 0 && (value.source === null || isSpan(value.source)) && (value.speaker === null || typeof value.speaker === "string");

/** @param {any} value */
const isTarget = (value) => value === null || isSpeaker(value);

/** Whether something read from outside is a correction. @param {any} value @returns {value is Correction} */
export function isCorrection(value) {
  if (!isObject(value)) return false;
  switch (value.kind) {
    case "rename":
      return isSpeaker(value.speaker) && isName(value.name) && isKind(value.speakerKind) && (value.description === null || typeof value.description === "string");
    case "merge":
      return isSpeaker(value.speaker) && isSpeaker(value.into);
    case "split":
      return isSpeaker(value.speaker) && Array.isArray(value.claims) && value.claims.every(isClaim) && areSpans(value.mentions) && isTarget(value.to);
    case "reassign":
      return isClaim(value.claim) && isTarget(value.to);
    case "reword":
      return isClaim(value.claim) && areSpans(value.content) && value.content.length > 0;
    case "attribution":
      return isClaim(value.claim) && (value.source === null || isSpan(value.source)) && (value.cue === null || isSpan(value.cue));
    case "delete":
      return isClaim(value.claim);
    case "add":
      return areSpans(value.content) && value.content.length > 0 && (value.cue === null || isSpan(value.cue)) && isTarget(value.to);
    default:
      return false;
  }
}
