/** One access point as AWS has it: the routing in force, what each control Region reports of it, and a journal. */
import { controlRegions } from "../../../../cli/access-point/control-regions";

export const account = "123456789012";
export const alias = "mfzwi23gnjvgw.mrap";
export const name = "shop";
export const arn = `arn:aws:s3::${account}:accesspoint/${alias}`;
export const members: Readonly<Record<string, string>> = {
  "ap-south-1": "shop-ap-south-1",
  "eu-west-1": "shop-eu-west-1",
  "us-east-1": "shop-us-east-1",
};

/** The active Regions, sorted and joined: `us-east-1` or `ap-south-1,us-east-1`. */
export type Routing = string;

export const routingOf = (active: Iterable<string>): Routing => [...active].sort().join();

/** As the program prints a routing. */
export function described(routing: Routing): string {
  const active = routing.split(",");
  const word = (region: string): string => (active.includes(region) ? "active" : "passive");
  return ["active", "passive"]
    .flatMap((one) => Object.keys(members).filter((region) => word(region) === one))
    .map((region) => `${region} ${word(region)}`)
    .join(", ");
}

/** A change of the routing in force. */
export interface Effect {
  readonly at: number;
  readonly routing: Routing;
  /** The control Region whose request caused it, or somebody else. */
  readonly by: string;
}

/** A request to a control Region and its answer. */
export interface Exchange {
  readonly region: string;
  readonly kind: "read" | "submit";
  readonly at: number;
  /** The routing that a complete answer reported, or that an update asked for. */
  readonly routing?: Routing;
  /** Set when the answer has left. */
  answered?: { readonly at: number; readonly status: number; readonly complete: boolean };
  /** When the update took effect or will take effect. */
  effectAt?: number;
}

export class World {
  readonly effects: Effect[] = [];
  readonly exchanges: Exchange[] = [];
  /** Seconds that a control Region lags behind. */
  readonly lagSeconds = new Map<string, number>();
  /** A control Region that shows one changed dial after the other, this many seconds apart. */
  readonly stepSeconds = new Map<string, number>();
  private busyUntil = 0;

  constructor(...history: Routing[]) {
    // The oldest first: a Region that lags forever shows what was in force before the last change.
    const now = Date.now();
    history.forEach((routing, index) =>
      this.effects.push({ at: now - (history.length - index) * 3_600_000, routing, by: "before" }),
    );
  }

  /** The routing in force. */
  at(time = Date.now()): Routing {
    return this.effects.filter((one) => one.at <= time).at(-1)?.routing ?? this.effects[0]!.routing;
  }

  /** The report of a control Region. */
  seenBy(region: string, now = Date.now()): Routing {
    const lag = this.lagSeconds.get(region) ?? 0;
    const past = this.effects.filter((one) => one.at <= now);
    if (lag === Infinity) return past.filter(({ by }) => by === "before").at(-1)!.routing;
    const seen = past.filter((one) => one.by === "before" || one.at <= now - lag * 1000);
    const step = this.stepSeconds.get(region);
    if (step === undefined) return seen.at(-1)!.routing;
    const [previous, latest] = [seen.at(-2) ?? seen.at(-1)!, seen.at(-1)!];
    const regions = Object.keys(members);
    const active = new Set(previous.routing.split(","));
    const changed = regions
      .filter((one) => active.has(one) !== latest.routing.split(",").includes(one))
      // A Region is made active before another is made passive.
      .sort((a, b) => Number(active.has(a)) - Number(active.has(b)));
    changed.forEach((one, index) => {
      if (now - latest.at < index * step * 1000) return;
      if (active.has(one)) active.delete(one);
      else active.add(one);
    });
    return routingOf(active);
  }

  /** An update arrives. Returns whether AWS takes it: one that is still under way gives 409. */
  submit(exchange: Exchange, lateSeconds = 0): boolean {
    const now = Date.now();
    if (now < this.busyUntil) return false;
    const at = now + lateSeconds * 1000;
    this.busyUntil = at;
    exchange.effectAt = at;
    this.effects.push({ at, routing: exchange.routing ?? "", by: exchange.region });
    this.effects.sort((a, b) => a.at - b.at);
    return true;
  }

  /** Somebody else changes the routing now. */
  moveElsewhere(routing: Routing): void {
    this.effects.push({ at: Date.now(), routing, by: "somebody else" });
  }

  /** Effects of the updates that a run sent since then. */
  own(since: number): Effect[] {
    return this.effects.filter(({ at, by }) => at >= since && controlRegions.includes(by));
  }
}
