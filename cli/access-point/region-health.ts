import type { Failure, Health } from "./failover-controls-types";
import type { Clock } from "./hedge";

/** How long a control Region that has never answered is waited for, in milliseconds. */
const firstAnswerMs = 1000;

/** The least time for a control Region that is silent for longer than it should be, in milliseconds. */
const silentMs = 50;

/** The least time for a control Region that has answered before, in milliseconds. */
const nextAnswerMs = 1200;

/** How each control Region answers, and for how long it has been silent. */
export class RegionHealth {
  private readonly states = new Map<string, Health>();
  /** The control Regions that have answered at least once. */
  private readonly reachable = new Set<string>();
  /** Since when a reading of a control Region has been without an answer. */
  private readonly silentSince = new Map<string, number>();
  /** When the latest request that was answered had been sent. */
  private readonly answeredSince = new Map<string, number>();

  constructor(
    private readonly order: readonly string[],
    private readonly clock: Clock,
    private readonly judge: (error: unknown) => Failure,
    private readonly requestTimeoutMs: number,
  ) {}

  /** Sends a request and notes how it ends. */
  async watched<T>(endpoint: string, request: () => Promise<T>): Promise<T> {
    const began = this.clock.now();
    if (this.states.get(endpoint)?.state !== "answered") this.states.set(endpoint, { state: "asked" });
    try {
      const value = await request();
      this.note(endpoint, began, { state: "answered" });
      return value;
    } catch (error) {
      // A refusal in AWS's own form is an answer. The Region is reachable.
      const answers = ["final", "conflict", "refused"].includes(this.judge(error));
      this.note(endpoint, began, { state: answers ? "answered" : "failed", error });
      throw error;
    }
  }

  /** The same for a reading. Its silence counts from the first request without an answer, across all readings. */
  async watchedReading<T>(endpoint: string, signal: AbortSignal, request: () => Promise<T>): Promise<T> {
    if (!this.silentSince.has(endpoint)) this.silentSince.set(endpoint, this.clock.now());
    try {
      const value = await this.watched(endpoint, request);
      this.silentSince.delete(endpoint);
      return value;
    } catch (error) {
      // A failure is an answer of some kind, unless the request was canceled.
      if (!signal.aborted) this.silentSince.delete(endpoint);
      throw error;
    }
  }

  /** The Region has answered, or has at least not failed to. */
  answers(endpoint: string): boolean {
    return this.states.get(endpoint)?.state === "answered";
  }

  /**
   * Until when to wait for a reading that was sent at this time: what the slowest answer so far makes likely. The time
   * for which the Region has been silent before counts.
   */
  dueAt(endpoint: string, sent: number): number {
    const least = this.reachable.has(endpoint) ? nextAnswerMs : firstAnswerMs;
    const usual = Math.min(this.requestTimeoutMs, Math.max(least, Math.ceil(3 * this.slowestMs())));
    return Math.max(sent + silentMs, usual + Math.min(sent, this.silentSince.get(endpoint) ?? sent));
  }

  /** The Regions that answered come first, the quickest before the others; those that failed or are silent come last. */
  inOrder(): string[] {
    const rank = (endpoint: string): number => {
      const { state, milliseconds = 0, error } = this.states.get(endpoint) ?? {};
      if (state === "answered") return (error === undefined ? 0 : 1) + milliseconds / 1e6;
      return state === undefined ? 1 : state === "asked" ? 2 : 3;
    };
    return [...this.order].sort((a, b) => rank(a) - rank(b));
  }

  private slowestMs(): number {
    const answered = [...this.states.values()].filter(({ state }) => state === "answered");
    return Math.max(0, ...answered.map(({ milliseconds = 0 }) => milliseconds));
  }

  private note(endpoint: string, began: number, health: Health): void {
    if (health.state === "answered") {
      this.reachable.add(endpoint);
      this.answeredSince.set(endpoint, Math.max(began, this.answeredSince.get(endpoint) ?? 0));
    } else if ((this.answeredSince.get(endpoint) ?? -1) > began) {
      // A later request was answered.
      return;
    }
    this.states.set(endpoint, { ...health, milliseconds: this.clock.now() - began });
  }
}
