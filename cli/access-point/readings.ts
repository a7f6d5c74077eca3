import type { Sighting, Sightings } from "./failover-controls-types";
import type { Clock } from "./hedge";
import type { RegionHealth } from "./region-health";
import type { Report, Reports } from "./reports";
import { sameMembers, type Route, type RoutesApi } from "./routing";

/** A reading that does not list the members of the access point. */
export class OtherMembers extends Error {
  constructor() {
    super("the answer lists other members than the access point has");
  }
}

export interface PollOptions {
  /** How long each Region may take. @default what its answers so far make likely */
  readonly waitMs?: number;
  /** Ends it early. */
  readonly enough?: (reports: Reports) => boolean;
}

/** A reading that has no answer yet. */
interface Pending {
  readonly stop: () => void;
}

/** Reads the routing in the control Regions, and keeps what each one reported. */
export class Readings {
  private readonly seen: Array<Sighting & { readonly asked: number }> = [];
  private readonly pending = new Map<string, Set<Pending>>();
  private updateBegan = Infinity;
  private members: readonly Route[] | undefined;

  constructor(
    private readonly api: Pick<RoutesApi, "read">,
    private readonly order: readonly string[],
    private readonly health: RegionHealth,
    private readonly clock: Clock,
    private readonly requestTimeoutMs: number,
    private readonly closing: AbortSignal,
  ) {}

  /** Every routing that a control Region reported. */
  get sightings(): Sightings {
    return { all: this.seen, sinceUpdate: this.seen.filter(({ asked }) => asked >= this.updateBegan) };
  }

  /** An update begins. Readings that were requested before say nothing about it. */
  beginUpdate(): void {
    this.updateBegan = this.clock.now();
  }

  /** Sets the members. An answer that lists other members is then not accepted as a routing. */
  expectMembers(routes: readonly Route[]): void {
    this.members = routes;
  }

  /** Reads the routing in one Region until the signal cancels it. */
  async read(endpoint: string, signal: AbortSignal): Promise<Route[]> {
    const asked = this.clock.now();
    const either = AbortSignal.any([signal, this.closing]);
    const routes = await this.health.watchedReading(endpoint, either, async () => {
      const found = await this.api.read(endpoint, either);
      if (this.members && !sameMembers(this.members, found)) throw new OtherMembers();
      return found;
    });
    // A late answer is older than the answer to a later request.
    if (!this.seen.some((one) => one.region === endpoint && one.asked > asked))
      this.seen.push({ region: endpoint, routes, at: new Date(), asked });
    return routes;
  }

  /** Asks every control Region. */
  poll({ waitMs, enough }: PollOptions = {}): Promise<Reports> {
    const reports = new Map<string, Report>();
    return new Promise((resolve) => {
      for (const endpoint of this.order)
        void this.report(endpoint, waitMs).then((report) => {
          reports.set(endpoint, report);
          if (reports.size < this.order.length && !enough?.(reports)) return;
          // A Region that was not waited for has no report.
          resolve(
            new Map(
              this.order.flatMap((one): Array<[string, Report]> => {
                const known = reports.get(one);
                return known ? [[one, known]] : [];
              }),
            ),
          );
        });
    });
  }

  /** The report of one Region, or that it did not answer in time. */
  private report(endpoint: string, waitMs: number | undefined): Promise<Report> {
    const sent = this.clock.now();
    const dueAt = (): number => (waitMs === undefined ? this.health.dueAt(endpoint, sent) : sent + waitMs);
    return new Promise((resolve) => {
      let cancelWait = (): void => {};
      const wait = (milliseconds: number): void => {
        cancelWait = this.clock.after(milliseconds, () => {
          // An answer to an earlier reading may have shown meanwhile that the Region is only slow.
          const more = dueAt() - this.clock.now();
          if (more > 0) wait(more);
          else resolve({ kind: "none", error: tooLate() });
        });
      };
      wait(dueAt() - sent);
      const end = (report: Report): void => {
        cancelWait();
        resolve(report);
      };
      this.kept(endpoint, Math.max(waitMs ?? 0, this.requestTimeoutMs)).then(
        (routes) => end({ kind: "routing", routes }),
        (error: unknown) => end({ kind: "none", error }),
      );
    });
  }

  /**
   * A reading that continues after its report was due. A late answer shows that the Region is only slow. The first
   * reading without an answer and the latest one are kept, those between them are canceled.
   */
  private async kept(endpoint: string, limitMs: number): Promise<Route[]> {
    const controller = new AbortController();
    const mine: Pending = { stop: () => controller.abort() };
    const all = this.pending.get(endpoint) ?? new Set<Pending>();
    this.pending.set(endpoint, all.add(mine));
    const [, ...later] = all;
    for (const one of later.slice(0, -1)) one.stop();
    const cancelLimit = this.clock.after(limitMs, mine.stop);
    try {
      return await this.read(endpoint, controller.signal);
    } finally {
      cancelLimit();
      all.delete(mine);
    }
  }
}

function tooLate(): Error {
  return Object.assign(new Error("it did not answer in time"), { code: "Timeout" });
}
