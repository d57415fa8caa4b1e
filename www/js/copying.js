// Copying what somebody said together with who said it, the same from the card and from the lists.
// @ts-check

import { h, shorten } from "./dom.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */

/**
 * The words of a claim with their attribution: `“We close.” — Ana Reis, mayor`.
 * @param {string} text @param {Annotations} annotations @param {number} id of the claim
 */
export function attributed(text, { claims, speakers }, id) {
  const { content, speaker, form } = claims[id];
  const words = content.map(({ start, end }) => text.slice(start, end).replace(/\s+/gu, " ")).join(" … ");
  const who = speaker === null ? null : speakers[speaker];
  if (!who) return form === "own" ? words : `${words} — ${strings.noSpeaker.toLowerCase()}`;
  return `${words} — ${[who.name, who.description].filter(Boolean).join(", ")}`;
}

/** @param {string} words @param {(message: string) => void} say what came of it */
export async function copy(words, say) {
  try {
    await navigator.clipboard.writeText(words);
    say(strings.copied);
  } catch {
    say(strings.notCopied);
  }
}

/**
 * The small button beside a claim in a list.
 * @param {string} text @param {Annotations} annotations @param {number} id of the claim @param {(message: string) => void} say
 */
export function copyButton(text, annotations, id, say) {
  const words = attributed(text, annotations, id);
  const label = `${strings.copyQuote}: ${shorten(words, 60)}`;
  return h("button", { type: "button", class: "copy", title: strings.copyQuote, "aria-label": label, onclick: () => copy(words, say) }, h("span", { "aria-hidden": "true" }));
}
