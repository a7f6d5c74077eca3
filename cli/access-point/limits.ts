import { DEFAULTS } from "../../constructs/defaults";
import type { EnvironmentArgument } from "./argument";
import { isRead, type Direction, type Point, type Reading } from "./observations";

/** The limits at which the preflight stops a failover. */
export interface Limits {
  readonly latencySeconds: number;
  readonly pendingBytes: number;
  /** Operations within an hour. */
  readonly failedOperations: number;
}

export type Limit = keyof Limits;

/** The limits without an environment file. */
export const defaultLimits: Limits = DEFAULTS.monitoring;

export function limitsOf(argument: EnvironmentArgument): Limits {
  return argument.kind === "file" ? { ...defaultLimits, ...argument.environment.monitoring } : defaultLimits;
}

/** S3 publishes pending operations and latency every minute. An older figure says nothing about now. */
const staleMs = 10 * 60_000;

/** How long a failed operation counts. */
const recentMs = 60 * 60_000;

/** The figures of a direction that are over their limit: a failover in this direction is refused. */
export function overLimits(
  { latency, pendingBytes, pendingOperations, failedOperations }: Direction,
  limits: Limits,
  now: Date,
): ReadonlySet<Limit> {
  const over = new Set<Limit>();
  const ageMs = (at: Date): number => now.getTime() - at.getTime();
  const newest = [latency, pendingBytes, pendingOperations]
    .flatMap((one) => (isRead(one) && one.value ? [ageMs(one.value.at)] : []))
    .sort((a, b) => a - b)[0];
  if (newest !== undefined && newest <= staleMs) {
    if (valueOf(latency) > limits.latencySeconds) over.add("latencySeconds");
    if (valueOf(pendingBytes) > limits.pendingBytes) over.add("pendingBytes");
  }
  const failed = isRead(failedOperations) ? failedOperations.value : undefined;
  if (failed && failed.value > 0 && failed.value >= limits.failedOperations && ageMs(failed.at) <= recentMs)
    over.add("failedOperations");
  return over;
}

function valueOf(reading: Reading<Point | undefined>): number {
  return isRead(reading) ? (reading.value?.value ?? 0) : 0;
}
