// The unpacked extension in Chromium: its button is clicked on pages of five layouts, all under a strict policy.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { axe, dist, root, serve } from "../page/harness.mjs";
import { Chromium, until } from "./chromium.mjs";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'; sandbox allow-scripts allow-same-origin";

/** @typedef {Awaited<ReturnType<Chromium["open"]>>} Page */
/** @type {Chromium} */ let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */ let server;

before(async () => {
  server = await serve(path.join(root, "tests/extension/pages"), { "content-security-policy": POLICY });
  browser = await Chromium.launch(path.join(dist, "extension"));
});
after(async () => {
  await browser?.close();
  server.close();
});

/** The words under each kind of marks; those of one claim may lie in several nodes. @param {Page} page @returns {Promise<Record<string, string>>} */
const marked = (page) =>
  page.evaluate(() => Object.fromEntries([...CSS.highlights].map(([name, ranges]) => [name.replace("whosaid-", ""), [...ranges].map(String).join("|").replace(/\|(?=\W)|(?<=\W)\|/g, "")])));

/** @param {Page} panel */
const speakers = (panel) => panel.evaluate(() => [...document.querySelectorAll(".speaker-row .name")].map((name) => name.firstChild?.textContent));

/** Waits until something is said in the panel. @param {Page} panel @param {RegExp} words */
const says = (panel, words) => until(String(words), () => panel.evaluate((source) => RegExp(source).test(document.querySelector(".talk")?.textContent ?? ""), words.source));

/** Until marks are there that say so. @param {Page} page @param {RegExp} words @param {string} [kind] */
const marks = (page, words, kind = "claim") => until(`marks on ${words}`, async () => words.test((await marked(page))[kind] ?? ""));

/**
 * What is to be marked on each page, and where nothing may be.
 * @type {Record<string, { claims: string[], speakers: string[], beside: string }>}
 */
const LAYOUTS = {
  plain: {
    claims: ["We have not seen a single ferry since November", "the route would reopen in March", "the same thing last year", "four of the town’s eleven shops have closed"],
    speakers: ["Ingrid Solheim", "Tor Brekke"],
    beside: "header, #cookie-consent, .byline, figcaption, aside, .comments, footer",
  },
  list: {
    claims: ["It was laid in 1931", "the pressure alarm rang at 3 a.m.", "I read about it in the paper", "The repair fund holds $4,000", "Of course it can"],
    speakers: ["Dana Whitlock", "Amos Reyes", "Lucy Abara"],
    beside: ".site-header, .meta, .related-links, .sidebar",
  },
  framework: {
    claims: ["My pears are grey", "its trucks are washed twice a day", "We will not be moved"],
    speakers: ["Wilma Oakes"],
    beside: ".css-77a, .css-u4, .css-card",
  },
  paywall: {
    claims: ["There was a door behind the door", "the vault had not been entered since 1974", "I thought it was a joke"],
    speakers: ["Carla Venier"],
    beside: "nav, .offer-box, [hidden], [aria-label='More stories'], .bottom-bar",
  },
  live: {
    claims: ["No ship goes out tonight", "crews were on their way", "All schools will stay shut until Monday"],
    speakers: ["Rui Esteves", "Ana Prado"],
    beside: "[role=banner], time, footer, .trending",
  },
};

describe("the extension marks the article of a page", () => {
  for (const [name, { claims, speakers: named, beside }] of Object.entries(LAYOUTS)) {
    it(`${name}: what is said, and nothing that stands beside it; the page's elements stay as they are`, async (test) => {
      const page = await browser.open(`${server.url}${name}.html`);
      const before = await page.evaluate(() => document.documentElement.outerHTML);
      const seen = server.seen.length;
      const begun = performance.now();
      const panel = await browser.read(page);
      await until("marks", async () => (await marked(page)).claim);
      test.diagnostic(`${name}: ${((performance.now() - begun) / 1000).toFixed(2)} s from the click to the marks, with the engine's start`);
      const { claim } = await marked(page);
      for (const words of claims) assert.ok(claim.includes(words), `“${words}” in ${claim}`);
      const listed = await speakers(panel);
      for (const speaker of named) assert.ok(listed.includes(speaker), `${speaker} in ${listed}`);
      const wrong = await page.evaluate(
        (selector) => [...CSS.highlights.values()].flatMap((ranges) => [...ranges].filter((range) => range.startContainer.parentElement?.closest(selector)).map(String)),
        beside,
      );
      assert.deepEqual(wrong, []);
      assert.equal(await page.evaluate(() => document.documentElement.outerHTML), before);
      assert.deepEqual(server.seen.slice(seen), [], "the page's server is asked for nothing");
      await page.send("Page.close");
    });
  }
});

describe("panel and page", () => {
  it("a marked word selects in the panel; an entry of the panel brings its words into view", async () => {
    const page = await browser.open(`${server.url}plain.html`);
    await page.send("Emulation.setDeviceMetricsOverride", { width: 700, height: 400, deviceScaleFactor: 1, mobile: false });
    const panel = await browser.read(page);
    await marks(page, /We have not seen/);
    const [x, y] = await page.evaluate(() => {
      const range = [.../** @type {Highlight} */ (CSS.highlights.get("whosaid-claim"))].find((each) => String(each).includes("We have not seen"));
      range?.startContainer.parentElement?.scrollIntoView({ block: "center" });
      const [box] = /** @type {Range} */ (range).getClientRects();
      return [box.left + box.width / 2, box.top + box.height / 2];
    });
    await page.click(x, y);
    const card = () => panel.evaluate(() => document.querySelector("#details:not([hidden])")?.textContent);
    await until("the card", async () => (await card())?.includes("Ingrid Solheim"));
    await marks(page, /We have not seen/, "lit");

    await panel.evaluate(() => {
      document.getElementById("tab-claims")?.click();
      [...document.querySelectorAll(".claim-row")].find((row) => row.textContent?.includes("eleven shops"))?.dispatchEvent(new MouseEvent("click"));
    });
    await marks(page, /eleven shops/, "lit");
    const inView = () =>
      page.evaluate(() => {
        const [range] = [.../** @type {Highlight} */ (CSS.highlights.get("whosaid-lit"))].filter((each) => String(each).includes("eleven shops"));
        const { top, bottom } = range.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    await until("the words in view", inView);
    await page.send("Page.close");
  });

  it("keys lead through what is marked, in the page and in the panel; Esc lets go", async () => {
    const ALT = 1;
    const page = await browser.open(`${server.url}plain.html`);
    await page.send("Emulation.setDeviceMetricsOverride", { width: 700, height: 400, deviceScaleFactor: 1, mobile: false });
    const panel = await browser.read(page);
    await marks(page, /We have not seen/);
    const ids = await panel.evaluate(() => {
      document.getElementById("tab-claims")?.click();
      return [...document.querySelectorAll(".claim-row")].map((row) => row.getAttribute("data-target"));
    });
    assert.ok(ids.length > 3);
    const pressed = () => panel.evaluate(() => document.querySelector(".claim-row[aria-pressed=true]")?.getAttribute("data-target") ?? "none");
    const at = (/** @type {string | null} */ id) => until(`${id} selected`, async () => (await pressed()) === id);
    const caret = () => page.evaluate(() => {
      const { anchorNode, anchorOffset, isCollapsed } = /** @type {Selection} */ (getSelection());
      const lit = [.../** @type {Highlight} */ (CSS.highlights.get("whosaid-lit") ?? [])];
      const { top = -1, bottom = Infinity } = lit.find((range) => range.startContainer === anchorNode && range.startOffset === anchorOffset)?.getBoundingClientRect() ?? {};
      return isCollapsed && top >= 0 && bottom <= innerHeight;
    });
    for (const [key, id] of /** @type {const} */ ([["ArrowDown", ids[0]], ["ArrowDown", ids[1]], ["ArrowUp", ids[0]], ["ArrowUp", ids.at(-1)]])) {
      await page.press(key, ALT);
      await at(id ?? null);
      await until("the caret at its words, in view", caret);
    }
    // The card is there, and who is in the panel goes on from the same.
    assert.equal(await panel.evaluate(() => /** @type {HTMLElement} */ (document.getElementById("details")).hidden), false);
    await panel.press("ArrowDown", ALT);
    await at(ids[0]);
    await page.press("Escape");
    await at("none");
    await until("nothing lit", async () => !(await marked(page)).lit);
    // Without the modifier, and while something is written, keys are the page's.
    await page.press("ArrowDown");
    await page.evaluate(() => {
      const field = document.createElement("textarea");
      document.body.prepend(field);
      field.focus();
    });
    await page.press("ArrowDown", ALT);
    await page.evaluate(() => {
      document.querySelector("textarea")?.remove();
      addEventListener("keydown", (event) => Object.assign(window, { heard: `${event.key} ${event.defaultPrevented}` }));
    });
    await page.press("ArrowUp", ALT);
    await at(ids.at(-1) ?? null);
    await page.press("Escape");
    await at("none");
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).heard), "Escape false");
    assert.match((await panel.evaluate(() => document.getElementById("keys")?.textContent)) ?? "", /Alt ↓/);
    // Gone with the marks.
    await browser.button(page);
    await until("no panel", async () => !(await browser.panels()).length);
    await page.press("ArrowDown", ALT);
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).heard), "ArrowDown false");
    await page.send("Page.close");
  });

  it("hides a kind in the page with the legend's button", async () => {
    const page = await browser.open(`${server.url}plain.html`);
    const panel = await browser.read(page);
    await marks(page, /BERGEN/, "place");
    await panel.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("[data-kind=places]")).click());
    await until("no places", async () => !(await marked(page)).place);
    assert.match((await marked(page)).claim, /We have not seen/);
    await page.send("Page.close");
  });

  it("a second click takes marks and panel away, a third brings them back", async () => {
    const page = await browser.open(`${server.url}plain.html`);
    await browser.read(page);
    await marks(page, /We have not seen/);
    await browser.button(page);
    await until("no panel", async () => !(await browser.panels()).length);
    await until("no marks", async () => !Object.keys(await marked(page)).length);
    await browser.read(page);
    await marks(page, /We have not seen/);
    await page.send("Page.close");
  });

  it("follows a page that draws itself anew, and one that changes its words", async () => {
    const page = await browser.open(`${server.url}framework.html`);
    const panel = await browser.read(page);
    await marks(page, /washed twice a day/);
    await page.evaluate(() => /** @type {any} */ (window).redraw());
    await marks(page, /washed twice a day/);
    assert.equal(await page.evaluate(() => [...CSS.highlights.values()].every((ranges) => [...ranges].every((range) => range.startContainer.isConnected && !range.collapsed))), true);
    await page.evaluate(() => /** @type {any} */ (window).change("“There is no dust,” said Edgar Boyle, the quarry’s manager."));
    await marks(page, /There is no dust/);
    assert.doesNotMatch((await marked(page)).claim, /washed/);
    await until("the new speaker", async () => (await speakers(panel)).includes("Edgar Boyle"));
    await page.send("Page.close");
  });

  it("takes in what arrives in a live blog, and keeps what is selected", async () => {
    const page = await browser.open(`${server.url}live.html`);
    const panel = await browser.read(page);
    await marks(page, /No ship goes out/);
    await panel.evaluate(() => [...document.querySelectorAll(".speaker-row")].find((row) => row.textContent?.includes("Ana Prado"))?.dispatchEvent(new MouseEvent("click")));
    await marks(page, /All schools/, "lit");
    await page.evaluate(() => /** @type {any} */ (window).arrive("Bridge closed", "“Stay away from the river,” warned police chief Marta Leal."));
    await marks(page, /Stay away from the river/);
    await marks(page, /All schools/, "lit");
    assert.match((await panel.evaluate(() => document.querySelector("#details:not([hidden])")?.textContent)) ?? "", /Ana Prado/);
    await page.send("Page.close");
  });

  it("says that the article was left, and reads the next one on a click", async () => {
    const page = await browser.open(`${server.url}plain.html`);
    const panel = await browser.read(page);
    await marks(page, /We have not seen/);
    await page.goto(`${server.url}live.html`);
    await says(panel, /was left/);
    await browser.button(page);
    await marks(page, /No ship goes out/);
    await until("its speakers", async () => (await speakers(panel)).includes("Rui Esteves"));
    await page.send("Page.close");
  });
});

describe("where there is nothing to read, the panel says why", () => {
  for (const [what, address, sentence] of /** @type {[string, () => string, RegExp][]} */ ([
    ["a page of the browser", () => "chrome://version/", /keeps extensions out of this page/],
    ["a PDF", () => `${server.url}leaflet.pdf`, /This is a PDF/],
    ["a page without an article", () => `${server.url}empty.html`, /no article on this page/],
  ])) {
    it(what, async () => {
      const page = await browser.open(address());
      const panel = await browser.read(page);
      await says(panel, sentence);
      await page.send("Page.close");
    });
  }

  it("a page in another language: it is read, with a word about it", async () => {
    const page = await browser.open(`${server.url}german.html`);
    const panel = await browser.read(page);
    await says(panel, /says that it is in German/);
    await page.send("Page.close");
  });
});

describe("the panel", () => {
  for (const [width, scheme, forced] of /** @type {const} */ ([[360, "light", "none"], [320, "dark", "none"], [320, "light", "active"]])) {
    it(`is accessible, ${width} pixels wide, ${scheme}, forced colours ${forced}`, async () => {
      const page = await browser.open(`${server.url}plain.html`);
      const panel = await browser.read(page);
      await marks(page, /We have not seen/);
      await panel.send("Emulation.setDeviceMetricsOverride", { width, height: 700, deviceScaleFactor: 1, mobile: false });
      await panel.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }, { name: "forced-colors", value: forced }] });
      await panel.send("Runtime.evaluate", { expression: await readFile(axe, "utf8") });
      for (const tab of ["speakers", "claims", "places", "report"]) {
        const { violations, wide } = await panel.evaluate(async (name) => {
          document.getElementById(`tab-${name}`)?.click();
          /** @type {HTMLElement | null} */ (document.querySelector("#tab-panel [data-target]"))?.click();
          const { violations } = await /** @type {any} */ (window).axe.run();
          return { violations: violations.map((/** @type {any} */ v) => `${v.id}: ${v.nodes.map((/** @type {any} */ n) => n.html).join(" ")}`), wide: document.documentElement.scrollWidth };
        }, tab);
        assert.deepEqual(violations, [], tab);
        assert.ok(wide <= width, `${tab} is ${wide} pixels wide`);
      }
      await page.send("Page.close");
    });
  }
});

describe("a low panel", () => {
  it("scrolls as a whole, nothing on top of anything else", async () => {
    const page = await browser.open(`${server.url}plain.html`);
    const panel = await browser.read(page);
    await marks(page, /We have not seen/);
    await panel.send("Emulation.setDeviceMetricsOverride", { width: 360, height: 360, deviceScaleFactor: 1, mobile: false });
    const edges = await panel.evaluate(() => {
      document.getElementById("tab-claims")?.click();
      /** @type {HTMLElement | null} */ (document.querySelector(".claim-row"))?.click();
      return ["#legend", "#tabs", ".rows", "#details", ".side-foot"].map((selector) => {
        const { top, bottom } = /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect();
        return [Math.round(top), Math.round(bottom)];
      });
    });
    edges.slice(1).forEach(([top], n) => assert.ok(top >= edges[n][1], `${JSON.stringify(edges)}: ${n + 1} begins above the end of ${n}`));
    await page.send("Page.close");
  });
});

describe("what the extension may do", () => {
  it("nothing beyond the tab whose button was clicked, and no address but its own", async () => {
    const folder = path.join(dist, "extension");
    const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
    assert.deepEqual(manifest.permissions, ["activeTab", "scripting", "sidePanel"]);
    for (const key of ["host_permissions", "optional_permissions", "optional_host_permissions", "content_scripts", "externally_connectable", "web_accessible_resources"]) assert.equal(manifest[key], undefined, key);
    assert.match(manifest.content_security_policy.extension_pages, /^default-src 'none';.*connect-src 'self'/);
    assert.ok(manifest.commands._execute_action.suggested_key.default, "the button has a key");
    assert.match(manifest.version, /^\d+(\.\d+){1,3}$/);
    assert.notEqual(manifest.version, "0.0.0");
    const named = [...Object.values(manifest.icons), ...Object.values(manifest.action.default_icon), manifest.background.service_worker, ...manifest.background.scripts, manifest.sidebar_action.default_panel, manifest.sidebar_action.default_icon];
    for (const file of named) assert.ok((await readFile(path.join(folder, file))).length, file);
    for (const [size, file] of Object.entries(manifest.icons)) {
      const picture = await readFile(path.join(folder, file));
      assert.equal(picture.toString("latin1", 1, 4), "PNG");
      assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [Number(size), Number(size)]);
    }
    for (const script of ["background.js", "content.js", "panel.js", "panel.html"]) {
      const addresses = (await readFile(path.join(folder, script), "utf8")).match(/(?:https?:)?\/\/[a-z0-9.-]+\.[a-z]{2,}/gi) ?? [];
      assert.deepEqual(addresses.filter((address) => !/\/\/www\.w3\.org$/.test(address)), [], script);
    }
  });

  it("nothing went wrong, and nothing was asked for but the pages", async (test) => {
    assert.deepEqual(browser.problems, []);
    const asked = await browser.close();
    // Chromium asks its maker for this and that, with or without an extension.
    const foreign = asked.filter((address) => !address.startsWith(server.url) && !/^https?:\/\/[a-z0-9.-]+\.(google|googleapis)\.com\//.test(address));
    test.diagnostic(`${asked.length} requests in all, by whomever: ${[...new Set(asked.map((address) => new URL(address).host))].join(", ")}`);
    assert.ok(asked.some((address) => address.startsWith(server.url)), "requests are recorded");
    assert.deepEqual(foreign, []);
  });
});
