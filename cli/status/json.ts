import { awaitingInitialRouting } from "../access-point/initial-routing";
import { defaultLimits, overLimits } from "../access-point/limits";
import { isRead, type Point, type Reading } from "../access-point/observations";
import { sentence } from "./render";
import { sameRouting, type Route } from "../access-point/routing";
import { nothingRead, type Status } from "./status";

/** The status as JSON. A value that could not be read is `{"unreachable": why}`. A metric that was never published is null. */
export function statusJson(status: Status): unknown {
  const { observations, routing, file } = status;
  const limits = status.limits ?? defaultLimits;
  const point = (one: Reading<Point | undefined>) =>
    plain(
      one,
      (value) => value && { value: value.value, at: value.at, ageSeconds: ageOf(value.at, status.at) },
    );
  return {
    name: status.name,
    at: status.at,
    arn: status.arn ?? null,
    alias: status.alias ?? null,
    status: plain(status.accessPoint, (value) => value),
    routing: plain(routing, named),
    file: file ? named(file) : null,
    awaitsInitialRouting:
      file && isRead(routing) ? awaitingInitialRouting(routing.value, file).length > 0 : null,
    limits,
    differsFromFile: file && isRead(routing) ? !sameRouting(routing.value, file) : null,
    reportedBy: status.reports?.majority?.regions ?? [],
    routingReports: (status.reports?.groups ?? []).map(({ routes, regions }) => ({
      routing: named(routes),
      regions,
    })),
    controlRegions: Object.fromEntries(
      status.controlRegions.map((one) => [one.region, plain(one.routing, named)]),
    ),
    regions: observations.members.map(({ region, bucket, active, versioning }) => ({
      region,
      bucket,
      routing: isRead(routing) ? (active ? "active" : "passive") : null,
      versioning: plain(versioning, (value) => value),
    })),
    replication: observations.directions.map((direction) => ({
      from: direction.from,
      to: direction.to,
      rules: plain(direction.rules, (value) => value),
      latencySeconds: point(direction.latency),
      pendingBytes: point(direction.pendingBytes),
      pendingOperations: point(direction.pendingOperations),
      failedOperations: point(direction.failedOperations),
      overLimit: [...overLimits(direction, limits, status.at)],
    })),
    alarms: status.alarms,
    alarmsUnreachable: status.alarmsUnreachable.map(({ region, why }) => ({ region, why })),
    nothingRead: nothingRead(status) ?? null,
    sentence: sentence(status),
  };
}

function plain<T>(reading: Reading<T>, show: (value: T) => unknown): unknown {
  return isRead(reading) ? (show(reading.value) ?? null) : { unreachable: reading.unreachable };
}

function named(routes: readonly Route[]): Record<string, string> {
  return Object.fromEntries(routes.map(({ region, active }) => [region, active ? "active" : "passive"]));
}

function ageOf(at: Date, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
}
