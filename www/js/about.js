// Fills "About these marks": the legend in full, the measured figures, and whose work is in the page.
// @ts-check

import { byId, h } from "./dom.js";
import { figures } from "./figures.js";
import { KINDS } from "./kinds.js";
import { strings } from "./strings.js";
import licences from "../licences.json" with { type: "json" };

/** Writes all three. */
export function fillAbout() {
  for (const kind of KINDS) {
    byId("about-legend").append(h("div", {}, h("dt", { class: `key ${kind}` }, strings[kind]), h("dd", {}, strings.legendLong[kind])));
  }
  const share = (/** @type {number | null} */ value) => (value === null ? "–" : `${Math.round(value * 100)}%`);
  const head = strings.figuresHead;
  byId("figures").append(
    figures.length
      ? h(
          "table",
          {},
          h("caption", {}, strings.figuresCaption),
          h("thead", {}, h("tr", {}, ...[head.what, head.right, head.found].map((name) => h("th", { scope: "col" }, name)))),
          h(
            "tbody",
            {},
            ...figures.map((row) =>
              h("tr", {}, h("th", { scope: "row" }, row.what, h("span", { class: "on" }, row.on)), h("td", {}, share(row.precision)), h("td", {}, share(row.recall))),
            ),
          ),
        )
      : h("p", {}, strings.noFigures),
  );
  const items = licences.map(({ name, version, licence }) => h("li", {}, `${name} ${version} (${licence})`));
  byId("credits").append(h("summary", {}, strings.licences(items.length)), h("ul", {}, ...items));
}
