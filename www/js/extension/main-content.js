// The article of a page: the smallest element that holds most of its running text, without what stands beside it there.
// Nothing of the page is copied or changed, so that every character leads back to its text node.
// @ts-check

import { ArticleText } from "../article-text.js";

/** Roles of what is never part of an article. */
const ROLES = new Set("alert alertdialog banner complementary contentinfo dialog menu menubar navigation search tablist toolbar".split(" "));

/** How sites call what stands beside or under the article, in classes and ids. */
const NAMES =
  /(^|[-_\s])(ads?|adslot|advert\w*|banner|breadcrumbs?|byline|caption|consent|cookies?|credits?|disclaimer|footer|gdpr|masthead|metering|mostread|navbar|navigation|newsletter|outbrain|paywall|piano|popup|promo\w*|recirc\w*|recommend\w*|regwall|related|share|sharing|sidebar|signup|social|sponsor\w*|subscribe|subscription|taboola|tags|toast|toolbar|trending)([-_\s]|$)/i;

/** The same of what readers write, however long that is. */
const COMMENTS = /(^|\s)(?!no-|has-|with-)([\w-]*[-_])?(comments?|commentlist|disqus|respond)([-_]?(app|area|block|container|feed|list|root|section|thread|wrap(per)?))?(\s|$)/i;

/** What a box asks for that is no article: its buttons say so. */
const ASKS = /^(accept|agree|allow|continue reading|get access|log ?in|register|reject|sign ?(in|up)|subscribe)\b/i;

/** Such a box is no longer than this, in characters. */
const BOX = 700;

/** Elements that say that they are an article. */
const ARTICLES = 'article, main, [role="article"], [role="main"], [itemprop~="articleBody"]';

/** A block that is so long is running text, whatever it ends with. */
const LONG = 80;

/** With the end of a sentence, so much is enough. */
const SENTENCE = 30;

/** Less running text than this is no article. */
const LEAST = 200;

/** @typedef {{ element: Element, length: number, linked: number, prose: boolean }} Block */

/**
 * The article of a page, or `null` where there is none.
 * @param {Element} body
 * @returns {ArticleText | null}
 */
export function readArticle(body) {
  /** Asked for several times. @type {Map<Element, boolean>} */
  const known = new Map();
  const isBesideIt = (/** @type {Element} */ element) => {
    const answer = known.get(element) ?? isBeside(element);
    known.set(element, answer);
    return answer;
  };
  const page = new ArticleText(body, true, isBesideIt);
  const blocks = blocksOf(page);
  /** How much running text each element holds. @type {Map<Element, number>} */
  const weights = new Map();
  for (const { element, length, linked, prose } of blocks) {
    if (!prose) continue;
    for (let at = /** @type {Element | null} */ (element); at; at = at === body ? null : at.parentElement) weights.set(at, (weights.get(at) ?? 0) + length - linked);
  }
  const weight = (/** @type {Element} */ element) => weights.get(element) ?? 0;
  if (weight(body) < LEAST) return null;
  const root = withHeadline(body, deepest(body, weight), weight);
  const inside = blocks.filter(({ element }) => root.contains(element));
  const beside = new Set([...linkLists(inside, root, weight), ...edges(inside, weight)]);
  return new ArticleText(root, true, (element) => beside.has(element) || isBesideIt(element));
}

/** Whether an element stands beside the article, by what it is and how the page calls it. @param {Element} element */
function isBeside(element) {
  const { localName } = element;
  if (localName === "header" || localName === "footer") {
    // Of the page, not of an article; and under an article stands what is about it. Under a quotation stands whose it is.
    const within = element.parentElement?.closest("article, main, blockquote, section");
    if (localName === "header" ? !within && !element.querySelector("h1") : within?.localName !== "blockquote") return true;
  }
  if (ROLES.has(element.getAttribute("role") ?? "")) return true;
  if (/comment/i.test(`${element.getAttribute("itemprop")} ${element.getAttribute("itemtype")}`)) return true;
  if (holdsArticle(element)) return false;
  const { length } = element.textContent ?? "";
  if (isNamedSo(element, length)) return true;
  if (length > BOX) return false;
  return /fixed|sticky/.test(getComputedStyle(element).position) || asks(element);
}

/** Whether an element holds the article by what it is. @param {Element} element */
function holdsArticle(element) {
  return element.matches(`body, ${ARTICLES}`) || element.querySelector("h1") !== null;
}

/** @param {Element} element @param {number} length of its text */
function isNamedSo(element, length) {
  const names = ["id", "class", "data-testid", "data-component"].map((name) => element.getAttribute(name) ?? "").join(" ").replace(/(\p{Ll})(\p{Lu})/gu, "$1-$2");
  if (COMMENTS.test(names)) return true;
  // A paragraph on a share price may be named after it; and what holds several paragraphs may be called anything.
  if (length >= LONG && /^(p|li|blockquote)$/.test(element.localName)) return false;
  const paragraphs = [...element.querySelectorAll("p")].filter(({ textContent }) => (textContent ?? "").length >= LONG);
  return paragraphs.length < 3 && length < 4 * BOX && NAMES.test(names);
}

/** Whether one is asked for something in a small box: to subscribe, sign in, agree. @param {Element} element */
function asks(element) {
  if (/^(p|li|article)$/.test(element.localName)) return false;
  const controls = [...element.querySelectorAll('button, [role="button"], input[type="submit"], a[class*="button" i], a[class*="btn" i]')];
  return controls.some((control) => ASKS.test((control.textContent ?? "").trim() || (control.getAttribute("value") ?? "")));
}

/** The blocks of a text with the elements that hold them. @param {ArticleText} article @returns {Block[]} */
function blocksOf({ text, blocks, pieces }) {
  let at = 0;
  return blocks.flatMap(({ start, end }) => {
    while (at < pieces.length && pieces[at].start < start) at += 1;
    /** @type {Element | null} */
    let element = null;
    let linked = 0;
    for (; at < pieces.length && pieces[at].start < end; at += 1) {
      const parent = pieces[at].node.parentElement;
      if (parent?.closest("a")) linked += pieces[at].length;
      element ??= parent && holder(parent);
    }
    if (!element) return [];
    const length = end - start;
    const ended = /[.!?…][”’"')\]]*$/.test(text.slice(start, end));
    const letters = /\p{Ll}{2}/u.test(text.slice(start, end));
    const prose = letters && linked < length / 2 && !/^h[1-6]$/.test(element.localName) && (length >= LONG || (ended && length >= SENTENCE));
    return [{ element, length, linked, prose }];
  });
}

/** The block that an inline element stands in. @param {Element} element */
function holder(element) {
  let at = element;
  while (at.parentElement && /^(inline|contents|ruby)/.test(getComputedStyle(at).display)) at = at.parentElement;
  return at;
}

/**
 * The smallest element that says that it is an article and holds half of the running text, or else the smallest that holds
 * three quarters of it. Of a row of articles, none of which is the one, that is what holds the row.
 * @param {Element} body @param {(element: Element) => number} weight
 */
function deepest(body, weight) {
  const whole = weight(body);
  const named = [...body.querySelectorAll(ARTICLES)].filter((element) => weight(element) >= whole / 2);
  const last = named.at(-1);
  if (last) return last;
  let at = body;
  for (let next = at; next; ) {
    at = next;
    next = /** @type {Element} */ ([...at.children].find((child) => weight(child) >= (whole * 3) / 4));
  }
  return at;
}

/**
 * The headline often stands outside of what holds the text: up to it, where no other running text comes along.
 * @param {Element} body @param {Element} root @param {(element: Element) => number} weight
 */
function withHeadline(body, root, weight) {
  const most = weight(root) * 1.1;
  for (let at = root; !at.querySelector("h1"); ) {
    const up = at.parentElement;
    if (!up || at === body || weight(up) > most) return root;
    at = up;
    if (at.querySelector("h1")) return at;
  }
  return root;
}

/** Lists of links between or under the paragraphs: what else there is to read. @param {Block[]} blocks @param {Element} root @param {(element: Element) => number} weight */
function linkLists(blocks, root, weight) {
  return blocks.flatMap(({ element, length, linked }) => {
    const isList = linked >= length * 0.8 && !weight(element) && element !== root && !/^h[1-6]$/.test(element.localName);
    return isList ? [element] : [];
  });
}

/**
 * What is no running text in front of it and behind it: dates, by-lines, numbers of comments. Headings in front stay, and so
 * does what stands among the paragraphs and looks like them.
 * @param {Block[]} blocks @param {(element: Element) => number} weight
 */
function edges(blocks, weight) {
  const first = blocks.findIndex(({ prose }) => prose);
  const last = blocks.findLastIndex(({ prose }) => prose);
  const among = (/** @type {Element} */ element, /** @type {Block} */ { element: other }) => element.localName === other.localName && element.parentElement === other.parentElement;
  return blocks.flatMap(({ element }, n) => {
    if ((n >= first && n <= last) || weight(element)) return [];
    const stays = n > last ? among(element, blocks[last]) : /^h[1-3]$/.test(element.localName) || (among(element, blocks[first]) && element.className === blocks[first].element.className);
    return stays ? [] : [element];
  });
}
