import { costLine, costOf, formatDollars } from "../../../cli/traffic/cost";

const load = {
  requests: 1_000_000,
  mix: { put: 100, get: 0, head: 0, delete: 0 },
  sizes: [{ bytes: 1024 ** 2, share: 1 }],
  regions: 2,
  verify: false,
  verifyIntervalMs: 1000,
  durationMs: 0,
};

test("the cost follows from the price table", () => {
  // Two PUT requests each, routed once, replicated to one Region with time control.
  const gigabytes = 1_000_000 / 1024;
  const dollars = 2 * 5 + gigabytes * (0.0033 + 0.0025 + 0.02 + 0.015);
  expect(costOf(load).dollars).toBeCloseTo(dollars, 6);
  expect(costLine(costOf(load))).toBe(
    "Estimated cost: $49.84 for 1000000 requests, 977 GiB written, 977 GiB replicated, 0 B read (us-east-1 list prices of 2026-11-23, for a client outside AWS).",
  );
});

test("reads are charged as routed, accelerated and leaving AWS", () => {
  const reads = { ...load, mix: { put: 0, get: 100, head: 0, delete: 0 } };
  const gigabytes = 1_000_000 / 1024;
  expect(costOf(reads).dollars).toBeCloseTo(0.4 + gigabytes * (0.0033 + 0.005 + 0.09), 6);
});

test("the cost grows with the Regions and with verification", () => {
  const cost = costOf(load).dollars;
  expect(costOf({ ...load, regions: 3 }).dollars).toBeGreaterThan(cost);
  expect(costOf({ ...load, verify: true }).dollars).toBeGreaterThan(cost);
});

test("the cost of a small run is not shown as zero", () => expect(formatDollars(0.00042)).toBe("$0.0004"));
