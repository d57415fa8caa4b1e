// What was found as tables, to be copied.
// @ts-check

import { page } from "./page-strings.js";
import { whereabouts } from "./place-words.js";
import { strings } from "./strings.js";

/** @typedef {import("../types/whosaid.js").Annotations} Annotations */
/** @typedef {import("./table-copy.js").Sheet} Sheet */

/** @param {string} text @param {Annotations} annotations @param {import("../types/whosaid.js").Claim[]} claims @returns {Sheet} */
export function claimsTable(text, { speakers, places }, claims) {
  const head = page.table.head;
  const rows = claims.map(({ speaker, form, content, places: where, signals, checkWorthiness, confidence }) => {
    const who = speaker === null ? null : speakers[speaker];
    const words = content.map(({ start, end }) => text.slice(start, end)).join(" … ");
    const unknown = form === "own" ? null : strings.noSpeaker;
    return [who?.name ?? unknown, who?.description ?? null, strings.claimForm[form], words, where.map((id) => places[id].name).join("; "), signals.map((signal) => strings.signal[signal] ?? signal).join("; "), checkWorthiness, confidence];
  });
  return { heads: [head.speaker, head.role, head.form, head.words, head.places, head.signals, head.worth, head.confidence], rows };
}

/** @param {Annotations} annotations @returns {Sheet} */
export function speakersTable({ speakers }) {
  const head = page.table.head;
  const rows = speakers.map(({ name, kind, description, claims, quotedWords, reportedWords }) => [name, strings.speakerKind[kind], description, claims.length, quotedWords, reportedWords]);
  return { heads: [head.speaker, head.kind, head.role, head.claims, head.quoted, head.reported], rows };
}

/** @param {Annotations} annotations @returns {Sheet} */
export function placesTable({ places }) {
  const head = page.table.head;
  const rows = places.map((place) => [place.name, whereabouts(place), place.kind, place.lat, place.lon, place.mentions.length]);
  return { heads: [head.place, head.within, head.kind, head.lat, head.lon, head.times], rows };
}
