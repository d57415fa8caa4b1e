// Annotations that were made when the page was made, for the page as it is now.
// @ts-check

import { ArticleText } from "./article-text.js";
import { align, decode, parse } from "./payload.js";

/**
 * @param {Element} script that holds them @param {Element} root of the article
 * @returns {import("./marked-element.js").Found}
 */
export function readEmbedded(script, root) {
  const payload = parse(script.textContent ?? "");
  const article = new ArticleText(root);
  const blocks = align(payload, article.text, article.blocks);
  const missing = blocks.filter(({ moved }) => moved === null).length;
  return { article, annotations: decode(payload, blocks), mismatch: missing ? { missing, blocks: blocks.length } : undefined };
}
