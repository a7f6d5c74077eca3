import type { Clock } from "./hedge";

/** How one submission to one control Region ended. */
export interface Attempt {
  readonly endpoint: string;
  readonly ok: boolean;
  readonly error?: unknown;
}

/** The first success, else the end of the newest, which stands first; nothing when time is up. */
export function firstOf(
  clock: Clock,
  attempts: ReadonlyArray<Promise<Attempt>>,
  milliseconds: number,
): Promise<Attempt | undefined> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, () => resolve(undefined));
    const [newest, ...earlier] = attempts;
    const end = (attempt: Attempt): void => {
      cancel();
      resolve(attempt);
    };
    void newest?.then(end);
    for (const attempt of earlier) void attempt.then((one) => one.ok && end(one));
  });
}
