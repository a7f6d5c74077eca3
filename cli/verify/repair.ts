/** The fix of a resource that differs from the stack. */
export function deployAgain(shown: string, effect: string): string {
  return `Deploy the environment again (npx cdktf deploy ${shown}), which ${effect}.`;
}

/** The first call asks, the others get the same answer. Checks that end early leave the answer to the others. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
