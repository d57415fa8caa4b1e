// What the map shows: a part of the world, pins gathered where they would lie on each other, and their labels. Plain
// numbers, no page.
// @ts-check

import { HEIGHT, WIDTH, kilometres } from "./map-projection.js";

/** The middle in world units, and pixels for one of them. @typedef {{ x: number, y: number, scale: number }} View */
/** Pixels. @typedef {{ width: number, height: number }} Box */
/**
 * A place with a point. `x`, `y` in world units; `area`: a country, region or water, whose point is only its middle.
 * @typedef {{ id: number, name: string, x: number, y: number, mentions: number, area: boolean }} Pin
 */
/**
 * Pins at one spot of the screen, the most mentioned first. `x`, `y`, `radius` in pixels.
 * @typedef {{ pins: Pin[], x: number, y: number, radius: number, mentions: number }} Cluster
 */
/** The left end of a line of text on its base line. @typedef {{ x: number, y: number, text: string }} Label */

/** Spots lie at least so far apart, in pixels: the least that a finger or an unsteady hand needs. */
export const APART = 24;

/** The closest view: at it, points of the gazetteer (a twentieth of a degree apart) lie apart. */
export const CLOSEST = 200;

/** What is shown at first is no closer than this: the outlines around should still tell where it is. */
const FIRST = 20;

/** Room around the pins at first, in pixels. */
const ROOM = 36;

/** Room beyond the edge of the world, in pixels: a pin there is seen whole. */
const EDGE = 14;

/** The scale at which the whole world is seen. @param {Box} box */
export const farthest = ({ width, height }) => Math.min((width - 2 * EDGE) / WIDTH, (height - 2 * EDGE) / HEIGHT);

/** Keeps a view on the world. @param {View} view @param {Box} box @returns {View} */
export function held({ x, y, scale }, box) {
  const s = Math.min(CLOSEST, Math.max(farthest(box), scale));
  const hold = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ seen) =>
    seen >= size + 2 * (EDGE / s) ? size / 2 : Math.min(size - seen / 2 + EDGE / s, Math.max(seen / 2 - EDGE / s, at));
  return { x: hold(x, WIDTH, box.width / s), y: hold(y, HEIGHT, box.height / s), scale: s };
}

/** The whole world. @param {Box} box */
export const whole = (box) => held({ x: WIDTH / 2, y: HEIGHT / 2, scale: 0 }, box);

/** All these points, with room around them. @param {{ x: number, y: number }[]} points @param {Box} box @param {number} [closest] */
export function fit(points, box, closest = FIRST) {
  if (!points.length) return whole(box);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const room = (/** @type {number} */ size) => Math.max(size - 2 * ROOM, size / 2);
  const scale = Math.min(closest, room(box.width) / (right - left || 1e-9), room(box.height) / (bottom - top || 1e-9));
  return held({ x: (left + right) / 2, y: (top + bottom) / 2, scale }, box);
}

/** @param {View} view @param {Box} box @param {number} dx pixels to the right @param {number} dy pixels down */
export const moved = (view, box, dx, dy) => held({ ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale }, box);

/** Closer or farther; the given spot of the screen stays where it is. @param {View} view @param {Box} box @param {number} factor @param {{ x: number, y: number }} [at] pixels */
export function zoomed(view, box, factor, at = { x: box.width / 2, y: box.height / 2 }) {
  const scale = Math.min(CLOSEST, Math.max(farthest(box), view.scale * factor));
  const [dx, dy] = [at.x - box.width / 2, at.y - box.height / 2];
  return held({ x: view.x + dx / view.scale - dx / scale, y: view.y + dy / view.scale - dy / scale, scale }, box);
}

/** World units to pixels. @param {{ x: number, y: number }} point @param {View} view @param {Box} box */
export const toScreen = ({ x, y }, view, box) => ({
  x: (x - view.x) * view.scale + box.width / 2,
  y: (y - view.y) * view.scale + box.height / 2,
});

/** The radius of a pin in pixels: its area goes with the mentions, up to what has room. @param {number} mentions */
export const radius = (mentions) => Math.min(APART / 2, 3.5 + 2 * Math.sqrt(mentions));

/**
 * Pins gathered so that no two spots are nearer than {@link APART}. A spot lies where its most mentioned pin lies, so a
 * move of the map gathers no other pins than before.
 * @param {Pin[]} pins @param {View} view @param {Box} box
 * @returns {Cluster[]} the most mentioned first; those outside the box too
 */
export function gather(pins, view, box) {
  /** @type {Map<string, Cluster[]>} spots by squares of the map of that size */
  const squares = new Map();
  /** @type {Cluster[]} */
  const clusters = [];
  for (const pin of [...pins].sort((a, b) => b.mentions - a.mentions || a.id - b.id)) {
    const [column, row] = [Math.floor((pin.x * view.scale) / APART), Math.floor((pin.y * view.scale) / APART)];
    const at = toScreen(pin, view, box);
    /** @type {Cluster | null} */
    let nearest = null;
    let least = APART;
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (const cluster of squares.get(`${column + dx} ${row + dy}`) ?? []) {
          const distance = Math.hypot(cluster.x - at.x, cluster.y - at.y);
          if (distance < least) [nearest, least] = [cluster, distance];
        }
      }
    }
    if (nearest) {
      nearest.pins.push(pin);
      nearest.mentions += pin.mentions;
      nearest.radius = APART / 2;
      continue;
    }
    const cluster = { pins: [pin], ...at, radius: radius(pin.mentions), mentions: pin.mentions };
    clusters.push(cluster);
    const square = `${column} ${row}`;
    const there = squares.get(square);
    if (there) there.push(cluster);
    else squares.set(square, [cluster]);
  }
  return clusters;
}

/** Whether a closer view would part some of these pins. @param {Pin[]} pins */
export function canPart(pins) {
  const first = pins[0];
  return pins.some(({ x, y }) => Math.hypot(x - first.x, y - first.y) * CLOSEST >= APART);
}

/** Whether a spot is seen. @param {{ x: number, y: number }} at pixels @param {Box} box @param {number} [margin] pixels beyond the edge that count too */
export const isInside = ({ x, y }, { width, height }, margin = 0) => x >= -margin && y >= -margin && x <= width + margin && y <= height + margin;

/**
 * Labels that cover neither a spot nor each other nor the edge, for as many spots as have room; the first ones go first.
 * @param {Cluster[]} clusters in the box @param {Box} box
 * @param {(cluster: Cluster) => string} textOf
 * @param {(text: string) => number} widthOf in pixels
 * @param {number} height of a line, in pixels
 * @returns {(Label | null)[]} for each cluster
 */
export function labels(clusters, box, textOf, widthOf, height) {
  /** @typedef {{ left: number, right: number, top: number, bottom: number }} Rectangle */
  /** @type {Rectangle[]} */
  const taken = clusters.map(({ x, y, radius: r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }));
  const isFree = (/** @type {Rectangle} */ a) =>
    a.left >= 2 && a.right <= box.width - 2 && a.top >= 2 && a.bottom <= box.height - 2 &&
    !taken.some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
  // A label for each spot of a full map would be none to read.
  return clusters.map((cluster, n) => {
    if (n >= 40) return null;
    const text = textOf(cluster);
    const [width, gap, { x, y, radius: r }] = [widthOf(text), 3, cluster];
    const spots = [
      [x + r + gap, y - height / 2],
      [x - r - gap - width, y - height / 2],
      [x - width / 2, y - r - height],
      [x - width / 2, y + r],
    ];
    for (const [left, top] of spots) {
      const place = { left, right: left + width, top, bottom: top + height };
      if (!isFree(place)) continue;
      taken.push(place);
      return { x: left, y: top + height * 0.77, text };
    }
    return null;
  });
}

/** A round distance of at most so many pixels, for the scale; `null` where the view is too wide for one. @param {View} view @param {Box} box @param {number} most */
export function yardstick(view, box, most) {
  const each = kilometres(view.y) / view.scale;
  if (each * box.width > 6000) return null;
  const power = 10 ** Math.floor(Math.log10(each * most));
  const round = [5, 2, 1].map((n) => n * power).find((n) => n <= each * most) ?? power;
  return { kilometres: round, pixels: round / each };
}
