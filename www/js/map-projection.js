// Equal Earth: an equal-area projection of the whole world (Šavrič, Patterson and Jenny, 2018). The build draws the outlines
// with a library's; a test holds this one to it, so that pins lie where the outlines say.
// @ts-check

const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
const RADIANS = Math.PI / 180;

/** The world in its own units: as wide as this. */
export const WIDTH = 1000;

/** World units for one unit of the formula. */
export const UNIT = (WIDTH * M * A1) / (2 * Math.PI);

/** Mean radius of the earth, km. */
const EARTH = 6371;

/** @param {number} l the parametric latitude */
const upwards = (l) => l * (A1 + A2 * l ** 2 + l ** 6 * (A3 + A4 * l ** 2));

/** The derivative of `upwards`. @param {number} l */
const slope = (l) => A1 + 3 * A2 * l ** 2 + l ** 6 * (7 * A3 + 9 * A4 * l ** 2);

/** The world's height in its own units. */
export const HEIGHT = 2 * UNIT * upwards(Math.PI / 3);

/**
 * A point in world units: x to the right from the edge, y downwards from the north pole.
 * @param {number} lat degrees @param {number} lon degrees, -180 to 180
 * @param {number} [middle] the central meridian, degrees; the edge is half a turn from it
 * @returns {{ x: number, y: number }}
 */
export function project(lat, lon, middle = 0) {
  const east = middle ? turned(lon, middle) : lon;
  const l = Math.asin(M * Math.sin(lat * RADIANS));
  return {
    x: WIDTH / 2 + (UNIT * east * RADIANS * Math.cos(l)) / (M * slope(l)),
    y: HEIGHT / 2 - UNIT * upwards(l),
  };
}

/** A longitude counted from another meridian, -180 to 180. @param {number} lon degrees @param {number} middle degrees */
const turned = (lon, middle) => ((((lon - middle + 180) % 360) + 360) % 360) - 180;

/** So much narrower must the other view be, in degrees of longitude: the familiar one is worth something. */
const GAIN = 30;

/**
 * The meridian in whose middle a map shows places together: 0, or 180 where they lie nearer to each other across that one.
 * @param {number[]} longitudes degrees
 */
export function middleFor(longitudes) {
  const width = (/** @type {number} */ middle) => {
    const east = longitudes.map((lon) => turned(lon, middle));
    return east.reduce((a, b) => Math.max(a, b), -180) - east.reduce((a, b) => Math.min(a, b), 180);
  };
  return longitudes.length > 1 && width(180) + GAIN < width(0) ? 180 : 0;
}

/** Kilometres that a world unit spans from west to east at a height of the map. @param {number} y world units */
export function kilometres(y) {
  const goal = Math.max(-1, Math.min(1, (HEIGHT / 2 - y) / (HEIGHT / 2))) * upwards(Math.PI / 3);
  let l = goal;
  // Newton's method; the curve is nearly straight.
  for (let round = 0; round < 8; round += 1) l -= (upwards(l) - goal) / slope(l);
  const latitude = Math.asin(Math.max(-1, Math.min(1, Math.sin(l) / M)));
  return (EARTH * Math.cos(latitude) * M * slope(l)) / (UNIT * Math.cos(l));
}
