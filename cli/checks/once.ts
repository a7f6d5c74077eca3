/** Asks when the answer is first needed, and keeps it. Checks that end early leave the answer to the others. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
