// Bars of quoted and reported words: a drawing beside a table with the same numbers.
// @ts-check

import { h, shorten, svg } from "../dom.js";
import { strings } from "../strings.js";
import { words } from "./strings.js";

/** @typedef {{ name: string, quoted: number, reported: number }} Bar */

const ROW = 26;

/** Room for names (in pixels and in characters), bars and numbers: on a narrow screen the letters stay as large. */
const WIDE = { names: 200, most: 24, bars: 380, numbers: 70 };
const NARROW = { names: 130, most: 16, bars: 140, numbers: 50 };

let charts = 0;

/** @param {string} label @param {Bar[]} bars */
export function chart(label, bars) {
  charts += 1;
  const { names, most: letters, bars: room, numbers } = matchMedia("(max-width: 30rem)").matches ? NARROW : WIDE;
  const lines = `audit-lines-${charts}`;
  const most = Math.max(1, ...bars.map(({ quoted, reported }) => quoted + reported));
  const length = (/** @type {number} */ n) => (n / most) * room;
  const rows = bars.flatMap(({ name, quoted, reported }, n) => {
    const [top, line] = [String(n * ROW + 5), String(n * ROW + 18)];
    const bar = (/** @type {string} */ kind, /** @type {number} */ x, /** @type {number} */ width) =>
      svg("rect", { class: kind, x: x.toFixed(1), y: top, width: width.toFixed(1), height: String(ROW - 9), ...(kind === "reported" ? { fill: `url(#${lines})` } : {}) });
    return [
      svg("text", { x: String(names - 8), y: line, "text-anchor": "end" }, shorten(name, letters)),
      bar("quoted", names, length(quoted)),
      bar("reported", names + length(quoted), length(reported)),
      svg("text", { x: (names + length(quoted + reported) + 6).toFixed(1), y: line }, strings.count(quoted + reported)),
    ];
  });
  const pattern = svg(
    "pattern",
    { id: lines, width: "6", height: "6", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { class: "ground", width: "6", height: "6" }),
    svg("rect", { class: "line", width: "3", height: "6" }),
  );
  return h(
    "figure",
    { class: "chart" },
    svg("svg", { viewBox: `0 0 ${names + room + numbers} ${bars.length * ROW + 4}`, role: "img", "aria-label": label }, svg("defs", {}, pattern), ...rows),
    h("figcaption", {}, h("span", { class: "key quoted" }), ` ${words.quoted} `, h("span", { class: "key reported" }), ` ${words.reported}`),
  );
}
