// What there is to say of a text that was read.
// @ts-check

import { strings } from "./strings.js";

/** @param {string} text @param {import("../types/whosaid.js").Annotations} found */
export function summary(text, found) {
  const claims = found.claims.filter((claim) => claim.form !== "own" && claim.mode === "statement").length;
  if (!/[\p{L}\p{N}]/u.test(text)) return strings.onlyMarks;
  const empty = !claims && !found.speakers.length && !found.places.length;
  if (empty && text.trim().length < 80) return strings.tooShort;
  return empty ? strings.nothing : strings.found(found, claims);
}
