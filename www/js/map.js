// The map of the places: outlines, pins, labels, a scale. The table below it says the same in words.
// @ts-check

import { h, svg } from "./dom.js";
import { followKeys, followPointers } from "./map-gestures.js";
import { middleFor, project } from "./map-projection.js";
import { canPart, CLOSEST, farthest, fit, gather, isInside, labels, moved, toScreen, whole, yardstick, zoomed } from "./map-view.js";
import { whereabouts } from "./place-words.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Place} Place */
/** @typedef {import("./map-view.js").Pin} Pin */
/** @typedef {import("./map-view.js").Cluster} Cluster */
/** @typedef {import("./map-view.js").View} View */
/** Path data in tenths of a world unit. @typedef {{ sphere: string, land: string, borders: string, states: string }} Outlines */
/** @typedef {{ root: SVGGElement, ring: SVGCircleElement, dot: SVGCircleElement, count: SVGTextElement, cluster: Cluster }} Shown */

/** Height of a label's line, in pixels. */
const LINE = 14;

/** The longest scale, in pixels. */
const SCALE = 90;

/** Kinds whose point is only the middle of something wide. */
const AREAS = new Set(["continent", "country", "region", "county", "water"]);

/** A map of places; `element` is what goes into the page. */
export class PlaceMap {
  #box = { width: 0, height: 0 };
  /** @type {View} */ #view = { x: 0, y: 0, scale: 1 };
  /** Nobody moved it yet: it goes on showing all places when its size changes. */
  #home = true;
  /** @type {Pin[]} */ #all = [];
  /** @type {Map<number, Place>} */ #places = new Map();
  /** @type {Set<number> | null} */ #only = null;
  /** @type {Set<number>} */ #lit = new Set();
  /** @type {Map<number, Shown>} by the id of the spot's first pin */ #shown = new Map();
  /** The one spot that the Tab key reaches. */
  #entry = -1;
  #frame = 0;
  /** The central meridian, degrees; and that of the outlines that are drawn, none yet. */
  #middle = 0;
  /** @type {number | null} */ #drawn = null;

  /**
   * @param {object} on
   * @param {(id: number) => void} on.select
   * @param {(middle: number) => Promise<Outlines>} on.outlines around a central meridian (0 or 180); asked for when it is
   *   first seen
   */
  constructor(on) {
    this.on = on;
    const m = strings.map;
    this.world = svg("g", { class: "map-world", "aria-hidden": "true" });
    this.ruler = svg("g", { class: "map-ruler", "aria-hidden": "true" });
    this.names = svg("g", { class: "map-names", "aria-hidden": "true" });
    this.pins = svg("g", { class: "map-pins" });
    this.picture = svg("svg", { class: "map-picture", focusable: "false", role: "presentation" }, this.world, this.ruler, this.names, this.pins);
    this.surface = h("div", { class: "map-surface", tabIndex: 0, role: "application", "aria-label": m.label }, this.picture);
    this.closer = h("button", { type: "button", title: m.closer, "aria-label": m.closer, onclick: () => this.#zoom(1.6) }, "+");
    this.farther = h("button", { type: "button", title: m.farther, "aria-label": m.farther, onclick: () => this.#zoom(1 / 1.6) }, "−");
    this.reset = h("button", { type: "button", title: m.reset, "aria-label": m.reset, onclick: () => this.#reset() }, "⤢");
    this.members = h("div", { class: "map-members", role: "group", hidden: true });
    this.note = h("p", { class: "map-note" });
    this.element = h(
      "div", { class: "map", role: "group", "aria-label": m.title },
      this.surface,
      h("div", { class: "map-foot" }, this.note, h("div", { class: "map-controls" }, this.closer, this.farther, this.reset)),
      this.members,
    );
    const hands = {
      move: (/** @type {number} */ dx, /** @type {number} */ dy) => this.#look(moved(this.#view, this.#box, dx, dy)),
      zoom: (/** @type {number} */ factor, /** @type {{ x: number, y: number } | undefined} */ at) => this.#zoom(factor, at),
      reset: () => this.#reset(),
      step: (/** @type {number} */ dx, /** @type {number} */ dy) => this.#step(dx, dy),
    };
    followPointers(this.surface, hands);
    followKeys(this.element, this.surface, hands);
    this.pins.addEventListener("click", (event) => this.#activate(this.#at(event.target)));
    this.pins.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.#activate(this.#at(event.target), true);
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.members.hidden) return;
      event.preventDefault();
      this.#list(null);
      this.surface.focus();
    });
    new ResizeObserver(() => this.#resize()).observe(this.surface);
  }

  /** Another text's places. @param {Place[]} places */
  show(places) {
    this.#places = new Map(places.map((place) => [place.id, place]));
    this.#only = null;
    this.#project();
    this.#lit = new Set();
    this.#entry = -1;
    for (const { root } of this.#shown.values()) root.remove();
    this.#shown.clear();
    this.#list(null);
    const missing = places.length - this.#all.length;
    this.note.textContent = missing ? strings.map.noPoint(missing) : "";
    this.#reset();
  }

  /** Lights places; `only`: shows no others. @param {Set<number>} lit @param {Set<number> | null} only */
  select(lit, only) {
    const same = only === this.#only || (only !== null && this.#only !== null && only.size === this.#only.size && [...only].every((id) => this.#only?.has(id)));
    this.#lit = lit;
    this.#only = only;
    const turned = !same && this.#project();
    if (!same) this.#list(null);
    if (turned) return this.#reset();
    // What is meant should be seen, without moving a map that shows it already.
    const meant = lit.size ? this.#visible().filter(({ id }) => lit.has(id)) : this.#visible();
    const seen = () => meant.some((pin) => isInside(toScreen(pin, this.#view, this.#box), this.#box, -10));
    if (this.#box.width && meant.length && (lit.size || !same) && !seen()) {
      this.#view = meant.length > 1 ? fit(meant, this.#box) : moved({ ...this.#view, ...meant[0] }, this.#box, 0, 0);
      this.#home = false;
    }
    this.#draw();
  }

  /**
   * Where the pins lie on a map around the middle that suits those shown. Whether that is another one than before.
   */
  #project() {
    const points = [...this.#places.values()].flatMap(({ lat, lon, ...place }) => (lat === null || lon === null ? [] : [{ ...place, lat, lon }]));
    const middle = middleFor(points.filter(({ id }) => !this.#only || this.#only.has(id)).map(({ lon }) => lon));
    this.#all = points.map(({ id, name, kind, lat, lon, mentions }) => ({ id, name, ...project(lat, lon, middle), mentions: mentions.length, area: AREAS.has(kind) }));
    const turned = middle !== this.#middle;
    this.#middle = middle;
    if (turned && this.#drawn !== null) this.#outline();
    return turned;
  }

  #visible() {
    const only = this.#only;
    return only ? this.#all.filter(({ id }) => only.has(id)) : this.#all;
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.surface;
    if (!width || !height) return;
    this.#box = { width, height };
    this.picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (this.#drawn === null) this.#outline();
    if (this.#home) this.#reset();
    else this.#look(this.#view);
  }

  async #outline() {
    const middle = this.#middle;
    this.#drawn = middle;
    this.world.replaceChildren();
    try {
      const outlines = await this.on.outlines(middle);
      // Another middle was wanted meanwhile.
      if (this.#drawn !== middle || this.world.childElementCount) return;
      for (const name of /** @type {const} */ (["sphere", "land", "states", "borders"])) {
        this.world.append(svg("path", { class: `map-${name}`, d: outlines[name] }));
      }
    } catch (error) {
      // Pins lie right without them.
      this.note.textContent = strings.map.noOutlines(error instanceof Error ? error.message : String(error));
    }
  }

  #reset() {
    this.#home = true;
    if (!this.#box.width) return;
    this.#view = this.#all.length ? fit(this.#visible(), this.#box) : whole(this.#box);
    this.#draw();
  }

  /** @param {View} view */
  #look(view) {
    this.#home = false;
    this.#view = view;
    this.#list(null);
    this.#draw();
  }

  /** @param {number} factor @param {{ x: number, y: number }} [at] */
  #zoom(factor, at) {
    const { scale } = this.#view;
    this.#look(zoomed(this.#view, this.#box, factor, at));
    return this.#view.scale !== scale;
  }

  /** Soon: many moves may come before the screen shows one. */
  #draw() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawNow();
    });
  }

  #drawNow() {
    const [{ width, height }, { x, y, scale }] = [this.#box, this.#view];
    if (!width) return;
    this.world.setAttribute("transform", `translate(${width / 2 - x * scale} ${height / 2 - y * scale}) scale(${scale / 10})`);
    this.world.classList.toggle("close", scale > 3);
    this.closer.disabled = scale >= CLOSEST;
    this.farther.disabled = scale <= farthest(this.#box);
    const clusters = gather(this.#visible(), this.#view, this.#box).filter((cluster) => isInside(cluster, this.#box, cluster.radius));
    const focused = this.#at(document.activeElement);
    const keys = new Set(clusters.map(({ pins }) => pins[0].id));
    for (const [key, { root }] of this.#shown) {
      if (keys.has(key)) continue;
      // The focus does not get lost with its pin.
      if (root === document.activeElement) this.surface.focus({ preventScroll: true });
      root.remove();
      this.#shown.delete(key);
    }
    for (const cluster of clusters) this.#spot(cluster);
    if (!keys.has(this.#entry)) this.#entry = focused?.cluster.pins[0].id ?? clusters[0]?.pins[0].id ?? -1;
    for (const [key, { root }] of this.#shown) root.setAttribute("tabindex", key === this.#entry ? "0" : "-1");
    this.#drawNames(clusters);
    this.#drawRuler();
  }

  /** @param {Cluster} cluster */
  #spot(cluster) {
    const { pins, x, y, radius } = cluster;
    const key = pins[0].id;
    let shown = this.#shown.get(key);
    if (!shown) {
      const [hit, ring, dot] = [svg("circle", { class: "hit", r: "12" }), svg("circle", { class: "ring" }), svg("circle", { class: "dot" })];
      const count = svg("text", { "text-anchor": "middle", y: "4" });
      const root = svg("g", { role: "button", "data-place": String(key) }, hit, ring, dot, count);
      shown = { root, ring, dot, count, cluster };
      this.#shown.set(key, shown);
      this.pins.append(root);
    }
    shown.cluster = cluster;
    const lit = pins.some(({ id }) => this.#lit.has(id));
    const many = pins.length > 1;
    shown.root.setAttribute("transform", `translate(${x} ${y})`);
    shown.root.setAttribute("class", `pin${many ? " many" : pins[0].area ? " area" : ""}${lit ? " lit" : ""}`);
    if (many) shown.root.removeAttribute("aria-pressed");
    else shown.root.setAttribute("aria-pressed", String(lit));
    shown.root.setAttribute("aria-label", many ? strings.map.spot(pins.map(({ name }) => name), canPart(pins)) : this.#label(pins[0]));
    shown.ring.setAttribute("r", String(radius + 3));
    shown.dot.setAttribute("r", String(radius));
    shown.count.textContent = many ? strings.count(pins.length) : "";
  }

  /** @param {Pin} pin */
  #label({ id, name, mentions }) {
    const place = this.#places.get(id);
    return strings.map.pin([name, place ? whereabouts(place) : ""].filter(Boolean).join(", "), mentions);
  }

  /** @param {Cluster[]} clusters */
  #drawNames(clusters) {
    // The selected one's name is shown if any is.
    const rank = (/** @type {Cluster} */ { pins }) => (pins.some(({ id }) => this.#lit.has(id)) ? 0 : 1);
    const sorted = [...clusters].sort((a, b) => rank(a) - rank(b));
    const text = (/** @type {Cluster} */ { pins }) => {
      const named = pins.find(({ id }) => this.#lit.has(id)) ?? pins[0];
      return pins.length > 1 ? `${named.name} +${pins.length - 1}` : named.name;
    };
    const placed = labels(sorted, this.#box, text, widthOf, LINE);
    this.names.replaceChildren(...placed.flatMap((label) => (label ? [svg("text", { x: label.x.toFixed(1), y: label.y.toFixed(1) }, label.text)] : [])));
  }

  #drawRuler() {
    const stick = yardstick(this.#view, this.#box, SCALE);
    if (!stick) return this.ruler.replaceChildren();
    const y = this.#box.height - 8;
    this.ruler.replaceChildren(
      svg("path", { d: `M8 ${y - 4}v4h${stick.pixels.toFixed(1)}v-4` }),
      svg("text", { x: "11", y: String(y - 4) }, strings.map.kilometres(stick.kilometres)),
    );
  }

  /** @param {EventTarget | null} node @returns {Shown | null} */
  #at(node) {
    const root = node instanceof Element && this.pins.contains(node) ? node.closest("[data-place]") : null;
    return root ? (this.#shown.get(Number(root.getAttribute("data-place"))) ?? null) : null;
  }

  /** @param {Shown | null} shown @param {boolean} [byKey] */
  #activate(shown, byKey = false) {
    if (!shown) return;
    const { pins } = shown.cluster;
    this.#entry = pins[0].id;
    if (pins.length === 1) return this.on.select(pins[0].id);
    if (!canPart(pins)) return this.#list(pins);
    // At least so close that something parts, and no closer than its members ask for.
    let view = fit(pins, this.#box, CLOSEST);
    while (gather(pins, view, this.#box).length < 2 && view.scale < CLOSEST) view = zoomed(view, this.#box, 1.5);
    this.#look(view);
    if (!byKey) return;
    this.#drawNow();
    this.#focus(this.#shown.get(pins[0].id));
  }

  /** Places that no view can part, by name. @param {Pin[] | null} pins */
  #list(pins) {
    this.members.hidden = !pins;
    if (!pins) return this.members.replaceChildren();
    this.members.setAttribute("aria-label", strings.map.here(pins.length));
    this.members.replaceChildren(
      h("p", {}, strings.map.here(pins.length)),
      ...pins.map((pin) => h("button", { type: "button", class: "link place", onclick: () => this.on.select(pin.id) }, this.#label(pin))),
    );
    this.members.querySelector("button")?.focus({ preventScroll: true });
  }

  /** From pin to pin by arrows: the nearest one in that direction. @param {number} dx @param {number} dy */
  #step(dx, dy) {
    const from = this.#at(document.activeElement);
    if (!from) return false;
    let best = null;
    let least = Infinity;
    for (const shown of this.#shown.values()) {
      const [x, y] = [shown.cluster.x - from.cluster.x, shown.cluster.y - from.cluster.y];
      const [along, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
      // What lies rather aside is another arrow's.
      if (along <= 0 || aside > 2 * along) continue;
      if (along + aside < least) [best, least] = [shown, along + aside];
    }
    if (best) this.#focus(best);
    return true;
  }

  /** @param {Shown | undefined} shown */
  #focus(shown) {
    if (!shown) return;
    this.#entry = shown.cluster.pins[0].id;
    for (const { root } of this.#shown.values()) root.setAttribute("tabindex", root === shown.root ? "0" : "-1");
    shown.root.focus({ preventScroll: true });
  }
}

/** @type {CanvasRenderingContext2D | null} */
let canvas = null;

/** How wide a label is, in pixels. @param {string} text */
function widthOf(text) {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return text.length * 6.5;
  canvas.font = "600 11px system-ui, sans-serif";
  return canvas.measureText(text).width + 2;
}
