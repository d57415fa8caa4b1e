// What of a page is its article: small pages, each with one difficulty.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { launch, root } from "../page/harness.mjs";

const { build } = createRequire(path.join(root, "www/package.json"))("esbuild");

const FIRST = "The bridge over the Ossa has been shut since Friday, when an inspector found a crack in its second arch.";
const SECOND = "“It will not fall tomorrow,” said Lena Voss, the inspector, “but I would not walk under it either.”";
const THIRD = "The county will decide next week whether to mend the arch or to build another bridge beside the old one.";
const HEAD = "A crack in the arch";
const WHOLE = [HEAD, FIRST, SECOND, THIRD];
const paragraphs = [FIRST, SECOND, THIRD].map((words) => `<p>${words}</p>`).join("\n");
const headed = `<h1>${HEAD}</h1>${paragraphs}`;
const teaser = "A teaser for something else that has nothing at all to do with bridges, but is as long as a paragraph.";

/** What is told, the body, and the paragraphs of the article; `null` where there is none. @type {[string, string, string[] | null][]} */
const PAGES = [
  ["a headline in the head of the page", `<header><h1>${HEAD}</h1></header><div>${paragraphs}</div><footer><p>${teaser}</p></footer>`, WHOLE],
  ["no headline at all", `<div><div>${paragraphs}</div></div>`, [FIRST, SECOND, THIRD]],
  ["dates and by-lines in front, numbers behind", `<article><h1>${HEAD}</h1><div>4 May 2021</div><div>By Ada Roth</div>${paragraphs}<div>12 shares</div></article>`, WHOLE],
  ["a short last paragraph", `<article>${headed}<p>Nobody does.</p></article>`, [...WHOLE, "Nobody does."]],
  ["a page builder that wraps each paragraph", `<div class="widget-wrap"><h1 class="widget">${HEAD}</h1>${[FIRST, SECOND, THIRD].map((words) => `<div class="element widget widget-text"><p>${words}</p></div>`).join("")}</div>`, WHOLE],
  ["a wrapper that is named after its comments or its subscribers", `<div class="post has-comments subscriber-content">${headed}</div>`, WHOLE],
  ["comments longer than the article", `<main><article>${headed}</article><div id="comments">${`<p>${teaser}</p>`.repeat(20)}</div></main>`, WHOLE],
  ["a paragraph that is named after what it is about", `<article><h1>${HEAD}</h1><p class="share-price">${FIRST}</p><p class="tags">${SECOND}</p><p>${THIRD}</p></article>`, WHOLE],
  ["links to other pages in its midst", `<article><h1>${HEAD}</h1><p>${FIRST}</p><ul><li><a href="#1">Another bridge is shut too</a></li><li><a href="#2">A third one as well</a></li></ul><p>${SECOND}</p><p>${THIRD}</p></article>`, WHOLE],
  ["a paragraph that is a link in part", `<article><h1>${HEAD}</h1><p>${FIRST}</p><p>${SECOND}</p><p>The county will decide <a href="#1">next week</a> whether to mend the arch or to build another bridge beside the old one.</p></article>`, WHOLE],
  ["a banner over the page, without a name", `<article>${headed}</article><div style="position: fixed; bottom: 0"><p>${teaser}</p><button>OK</button></div>`, WHOLE],
  ["a page that is fixed as a whole", `<div style="position: fixed; inset: 0; overflow: auto"><div>${headed}${paragraphs.repeat(3)}</div></div>`, [...WHOLE, ...Array(3).fill([FIRST, SECOND, THIRD]).flat()]],
  ["what one is to subscribe to, without a name", `<article>${headed}<div><p>${teaser}</p><button>Subscribe for more</button></div></article>`, WHOLE],
  ["cards of other articles", `<main><article>${headed}</article></main><section>${`<article><h2>Other</h2><p>${teaser}</p></article>`.repeat(2)}</section>`, WHOLE],
  ["a quotation with its speaker under it", `<article><h1>${HEAD}</h1><p>${FIRST}</p><blockquote><p>${SECOND}</p><footer>Lena Voss</footer></blockquote><p>${THIRD}</p></article>`, [HEAD, FIRST, SECOND, "Lena Voss", THIRD]],
  ["line breaks in place of paragraphs", `<div id="text"><h1>${HEAD}</h1>${FIRST}<br><br>${SECOND}<br><br>${THIRD}</div>`, WHOLE],
  ["a page of links", `<nav><a href="#1">${teaser}</a></nav><ul>${`<li><a href="#2">${teaser}</a></li>`.repeat(10)}</ul>`, null],
  ["a form", `<h1>Contact</h1><form><p>${teaser}</p><p>${teaser}</p><p>${teaser}</p><input></form>`, null],
];

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {import("playwright-core").Page} */ let page;

before(async () => {
  const stdin = { contents: 'export { readArticle } from "./main-content.js"', resolveDir: path.join(root, "www/js/extension") };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: "iife", globalName: "content" });
  browser = await launch();
  page = await browser.newPage();
  await page.addInitScript(outputFiles[0].text.replace("var content", "globalThis.content"));
  await page.goto("about:blank");
});
after(() => browser.close());

describe("the article of a page", () => {
  for (const [what, body, expected] of PAGES) {
    it(what, async () => {
      const text = await page.evaluate((html) => {
        document.body.innerHTML = html;
        return /** @type {any} */ (globalThis).content.readArticle(document.body)?.text ?? null;
      }, body);
      assert.equal(text, expected && expected.join("\n\n"));
    });
  }
});
