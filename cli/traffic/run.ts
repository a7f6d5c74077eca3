import { randomBytes } from "node:crypto";
import type { Aws } from "../adapters/aws/aws";
import { toUserError } from "../adapters/aws/errors";
import type { Terminal } from "../adapters/terminal";
import { UserError } from "../errors";
import { Arrivals, awaitArrivals, Watching } from "./verify/arrivals";
import { Bodies } from "./load/body";
import { listVersions } from "./wire/buckets";
import { cleanUp, type Cleaned } from "./verify/cleanup";
import { S3Wire } from "./wire/client";
import { costLine, costOf, formatDollars } from "./cost";
import { runLoad, type LoadOutcome } from "./load/load";
import { RequestLog } from "./load/log";
import { Objects } from "./load/objects";
import type { TrafficOptions } from "./options";
import { Probing, probe, type Probe } from "./verify/probe";
import { operations } from "./load/operations";
import type { TrafficReport } from "./result/report";
import { resultOf } from "./result/result";
import { Sender } from "./load/send";
import type { Target } from "./target";
import { Turns } from "./load/turns";
import { verify, type Verified } from "./verify/verify";

/** How long an interrupted run waits for requests in flight. */
export const LAST_SECONDS = 5;

/** One run: the estimated cost, the load, verification, cleanup and the result. */
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
    /** Stops the load. The run still cleans up. */
    private readonly signal: AbortSignal,
  ) {
    const bodies = new Bodies(this.id, Math.max(...options.sizes.map(({ bytes }) => bytes)));
    this.objects = new Objects(`${options.prefix}${this.id}/`, bodies, options.sizes);
  }

  /** The prefix of every key of the run. */
  get prefix(): string {
    return this.objects.prefix;
  }

  /** The number of objects that the run began to write. */
  get begun(): number {
    return this.objects.begun;
  }

  async go(): Promise<TrafficReport> {
    const cost = this.checkCost();
    const { concurrency, timeoutMs } = this.options;
    const common = {
      credentials: () => this.aws.credentials(),
      renew: (sentAt: number) => this.aws.renewCredentials(sentAt),
      timeoutMs,
    };
    // Listings and probes have their own connections, so that they and the load do not wait for each other. The cleanup
    // has its own because an interrupt aborts the others.
    const [wire, side, last] = await Promise.all([
      S3Wire.open({ ...common, connections: concurrency }),
      S3Wire.open({ ...common, connections: 8 }),
      S3Wire.open({ ...common, connections: 8 }),
    ]);
    const stopGivingUp = this.giveUpWhenInterrupted([wire, side]);
    try {
      const probing = new Probing(() => probe(side, this.target.host, this.now));
      const prepared = await this.prepare(wire, side, last).catch(async (error: unknown) => {
        await probing.stop();
        throw error;
      });
      const arrivals = this.target.regions.map(
        (member) => new Arrivals(side, member, this.objects, this.now, this.getsMarkers(member.region)),
      );
      let outcome: LoadOutcome;
      let probes: Probe[];
      let verified: Verified | undefined;
      let cleaned: Cleaned[] | undefined;
      try {
        const watching = this.options.verify
          ? new Watching(arrivals, this.options.verifyIntervalMs)
          : undefined;
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
        if (!this.options.keep) cleaned = await this.clean(last);
      }
      const { started, id, target, options, objects, log } = this;
      const interrupted = this.signal.aborted;
      const what = { id, started, target, options, objects, log, interrupted, signer: wire.signer };
      return await resultOf({ ...what, cost, outcome, probes, verified, arrivals, cleaned, prepared });
    } finally {
      stopGivingUp();
      await Promise.all([wire.close(), side.close(), last.close()]);
    }
  }

  /** A request without an answer must not delay the end of an interrupted run. */
  private giveUpWhenInterrupted(wires: readonly S3Wire[]): () => void {
    let timer: NodeJS.Timeout | undefined;
    const interrupted = (): void => {
      timer = setTimeout(() => wires.forEach((wire) => wire.abort()), LAST_SECONDS * 1000);
    };
    if (this.signal.aborted) interrupted();
    else this.signal.addEventListener("abort", interrupted);
    return () => {
      clearTimeout(timer);
      this.signal.removeEventListener("abort", interrupted);
    };
  }

  private checkCost() {
    const { rate, durationMs, maxCost, mix, sizes, verifyIntervalMs } = this.options;
    const requests = Math.max(1, Math.round((rate * durationMs) / 1000));
    const regions = this.target.regions.length;
    const cost = costOf({
      requests,
      mix,
      sizes,
      regions,
      verify: this.options.verify,
      verifyIntervalMs,
      durationMs,
    });
    this.terminal.warn(costLine(cost));
    if (cost.dollars > maxCost)
      throw new UserError(
        `This run may cost ${formatDollars(cost.dollars)}, which is more than --max-cost ${maxCost}. Nothing was sent. Raise --max-cost, or lower --rate, --duration or --size.`,
      );
    return cost;
  }

  /** Checks the permissions before the load, and writes objects for the first reads. Returns their number. */
  private async prepare(wire: S3Wire, side: S3Wire, last: S3Wire): Promise<number> {
    const { mix } = this.options;
    const arn = this.target.located.arn;
    if (this.options.verify)
      for (const member of this.target.regions)
        await listVersions(side, member, this.prefix).catch((error: unknown) => {
          if (this.signal.aborted) return;
          const resource = `arn:aws:s3:::${member.bucket}`;
          throw toUserError(error, { action: "s3:ListBucketVersions", resource });
        });
    const sender = new Sender(wire, this.target.host, this.objects, this.now);
    const count = mix.get + mix.head + mix.delete > 0 ? 8 : 1;
    for (let number = 0; number < count && !this.signal.aborted; number++) {
      const sent = await sender.send("put");
      if (sent?.failure === undefined || this.signal.aborted) continue;
      const failure = toUserError(sent.failure, {
        action: "s3:PutObject",
        resource: `${arn}/object/${this.prefix}*`,
      });
      if (number > 0 && !this.options.keep) await this.clean(last);
      throw failure;
    }
    return this.objects.written.size;
  }

  private load(wire: S3Wire): Promise<LoadOutcome> {
    const { rate, durationMs, graceMs, concurrency, mix } = this.options;
    const sender = new Sender(wire, this.target.host, this.objects, this.now);
    return runLoad({
      rate,
      durationMs,
      graceMs,
      concurrency,
      operations: new Turns(operations.map((item) => ({ item, share: mix[item] }))),
      send: (operation) => sender.send(operation),
      log: this.log,
      signal: this.signal,
      beganMs: this.began,
    });
  }

  private getsMarkers(region: string): boolean {
    return !this.target.replication.some(({ to, deleteMarkers }) => to === region && !deleteMarkers);
  }

  private progress(arrivals: readonly Arrivals[]): () => void {
    const first = this.now();
    const every = process.stderr.isTTY ? 1000 : 10_000;
    const timer = setInterval(() => {
      const seconds = Math.round((this.now() - first) / 1000);
      const waiting = this.options.verify
        ? `, ${arrivals.reduce((sum, one) => sum + one.awaited(), 0)} arrivals pending`
        : "";
      this.terminal.progress(`${seconds} s: ${this.log.length} requests${waiting}`);
    }, every);
    return () => clearInterval(timer);
  }

  private arrive(arrivals: readonly Arrivals[]): Promise<void> {
    return awaitArrivals(arrivals, this.options.verifyPatienceMs, this.signal, (missing) =>
      this.terminal.progress(missing > 0 ? "Waiting for the last arrivals …" : "All objects have arrived."),
    );
  }

  private readBack(side: S3Wire, arrivals: readonly Arrivals[]): Promise<Verified> {
    this.terminal.progress("Reading every object from every bucket …");
    return verify(side, this.objects, arrivals, this.signal);
  }

  private clean(wire: S3Wire): Promise<Cleaned[]> {
    this.terminal.progress("Deleting the objects of the run …");
    return cleanUp(wire, this.target.host, this.objects, this.target.regions);
  }
}
