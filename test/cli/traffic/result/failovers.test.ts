import type { Entry } from "../../../../cli/traffic/load/log";
import { withMoves } from "../../../../cli/traffic/result/failovers";
import type { FailoverMoment } from "../../../../cli/traffic/result/report";
import { ServedBy } from "../../../../cli/traffic/result/served-by";
import { entry } from "../support";

const failover = (at: number, to: FailoverMoment["to"]): FailoverMoment => ({
  at,
  until: at + 0.2,
  time: "2026-01-02T03:04:05.000Z",
  command: "failover",
  to,
  outcome: "accepted",
});

/** Writes that are known to be served by a Region, at a time in seconds. */
type Write = readonly [at: number, region: string];

function log(...served: readonly Write[]): [Entry[], ServedBy] {
  const entries = served.map(([at], object) =>
    entry({ operation: "put", sent: at * 1000, ended: at * 1000 + 10, object }),
  );
  const origins = new Map(served.map(([, region], object) => [object, region]));
  return [entries, new ServedBy([], ["a", "b"], origins)];
}

const toB = { a: "passive", b: "active" };
const toA = { a: "active", b: "passive" };
const movesOf = (failovers: readonly FailoverMoment[], ...served: readonly Write[]) =>
  withMoves(failovers, ...log(...served)).map(({ moved }) => moved);

test("requests moved with the first one that no request to the old Region follows", () => {
  const served = [
    [9, "a"],
    [10.1, "a"],
    [10.4, "b"],
    [10.6, "a"],
    [10.8, "b"],
    [11, "b"],
  ] as const;
  expect(movesOf([failover(10, toB)], ...served)).toEqual([10.8]);
});

test("each routing change covers the time until the next one", () => {
  const served = [
    [10.5, "b"],
    [11, "b"],
    [12.5, "b"],
    [13, "a"],
  ] as const;
  expect(movesOf([failover(10, toB), failover(12, toA)], ...served)).toEqual([10.5, 13]);
});

test("without a request to a new active Region, the time is not known", () => {
  expect(movesOf([failover(10, toB)], [9, "a"], [10.5, "a"])).toEqual([null]);
  expect(movesOf([failover(10, toB)])).toEqual([null]);
});
