// A place in words.
// @ts-check

import { countryName } from "./strings.js";

/** @param {Pick<import("../types/whosaid.js").PlaceEntry, "name" | "country" | "within">} place */
export function whereabouts(place) {
  const country = countryName(place.country);
  return [place.within, country].filter((part) => part && part !== place.name).join(", ");
}

/** @param {Pick<import("../types/whosaid.js").PlaceEntry, "lat" | "lon">} place @returns {string | null} */
export function coordinates({ lat, lon }) {
  if (lat === null || lon === null) return null;
  return `${Math.abs(lat).toFixed(2)}° ${lat < 0 ? "S" : "N"}, ${Math.abs(lon).toFixed(2)}° ${lon < 0 ? "W" : "E"}`;
}
