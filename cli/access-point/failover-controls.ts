import { Copies } from "./copies";
import { isForeign } from "./evidence";
import type {
  Failure,
  FailoverControlsOptions,
  Health,
  Sighting,
  Sightings,
  Update,
} from "./failover-controls-types";
import { AllFailed, hedge, systemClock, type Clock } from "./hedge";
import { consensus, reportsRouting, type Consensus, type Report, type Reports } from "./reports";
import { sameMembers, sameRouting, type Route, type RoutesApi } from "./routing";

export type { Failure, Update } from "./failover-controls-types";

/** The pauses between rounds in which no control Region did what it was asked, in milliseconds. */
const pauses = [300, 600, 1000, 1200, 1500] as const;

/** A reading that does not list the members of the access point. */
export class OtherMembers extends Error {
  constructor() {
    super("the answer lists other members than the access point has");
  }
}

/** Reads and updates the routing through whichever control Regions are able. */
export class FailoverControls {
  readonly health = new Map<string, Health>();
  private readonly seen: Sighting[] = [];
  private seenBeforeUpdate = 0;
  /** The control Regions that have answered at least once. */
  private readonly reachable = new Set<string>();
  private readonly clock: Clock;
  private readonly judge: (error: unknown) => Failure;
  private readonly readDelayMs: number;
  private readonly updateDelayMs: number;
  private readonly requestTimeoutMs: number;
  private readonly settleMs: number;
  private readonly closing = new AbortController();
  private readonly copies: Copies;
  private members: readonly Route[] | undefined;

  constructor(
    private readonly api: RoutesApi,
    private readonly order: readonly string[],
    options: FailoverControlsOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.judge = options.judge;
    this.readDelayMs = options.readDelayMs ?? 200;
    this.updateDelayMs = options.updateDelayMs ?? 800;
    this.requestTimeoutMs = options.requestTimeoutMs ?? 10_000;
    this.settleMs = options.settleMs ?? 6000;
    this.copies = new Copies(
      api,
      this.clock,
      this.requestTimeoutMs,
      this.judge,
      (endpoint, request) => this.watched(endpoint, request),
      this.closing.signal,
    );
  }

  /** The number of control Regions. */
  get size(): number {
    return this.order.length;
  }

  /** Every routing that a control Region reported. */
  get sightings(): Sightings {
    return { all: this.seen, sinceUpdate: this.seen.slice(this.seenBeforeUpdate) };
  }

  /** Cancels what is still under way. */
  close(): void {
    this.closing.abort();
  }

  /** The control Regions whose copy of the update may still take effect. */
  get unsettled(): readonly string[] {
    return this.copies.unsettled;
  }

  /** The control Regions that have not answered their copy of the update. */
  get waitingFor(): readonly string[] {
    return this.copies.waitingFor;
  }

  /** Resolves when no copy of the update is waiting for its answer any more. */
  updatesEnded(): Promise<void> {
    return this.copies.ended();
  }

  /** Sets the members. An answer that lists other members is then not accepted as a routing. */
  expectMembers(routes: readonly Route[]): void {
    this.members = routes;
  }

  /**
   * The first routing that a control Region reports. It may be out of date.
   * @throws AllFailed, or the failure of the credentials
   */
  async read(): Promise<{ routes: Route[]; endpoint: string }> {
    const began = this.clock.now();
    let endpoints = this.inOrder();
    const failures = new Map<string, unknown>();
    for (const pause of [...pauses, undefined]) {
      try {
        const { value, endpoint } = await hedge(endpoints, (e, signal) => this.readFrom(e, signal), {
          delayMs: this.readDelayMs,
          limitMs: this.requestTimeoutMs,
          clock: this.clock,
          isFinal: (error) => this.judge(error) === "final",
          // A slow Region is not down. Its late answer decides how the rest of the run treats it.
          keepLosers: true,
        });
        return { routes: value, endpoint };
      } catch (error) {
        if (!(error instanceof AllFailed)) throw error;
        for (const { endpoint, error: why } of error.failures) failures.set(endpoint, why);
        endpoints = error.failures.filter(({ error: why }) => this.mayPass(why)).map((f) => f.endpoint);
        const refused = [...failures.values()].filter((why) => this.judge(why) === "refused").length;
        const late = pause === undefined || this.clock.now() - began + pause > this.settleMs;
        if (endpoints.length === 0 || late || refused * 2 > this.size)
          throw new AllFailed([...failures].map(([endpoint, why]) => ({ endpoint, error: why })));
        await this.sleep(pause);
      }
    }
    throw new Error("unreachable");
  }

  /**
   * Asks every control Region.
   * @param waitMs how long each may take. @default what the answers so far make likely
   * @param enough ends it early
   */
  poll(
    options: { readonly waitMs?: number; readonly enough?: (reports: Reports) => boolean } = {},
  ): Promise<Reports> {
    const reports = new Map<string, Report>();
    return new Promise((resolve) => {
      for (const endpoint of this.order) {
        const limit = new AbortController();
        const cancel = this.clock.after(options.waitMs ?? Math.ceil(this.patienceMs(endpoint)), () =>
          limit.abort(),
        );
        const end = (report: Report): void => {
          cancel();
          reports.set(endpoint, report);
          if (reports.size < this.size && !options.enough?.(reports)) return;
          // A Region that was not waited for has no report.
          resolve(new Map(this.order.flatMap((one) => pair(one, reports.get(one)))));
        };
        this.readFrom(endpoint, limit.signal).then(
          (routes) => end({ kind: "routing", routes }),
          (error: unknown) => end({ kind: "none", error }),
        );
      }
    });
  }

  /** The reports of all control Regions. */
  async ask(): Promise<Consensus> {
    return consensus(await this.poll());
  }

  /** The reports of all control Regions. Each one may take as long as a request may. */
  async askPatiently(): Promise<Consensus> {
    return consensus(await this.poll({ waitMs: this.requestTimeoutMs }));
  }

  /** The report of a majority of all control Regions as soon as there is one. Otherwise the reports of all. */
  async agree(): Promise<Consensus> {
    return consensus(await this.poll({ enough: (reports) => this.decided(reports) }));
  }

  /**
   * Whether the routing is in force after an update that was accepted: two control Regions that say so are enough,
   * if none of those asked says otherwise. Else all are asked.
   */
  async readBack(wanted: readonly Route[]): Promise<Consensus> {
    const asked = this.inOrder().slice(0, 2);
    const limit = new AbortController();
    const cancel = this.clock.after(2 * this.readDelayMs, () => limit.abort());
    const reports = await Promise.all(
      asked.map(async (endpoint): Promise<[string, Report]> => {
        const report = await this.readFrom(endpoint, limit.signal).then(
          (routes): Report => ({ kind: "routing", routes }),
          (error: unknown): Report => ({ kind: "none", error }),
        );
        return [endpoint, report];
      }),
    );
    cancel();
    const agreed = reports.every(
      ([, report]) => report.kind === "routing" && sameRouting(report.routes, wanted),
    );
    return agreed ? consensus(new Map(reports)) : this.agree();
  }

  /**
   * Submits the routing through one Region after the other until one accepts it. Before another copy leaves because
   * the first has no clear answer, the routing is read: it may be in force already, or somebody else's by now.
   */
  async update(before: readonly Route[], wanted: readonly Route[]): Promise<Update> {
    const began = this.clock.now();
    const { copies } = this;
    this.seenBeforeUpdate = this.seen.length;
    let queue = this.inOrder();
    for (const pause of [...pauses, undefined]) {
      const again: string[] = [];
      for (const endpoint of queue) {
        const first = await copies.send(endpoint, wanted, this.updateDelayMs);
        if (first?.ok) return this.accepted(first.endpoint);
        const failure = first && this.judge(first.error);
        if (failure === "final") return this.notAccepted(wanted);
        if (failure === "conflict") return this.afterConflict(before, wanted, endpoint);
        if (failure === "later" || failure === "elsewhere") again.push(endpoint);
        if (failure === "later" || failure === "elsewhere" || failure === "refused") continue;
        const now = await this.agree();
        const late = await copies.accepted(0);
        if (late) return this.accepted(late.endpoint);
        if (reportsRouting(now, wanted)) return this.settled(endpoint, now);
        if (now.majority && isForeign(now.majority.routes, before, wanted)) {
          // Our update may still take effect after the other one. Its outcome decides which routing is in force.
          const end = await copies.accepted(3 * this.updateDelayMs);
          if (end) return this.accepted(end.endpoint);
          // Each Region is asked: one that reported the routing before this update shows that the other one is newer.
          const all = await this.ask();
          const answered = await copies.accepted(0);
          if (answered) return this.accepted(answered.endpoint);
          return { kind: "conflict", sent: true, consensus: all, unsettled: copies.unsettled };
        }
      }
      const late = pause === undefined || this.clock.now() - began + pause > this.settleMs;
      if (again.length === 0 || late || this.refusedByMost()) break;
      await this.sleep(pause);
      queue = again;
    }
    const late = await copies.accepted(copies.unclear ? this.updateDelayMs : 0);
    return late ? this.accepted(late.endpoint) : this.notAccepted(wanted);
  }

  private accepted(endpoint: string): Update {
    this.copies.withdraw();
    return { kind: "accepted", endpoint, unsettled: this.copies.unsettled };
  }

  private settled(endpoint: string, now: Consensus): Update {
    this.copies.withdraw();
    return { kind: "settled", endpoint, consensus: now, unsettled: this.copies.unsettled };
  }

  /** No Region accepted it. A Region without a clear answer may have applied it, or may still apply it. */
  private async notAccepted(wanted: readonly Route[]): Promise<Update> {
    const { copies } = this;
    copies.withdraw();
    const until = this.clock.now() + (copies.unclear ? this.settleMs : 0);
    for (;;) {
      const now = await this.agree();
      const late = await copies.accepted(0);
      if (late) return this.accepted(late.endpoint);
      if (copies.unclear && reportsRouting(now, wanted)) return this.settled(copies.unsettled[0] ?? "", now);
      const final = copies.failures.some(({ error }) => this.judge(error) === "final");
      if (final || this.clock.now() >= until) {
        const all = await this.ask();
        const answered = await copies.accepted(0);
        if (answered) return this.accepted(answered.endpoint);
        const { failures, unsettled, unclear } = copies;
        return { kind: unclear ? "unknown" : "refused", failures, unsettled, consensus: all };
      }
      await this.sleep(500);
    }
  }

  /**
   * 409: another update is in progress. It may be ours, from another Region or repeated by a gateway. Nothing is sent
   * again, and the routing is read for a while.
   */
  private async afterConflict(
    before: readonly Route[],
    wanted: readonly Route[],
    endpoint: string,
  ): Promise<Update> {
    const { copies } = this;
    const until = this.clock.now() + this.settleMs;
    for (;;) {
      const now = await this.agree();
      const late = await copies.accepted(0);
      if (late) return this.accepted(late.endpoint);
      if (reportsRouting(now, wanted)) return this.settled(endpoint, now);
      const theirs = now.majority !== undefined && isForeign(now.majority.routes, before, wanted);
      if (theirs || this.clock.now() >= until) {
        const all = await this.ask();
        const answered = await copies.accepted(0);
        if (answered) return this.accepted(answered.endpoint);
        const { unclear, unsettled, failures } = copies;
        if (unclear && !theirs) return { kind: "unknown", failures, unsettled, consensus: all };
        return { kind: "conflict", sent: unclear, unsettled, consensus: all };
      }
      await this.sleep(500);
    }
  }

  /** Most control Regions refused it, in AWS's own form. */
  private refusedByMost(): boolean {
    const refused = this.copies.failures.filter(({ error }) => this.judge(error) === "refused");
    return refused.length * 2 > this.size;
  }

  private decided(reports: Reports): boolean {
    const { majority } = consensus(reports);
    return majority !== undefined && majority.regions.length * 2 > this.size;
  }

  private mayPass(error: unknown): boolean {
    return ["later", "elsewhere", "unclear"].includes(this.judge(error));
  }

  /** A Region that has never answered gets a moment. Others get what the slowest answer so far makes likely. */
  private patienceMs(endpoint: string): number {
    const { state } = this.health.get(endpoint) ?? {};
    if (!this.reachable.has(endpoint) && (state === "asked" || state === "failed")) return 400;
    const slowest = Math.max(0, ...[...this.health.values()].map(({ milliseconds = 0 }) => milliseconds));
    return Math.min(this.requestTimeoutMs, Math.max(1200, 3 * slowest));
  }

  private async readFrom(endpoint: string, signal: AbortSignal): Promise<Route[]> {
    const routes = await this.watched(endpoint, async () => {
      const found = await this.api.read(endpoint, AbortSignal.any([signal, this.closing.signal]));
      if (this.members && !sameMembers(this.members, found)) throw new OtherMembers();
      return found;
    });
    this.seen.push({ region: endpoint, routes, at: new Date() });
    return routes;
  }

  private async watched<T>(endpoint: string, request: () => Promise<T>): Promise<T> {
    const began = this.clock.now();
    if (this.health.get(endpoint)?.state !== "answered") this.health.set(endpoint, { state: "asked" });
    const note = (health: Health): void => {
      if (health.state === "answered") this.reachable.add(endpoint);
      this.health.set(endpoint, { ...health, milliseconds: this.clock.now() - began });
    };
    try {
      const value = await request();
      note({ state: "answered" });
      return value;
    } catch (error) {
      // A refusal in AWS's own form is an answer. The Region is reachable.
      const answers = ["final", "conflict", "refused"].includes(this.judge(error));
      note({ state: answers ? "answered" : "failed", error });
      throw error;
    }
  }

  /** The Regions that answered come first, the quickest before the others; those that failed or are silent come last. */
  private inOrder(): string[] {
    const rank = (endpoint: string): number => {
      const { state, milliseconds = 0, error } = this.health.get(endpoint) ?? {};
      if (state === "answered") return (error === undefined ? 0 : 1) + milliseconds / 1e6;
      return state === undefined ? 1 : state === "asked" ? 2 : 3;
    };
    return [...this.order].sort((a, b) => rank(a) - rank(b));
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(milliseconds, resolve));
  }
}

function pair(region: string, report: Report | undefined): Array<[string, Report]> {
  return report === undefined ? [] : [[region, report]];
}
