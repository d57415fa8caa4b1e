// The map: its numbers against the library that draws the outlines, and the page driven by mouse, keyboard and touch.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { HEIGHT, kilometres, middleFor, project, WIDTH } from "../../www/js/map-projection.js";
import { APART, canPart, CLOSEST, farthest, fit, gather, held, isInside, labels, moved, radius, toScreen, whole, yardstick, zoomed } from "../../www/js/map-view.js";
import { outlines, projection } from "../../www/outlines.mjs";
import { dist, launch, open, root, serve, single } from "./harness.mjs";
import * as fixture from "./fixtures/annotations.mjs";

const BOX = { width: 400, height: 240 };
const close = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ off, /** @type {string} */ what) => assert.ok(Math.abs(a - b) <= off, `${what}: ${a}, not ${b}`);

/** Pins all over the world, the same ones each time. @param {number} count */
function scattered(count) {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: count }, (_, id) => ({ id, name: `Town ${id}`, ...project(random() * 140 - 60, random() * 360 - 180), mentions: 1 + Math.floor(random() ** 4 * 20), area: false }));
}

describe("the projection", () => {
  it("is the one that the outlines were drawn with", () => {
    const library = projection();
    for (let lat = -90; lat <= 90; lat += 7.5) {
      for (let lon = -180; lon <= 180; lon += 11.25) {
        const [x, y] = /** @type {[number, number]} */ (library([lon, lat])).map((n) => n / 10);
        const own = project(lat, lon);
        close(own.x, x, 1e-6, `x of ${lat} ${lon}`);
        close(own.y, y, 1e-6, `y of ${lat} ${lon}`);
      }
    }
  });

  it("is the same around the antimeridian", () => {
    const library = projection(180);
    for (let lat = -90; lat <= 90; lat += 7.5) {
      for (let lon = -180; lon <= 180; lon += 11.25) {
        if (lon === 0) continue;
        const [x, y] = /** @type {[number, number]} */ (library([lon, lat])).map((n) => n / 10);
        const own = project(lat, lon, 180);
        close(own.x, x, 1e-6, `x of ${lat} ${lon}`);
        close(own.y, y, 1e-6, `y of ${lat} ${lon}`);
      }
    }
  });

  it("turns to the antimeridian for places that lie nearer across it, and for no others", () => {
    const [suva, apia, auckland, anchorage, tokyo, london, accra] = [178.4, -171.8, 174.8, -149.9, 139.7, -0.1, -0.2];
    assert.equal(middleFor([suva, apia]), 180);
    assert.equal(middleFor([suva, apia, auckland, anchorage, tokyo]), 180);
    for (const together of [[], [suva], [suva, auckland, tokyo], [london, accra, tokyo], [anchorage, london, 36.8, tokyo]]) assert.equal(middleFor(together), 0, String(together));
  });

  it("fills the world's own box", () => {
    close(project(0, -180).x, 0, 1e-9, "west");
    close(project(0, 180).x, WIDTH, 1e-9, "east");
    close(project(90, 0).y, 0, 1e-9, "north");
    close(project(-90, 0).y, HEIGHT, 1e-9, "south");
  });

  it("knows how long a kilometre is", () => {
    for (const lat of [0, 30, 52, -41, 70]) {
      const a = project(lat, 20);
      const b = project(lat, 21);
      close((b.x - a.x) * kilometres(a.y), ((Math.PI * 6371) / 180) * Math.cos((lat * Math.PI) / 180), 1e-6, `a degree at ${lat}`);
    }
  });
});

describe("the outlines", () => {
  it("are whole numbers in path data, inside the world, with the land where it is", async () => {
    const context = /** @type {number[][]} */ ([]);
    for (const [name, path] of [...Object.entries(await outlines()), ...Object.entries(await outlines(180))]) {
      assert.match(path, /^[mlz\d -]+$/, name);
      let [x, y, startX, startY] = [0, 0, 0, 0];
      for (const [, command, numbers] of path.matchAll(/([mlz])([\d -]*)/g)) {
        if (command === "z") [x, y] = [startX, startY];
        const values = (numbers.match(/-?\d+/g) ?? []).map(Number);
        assert.equal(values.length % 2, 0, name);
        for (let n = 0; n < values.length; n += 2) {
          [x, y] = [x + values[n], y + values[n + 1]];
          if (command === "m" && n === 0) [startX, startY] = [x, y];
          assert.ok(x >= -2 && x <= WIDTH * 10 + 2 && y >= -2 && y <= HEIGHT * 10 + 2, `${name} leaves the world at ${x} ${y}`);
          context.push([x, y]);
        }
      }
    }
    assert.ok(context.length > 15000);
  });
});

describe("a view", () => {
  it("shows all points that it was fitted to, and some country around them", () => {
    for (const points of [scattered(5), scattered(1), [project(64.1, -21.9), project(-36.8, 174.8)], [project(56.9, 24.1), project(56.97, 24.2)]]) {
      const view = fit(points, BOX);
      for (const point of points) assert.ok(isInside(toScreen(point, view, BOX), BOX), JSON.stringify(point));
      assert.ok(view.scale <= 20 && view.scale >= farthest(BOX));
    }
    assert.deepEqual(fit([], BOX), whole(BOX));
  });

  it("never leaves the world, and never comes closer than it may", () => {
    let view = whole(BOX);
    for (const [dx, dy, factor] of [[900, -900, 3], [-5000, 300, 8], [0, 0, 1e9], [80000, 80000, 1], [0, 0, 1e-9]]) {
      view = zoomed(moved(view, BOX, dx, dy), BOX, factor);
      assert.deepEqual(held(view, BOX), view);
      assert.ok(view.scale <= CLOSEST && view.scale >= farthest(BOX));
    }
    assert.deepEqual(view, whole(BOX));
  });

  it("keeps the spot under the pointer where it is", () => {
    const view = held({ x: 500, y: 200, scale: 4 }, BOX);
    const point = { x: view.x + 30, y: view.y - 12 };
    const at = toScreen(point, view, BOX);
    const after = toScreen(point, zoomed(view, BOX, 2.5, at), BOX);
    close(after.x, at.x, 1e-9, "x");
    close(after.y, at.y, 1e-9, "y");
  });

  it("has a yardstick of a round number that fits", () => {
    assert.equal(yardstick(whole(BOX), BOX, 90), null);
    for (const scale of [3, 7, 20, 133]) {
      const stick = /** @type {{ kilometres: number, pixels: number }} */ (yardstick(held({ ...project(50, 10), scale }, BOX), BOX, 90));
      assert.ok(stick.pixels <= 90 && stick.pixels > 30, JSON.stringify(stick));
      assert.match(String(stick.kilometres), /^[125]0*$/);
    }
  });
});

describe("spots", () => {
  it("hold each pin once and never lie on each other, however near one looks", () => {
    const pins = scattered(800);
    for (const scale of [0.4, 2, 9, 60, CLOSEST]) {
      const view = { x: 500, y: 240, scale };
      const clusters = gather(pins, view, BOX);
      assert.deepEqual(clusters.flatMap((c) => c.pins.map((pin) => pin.id)).sort((a, b) => a - b), pins.map((pin) => pin.id));
      clusters.forEach((a, n) => {
        assert.ok(a.radius <= APART / 2);
        assert.equal(a.mentions, a.pins.reduce((sum, pin) => sum + pin.mentions, 0));
        for (const b of clusters.slice(n + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= APART);
      });
    }
  });

  it("are the same after the map moved", () => {
    const pins = scattered(300);
    const of = (/** @type {{ x: number, y: number, scale: number }} */ view) => gather(pins, view, BOX).map((c) => c.pins.map((pin) => pin.id));
    assert.deepEqual(of({ x: 500, y: 240, scale: 3 }), of({ x: 512.3, y: 251.7, scale: 3 }));
  });

  it("part as far as they can, and know when they cannot", () => {
    const [a, b] = [{ ...project(51.5, -0.1), id: 0, name: "A", mentions: 1, area: false }, { ...project(51.55, -0.1), id: 1, name: "B", mentions: 1, area: false }];
    assert.equal(canPart([a, b]), true);
    assert.equal(gather([a, b], { ...a, scale: CLOSEST }, BOX).length, 2);
    assert.equal(canPart([a, { ...b, x: a.x, y: a.y }]), false);
  });

  it("grow with the mentions, by area", () => {
    assert.ok(radius(1) < radius(4) && radius(4) < radius(9) && radius(1000) === APART / 2);
  });

  it("are labelled where there is room, labels never on each other nor on a spot", () => {
    const clusters = gather(scattered(60), whole(BOX), BOX);
    const placed = labels(clusters, BOX, (c) => c.pins[0].name, (text) => text.length * 6, 14);
    const boxes = placed.flatMap((label) => (label ? [{ left: label.x, right: label.x + label.text.length * 6, top: label.y - 14 * 0.77, bottom: label.y + 14 * 0.23 }] : []));
    assert.ok(boxes.length >= 3);
    const spots = clusters.map(({ x, y, radius: r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }));
    boxes.forEach((a, n) => {
      for (const b of [...boxes.slice(n + 1), ...spots]) {
        assert.ok(a.right <= b.left + 1e-6 || b.right <= a.left + 1e-6 || a.bottom <= b.top + 1e-6 || b.bottom <= a.top + 1e-6);
      }
    });
  });
});

describe("the map in the page", () => {
  /** @type {import("playwright-core").Browser} */ let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */ let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(`${dist}/page`)]);
  });
  after(async () => {
    await browser.close();
    server.close();
  });

  const far = { id: 2, name: "Porto", kind: "city", country: "PT", within: "Porto", lat: 41.15, lon: -8.61, geonameId: null, confidence: 0.9, alternatives: [], mentions: [fixture.span("Lisbon")] };
  const changed = { ...fixture.annotations, claims: fixture.annotations.claims.map((claim) => (claim.id === 3 ? { ...claim, places: [1] } : claim)) };

  /**
   * The fixture's article in reading mode, the places' tab open.
   * @param {import("playwright-core").BrowserContextOptions} [options] @param {object[]} [more] places
   * @param {(a: any) => any} [change] of the annotations
   */
  async function visit(options, more = [], change = (a) => a) {
    const opened = await open(browser, { reducedMotion: "reduce", ...options });
    const script = fixture.workerScript.replace(JSON.stringify(fixture.annotations), () => JSON.stringify(change({ ...changed, places: [...changed.places, ...more] })));
    await opened.page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    await opened.page.goto(server.url);
    await opened.page.fill("#text", fixture.text);
    await opened.page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await opened.page.click("#read");
    await opened.page.evaluate(() => document.getElementById("tab-places")?.click());
    await opened.page.waitForSelector(".map-borders", { state: "attached" });
    await opened.page.waitForSelector(".pin");
    return opened;
  }
  const frame = (/** @type {import("playwright-core").Page} */ page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const world = (/** @type {import("playwright-core").Page} */ page) =>
    page.$eval(".map-world", (g) => (g.getAttribute("transform") ?? "").match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? []);
  const names = (/** @type {import("playwright-core").Page} */ page) => page.$$eval(".pin", (pins) => pins.map((pin) => pin.getAttribute("aria-label")));

  it("puts the pins where the outlines say, in both forms of the page", async () => {
    const { page, problems } = await visit();
    const { at, inside } = await page.evaluate(() => {
      const pin = /** @type {SVGGraphicsElement} */ (document.querySelector(".pin"));
      const land = /** @type {SVGGeometryElement} */ (document.querySelector(".map-land"));
      const spot = /** @type {DOMPoint} */ (new DOMPoint(0, 0)).matrixTransform(/** @type {DOMMatrix} */ (pin.getScreenCTM()));
      const inside = land.isPointInFill(spot.matrixTransform(/** @type {DOMMatrix} */ (land.getScreenCTM()).inverse()));
      return { at: pin.getAttribute("aria-label"), inside };
    });
    assert.match(at ?? "", /^(2 places: Lisbon|Lisbon)/);
    assert.equal(inside, true);
    assert.deepEqual(problems, []);
    await page.context().close();
    const alone = await open(browser);
    await alone.page.goto(single);
    await alone.page.waitForSelector("body[data-places=full]");
    await alone.page.fill("#text", fixture.text);
    await alone.page.waitForSelector("#backdrop mark.place", { state: "attached" });
    await alone.page.click("#read");
    await alone.page.click("#tab-places");
    await alone.page.waitForSelector(".map-land", { state: "attached" });
    await alone.page.waitForSelector(".pin");
    assert.deepEqual(alone.problems, []);
    await alone.context.close();
  });

  it("shows places on both sides of the antimeridian together, for a speaker's alone too", async () => {
    const town = (/** @type {number} */ id, /** @type {string} */ name, /** @type {number} */ lat, /** @type {number} */ lon) => ({ ...far, id, name, lat, lon });
    const towns = [town(2, "Alice Springs", -23.7, 133.88), town(3, "Fairbanks", 64.84, -147.72), town(4, "Nairobi", -1.29, 36.82)];
    const { page, problems } = await visit({}, towns, (a) => ({ ...a, claims: a.claims.map((/** @type {any} */ claim) => ({ ...claim, places: claim.speaker === 1 ? [2, 3] : [] })) }));
    /** From west to east, with whether they lie on land. */
    const pins = () => page.evaluate(() => {
      const land = /** @type {SVGGeometryElement} */ (document.querySelector(".map-land"));
      const spots = [.../** @type {NodeListOf<SVGGraphicsElement>} */ (document.querySelectorAll(".pin"))].map((pin) => {
        const spot = new DOMPoint(0, 0).matrixTransform(/** @type {DOMMatrix} */ (pin.getScreenCTM()));
        const dry = land.isPointInFill(spot.matrixTransform(/** @type {DOMMatrix} */ (land.getScreenCTM()).inverse()));
        return { name: pin.getAttribute("aria-label")?.match(/Alice Springs|Fairbanks|Nairobi|Lisbon/)?.[0], dry, x: spot.x };
      });
      return spots.sort((a, b) => a.x - b.x).map(({ name, dry }) => `${name} ${dry}`);
    });
    const settled = async (/** @type {number} */ count) => {
      await page.waitForFunction((n) => document.querySelectorAll(".pin").length === n && document.querySelector(".map-borders"), count);
      await frame(page);
    };
    await settled(4);
    assert.deepEqual((await pins()).map((pin) => pin.split(" ")[0]), ["Fairbanks", "Lisbon", "Nairobi", "Alice"], "the usual map");
    await page.evaluate(() => document.getElementById("tab-speakers")?.click());
    await page.locator("#tab-panel .speaker-row", { hasText: "an official" }).click();
    await page.evaluate(() => document.getElementById("tab-places")?.click());
    await settled(2);
    assert.deepEqual(await pins(), ["Alice Springs true", "Fairbanks true"], "around the antimeridian, on land there too");
    await page.keyboard.press("Escape");
    await settled(4);
    assert.deepEqual((await pins())[0], "Fairbanks true", "the usual map again");
    assert.deepEqual(problems, []);
    await page.context().close();
  });

  it("selects from the pin the text and the row, and from the text and the row the pin", async () => {
    const { page } = await visit({}, [far]);
    const pressed = () => page.$$eval(".pin[aria-pressed=true]", (pins) => pins.map((pin) => pin.getAttribute("aria-label")));
    await page.click(".pin[aria-label^=Porto]");
    await frame(page);
    assert.deepEqual(await pressed(), ["Porto, Portugal: 1 mention"]);
    assert.equal(await page.getAttribute("#tab-panel .cell[data-target='place 2']", "aria-pressed"), "true");
    assert.deepEqual(await page.$$eval("#article .place-lit", (marks) => marks.map((mark) => mark.textContent)), ["Lisbon"]);
    await page.click(".pin[aria-label^=Porto]");
    await frame(page);
    assert.deepEqual(await pressed(), []);
    await page.click("#tab-panel .cell[data-target='place 2']");
    await frame(page);
    assert.deepEqual(await pressed(), ["Porto, Portugal: 1 mention"]);
    await page.keyboard.press("Escape");
    await page.locator("#article mark.place", { hasText: "LISBON" }).first().click();
    await frame(page);
    assert.equal(await page.locator(".pin.lit").count(), 1);
    assert.match((await page.getAttribute(".pin.lit", "aria-label")) ?? "", /Lisbon/);
    await page.context().close();
  });

  it("shows a speaker's places alone, in the map and in the table", async () => {
    const { page } = await visit({}, [far]);
    await page.click("#tab-speakers");
    await page.locator(".speaker-row", { hasText: "an official" }).click();
    await page.click("#tab-places");
    await frame(page);
    assert.deepEqual(await names(page), ["Portugal: 1 mention"]);
    assert.deepEqual(await page.$$eval("#tab-panel tbody tr:not([hidden]) .cell", (cells) => cells.map((c) => c.textContent)), ["Portugal"]);
    assert.match((await page.textContent(".map-only")) ?? "", /Only 1 place in what is said by an official/);
    await page.click(".map-only button");
    await frame(page);
    assert.equal(await page.locator("#tab-panel tbody tr:not([hidden])").count(), 3);
    assert.equal(await page.locator(".map-only").isHidden(), true);
    await page.context().close();
  });

  it("goes by keys: arrows move, plus and minus zoom, 0 shows all; Tab goes on to the table", async () => {
    const { page } = await visit({}, [far]);
    await page.focus(".map-surface");
    const home = await world(page);
    await page.keyboard.press("+");
    await frame(page);
    const near = await world(page);
    close(near[2] / home[2], 1.6, 0.01, "zoom");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowUp");
    await frame(page);
    const moved = await world(page);
    close(moved[0] - near[0], 60, 0.01, "to the left");
    close(moved[1] - near[1], 60, 0.01, "up");
    await page.keyboard.press("-");
    await page.keyboard.press("0");
    await frame(page);
    assert.deepEqual(await world(page), home);
    // The surface, one pin, the three buttons, the table's first.
    const stops = [];
    for (let n = 0; n < 5; n += 1) {
      await page.keyboard.press("Tab");
      stops.push(await page.evaluate(() => document.activeElement?.closest(".pin, .map-controls button, .cell")?.className.toString().split(" ")[0] || document.activeElement?.tagName));
    }
    assert.deepEqual(stops.map((stop) => stop?.toLowerCase()), ["[object", "button", "button", "button", "cell"]);
    await page.context().close();
  });

  it("goes from pin to pin by arrows, and Enter selects", async () => {
    const { page } = await visit({}, [far, { ...far, id: 3, name: "Faro", lat: 37.02, lon: -7.93 }]);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    await page.focus(".pin[aria-label^=Faro]");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    for (let n = 0; n < 3 && !(await focused()).startsWith("Porto"); n += 1) await page.keyboard.press("ArrowUp");
    assert.match(await focused(), /^Porto/);
    await page.keyboard.press("Enter");
    await frame(page);
    assert.equal(await page.getAttribute(".pin.lit", "aria-pressed"), "true");
    await page.context().close();
  });

  it("can be skipped", async () => {
    const { page } = await visit();
    await page.focus("#tab-panel");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip the map");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "TABLE");
    await page.context().close();
  });

  it("parts a spot of many by going closer, and lists what no view can part", async () => {
    const twin = { ...far, id: 3, name: "Twin of Porto" };
    const near = { ...far, id: 4, name: "Gaia", lat: 41.1 };
    const { page } = await visit({}, [far, twin, near]);
    assert.ok((await names(page)).some((name) => /^\d places: .*Porto.*Goes closer$/.test(name ?? "")), String(await names(page)));
    for (let n = 0; n < 6; n += 1) {
      const porto = page.locator(".pin[aria-label*='Porto'][aria-label*='Goes closer']");
      if (!(await porto.count())) break;
      await porto.first().focus();
      await page.keyboard.press("Enter");
      await frame(page);
    }
    assert.ok((await names(page)).includes("Gaia, Porto, Portugal: 1 mention"), String(await names(page)));
    await page.locator(".pin[aria-label*='Lists them']").focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await page.$$eval(".map-members button", (buttons) => buttons.map((b) => b.textContent)), ["Porto, Portugal: 1 mention", "Twin of Porto, Porto, Portugal: 1 mention"]);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".map-members").isHidden(), true);
    await page.context().close();
  });

  it("is moved by the mouse and the wheel; a drag selects nothing", async () => {
    const { page } = await visit({}, [far]);
    const box = /** @type {{ x: number, y: number, width: number, height: number }} */ (await page.locator(".map-surface").boundingBox());
    await page.mouse.move(box.x + 100, box.y + 100);
    const before = await world(page);
    await page.mouse.wheel(0, -240);
    await frame(page);
    const zoomedIn = await world(page);
    close(zoomedIn[2] / before[2], 2, 0.01, "wheel");
    const pin = /** @type {{ x: number, y: number, width: number, height: number }} */ (await page.locator(".pin").first().boundingBox());
    await page.mouse.move(pin.x + pin.width / 2, pin.y + pin.height / 2);
    await page.mouse.down();
    await page.mouse.move(pin.x + 40, pin.y + 10, { steps: 4 });
    await page.mouse.up();
    await frame(page);
    assert.notDeepEqual(await world(page), zoomedIn);
    assert.equal(await page.locator("#details").isHidden(), true);
    await page.context().close();
  });

  it("is pinched by two fingers", async () => {
    const { page, context } = await visit({ viewport: { width: 390, height: 800 }, hasTouch: true }, [far]);
    await page.tap("#sheet-handle");
    await page.locator(".map-surface").scrollIntoViewIfNeeded();
    const before = await world(page);
    const { x, y } = /** @type {{ x: number, y: number }} */ (await page.locator(".map-surface").boundingBox());
    const session = await context.newCDPSession(page);
    const touch = (/** @type {string} */ type, /** @type {number[][]} */ points) =>
      session.send("Input.dispatchTouchEvent", { type: /** @type {any} */ (type), touchPoints: points.map(([px, py], id) => ({ x: x + px, y: y + py, id })) });
    await touch("touchStart", [[100, 100], [160, 100]]);
    for (const gap of [10, 20, 30]) await touch("touchMove", [[100 - gap, 100], [160 + gap, 100]]);
    await touch("touchEnd", []);
    await frame(page);
    const after = await world(page);
    close(after[2] / before[2], 2, 0.1, "pinch");
    await context.close();
  });

  it("shows the pins though the outlines are missing, and says so", async () => {
    const opened = await open(browser);
    await opened.page.route("**/worker.js", (route) => route.fulfill({ contentType: "text/javascript", body: fixture.workerScript }));
    await opened.page.route("**/outlines.json", (route) => route.fulfill({ status: 404 }));
    await opened.page.goto(server.url);
    await opened.page.fill("#text", fixture.text);
    await opened.page.waitForSelector("#backdrop mark.claim", { state: "attached" });
    await opened.page.click("#read");
    await opened.page.click("#tab-places");
    await opened.page.waitForSelector(".pin");
    await opened.page.locator(".map-note", { hasText: "outlines.json" }).waitFor();
    await opened.context.close();
  });
});

describe("what the map rests on", () => {
  it("is free to use", async () => {
    const require = createRequire(pathToFileURL(`${root}/www/package.json`));
    for (const name of ["world-atlas", "us-atlas", "topojson-client", "topojson-simplify"]) assert.equal(require(`${name}/package.json`).license, "ISC");
  });
});
