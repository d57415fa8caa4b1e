// What the extension says beyond the page's own sentences.
// @ts-check

export const words = {
  idle: "Open an article and click the button of whosaid in the toolbar: its speakers, claims and places are marked in the page and listed here.",
  looking: "Looking for the article …",
  /** Nothing is read. @type {Record<import("./messages.js").Why | "forbidden", string>} */
  none: {
    empty: "There is no article on this page, as far as can be seen.",
    pdf: "This is a PDF, which a browser keeps from extensions. Copy its text and paste it into the page of whosaid.",
    old: "This browser cannot mark words without changing the page. A newer one can.",
    forbidden: "The browser keeps extensions out of this page: its own pages, its store of extensions, and files unless you allow them.",
  },
  gone: "The article was left or loaded anew. Click the button in the toolbar to read what is there now.",
  removed: "The marks are taken away. Click the button in the toolbar to bring them back.",
  /** @param {string} language its name in English */
  language: (language) => `The page says that it is in ${language}. Only English is read here: what is found is mostly wrong.`,
  readAgain: "The page has changed and was read again.",
  close: "Take the marks away",
  keys: "Alt ↓ and Alt ↑ go through what is marked, in the page as here. Esc lets go.",
};

/** The name of a language, in English. @param {string} tag of BCP 47 */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
