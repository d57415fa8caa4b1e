// Every sentence of correcting by hand. Plain words, as in strings.js.
// @ts-check

import { shorten } from "./dom.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Correction} Correction */

const apple = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");

/** Marks around the whole give way to these, marks inside become single ones. @param {string} words */
const quote = (words) => `“${words.trim().replace(/^[“"]([^“”"]*)[”"]?$/u, "$1").replaceAll("“", "‘").replaceAll("”", "’")}”`;

export const words = {
  title: "Correct by hand",
  open: "Correct",
  undo: "Undo",
  redo: "Redo",
  undoKeys: apple ? "⌘ + Z" : "Ctrl + Z",
  redoKeys: apple ? "⇧ + ⌘ + Z" : "Ctrl + Y",
  /** The middle part is left out where there is little room. */
  add: ["Add", " a claim", " …"],
  addThis: "Add as a claim …",
  count: (/** @type {number} */ n) => [strings.some(n, "correction"), " by hand"],
  untouched: "Something wrong or missing? Select it and set it right.",
  discard: "Discard all",
  kept: "Kept in this browser for when the same text comes again: names and positions, not the text.",
  notKept: "This browser does not let the page keep them: they are gone when the page is closed. Export them to keep them.",
  byHand: "by hand",
  corrected: "Corrected by hand.",
  confirmedSure: "A person has checked this.",

  whoSays: "Who says this?",
  /** @param {number} n @param {number} of */
  passage: (n, of) => `Passage ${n} of ${of}`,
  somebodyElse: "Somebody else …",
  another: "Another speaker …",
  attribute: "Attribute to a speaker …",
  confirm: "Right as it is",
  reword: "Its words …",
  naming: "Source and cue …",
  remove: "No claim: delete",
  removeOwn: "Not worth a check: delete",
  rename: "Rename …",
  merge: "Merge …",
  split: "Split …",

  cancel: "Cancel",
  unclear: "Unclear who",
  someoneNew: "A new speaker …",
  choose: "Choose …",
  who: "Who says it",
  whose: "Whose they are",
  name: "Name",
  kind: "Kind",
  description: "Role or affiliation (optional)",
  needName: "Give a name, or a description such as “an official”.",
  needWho: "Choose who says it, or “Unclear who”.",

  reassignTitle: "Who says this?",
  assign: "Give the claim to them",
  renameTitle: (/** @type {string} */ name) => `Rename ${name}`,
  save: "Rename",
  rewordTitle: "The words of the claim",
  rewordWords: "As they stand in the text, one line for each piece",
  rewordAct: "These are its words",
  namingTitle: "Where the text says who speaks",
  namingSource: "Words that name who speaks, as they stand nearby (optional)",
  namingCue: "Cue, such as “said” or “according to” (optional)",
  namingAct: "These are the words",
  namingBoth: "The source and the cue share words.",
  mergeTitle: (/** @type {string} */ name) => `${name} is the same as …`,
  mergeLead: "All claims and mentions of both become one speaker’s.",
  mergeWith: "The same as",
  mergeName: "Name to keep",
  mergeAct: "Merge",
  needMerge: "Choose the speaker who is the same.",
  splitTitle: (/** @type {string} */ name) => `Split ${name}`,
  splitLead: "Choose what is somebody else’s.",
  splitClaims: "Claims, with the words that name their speaker",
  splitMentions: "Other mentions",
  splitAct: "Split",
  needSplit: "Choose at least one claim or mention.",
  splitAll: "That is everything: rename the speaker instead, or leave something.",
  addTitle: "Add a claim",
  addWords: "The words of the claim, as they stand in the text",
  addHint: "Select them in the text before, or type or paste them here.",
  quotedOnly: "Only what is inside quotation marks",
  addCue: "Cue, as it stands nearby, such as “said” (optional)",
  addAct: "Add the claim",
  needWords: "Give the words of the claim.",
  noWords: "These words are not in the text.",
  manyWords: (/** @type {number} */ n) => `These words stand in the text ${n} times. Take more words along, or select them in the text.`,
  noCue: (/** @type {string} */ cue) => `“${cue}” does not stand near these words, in the same paragraph.`,

  /** What was done, for the status line and the list. @param {Correction} c @param {string} text */
  done(c, text) {
    const claim = (/** @type {{ content: import("../types/whosaid.js").Span[] }} */ { content }) => quote(shorten(text.slice(content[0].start, content[0].end), 44));
    const to = (/** @type {{ name: string } | null} */ who) => (who ? `given to ${who.name}` : "marked as unclear who");
    switch (c.kind) {
      case "rename":
        return c.name === c.speaker.name ? `${c.name}: description or kind changed` : `${c.speaker.name} renamed ${c.name}`;
      case "merge":
        return `${c.speaker.name} merged with ${c.into.name}`;
      case "split": {
        const what = [c.claims.length && strings.some(c.claims.length, "claim"), !c.claims.length && strings.some(c.mentions.length, "mention")].find(Boolean);
        return `${what} of ${c.speaker.name} ${to(c.to)}`;
      }
      case "reassign":
        if (!c.to) return `${claim(c.claim)} marked as unclear who`;
        if (c.to.name === c.claim.speaker) return `${claim(c.claim)} confirmed as ${c.to.name}’s`;
        return `${claim(c.claim)} given to ${c.to.name}`;
      case "reword":
        return `Words of ${claim(c.claim)} changed`;
      case "attribution":
        return `Source and cue of ${claim(c.claim)} changed`;
      case "delete":
        return `${claim(c.claim)} is no claim`;
      case "add":
        return `${claim(c)} added as a claim of ${c.to ? c.to.name : "somebody: unclear who"}`;
    }
  },
  /** @param {string} what */
  did: (what) => `${what}. ${words.undo}: ${words.undoKeys}.`,
  /** @param {string} what */
  undone: (what) => `Undone: ${what}.`,
  /** @param {string} what */
  redone: (what) => `Done again: ${what}.`,
  nothingUndone: "There is nothing to undo.",
  nothingRedone: "There is nothing to do again.",
  carried: (/** @type {number} */ n) => `The text was changed. ${strings.some(n, "correction")} of the earlier one can be taken along.`,
  carry: "Take them along",
  discarded: "All corrections were discarded.",
  bringBack: "Bring them back",
  asHere: "The file holds what is here already.",
  brought: (/** @type {number} */ n) => `The file’s corrections took the place of ${n === 1 ? "the one" : `the ${n}`} that this text had here.`,
  why: "A person marked it so.",
  /** @param {number} n */
  reapplied: (n) => `Your ${strings.some(n, "correction")} of this text ${n === 1 ? "was" : "were"} applied again.`,
  /** @param {number} n */
  missed: (n) => `${strings.some(n, "correction")} no longer ${n === 1 ? "fits" : "fit"} what is found in this text and ${n === 1 ? "was" : "were"} left out.`,
  failed: "The correction could not be made",
};
