// Every sentence of the page, in one place. Plain words; no jargon but the legend's.
// @ts-check

// Made once: the browser takes its time over each.
const numbers = new Intl.NumberFormat("en");

/** @param {number} n */
const count = (n) => numbers.format(n);

/** @param {number} n @param {string} one @param {string} [many] */
const some = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** Confidence in words; the number stands beside it. @param {number} confidence 0 to 1 */
function confidenceWords(confidence) {
  if (confidence >= 0.9) return "almost certain";
  if (confidence >= 0.75) return "likely";
  if (confidence >= 0.5) return "more likely than not";
  return "a guess";
}

export const strings = {
  count,
  some,
  speakers: "Speakers",
  claims: "Claims",
  places: "Places",
  report: "Report",
  attitudes: "Attitudes",
  own: "Own statements",

  /** @type {Record<string, string>} */
  legend: {
    speakers: "who speaks",
    claims: "what they say",
    places: "where",
    attitudes: "what they think or want",
    own: "what the article states itself",
  },
  /** @type {Record<string, string>} */
  legendLong: {
    speakers: "The words that name a speaker: a name, a description such as “the official”, or a pronoun that stands for one.",
    claims: "What somebody said or wrote, in quotation marks or in the article’s own words.",
    places: "Towns, countries, regions and waters, each resolved to one point of the map.",
    attitudes: "What somebody is reported to believe, hope or want, rather than to have said.",
    own: "Statements with figures, dates or comparisons that the article makes itself and attributes to nobody.",
  },

  /** The kinds of speakers, in the order in which a person chooses one. @type {Record<import("../types/whosaid.js").SpeakerKind, string>} */
  speakerKind: {
    person: "person",
    unnamed: "unnamed",
    organisation: "organisation",
    group: "group",
    document: "document",
  },
  /** The same to choose from. @type {Record<import("../types/whosaid.js").SpeakerKind, string>} */
  speakerKindLong: {
    person: "a person with a name",
    unnamed: "somebody without a name",
    organisation: "an organisation",
    group: "a group",
    document: "a report, poll, post …",
  },
  /** @type {Record<import("../types/whosaid.js").ClaimForm, string>} */
  claimForm: {
    direct: "Quoted",
    mixed: "Partly quoted",
    indirect: "Reported in other words",
    own: "The article’s own statement",
  },
  /** @type {Record<import("../types/whosaid.js").ClaimForm, string>} */
  claimFormShort: { direct: "quoted", mixed: "partly quoted", indirect: "reported", own: "the article’s own" },
  /** @type {Record<import("../types/whosaid.js").PlaceRole, string>} */
  placeRole: {
    literal: "the place itself",
    dateline: "dateline",
    government: "stands for its government",
    modifier: "describes something else",
  },
  /** @type {Record<string, string>} */
  signal: {
    number: "a number",
    percentage: "a percentage",
    money: "an amount of money",
    comparison: "a comparison",
    change: "a change over time",
    record: "a record",
    date: "a date",
    vote: "a vote",
    cause: "a cause",
    law: "a law or rule",
  },
  /** @type {Record<import("../types/whosaid.js").MentionForm, string>} */
  mentionForm: { name: "by name", nominal: "by description", pronoun: "by pronoun" },

  whoSpeaks: "Who speaks here",
  noSpeaker: "Unclear who",
  attitudeOf: "Thought or wished, not said",
  /** @param {Pick<import("../types/whosaid.js").Speaker, "claims" | "quotedWords" | "reportedWords">} s */
  speakerFigures: (s) =>
    [
      some(s.claims.length, "claim"),
      s.quotedWords ? `${some(s.quotedWords, "word")} quoted` : "",
      s.reportedWords ? `${some(s.reportedWords, "word")} reported` : "",
    ]
      .filter(Boolean)
      .join(" · "),
  /** @param {number} confidence */
  confidence: (confidence) => `${confidenceWords(confidence)} (${Math.round(confidence * 100)}%)`,
  /** @param {number} confidence */
  confidenceLong: (confidence) => {
    const words = confidenceWords(confidence);
    const share = Math.round(confidence * 100);
    return `${words[0].toUpperCase()}${words.slice(1)}: about ${share} in 100 marks like this one are right.`;
  },

  why: "Why is this marked?",
  /** Why no name is given. @param {string | null} words that stand for the speaker */
  whyUnclear: (words) =>
    words ? `“${words}” names nobody here with more than even odds, so no name is given.` : "The text near these words does not say who speaks, so no name is given.",
  whySpeaker: "Something in this text is attributed to these words, or to the name that they stand for.",
  whyPlace: "The name is in the gazetteer, and its neighbours in the text read like those of a place.",
  whyNoRule: "The words around it read like an attribution.",
  whyOwn: "It reads like a statement that can be checked, and the article attributes it to nobody.",
  cue: "Cue",
  source: "Named here as",
  goesOn: "The quotation goes on; its speaker was named before.",
  whyThisSpeaker: (/** @type {string | null} */ source, /** @type {string} */ name, /** @type {string} */ reason) =>
    `${source ? `“${source}” → ` : ""}${name}: ${reason}`,
  inside: "Inside what is said by",
  holds: "Holds",
  checkable: "Worth checking",
  anonymity: "Reason for no name",
  otherPlaces: "Not meant here",
  noPoint: "no point of the map found",
  copyQuote: "Copy with speaker",
  copied: "Copied.",
  notCopied: "The browser did not let the page copy. Select the text and copy it by hand.",
  previous: "Previous",
  next: "Next",
  close: "Close",
  showAll: (/** @type {number} */ n) => `Show all ${count(n)}`,
  clearSelection: "Show everything",

  reportLines: {
    quoted: "of the words are quoted",
    reported: "are reported in other words",
    rest: "are the article’s own",
    named: (/** @type {number} */ n) => `${n === 1 ? "speaker" : "speakers"} with a name`,
    unnamed: (/** @type {number} */ n) => `${n === 1 ? "speaker" : "speakers"} without a name`,
    unnamedShare: "of the attributed words rest on speakers without a name",
    own: (/** @type {number} */ n) => `checkable ${n === 1 ? "statement" : "statements"} of the article’s own, attributed to nobody`,
    words: "words in all",
  },
  /** @type {Record<string, string>} */
  none: {
    speakers: "Nobody speaks in this text, as far as can be seen.",
    claims: "No claims found.",
    places: "No places found.",
  },
  map: {
    title: "Map of the places",
    label: "Map of the places. Arrow keys move it, plus and minus zoom, 0 shows all. The table behind it lists the same places.",
    table: "Places",
    skip: "Skip the map",
    closer: "Closer (+)",
    farther: "Farther (−)",
    reset: "Show all places (0)",
    /** @param {string} name @param {number} mentions */
    pin: (name, mentions) => `${name}: ${some(mentions, "mention")}`,
    /** @param {string[]} names @param {boolean} parts */
    spot: (names, parts) =>
      `${some(names.length, "place")}: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " and others" : ""}. ${parts ? "Goes closer" : "Lists them"}`,
    here: (/** @type {number} */ n) => `${some(n, "place")} at this spot`,
    kilometres: (/** @type {number} */ n) => `${count(n)} km`,
    noPoint: (/** @type {number} */ n) => `${some(n, "place")} without a point: only in the table.`,
    noOutlines: (/** @type {string} */ why) => `The outlines of the countries are missing (${why}). The pins are at the right spots all the same.`,
    /** @param {string} name @param {number} n */
    only: (name, n) => (n ? `Only ${some(n, "place")} in what is said by ${name}.` : `No places in what is said by ${name}.`),
  },
  tableHead: { place: "Place", at: "Latitude, longitude", times: "Times" },

  /** @param {import("../types/whosaid.js").Annotations} a @param {number} claims */
  found: (a, claims) =>
    `Found ${some(a.speakers.length, "speaker")}, ${some(claims, "claim")} and ${some(a.places.length, "place")}.`,
  loading: "Getting ready …",
  loadingShare: (/** @type {number} */ share) => `Getting ready … ${Math.round(share * 100)}%`,
  reading: "Reading …",
  /** @param {number} characters @param {number} seconds so far @param {number} expected seconds in all, 0 where unknown */
  readingLong: (characters, seconds, expected) =>
    `Reading ${count(characters)} characters … ${count(Math.floor(seconds))} s${expected > seconds ? ` of about ${count(Math.ceil(expected))} s` : ""}`,
  cancel: "Cancel",
  cancelled: "Stopped. Your text is as it was.",
  stillReady: "Your text is as it was.",

  blank: "There is no text yet. Paste an article, open a file, or read a sample.",
  tooShort: "That is very short: an article of a few sentences gives more to find.",
  nothing: "No speaker, claim or place was found. The page reads English news; other kinds of text may hold nothing that it knows.",
  onlyMarks: "There are only marks here, no words.",
  looksHtml: "This looks like the source of a web page.",
  takeText: "Take the text out of it",
  tookText: "The text was taken out of the web page.",
  showSource: "Show the source instead",
  tooLong: (/** @type {number} */ limit) => `Only texts of up to ${count(limit)} characters are read here. Split it, or use the command line.`,
  /** @param {number} loaded bytes @param {number} total bytes, 0 where unknown */
  placesLoading: (loaded, total) => `Getting the large gazetteer … ${total ? `${Math.round((loaded / total) * 100)}%` : `${count(Math.round(loaded / 1000))} kB`}`,
  placesCancelled: "The large gazetteer was not loaded: small towns are missing, everything else works.",
  /** @param {string} why with the name of the file */
  placesFailed: (why) => `${why}. The page goes on with the built-in gazetteer: small towns are missing.`,
  placesAgain: "Load it",
  placesInside: "The gazetteer inside this page’s file",
  failed: "The annotator could not be started",
  trapped: "The annotator failed on this text and was started anew. Your text is as it was.",
  engineGone: "Reload the page to try again. Your text is as it was.",

  replaced: "The text was replaced.",
  cleared: "The text was cleared.",
  undo: "Bring it back",
  notUtf8: (/** @type {string} */ name, /** @type {number} */ at, /** @type {number} */ byte) =>
    `“${name}” is not UTF-8: byte ${count(at)} is 0x${byte.toString(16).padStart(2, "0").toUpperCase()}. Save it as UTF-8 and open it again.`,
  notText: (/** @type {string} */ name) => `“${name}” is not a text file. Open .txt, .md, .html, .docx, or JSON that this page exported.`,
  emptyFile: (/** @type {string} */ name) => `“${name}” is empty.`,
  noFile: (/** @type {string} */ name, /** @type {string} */ why) => `“${name}” could not be read: ${why}`,
  /** Why a file of JSON cannot be opened. */
  record: {
    /** @param {string} name @param {string} why */
    damaged: (name, why) => `“${name}” is damaged: ${why}. Nothing was changed.`,
    foreign: (/** @type {string} */ name) => `“${name}” is not an export of this page that can be opened again. Of its exports, that is “JSON”.`,
    /** @param {string} name @param {string} theirs @param {number} ours */
    version: (name, theirs, ours) => `“${name}” has version ${theirs.slice(0, 20)} of the JSON, this page reads version ${ours}. Open it with the version of the page that wrote it.`,
    noText: (/** @type {string} */ name) => `“${name}” holds what was found, but not the text it was found in. The page’s own export “JSON” holds both.`,
    blank: "the text is blank",
    offsets: (/** @type {string} */ unit) => `its offsets are “${unit.slice(0, 20)}”, not “utf16”`,
    list: "the corrections are no list",
    asides: "the lines that are set aside are no list of spans",
    unknown: (/** @type {number} */ n) => `correction ${n} is none that this page knows`,
    behind: (/** @type {number} */ n) => `correction ${n} lies behind the end of the text`,
  },
  dropHere: "Drop a text to read it",

  figuresHead: { what: "What", right: "Right, of the marks made", found: "Found, of what is there" },
  figuresCaption:
    "Measured on news that people had marked by hand. Settings were chosen on the same texts: expect somewhat less elsewhere.",
  noFigures: "No figures were measured for this build.",
  licences: (/** @type {number} */ count) => `${count} works of other people in this page and in the command, with their licences`,

  exported: (/** @type {string} */ name) => `Saved ${name}.`,
  exportFailed: "The export failed",
  editing: "Editing: marks follow as you write.",
};

/** Names of countries by ISO code. @param {string | null} code */
export function countryName(code) {
  if (!code) return "";
  try {
    return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
