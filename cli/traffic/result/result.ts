import type { Arrivals } from "../verify/arrivals";
import type { Cleaned } from "../verify/cleanup";
import { directions } from "./directions";
import { failoversDuring, withMoves } from "./failovers";
import type { LoadOutcome } from "../load/load";
import type { RequestLog } from "../load/log";
import type { Objects } from "../load/objects";
import type { TrafficOptions } from "../options";
import type { Probe } from "../verify/probe";
import type { TrafficReport } from "./report";
import { ServedBy } from "./served-by";
import { summarize } from "./summarize";
import type { Target } from "../target";
import type { Verified } from "../verify/verify";

/** The input of the result of a run. */
export interface RunParts {
  readonly id: string;
  readonly started: Date;
  readonly target: Target;
  readonly options: TrafficOptions;
  readonly objects: Objects;
  readonly log: RequestLog;
  readonly interrupted: boolean;
  readonly signer: string;
  readonly cost: TrafficReport["cost"];
  readonly outcome: LoadOutcome;
  readonly probes: readonly Probe[];
  readonly verified: Verified | undefined;
  readonly arrivals: readonly Arrivals[];
  readonly cleaned: Cleaned[] | undefined;
  readonly prepared: number;
}

/** Makes the result of a run. Reads the routing at its end. */
export async function resultOf(parts: RunParts): Promise<TrafficReport> {
  const { outcome, verified, arrivals, options, target, objects, started } = parts;
  const ended = new Date();
  const names = target.regions.map(({ region }) => region);
  const servedBy = new ServedBy(parts.probes, names, verified?.origins);
  const failovers = failoversDuring(target.located.arn, started, ended);
  const changesMs = failovers.map(({ at }) => at * 1000);
  const { lateness, within5ms, ...summary } = summarize(parts.log, servedBy, names, changesMs);
  const { sent } = summary.total;
  const reached = outcome.sendingMs > 0 ? sent / Math.max(outcome.sendingMs / 1000, 1 / options.rate) : 0;
  const notSent = outcome.planned - sent - outcome.skipped;
  const routes = await target.located.controls.read().catch(() => undefined);
  const active = (region: string): boolean | undefined =>
    routes?.routes.find((route) => route.region === region)?.active;
  const gaps = arrivals.flatMap((one) => one.gaps).sort((a, b) => a - b);
  return {
    format: "mrap-traffic-1",
    run: parts.id,
    started: started.toISOString(),
    ended: ended.toISOString(),
    interrupted: parts.interrupted,
    accessPoint: { name: target.located.name, arn: target.located.arn },
    regions: target.regions.map((one) => ({ ...one, activeAtEnd: active(one.region) ?? one.activeAtEnd })),
    replication: target.replication,
    settings: {
      rate: options.rate,
      duration: options.durationMs / 1000,
      sizes: options.sizes,
      mix: options.mix,
      concurrency: options.concurrency,
      prefix: objects.prefix,
      signer: parts.signer,
    },
    cost: parts.cost,
    pace: {
      planned: outcome.planned,
      sent,
      skipped: outcome.skipped,
      notSent,
      asked: options.rate,
      reached: Math.min(reached, options.rate),
      kept: reached >= options.rate * 0.99 && (notSent === 0 || parts.interrupted),
      heldBack: outcome.heldBack,
      lateness,
      within5ms,
    },
    ...summary,
    prepared: parts.prepared,
    throughput: {
      requests: outcome.sendingMs > 0 ? summary.total.answered / (outcome.sendingMs / 1000) : 0,
      bytesWritten: [...objects.written.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    },
    failovers: withMoves(failovers, parts.log, servedBy),
    verified: verified
      ? {
          objects: objects.written.size,
          deletes: objects.deletes.size,
          directions: directions(objects, arrivals, verified, target.replication, (time) =>
            servedBy.routedAt(time),
          ),
          buckets: verified.buckets,
          missing: verified.missing,
          differing: verified.differing,
          undeleted: verified.undeleted,
          resolution: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
        }
      : null,
    cleanup: parts.cleaned ?? null,
  };
}
