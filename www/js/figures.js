// How often the marks are wrong, as measured; the page shows these rows under "About these marks".
// Each row comes from a run of `cargo xtask eval`; `null` for a figure that was not measured.
// @ts-check

/**
 * @typedef {object} Figure
 * @property {string} what what was looked for
 * @property {string} on the texts it was measured on
 * @property {number | null} precision of the marks made, the share that is right (0 to 1)
 * @property {number | null} recall of what is there, the share that is marked (0 to 1)
 */

/** @type {Figure[]} */
export const figures = [
  { what: "statements with the right words", on: "81 articles of world and local news", precision: 0.95, recall: 0.9 },
  { what: "the speaker’s name, where the words were found", on: "the same articles", precision: 0.95, recall: null },
  { what: "quotations with the right source", on: "84 articles of US politics (PolNeAR, development part)", precision: 0.88, recall: 0.86 },
  { what: "statements and quotations with the right source", on: "the same articles", precision: 0.86, recall: 0.79 },
  { what: "these and attitudes", on: "the same articles", precision: 0.83, recall: 0.63 },
  { what: "places", on: "588 US local articles (LGL)", precision: 0.9, recall: 0.8 },
  { what: "places, adjectives left out", on: "229 articles of world news (GeoVirus)", precision: 0.94, recall: 0.92 },
];
