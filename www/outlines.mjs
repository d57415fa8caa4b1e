// The outlines on the page's map, from Natural Earth (public domain, by world-atlas) and the United States Census (public
// domain, by us-atlas): simplified, projected and rounded when the page is built.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { filter, filterWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";
import { HEIGHT, UNIT, WIDTH } from "./js/map-projection.js";

const require = createRequire(import.meta.url);

/** Path data counts tenths of a world unit, four kilometres at the equator: finer than what is left of the lines. */
const STEPS = 10;

/** What bends less than a triangle of this area is straight, in steradians (60 and 12 km²). */
const [COARSE, FINE] = [1.5e-6, 3e-7];

/** The library's Equal Earth in the world units of the page, times `STEPS`. @param {number} [middle] its central meridian, degrees */
export const projection = (middle = 0) => geoEqualEarth().rotate([-middle, 0]).scale(UNIT * STEPS).translate([(WIDTH / 2) * STEPS, (HEIGHT / 2) * STEPS]).precision(1);

/**
 * Path data of the sphere, land, borders of countries, and of the states of the USA.
 * @param {number} [middle] the central meridian, degrees
 * @returns {Promise<{ sphere: string, land: string, borders: string, states: string }>}
 */
export async function outlines(middle = 0) {
  const world = await simplified("world-atlas/countries-50m.json", COARSE);
  const usa = await simplified("us-atlas/states-10m.json", FINE);
  const pen = (geometry) => draw(geometry, middle);
  const between = (a, b) => a !== b;
  return {
    sphere: pen({ type: "Sphere" }),
    land: pen(feature(world, world.objects.land)),
    borders: pen(mesh(world, world.objects.countries, between)),
    states: pen(mesh(usa, usa.objects.states, between)),
  };
}

/** @param {string} name of a package's file @param {number} weight steradians */
async function simplified(name, weight) {
  const topology = simplify(presimplify(JSON.parse(await readFile(require.resolve(name), "utf8")), sphericalTriangleArea), weight);
  return filter(topology, filterWeight(topology, 2 * weight, sphericalRingArea));
}

/** Path data of whole numbers, each point counted from the last. @param {object} geometry GeoJSON @param {number} middle degrees @returns {string} */
function draw(geometry, middle) {
  let path = "";
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  let before = "";
  /** @param {string} command @param {number} toX @param {number} toY */
  const put = (command, toX, toY) => {
    const [nextX, nextY] = [Math.round(toX), Math.round(toY)];
    if (command === "l" && nextX === x && nextY === y) return;
    const [dx, dy] = [nextX - x, nextY - y];
    // Commands and blanks that can be left out are.
    const head = command === before ? (dx < 0 ? "" : " ") : command;
    path += `${head}${dx}${dy < 0 ? "" : " "}${dy}`;
    [x, y, before] = [nextX, nextY, command];
  };
  const context = {
    beginPath() {},
    moveTo(toX, toY) {
      // A relative move begins each line; a second pair behind it would be a line, so the command is always written.
      before = "";
      put("m", toX, toY);
      [startX, startY] = [x, y];
    },
    lineTo(toX, toY) {
      put("l", toX, toY);
    },
    closePath() {
      path += "z";
      [x, y, before] = [startX, startY, "z"];
    },
    arc() {},
  };
  geoPath(projection(middle), context)(geometry);
  return path;
}
