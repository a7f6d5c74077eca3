import { randomBytes } from "node:crypto";
import type { Aws } from "../adapters/aws/aws";
import { toUserError } from "../adapters/aws/errors";
import type { Terminal } from "../adapters/terminal";
import { UserError } from "../errors";
import { Arrivals, awaitArrivals, Watching } from "./arrivals";
import { Bodies } from "./body";
import { listVersions } from "./buckets";
import { cleanUp, type Cleaned } from "./cleanup";
import { S3Wire } from "./client";
import { costLine, costOf, formatDollars } from "./cost";
import { directions } from "./directions";
import { failoversDuring } from "./failovers";
import { runLoad, type LoadOutcome } from "./load";
import { RequestLog } from "./log";
import { Objects } from "./objects";
import type { TrafficOptions } from "./options";
import { Probing, probe, type Probe } from "./probe";
import { operations } from "./quantities";
import type { TrafficReport } from "./report";
import { Sender } from "./send";
import { ServedBy } from "./served-by";
import { summarize } from "./summarize";
import type { Target } from "./target";
import { Turns } from "./turns";
import { verify, type Verified } from "./verify";

/** One run of traffic: from the cost line to what is left in the buckets. */
export class TrafficRun {
  readonly id = `${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}-${randomBytes(3).toString("hex")}`;
  private readonly objects: Objects;
  private readonly log = new RequestLog();
  private readonly started = new Date();
  private readonly began = performance.now();
  private readonly now = (): number => performance.now() - this.began;

  constructor(
    private readonly aws: Aws,
    private readonly target: Target,
    private readonly options: TrafficOptions,
    private readonly terminal: Terminal,
    /** Ends the sending; what was written is still cleaned up. */
    private readonly signal: AbortSignal,
  ) {
    const bodies = new Bodies(this.id, Math.max(...options.sizes.map(({ bytes }) => bytes)));
    this.objects = new Objects(`${options.prefix}${this.id}/`, bodies, options.sizes);
  }

  /** Every key that the run writes begins with this. */
  get prefix(): string {
    return this.objects.prefix;
  }

  async go(): Promise<TrafficReport> {
    const cost = this.refuseCost();
    const { concurrency, timeout } = this.options;
    const common = { credentials: () => this.aws.credentials(), timeout };
    // Looks and probes have connections of their own: they must not wait behind the load, nor the load behind them.
    const [wire, side] = await Promise.all([
      S3Wire.open({ ...common, connections: concurrency }),
      S3Wire.open({ ...common, connections: 8 }),
    ]);
    try {
      const prepared = await this.prepare(wire, side);
      const arrivals = this.target.regions.map(
        (member) => new Arrivals(side, member, this.objects, this.now),
      );
      let outcome: LoadOutcome;
      let probes: Probe[];
      let verified: Verified | undefined;
      let cleaned: Cleaned[] | undefined;
      try {
        const watching = this.options.verify ? new Watching(arrivals, this.options.lookEvery) : undefined;
        const probing = new Probing(() => probe(side, this.target.host, this.now));
        const silence = this.progress(arrivals);
        try {
          outcome = await this.load(wire);
        } finally {
          silence();
          probes = await probing.stop();
          if (watching && !this.signal.aborted) await this.arrive(arrivals);
          await watching?.stop();
        }
        if (watching && !this.signal.aborted) verified = await this.readBack(side, arrivals);
      } finally {
        if (!this.options.keep) cleaned = await this.clean(side);
      }
      return await this.report({ cost, wire, outcome, probes, verified, arrivals, cleaned, prepared });
    } finally {
      await Promise.all([wire.close(), side.close()]);
    }
  }

  private refuseCost() {
    const { rate, duration, maxCost, mix, sizes, lookEvery } = this.options;
    const requests = Math.max(1, Math.round((rate * duration) / 1000));
    const regions = this.target.regions.length;
    const cost = costOf({ requests, mix, sizes, regions, verify: this.options.verify, lookEvery, duration });
    this.terminal.warn(costLine(cost));
    if (cost.dollars > maxCost)
      throw new UserError(
        `Refused: this run may cost ${formatDollars(cost.dollars)}, more than --max-cost ${maxCost}; nothing was sent. Raise --max-cost, or lower --rate, --duration or --size.`,
      );
    return cost;
  }

  /** What may not be done is said before any load; and the first reads find something. */
  private async prepare(wire: S3Wire, side: S3Wire): Promise<number> {
    const { mix } = this.options;
    const arn = this.target.located.arn;
    if (this.options.verify)
      for (const member of this.target.regions)
        await listVersions(side, member, this.prefix).catch((error: unknown) => {
          const resource = `arn:aws:s3:::${member.bucket}`;
          throw toUserError(error, { action: "s3:ListBucketVersions", resource });
        });
    const sender = new Sender(wire, this.target.host, this.objects, this.now);
    const count = mix.get + mix.head + mix.delete > 0 ? 8 : 1;
    for (let number = 0; number < count; number++) {
      const sent = await sender.send("put");
      if (sent?.failure === undefined) continue;
      const failure = toUserError(sent.failure, {
        action: "s3:PutObject",
        resource: `${arn}/object/${this.prefix}*`,
      });
      if (number > 0 && !this.options.keep) await this.clean(side);
      throw failure;
    }
    return count;
  }

  private load(wire: S3Wire): Promise<LoadOutcome> {
    const { rate, duration, grace, concurrency, mix } = this.options;
    const sender = new Sender(wire, this.target.host, this.objects, this.now);
    return runLoad({
      rate,
      duration,
      grace,
      concurrency,
      operations: new Turns(operations.map((item) => ({ item, share: mix[item] }))),
      send: (operation) => sender.send(operation),
      log: this.log,
      signal: this.signal,
      began: this.began,
    });
  }

  private progress(arrivals: readonly Arrivals[]): () => void {
    const first = this.now();
    const every = process.stderr.isTTY ? 1000 : 10_000;
    const timer = setInterval(() => {
      const seconds = Math.round((this.now() - first) / 1000);
      const waiting = this.options.verify
        ? `, ${arrivals.reduce((sum, one) => sum + one.missing().length, 0)} arrivals to come`
        : "";
      this.terminal.progress(`${seconds} s: ${this.log.length} requests${waiting}`);
    }, every);
    return () => clearInterval(timer);
  }

  private arrive(arrivals: readonly Arrivals[]): Promise<void> {
    return awaitArrivals(arrivals, this.options.patience, this.signal, (missing) =>
      this.terminal.progress(missing > 0 ? "Waiting for the last arrivals …" : "Everything has arrived."),
    );
  }

  private readBack(side: S3Wire, arrivals: readonly Arrivals[]): Promise<Verified> {
    this.terminal.progress("Reading every object back from every bucket …");
    return verify(side, this.objects, arrivals, () => {}, this.signal);
  }

  private clean(side: S3Wire): Promise<Cleaned[]> {
    this.terminal.progress("Deleting what was written …");
    return cleanUp(side, this.target.host, this.objects, this.target.regions);
  }

  private async report(parts: {
    readonly cost: TrafficReport["cost"];
    readonly wire: S3Wire;
    readonly outcome: LoadOutcome;
    readonly probes: readonly Probe[];
    readonly verified: Verified | undefined;
    readonly arrivals: readonly Arrivals[];
    readonly cleaned: Cleaned[] | undefined;
    readonly prepared: number;
  }): Promise<TrafficReport> {
    const { outcome, verified, arrivals } = parts;
    const { options, target, objects } = this;
    const ended = new Date();
    const names = target.regions.map(({ region }) => region);
    const servedBy = new ServedBy(parts.probes, names, verified?.origins);
    const { lateness, within5ms, ...summary } = summarize(this.log, servedBy, names);
    const { sent } = summary.total;
    const reached = outcome.sending > 0 ? sent / Math.max(outcome.sending / 1000, 1 / options.rate) : 0;
    const notSent = outcome.planned - sent - outcome.skipped;
    const routes = await target.located.plane.read().catch(() => undefined);
    const active = (region: string): boolean | undefined =>
      routes?.routes.find((route) => route.region === region)?.active;
    const gaps = arrivals.flatMap((one) => one.gaps).sort((a, b) => a - b);
    return {
      format: "mrap-traffic-1",
      run: this.id,
      started: this.started.toISOString(),
      ended: ended.toISOString(),
      interrupted: this.signal.aborted,
      accessPoint: { name: target.located.name, arn: target.located.arn },
      regions: target.regions.map((one) => ({ ...one, activeAtEnd: active(one.region) ?? one.activeAtEnd })),
      replication: target.replication,
      settings: {
        rate: options.rate,
        duration: options.duration / 1000,
        sizes: options.sizes,
        mix: options.mix,
        concurrency: options.concurrency,
        prefix: this.prefix,
        signer: parts.wire.signer,
      },
      cost: parts.cost,
      pace: {
        planned: outcome.planned,
        sent,
        skipped: outcome.skipped,
        notSent,
        asked: options.rate,
        reached: Math.min(reached, options.rate),
        kept: reached >= options.rate * 0.99 && (notSent === 0 || this.signal.aborted),
        heldBack: outcome.heldBack,
        lateness,
        within5ms,
      },
      ...summary,
      prepared: parts.prepared,
      throughput: {
        requests: outcome.sending > 0 ? summary.total.answered / (outcome.sending / 1000) : 0,
        bytesWritten: [...objects.written.values()].reduce((sum, { bytes }) => sum + bytes, 0),
      },
      failovers: failoversDuring(target.located.arn, this.started, ended),
      verified: verified
        ? {
            objects: objects.written.size,
            directions: directions(objects, arrivals, verified),
            buckets: verified.buckets,
            missing: verified.missing,
            differing: verified.differing,
            resolution: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
          }
        : null,
      cleanup: parts.cleaned ?? null,
    };
  }
}
