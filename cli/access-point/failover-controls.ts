import { Copies } from "./copies";
import { isForeign } from "./evidence";
import type { Failure, FailoverControlsOptions, Sightings, Update } from "./failover-controls-types";
import { hedge, systemClock, type Clock } from "./hedge";
import { consensus, reportsRouting, type Consensus, type Report, type Reports } from "./reports";
import { WaitingOut } from "./waiting-out";
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
   * The first routing that a control Region reports. It may be out of date. A Region that is throttled or interrupted
   * is asked again, whatever the others do meanwhile.
   * @throws AllFailed, or the failure of the credentials
   */
  async read(): Promise<{ routes: Route[]; endpoint: string }> {
    const wait = this.waitingOut();
    const refused = new Set<string>();
    let won = false;
    const attempt = async (endpoint: string, signal: AbortSignal, moveOn: () => void): Promise<Route[]> => {
      for (const pause of [...pauses, undefined]) {
        const began = this.clock.now();
        const limit = new AbortController();
        const cancelLimit = this.clock.after(this.requestTimeoutMs, () => limit.abort());
        try {
          return await this.readings.read(endpoint, AbortSignal.any([signal, limit.signal]));
        } catch (error) {
          if (this.judge(error) === "refused") refused.add(endpoint);
          wait.failed(error);
          const over = won || refused.size * 2 > this.size || wait.over(began, pause);
          if (pause === undefined || over || !this.mayPass(error)) throw error;
          moveOn();
          await this.sleep(pause);
          if (won) throw error;
        } finally {
          cancelLimit();
        }
      }
      throw new Error("unreachable");
    };
    const { value, endpoint } = await hedge(this.health.inOrder(), attempt, {
      delayMs: this.readDelayMs,
      restAtOnce: true,
      // Each attempt has limits of its own.
      limitMs: 2 ** 31 - 1,
      clock: this.clock,
      isFinal: (error) => this.judge(error) === "final",
      // A slow Region is not down. Its late answer decides how the rest of the run treats it.
      keepLosers: true,
    }).finally(() => (won = true));
    return { routes: value, endpoint };
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
    const wait = this.waitingOut();
    const { copies } = this;
    this.readings.beginUpdate();
    let queue = this.health.inOrder();
    for (const pause of [...pauses, undefined]) {
      const began = this.clock.now();
      for (const endpoint of queue) {
        const first = await copies.send(endpoint, wanted, this.updateDelayMs);
        if (first && !first.ok) wait.failed(first.error);
        if (first?.ok) return this.accepted(first.endpoint);
        const failure = first && this.judge(first.error);
        if (failure === "final") return this.notAccepted(wanted);
        if (failure === "conflict") return this.afterConflict(before, wanted, endpoint);
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
      const again = queue.filter((endpoint) => copies.mayRepeat(endpoint));
      if (pause === undefined || again.length === 0 || wait.over(began, pause) || this.refusedByMost()) break;
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
      // If somebody else changed the routing meanwhile, a copy that a gateway had repeated may still take effect.
      if (this.clock.now() >= until) {
        const theirs = now.majority !== undefined && isForeign(now.majority.routes, before, wanted);
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

  /** How long throttling and interruptions are waited out. */
  private waitingOut(): WaitingOut {
    return new WaitingOut(this.clock, this.settleMs, (error) => this.judge(error) === "later");
  }

  private mayPass(error: unknown): boolean {
    return ["later", "elsewhere", "unclear"].includes(this.judge(error));
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(milliseconds, resolve));
  }
}
