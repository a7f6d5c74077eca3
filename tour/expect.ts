import { isDeepStrictEqual } from "node:util";

/** A failed check: its subject, what was expected and what was seen. */
export class CheckFailure extends Error {
  constructor(
    readonly what: string,
    readonly expected: string,
    readonly seen: string,
  ) {
    super(`${what}: expected ${expected}, saw ${seen}`);
    this.name = "CheckFailure";
  }
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}

/** @throws CheckFailure if the values differ */
export function expectEqual(what: string, seen: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(seen, expected)) throw new CheckFailure(what, show(expected), show(seen));
}

/** @throws CheckFailure if the condition does not hold */
export function expectTrue(what: string, holds: boolean, expected: string, seen: unknown): void {
  if (!holds) throw new CheckFailure(what, expected, show(seen));
}

/**
 * Asks until the answer is the expected one or the time is up.
 * @throws CheckFailure with the last answer
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  expected: T,
  { seconds = 30 }: { seconds?: number } = {},
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await ask();
    if (isDeepStrictEqual(seen, expected)) return;
    if (Date.now() > end) throw new CheckFailure(`${what} (within ${seconds} s)`, show(expected), show(seen));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The AWS error code of a request, or `no error`. */
export async function errorCode(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return "no error";
  } catch (error) {
    return (error as Error).name;
  }
}
