// Saving what was found.
// @ts-check

import { h } from "./dom.js";
import { withText } from "./record.js";
import { save as saveFile } from "./saving.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").ExportFormat} ExportFormat */

/** @type {{ format: ExportFormat, label: string, ending: string, type: string }[]} */
const FORMATS = [
  { format: "html", label: "HTML, readable without scripts", ending: "html", type: "text/html" },
  { format: "markdown", label: "Markdown", ending: "md", type: "text/markdown" },
  { format: "csv", label: "CSV, one row a claim", ending: "csv", type: "text/csv" },
  { format: "json", label: "JSON, to open again here", ending: "json", type: "application/json" },
  { format: "web-annotation", label: "W3C Web Annotation", ending: "jsonld", type: "application/ld+json" },
  { format: "geojson", label: "GeoJSON, the places for a map", ending: "geojson", type: "application/geo+json" },
  { format: "kml", label: "KML, the places for a map", ending: "kml", type: "application/vnd.google-earth.kml+xml" },
];

/**
 * @param {HTMLElement} root a `<details>`
 * @param {() => { annotator: Promise<import("./client.js").WorkerAnnotator>, text: string, annotations: import("../types/whosaid.js").Annotations, asides: import("./set-aside.js").Aside[] } | null} current
 * @param {import("./messages.js").Messages} messages
 * @param {{ name: string, label: string, apart?: boolean, act: () => void }[]} [more] what else is offered there
 */
export function exportMenu(root, current, messages, more = []) {
  const menu = /** @type {HTMLDetailsElement} */ (root);
  const list = h("ul", { class: "menu" });
  for (const { format, label, ending, type } of FORMATS) {
    const save = async () => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      const now = current();
      if (!now) return messages.say(strings.blank);
      try {
        const written = await (await now.annotator).exportAs(format, now.text, now.annotations);
        const content = format === "json" ? withText(written, now.text, now.asides) : written;
        const name = `${fileName(now.text)}.${ending}`;
        saveFile(name, type, content);
        messages.say(strings.exported(name));
      } catch (error) {
        messages.fail(`${strings.exportFailed}: ${error instanceof Error ? error.message : error}`);
      }
    };
    list.append(h("li", {}, h("button", { type: "button", "data-format": format, onclick: save }, label)));
  }
  for (const { name, label, apart, act } of more) {
    const other = () => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      if (current()) act();
      else messages.say(strings.blank);
    };
    list.append(h("li", { class: apart ? "apart" : null }, h("button", { type: "button", "data-more": name, onclick: other }, label)));
  }
  menu.append(list);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
}

/** A file name of the text's first words. @param {string} text */
function fileName(text) {
  const words = text.slice(0, 300).toLowerCase().normalize("NFKD").match(/[a-z0-9]+/g) ?? [];
  return ["whosaid", ...words.slice(0, 6)].join("-").slice(0, 60);
}
