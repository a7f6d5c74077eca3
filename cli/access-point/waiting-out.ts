import type { Clock } from "./hedge";

/** An attempt that began this long after the first throttled answer has waited long enough, in milliseconds. */
const throttledMs = 2500;

/**
 * How long throttling and interruptions are waited out. Time counts from the first throttled answer, and a busy computer
 * gets at least one attempt after throttling of two seconds.
 */
export class WaitingOut {
  private readonly began: number;
  private throttledAt: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly limitMs: number,
    private readonly isThrottled: (error: unknown) => boolean,
  ) {
    this.began = clock.now();
  }

  /** Notes a failure. */
  failed(error: unknown): void {
    if (this.isThrottled(error)) this.throttledAt ??= this.clock.now();
  }

  /**
   * Whether the attempt that has failed was the last one.
   * @param attemptBegan when it began
   * @param pause how long to wait before another one, in milliseconds. Undefined if there is none
   */
  over(attemptBegan: number, pause = 0): boolean {
    const late = this.clock.now() + pause - (this.throttledAt ?? this.began) > this.limitMs;
    return late && (this.throttledAt === undefined || attemptBegan - this.throttledAt > throttledMs);
  }
}
