// Which marks light up with a speaker, a claim or a place.
// @ts-check

/** What both the engine and a page with embedded annotations give. @typedef {import("../types/embed.js").Shown} Annotations */
/** @typedef {import("./segments.js").Mark} Mark */

/**
 * With a claim its words, source, cue and speaker; with a speaker all that is the speaker's; with a place its names.
 * @param {Annotations} annotations
 * @param {{ kind: "speaker" | "claim" | "place", id: number, ids?: number[] }} target `ids`: further claims with the first
 * @returns {(mark: Mark) => boolean}
 */
export function lightsWith({ claims, speakers }, { kind, id, ids }) {
  const lit = new Set(kind === "claim" ? (ids ?? [id]) : kind === "speaker" ? speakers[id].claims : []);
  const speaker = kind === "speaker" ? id : kind === "claim" && !ids ? claims[id].speaker : null;
  return (mark) => {
    if (mark.layer === "speaker") return mark.id === speaker;
    if (mark.layer === "place") return kind === "place" && mark.id === id;
    if (mark.layer === "anonymity") return kind === "speaker" && mark.id === id;
    return lit.has(mark.id);
  };
}
