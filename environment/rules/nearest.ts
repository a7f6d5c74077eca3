import { distance } from "fastest-levenshtein";

/** The known word that was probably meant, if one is near enough to be worth proposing. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.trim().toLowerCase();
  let best: string | undefined;
  // Beyond a third of its letters, a proposal is a guess that misleads.
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const steps = distance(wanted, candidate.toLowerCase());
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps];
  }
  return best;
}

/** The end of a fix: `did you mean "…"?`, or what to do when nothing is near. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const guess = nearest(word, known);
  return guess === undefined ? otherwise : `did you mean "${guess}"?`;
}
