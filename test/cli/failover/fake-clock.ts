import type { Clock } from "../../../cli/access-point/hedge";

/** A clock that jumps to the next timer whenever nothing else is left to do. */
export class FakeClock implements Clock {
  private time = 0;
  private timers: Array<{ at: number; callback: () => void }> = [];

  now(): number {
    return this.time;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((one) => one !== timer));
  }

  /** Runs until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const over = (): void => void (done = true);
    work.then(over, over);
    for (;;) {
      for (let turn = 0; turn < 50 && !done; turn++) await Promise.resolve();
      if (done) return work;
      this.timers.sort((a, b) => a.at - b.at);
      const next = this.timers.shift();
      if (next === undefined) throw new Error("nothing left to wait for, and the work is not done");
      this.time = Math.max(this.time, next.at);
      next.callback();
    }
  }
}
