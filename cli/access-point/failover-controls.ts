import { Copies } from "./copies";
import { isForeign } from "./evidence";
import type { Failure, FailoverControlsOptions, Sightings, Update } from "./failover-controls-types";
import { AllFailed, hedge, systemClock, type Clock } from "./hedge";
import { consensus, reportsRouting, type Consensus, type Report, type Reports } from "./reports";
import { Readings, type PollOptions } from "./readings";
import { RegionHealth } from "./region-health";
import { sameRouting, type Route, type RoutesApi } from "./routing";

export type { Failure, Update } from "./failover-controls-types";

/** The pauses between rounds in which no control Region did what it was asked, in milliseconds. */
const pauses = [300, 600, 1000, 1200, 1500] as const;

/** Reads and updates the routing through whichever control Regions are able. */
export class FailoverControls {
  private readonly clock: Clock;
  private readonly judge: (error: unknown) => Failure;
  private readonly readDelayMs: number;
  private readonly updateDelayMs: number;
  private readonly requestTimeoutMs: number;
  private readonly settleMs: number;
  private readonly closing = new AbortController();
  private readonly copies: Copies;
  private readonly health: RegionHealth;
  private readonly readings: Readings;

  constructor(
    api: RoutesApi,
    private readonly order: readonly string[],
    options: FailoverControlsOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.judge = options.judge;
    this.readDelayMs = options.readDelayMs ?? 200;
    this.updateDelayMs = options.updateDelayMs ?? 800;
    this.requestTimeoutMs = options.requestTimeoutMs ?? 10_000;
    this.settleMs = options.settleMs ?? 6000;
    this.health = new RegionHealth(order, this.clock, this.judge, this.requestTimeoutMs);
    const closing = this.closing.signal;
    this.readings = new Readings(api, order, this.health, this.clock, this.requestTimeoutMs, closing);
    this.copies = new Copies(
      api,
      this.clock,
      this.requestTimeoutMs,
      this.judge,
      (endpoint, request) => this.health.watched(endpoint, request),
      closing,
    );
  }

  /** The number of control Regions. */
  get size(): number {
    return this.order.length;
  }

  /** Every routing that a control Region reported. */
  get sightings(): Sightings {
    return this.readings.sightings;
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
    this.readings.expectMembers(routes);
  }

  /**
   * The first routing that a control Region reports. It may be out of date.
   * @throws AllFailed, or the failure of the credentials
   */
  async read(): Promise<{ routes: Route[]; endpoint: string }> {
    const began = this.clock.now();
    let endpoints = this.health.inOrder();
    const failures = new Map<string, unknown>();
    for (const pause of [...pauses, undefined]) {
      try {
        const { value, endpoint } = await hedge(endpoints, (e, signal) => this.readings.read(e, signal), {
          delayMs: this.readDelayMs,
          restAtOnce: true,
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

  /** Asks every control Region. */
  poll(options: PollOptions = {}): Promise<Reports> {
    return this.readings.poll(options);
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
    const asked = this.health.inOrder().slice(0, 2);
    if (!asked.every((endpoint) => this.health.answers(endpoint))) return this.agree();
    const limit = new AbortController();
    const cancel = this.clock.after(2 * this.readDelayMs, () => limit.abort());
    const reports = await Promise.all(
      asked.map(async (endpoint): Promise<[string, Report]> => {
        const report = await this.readings.read(endpoint, limit.signal).then(
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
    this.readings.beginUpdate();
    let queue = this.health.inOrder();
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

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(milliseconds, resolve));
  }
}
