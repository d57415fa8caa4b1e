// Sentences of the page alone, about how texts come in, are found in and go out: the elements do without.
// @ts-check

import { strings } from "./strings.js";

const { count, some } = strings;

export const page = {
  wasUtf16: (/** @type {string} */ name) => `“${name}” was read as UTF-16.`,
  /** @param {string} name @param {string} encoding @param {string} sample */
  wasLegacy: (name, encoding, sample) => `“${name}” is not UTF-8 and was read as ${encoding}${sample ? `: look whether “${sample}” is right` : ""}.`,
  pdf: (/** @type {string} */ name) => `“${name}” is a PDF, whose text comes in pieces without order. Open it in a PDF reader, select the article there, copy it, and paste it here.`,
  eml: (/** @type {string} */ name) => `“${name}” is an e-mail message. Open it in your mail program, select the article there, copy it, and paste it here.`,
  oldOffice: (/** @type {string} */ name) => `“${name}” is in the old format of Word, or locked by a password. Save it as .docx without a password, or copy its text and paste it here.`,
  otherOffice: (/** @type {string} */ name) => `“${name}” is a document of a word processor. Save it as .docx there, or copy its text and paste it here.`,
  docx: {
    foreign: (/** @type {string} */ name) => `“${name}” is no document of Word. Copy its text and paste it here.`,
    damaged: (/** @type {string} */ name) => `“${name}” is damaged: it cannot be unpacked. Copy its text and paste it here.`,
    bomb: (/** @type {string} */ name, /** @type {number} */ limit) => `“${name}” would unpack to more than ${count(limit >> 20)} MB, and was not read.`,
    notLoaded: (/** @type {string} */ name) => `“${name}” was not read: the part of the page that opens .docx files could not be loaded.`,
  },
  tooLarge: (/** @type {string} */ name, /** @type {number} */ limit) => `“${name}” is larger than ${count(limit >> 20)} MB, and was not read.`,
  /** Lines of a page that are not of its article. */
  aside: {
    lines: (/** @type {number} */ n) => `${some(n, "line")} set aside`,
    /** @type {Record<import("./set-aside.js").Why, string>} */
    why: {
      advertisement: "advertisement", cookies: "cookies and terms", share: "buttons to share", more: "links to other pages", newsletter: "subscriptions and menus",
      credit: "picture credit", byline: "by-line", date: "date", label: "label", caption: "caption", box: "box beside the article",
    },
    lead: "They are no sentences of the article, and are not read. The text keeps them, and so does every export of it.",
    back: "Bring back",
    allBack: "Bring all back",
    again: (/** @type {number} */ n) => `Set ${n === 1 ? "it" : "them"} aside again`,
    brought: (/** @type {number} */ n) => `${some(n, "line")} brought back`,
  },
  /** A file of W3C Web Annotations. */
  annotations: {
    noText: (/** @type {string} */ name) => `“${name}” says what was found in a text, but does not hold the text. Open the text first, then this file.`,
    otherText: (/** @type {string} */ name) => `“${name}” belongs to another text than the one that is open: most of its passages are not there. Nothing was changed.`,
    /** @param {string} name @param {number} n @param {number} lost */
    came: (name, n, lost) =>
      `“${name}” was laid on this text: ${some(n, "passage")} found${lost ? `, ${count(lost)} not, as the text has changed` : ""}. Where it says otherwise than the page, that counts as corrected by hand.`,
  },
  /** The text that is kept for the next visit. */
  draft: {
    allow: "Keep the text in this browser, for when I come back",
    back: "This text was kept in this browser.",
    refused: "This browser does not keep the text: its storage is closed or full. The text stays here as long as the page is open.",
  },
  unclearNote: "It is unclear who says this.",
  /** A link that holds the text. */
  link: {
    menu: "Link that holds the text …",
    title: "A link that holds the text",
    /** @param {number} characters @param {number} length */
    lead: (characters, length) =>
      `The whole text (${some(characters, "character")}) is inside this link, packed, with your corrections. No server gets to see it: browsers keep what stands behind the # to themselves. But whoever has the link has the text, and so has every program that it is sent through.${length > 2000 ? ` The link is ${count(length)} characters long; some mail and chat programs cut links of more than 2,000.` : ""}`,
    local: "This page was opened from a file: the link works only where the same file lies.",
    label: "Link",
    copy: "Copy the link",
    copied: "The link is copied. It holds the text.",
    /** @param {number} length @param {number} limit */
    tooLong: (length, limit) => `Packed into a link, this text would have ${count(length)} characters, more than the ${count(limit)} that browsers and programs handle well. Export it as JSON and send the file.`,
    came: "This text came inside the link. It was sent to no server.",
    damaged: "The link holds a text, but was cut or changed on its way: it cannot be unpacked.",
    unable: "This browser cannot pack texts into links. Export the text as JSON and send the file.",
    name: "the link",
  },
  audit: { title: "Who speaks in many articles?", notLoaded: "The part of the page that counts many articles could not be loaded" },
  /** Tables that are copied. */
  table: {
    copy: "Copy table",
    copied: (/** @type {number} */ n) => `${some(n, "row")} copied, to be pasted into a spreadsheet or a text.`,
    claims: "Copy the listed claims as a table",
    speakers: "Copy the speakers as a table",
    places: "Copy the places as a table",
    head: {
      speaker: "Speaker", role: "Role", kind: "Kind", form: "Form", words: "Words", places: "Places", signals: "Holds", worth: "Worth checking", confidence: "How sure",
      claims: "Claims", quoted: "Words quoted", reported: "Words reported", place: "Place", within: "In", lat: "Latitude", lon: "Longitude", times: "Times",
    },
  },
  /** Above the list of claims. */
  filter: {
    title: "Filter and sort",
    clear: "Show all claims",
    count: (/** @type {number} */ n, /** @type {number} */ all) => `${count(n)} of ${some(all, "claim")}`,
    /** @type {Record<keyof import("./claim-filter.js").Filter, string>} */
    label: { speaker: "Speaker", place: "Place", form: "Form", worth: "Worth checking", sure: "How sure", sort: "Order" },
    anybody: "Anybody",
    anywhere: "Anywhere",
    anyForm: "Any form",
    anyWorth: "All",
    worth: "Worth checking",
    with: (/** @type {string} */ signal) => `With ${signal}`,
    anySure: "All",
    /** @type {Record<string, string>} */
    sure: { certain: "Almost certain", likely: "Likely or better", doubtful: "Less than likely" },
    asText: "As in the text",
    /** @type {Record<string, string>} */
    sort: { speaker: "By speaker", worth: "Worth checking first", sure: "Surest first", doubtful: "Least sure first", long: "Longest first" },
    none: "No claim fits. Ask for less.",
  },
};
