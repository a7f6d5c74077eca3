import { firstOf, type Attempt } from "./attempt";
import type { FailoverControlsOptions, Failure, Health, Poll, Update } from "./failover-controls-types";
import { AllFailed, hedge, systemClock, type Clock } from "./hedge";
import { sameRouting, type Route, type RoutesApi } from "./routing";

export type { Failure, Poll, Update } from "./failover-controls-types";

/** Reads and updates the routing through whichever control Regions are able. */
export class FailoverControls {
  readonly health = new Map<string, Health>();
  private readonly clock: Clock;
  private readonly judge: (error: unknown) => Failure;
  private readonly readDelay: number;
  private readonly updateDelay: number;
  private readonly limit: number;
  private readonly closing = new AbortController();

  constructor(
    private readonly api: RoutesApi,
    private readonly order: readonly string[],
    options: FailoverControlsOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.judge = options.judge;
    this.readDelay = options.readDelay ?? 200;
    this.updateDelay = options.updateDelay ?? 800;
    this.limit = options.limit ?? 10_000;
  }

  /** How many control Regions there are. */
  get size(): number {
    return this.order.length;
  }

  /** Breaks off what is still under way. */
  close(): void {
    this.closing.abort();
  }

  /** @throws AllFailed, or the failure that no other Region would mend */
  async read(): Promise<{ routes: Route[]; endpoint: string }> {
    let endpoints = this.inOrder();
    const failures = new Map<string, unknown>();
    for (const pause of [300, 900, undefined]) {
      try {
        const { value, endpoint } = await hedge(endpoints, (e, signal) => this.readFrom(e, signal), {
          delay: this.readDelay,
          limit: this.limit,
          clock: this.clock,
          isFinal: (error) => ["final", "conflict"].includes(this.judge(error)),
          // A slow Region is no dead one: what it says in the end decides how the rest of the run treats it.
          keepLosers: true,
        });
        return { routes: value, endpoint };
      } catch (error) {
        if (!(error instanceof AllFailed)) throw error;
        for (const { endpoint, error: why } of error.failures) failures.set(endpoint, why);
        endpoints = error.failures.filter((f) => this.judge(f.error) === "later").map((f) => f.endpoint);
        if (endpoints.length === 0 || pause === undefined)
          throw new AllFailed([...failures].map(([endpoint, why]) => ({ endpoint, error: why })));
        await this.sleep(pause);
      }
    }
    throw new Error("unreachable");
  }

  /**
   * Submits the routing through one Region after the other until one took it. Before it is sent a second time
   * because the first went unanswered, the routing is read: it may be there already, or be somebody else's by now.
   */
  async update(before: readonly Route[], wanted: readonly Route[]): Promise<Update> {
    const pending: Array<Promise<Attempt>> = [];
    let unclear = false;
    let last: unknown;
    let queue = this.inOrder();
    for (const pause of [300, 900, undefined]) {
      const again: string[] = [];
      for (const endpoint of queue) {
        const attempt = this.submitTo(endpoint, wanted);
        const first = await firstOf(this.clock, [attempt, ...pending], this.updateDelay);
        if (first?.ok) return { kind: "accepted", endpoint: first.endpoint };
        const failure = first && this.judge(first.error);
        last = first?.error ?? last;
        if (failure === "final") return this.refused(wanted, first?.error, unclear);
        if (failure === "later") again.push(endpoint);
        if (first !== undefined && (failure === "later" || failure === "elsewhere")) continue;
        if (first === undefined) pending.push(attempt);
        if (failure === "conflict")
          return this.afterConflict(wanted, endpoint, unclear || pending.length > 0);
        unclear = true;
        const routes = await this.readOrNothing();
        const late = await firstOf(this.clock, pending, 0);
        if (late?.ok) return { kind: "accepted", endpoint: late.endpoint };
        if (routes && sameRouting(routes, wanted)) return { kind: "settled", endpoint };
        if (routes && !sameRouting(routes, before)) {
          // Ours may still come in after the other's: what becomes of it decides whose routing stands.
          const end = await firstOf(this.clock, pending, 3 * this.updateDelay);
          if (end?.ok) return { kind: "accepted", endpoint: end.endpoint };
          return { kind: "conflict", sent: true, routes };
        }
      }
      if (again.length === 0 || pause === undefined) break;
      await this.sleep(pause);
      queue = again;
    }
    const late = await firstOf(this.clock, pending, pending.length > 0 ? this.updateDelay : 0);
    if (late?.ok) return { kind: "accepted", endpoint: late.endpoint };
    return this.refused(wanted, last, unclear);
  }

  /** Asks every control Region. Nothing stands for one that does not answer. */
  async poll(): Promise<Poll> {
    const answers = await Promise.all(
      this.order.map(async (endpoint): Promise<[string, Route[] | undefined]> => {
        const limit = AbortSignal.timeout(Math.ceil(this.patience(endpoint)));
        return [endpoint, await this.readFrom(endpoint, limit).catch(() => undefined)];
      }),
    );
    return new Map(answers);
  }

  /** A Region that has been silent gets a moment; others get what the slowest answer so far makes likely. */
  private patience(endpoint: string): number {
    const { state } = this.health.get(endpoint) ?? {};
    if (state === "asked" || state === "failed") return 400;
    const slowest = Math.max(0, ...[...this.health.values()].map(({ milliseconds = 0 }) => milliseconds));
    return Math.min(this.limit, Math.max(1200, 3 * slowest));
  }

  private async refused(wanted: readonly Route[], error: unknown, unclear: boolean): Promise<Update> {
    const routes = await this.readOrNothing();
    if (routes && sameRouting(routes, wanted)) return { kind: "settled", endpoint: this.inOrder()[0] ?? "" };
    return { kind: unclear ? "unknown" : "refused", error, ...(routes && { routes }) };
  }

  /** 409: it may be our own update that is still under way, or somebody else's. Nothing is sent again. */
  private async afterConflict(wanted: readonly Route[], endpoint: string, ours: boolean): Promise<Update> {
    let routes = await this.readOrNothing();
    for (let tries = 0; ours && tries < 5 && routes && !sameRouting(routes, wanted); tries++) {
      await this.sleep(500);
      routes = await this.readOrNothing();
    }
    if (ours && routes && sameRouting(routes, wanted)) return { kind: "settled", endpoint };
    return { kind: "conflict", sent: ours, ...(routes && { routes }) };
  }

  private async readOrNothing(): Promise<Route[] | undefined> {
    return this.read().then(
      ({ routes }) => routes,
      () => undefined,
    );
  }

  private async readFrom(endpoint: string, signal: AbortSignal): Promise<Route[]> {
    return this.watched(endpoint, () =>
      this.api.read(endpoint, AbortSignal.any([signal, this.closing.signal])),
    );
  }

  private async submitTo(endpoint: string, routes: readonly Route[]): Promise<Attempt> {
    const limit = new AbortController();
    const cancel = this.clock.after(this.limit, () => limit.abort());
    try {
      await this.watched(endpoint, () =>
        this.api.submit(endpoint, routes, AbortSignal.any([limit.signal, this.closing.signal])),
      );
      return { endpoint, ok: true };
    } catch (error) {
      return { endpoint, ok: false, error };
    } finally {
      cancel();
    }
  }

  private async watched<T>(endpoint: string, request: () => Promise<T>): Promise<T> {
    const began = this.clock.now();
    if (this.health.get(endpoint)?.state !== "answered") this.health.set(endpoint, { state: "asked" });
    const note = (health: Health): void => {
      this.health.set(endpoint, { ...health, milliseconds: this.clock.now() - began });
    };
    try {
      const value = await request();
      note({ state: "answered" });
      return value;
    } catch (error) {
      // A no is an answer too: the Region is there.
      note({ state: ["final", "conflict"].includes(this.judge(error)) ? "answered" : "failed", error });
      throw error;
    }
  }

  /** Who answered comes first, the quickest before the others; who failed or is silent comes last. */
  private inOrder(): string[] {
    const rank = (endpoint: string): number => {
      const { state, milliseconds = 0 } = this.health.get(endpoint) ?? {};
      if (state === "answered") return milliseconds / 1e6;
      return state === undefined ? 1 : state === "asked" ? 2 : 3;
    };
    return [...this.order].sort((a, b) => rank(a) - rank(b));
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(milliseconds, resolve));
  }
}
