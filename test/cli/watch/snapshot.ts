/** Snapshots to look at, without AWS. */
import type { Direction, Point, Reading } from "../../../cli/access-point/observations";
import type { RequestRates, Snapshot } from "../../../cli/watch/snapshot";

export const now = new Date("2026-05-01T12:00:00Z");

export const point = (value: number, secondsAgo = 0): Point => ({
  value,
  at: new Date(now.getTime() - secondsAgo * 1000),
});
const read = <T>(value: T): Reading<T> => ({ value });

export function direction(from: string, to: string, more: Partial<Direction> = {}): Direction {
  return {
    from,
    to,
    rules: read([{ id: `to-${to}`, enabled: true, metrics: true }]),
    latency: read(point(2)),
    pendingBytes: read(point(2048)),
    pendingOperations: read(point(3)),
    failedOperations: read(point(0)),
    ...more,
  };
}

export function rates(requests: number, more: Partial<RequestRates> = {}): RequestRates {
  return {
    at: now,
    requests,
    clientErrors: 0,
    serverErrors: 0,
    downloaded: 1024,
    uploaded: 512,
    past: [point(requests / 2, 60), point(requests)],
    ...more,
  };
}

/** The first Region is active. */
export function snapshot(
  regions: readonly string[],
  more: Partial<Snapshot["status"]> = {},
  requests?: Snapshot["requests"],
): Snapshot {
  const routes = regions.map((region, index) => ({ region, bucket: `shop-${region}`, active: index === 0 }));
  return {
    status: {
      name: "shop",
      at: now,
      accessPoint: read("READY"),
      routing: read(routes),
      file: routes,
      controlRegions: [],
      observations: {
        at: now,
        members: routes.map((route) => ({ ...route, versioning: read("Enabled" as const) })),
        directions: regions.flatMap((from) =>
          regions.filter((to) => to !== from).map((to) => direction(from, to)),
        ),
      },
      alarms: [],
      alarmsUnreachable: [],
      ...more,
    },
    requests: requests ?? new Map(regions.map((region) => [region, read(rates(12.34))])),
  };
}
