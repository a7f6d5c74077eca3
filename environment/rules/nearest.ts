import { distance } from "fastest-levenshtein";

/** The known word that is most similar to the given one, if it is similar enough to be worth suggesting. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.trim().toLowerCase();
  let best: string | undefined;
  // With more than a third of the letters wrong, a suggestion would only mislead.
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const steps = distance(wanted, candidate.toLowerCase());
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps];
  }
  return best;
}

/** A fix: `did you mean "…"?`, or the other text if no known word is similar. */
export function didYouMean(word: string, known: readonly string[], otherwise: string): string {
  const guess = nearest(word, known);
  return guess === undefined ? otherwise : `did you mean "${guess}"?`;
}
