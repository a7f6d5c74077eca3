/**
 * Colors of Regions. Each contrasts with the light and the dark page by a ratio of about 3 or more. None is red: on the
 * page, red means failed or missing. Each color belongs to one Region, in every chart and in the map.
 */
const REGIONS = [
  "#3a81d7",
  "#bf7b0f",
  "#06976d",
  "#8f57b5",
  "#139cb6",
  "#b9579c",
  "#928100",
  "#568502",
  "#6f8bed",
  "#d97230",
  "#107f7a",
  "#009edb",
  "#994b9e",
  "#b88a01",
  "#0c853d",
  "#685ec1",
  "#6d7607",
];

/** A gray for requests whose Region is not known. */
export const UNKNOWN = "#8a8f98";
/** CSS variables, because these colors differ between the light and the dark page. */
export const FAILED = "var(--red)";
export const INK = "var(--text)";
export const FAINT = "var(--muted)";

/** The color of a Region by its position in the run. */
export function regionColor(index: number): string {
  return index < 0 ? UNKNOWN : REGIONS[index % REGIONS.length]!;
}

/** Dashes tell Regions with similar colors apart. */
export function regionDash(index: number): readonly number[] {
  return index < 0 ? [2, 3] : index < 6 ? [] : index < 12 ? [8, 3] : [3, 3];
}
