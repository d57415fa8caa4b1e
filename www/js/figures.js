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
export const figures = [];
