// Hands on the map: wheel, drag, pinch, double click, keys.
// @ts-check

/** A press that goes farther than this is a drag and no click, in pixels. */
const STILL = 4;

/** One press of a key. */
const STEP = { pixels: 60, factor: 1.6 };

/**
 * @typedef {object} Hands
 * @property {(dx: number, dy: number) => void} move pixels
 * @property {(factor: number, at?: { x: number, y: number }) => boolean} zoom whether the map could
 * @property {() => void} reset
 * @property {(dx: number, dy: number) => boolean} step to the next pin that way; whether a pin had the focus
 */

/** Wheel, mouse and touch on the surface; its size is that of the map in pixels. @param {HTMLElement} surface @param {Hands} hands */
export function followPointers(surface, hands) {
  /** @type {Map<number, { x: number, y: number }>} */
  const pressed = new Map();
  let travelled = 0;
  let dragged = false;
  const spot = (/** @type {MouseEvent} */ event) => {
    const { left, top } = surface.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  surface.addEventListener("wheel", (event) => {
    // Lines and pages, in pixels; a pinch on a touch pad comes as a wheel with the Ctrl key, in small steps.
    const pixels = event.deltaY * [1, 20, 200][event.deltaMode] * (event.ctrlKey ? 6 : 1);
    const factor = 2 ** (-Math.max(-240, Math.min(240, pixels)) / 240);
    // Where the map cannot go on, the page does.
    if (hands.zoom(factor, spot(event)) || event.ctrlKey) event.preventDefault();
  }, { passive: false });

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (!pressed.size) [travelled, dragged] = [0, false];
    pressed.set(event.pointerId, spot(event));
  });
  surface.addEventListener("pointermove", (event) => {
    const before = pressed.get(event.pointerId);
    if (!before) return;
    const now = spot(event);
    const other = [...pressed].find(([id]) => id !== event.pointerId)?.[1];
    pressed.set(event.pointerId, now);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (!dragged && travelled < STILL && !other) return;
    if (!dragged) {
      dragged = true;
      surface.classList.add("dragged");
    }
    if (!surface.hasPointerCapture(event.pointerId)) surface.setPointerCapture(event.pointerId);
    if (other) {
      const distance = (/** @type {{ x: number, y: number }} */ p) => Math.max(10, Math.hypot(p.x - other.x, p.y - other.y));
      hands.move((now.x - before.x) / 2, (now.y - before.y) / 2);
      hands.zoom(distance(now) / distance(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else hands.move(now.x - before.x, now.y - before.y);
  });
  const lift = (/** @type {PointerEvent} */ event) => {
    pressed.delete(event.pointerId);
    if (!pressed.size) surface.classList.remove("dragged");
  };
  surface.addEventListener("pointerup", lift);
  surface.addEventListener("pointercancel", lift);
  // A finger is held by what it touched first, until the surface takes it over: only the surface's loss is an end.
  surface.addEventListener("lostpointercapture", (event) => event.target === surface && lift(event));
  // The click that ends a drag means nothing.
  surface.addEventListener("click", (event) => {
    if (!dragged) return;
    dragged = false;
    event.stopPropagation();
  }, true);
  surface.addEventListener("dblclick", (event) => {
    if (event.target instanceof Element && event.target.closest("[role=button]")) return;
    event.preventDefault();
    hands.zoom(event.shiftKey ? 1 / 2 : 2, spot(event));
  });
}

/** Arrows, plus, minus, 0 and Home, wherever on the map the focus is. @param {HTMLElement} root @param {HTMLElement} surface @param {Hands} hands */
export function followKeys(root, surface, hands) {
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (arrow) {
      if (!(event.target instanceof Node) || !surface.contains(event.target)) return;
      const [dx, dy] = arrow;
      if (!hands.step(dx, dy)) hands.move(-dx * STEP.pixels, -dy * STEP.pixels);
    } else if (event.key === "+" || event.key === "=") hands.zoom(STEP.factor);
    else if (event.key === "-" || event.key === "_") hands.zoom(1 / STEP.factor);
    else if (event.key === "0" || event.key === "Home") hands.reset();
    else return;
    event.preventDefault();
  });
}
