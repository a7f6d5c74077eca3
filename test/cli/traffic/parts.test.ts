/** The pure parts of `mrap traffic`: what is asked, what is sent when, who served, what it costs. */
import fc from "fast-check";
import { UserError } from "../../../cli/errors";
import { Bodies, checksum } from "../../../cli/traffic/load/body";
import { costLine, costOf, formatDollars } from "../../../cli/traffic/cost";
import { Durations } from "../../../cli/traffic/result/histogram";
import { runLoad } from "../../../cli/traffic/load/load";
import { RequestLog, type Entry } from "../../../cli/traffic/load/log";
import { readOptions, type TrafficFlags } from "../../../cli/traffic/options";
import { operations, type Operation } from "../../../cli/traffic/quantities";
import { ServedBy } from "../../../cli/traffic/result/served-by";
import { summarize } from "../../../cli/traffic/result/summarize";
import { Turns } from "../../../cli/traffic/load/turns";

const flags: TrafficFlags = {
  rate: "10",
  duration: "30s",
  size: "1KiB",
  mix: "put=50,get=40,head=5,delete=5",
  concurrency: "64",
  prefix: "mrap-traffic/",
  verifyInterval: "1s",
  verifyPatience: "60s",
  timeout: "30s",
  grace: "auto",
  maxCost: "1",
};

describe("options", () => {
  test("are read in the units that people write", () => {
    expect(
      readOptions({ ...flags, rate: "0.5", duration: "5m", size: "1KiB:80,2MiB:20", timeout: "250ms" }),
    ).toMatchObject({
      rate: 0.5,
      duration: 300_000,
      timeout: 250,
      sizes: [
        { bytes: 1024, share: 80 },
        { bytes: 2 * 1024 ** 2, share: 20 },
      ],
      mix: { put: 50, get: 40, head: 5, delete: 5 },
      maxCost: 1,
    });
  });

  test.each<[Partial<TrafficFlags>, string]>([
    [{ rate: "fast" }, "--rate should be a number from 0.1 to 20000, got 'fast'."],
    [{ rate: "0" }, "--rate should be a number from 0.1 to 20000, got '0'."],
    [{ concurrency: "1.5" }, "--concurrency should be a whole number from 1 to 1000, got '1.5'."],
    [{ duration: "soon" }, "--duration should be a time such as 30s or 5m, at most 24h, got 'soon'."],
    [{ timeout: "2h" }, "--timeout should be a time such as 30s or 5m, at most 1h, got '2h'."],
    [
      { size: "1GiB" },
      "--size should be a size of at most 64MiB such as 1KiB, or sizes with their shares such as 1KiB:80,1MiB:20, got '1GiB'.",
    ],
    [
      { mix: "put=1,list=1" },
      "--mix should name put, get, head and delete with their shares, such as put=50,get=50, got 'put=1,list=1'.",
    ],
    [{ mix: "get=0" }, "--mix should have a share above 0, got 'get=0'."],
    [
      { mix: "put=1,delete=2" },
      "--mix should delete no more than it puts, because only objects of this run are deleted, got 'put=1,delete=2'.",
    ],
    [
      { prefix: "a b/" },
      "--prefix should have letters, digits and . _ - / only, at most 200, and no empty part, got 'a b/'.",
    ],
    [{ maxCost: "a lot" }, "--max-cost should be a number from 0 to 1000000, got 'a lot'."],
    [
      { rate: "20000", duration: "1h" },
      "A run has at most 5000000 requests, got 72000000 (--rate times --duration): make it several runs.",
    ],
  ])("%j is answered with what is allowed", (wrong, message) => {
    expect(() => readOptions({ ...flags, ...wrong })).toThrow(new UserError(message));
  });
});

test("after any number of turns each operation has had its share, to within one", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }), (shares) => {
      const turns = new Turns(shares.map((share, item) => ({ item, share })));
      const total = shares.reduce((a, b) => a + b, 0);
      const had = shares.map(() => 0);
      for (let turn = 1; turn <= 300; turn++) {
        had[turns.next()]!++;
        shares.forEach((share, item) => {
          expect(Math.abs(had[item]! - (turn * share) / total)).toBeLessThan(shares.length);
        });
      }
    }),
    { numRuns: 30 },
  );
});

test("the content of an object follows from the run and its number", () => {
  const [one, same, other] = [new Bodies("a", 5000), new Bodies("a", 5000), new Bodies("b", 5000)];
  expect(one.checksum(7, 5000)).toBe(same.checksum(7, 5000));
  expect(one.checksum(7, 5000)).toBe(checksum(one.of(7, 5000)));
  expect(one.checksum(8, 5000)).not.toBe(one.checksum(7, 5000));
  expect(other.checksum(7, 5000)).not.toBe(one.checksum(7, 5000));
  expect(one.of(7, 0)).toHaveLength(0);
});

describe("the cost", () => {
  const load = {
    requests: 1_000_000,
    mix: { put: 100, get: 0, head: 0, delete: 0 },
    sizes: [{ bytes: 1024 ** 2, share: 1 }],
    regions: 2,
    verify: false,
    lookEvery: 1000,
    duration: 0,
  };

  test("is that of the price table", () => {
    // Two puts each, routed once, replicated to one Region with time control.
    const gigabytes = 1_000_000 / 1024;
    const dollars = 2 * 5 + gigabytes * (0.0033 + 0.0025 + 0.02 + 0.015);
    expect(costOf(load).dollars).toBeCloseTo(dollars, 6);
    expect(costLine(costOf(load))).toBe(
      "About $49.84: 1000000 requests, 976.6 GiB written, 976.6 GiB replicated, 0 B read (us-east-1 list prices of 2026-11-23, as for a client outside AWS).",
    );
  });

  test("counts what is read as routed, accelerated and leaving AWS", () => {
    const reads = { ...load, mix: { put: 0, get: 100, head: 0, delete: 0 } };
    const gigabytes = 1_000_000 / 1024;
    expect(costOf(reads).dollars).toBeCloseTo(0.4 + gigabytes * (0.0033 + 0.005 + 0.09), 6);
  });

  test("grows with the Regions and with the reading back", () => {
    const cost = costOf(load).dollars;
    expect(costOf({ ...load, regions: 3 }).dollars).toBeGreaterThan(cost);
    expect(costOf({ ...load, verify: true }).dollars).toBeGreaterThan(cost);
  });

  test("of a small run is not shown as nothing", () => expect(formatDollars(0.00042)).toBe("$0.0004"));
});

const entry = (one: Partial<Entry>): Entry => ({
  operation: "get",
  due: 0,
  sent: 1000,
  ended: 1010,
  object: 1,
  ...one,
});

describe("who served", () => {
  const at = (sent: number, region?: string) => ({ sent, ended: sent + 20, ...(region && { region }) });
  const probes = [at(0, "a"), at(500, "a"), at(1500, "a"), at(2000, "b"), at(2500, "b"), at(3000)];
  const of = (one: Partial<Entry>, origins?: Map<number, string>, regions = ["a", "b"]) =>
    new ServedBy(probes, regions, origins).of(entry(one));

  test("is told by probes before and after that agree", () => {
    expect(of({ sent: 1000, ended: 1010 })).toEqual({ region: "a", basis: "probe" });
    expect(of({ sent: 2100, ended: 2110 })).toEqual({ region: "b", basis: "probe" });
  });

  test("is not known while they differ, before the first, after the last, or where one did not tell", () => {
    for (const [sent, ended] of [
      [1600, 1610],
      [1000, 2600],
      [5, 8],
      [2600, 2610],
      [3100, 3110],
    ])
      expect(of({ sent, ended })).toEqual({ basis: "unknown" });
  });

  test("is told by the object better than by probes", () => {
    const origins = new Map([[1, "b"]]);
    expect(of({ operation: "put" }, origins)).toEqual({ region: "b", basis: "object" });
    expect(of({ hint: "original" }, origins)).toEqual({ region: "b", basis: "object" });
    expect(of({ hint: "replica" }, origins)).toEqual({ region: "a", basis: "object" });
    // With three Regions a replica may be in either of the others.
    expect(of({ hint: "replica" }, origins, ["a", "b", "c"])).toEqual({ region: "a", basis: "probe" });
    expect(of({ operation: "put", error: "SlowDown" }, origins)).toEqual({ region: "a", basis: "probe" });
  });
});

test("the log gives back what it was given, over its blocks", () => {
  const log = new RequestLog();
  const entries = Array.from({ length: 40_000 }, (_, number) =>
    entry({
      operation: operations[number % 4],
      due: number,
      object: number,
      ...(number % 7 === 0 && { error: `Code${number % 3}` }),
      ...(number % 5 === 0 && { hint: "replica" as const }),
    }),
  );
  for (const one of entries) log.add(one);
  expect([...log]).toEqual(entries);
});

test("the figures add up, and no percentile is above the maximum", () => {
  const log = new RequestLog();
  for (let number = 0; number < 5000; number++)
    log.add(
      entry({
        operation: operations[number % 4],
        due: number,
        sent: number + 1,
        ended: number + 2 + (number % 100),
        ...(number % 50 === 0 && { error: "SlowDown" }),
      }),
    );
  const probes = [
    { sent: -10, ended: -1, region: "a" },
    { sent: 6000, ended: 6001, region: "a" },
  ];
  const summary = summarize(log, new ServedBy(probes, ["a", "b"]), ["a", "b"]);
  expect(summary.total).toMatchObject({ sent: 5000, answered: 4900, failed: 100 });
  expect(summary.errors).toEqual({ SlowDown: 100 });
  expect(summary.served.map(({ sent }) => sent)).toEqual([5000, 0]);
  expect(summary.within5ms).toBe(1);
  const { p50, p99, p999, max } = summary.total.latency!;
  expect(p50).toBeCloseTo(51.5, 0);
  expect(p99).toBeLessThanOrEqual(p999);
  expect(p999).toBeLessThanOrEqual(max);
  expect(max).toBe(101);
  expect(summary.series.regions["a"]!.reduce((a, b) => a + b, 0)).toBe(4900);
});

test("a histogram keeps three digits", () => {
  const durations = new Durations();
  for (const value of [0.05, 1.234, 5678]) durations.add(value);
  expect(durations.percentiles()).toMatchObject({ p50: 1.234, max: expect.closeTo(5678, -1) });
});

describe("the load", () => {
  const run = async (answer: number, options: { concurrency: number; rate: number; duration: number }) => {
    const log = new RequestLog();
    const began = performance.now();
    const outcome = await runLoad({
      ...options,
      operations: new Turns<Operation>([{ item: "put", share: 1 }]),
      send: async () => {
        const sentAt = performance.now();
        await new Promise((resolve) => setTimeout(resolve, answer));
        return { object: 0, sentAt };
      },
      log,
      grace: 10_000,
      signal: new AbortController().signal,
      began,
    });
    return { outcome, entries: [...log] };
  };

  test("is open: slow answers hold up nothing that there is room for", async () => {
    const { outcome, entries } = await run(300, { concurrency: 100, rate: 100, duration: 500 });
    expect(outcome).toMatchObject({ planned: 50, heldBack: 0, skipped: 0 });
    expect(outcome.sending).toBeLessThan(900);
    expect(entries).toHaveLength(50);
    const dues = entries.map(({ due }) => due).sort((a, b) => a - b);
    expect(dues[49]! - dues[0]!).toBeCloseTo(490, 0);
  });

  test("counts the queue behind a slow answer into the latency, and says that it was held back", async () => {
    const { outcome, entries } = await run(50, { concurrency: 1, rate: 100, duration: 200 });
    expect(outcome.planned).toBe(20);
    expect(outcome.heldBack).toBeGreaterThan(15);
    // The last one was due after 190 ms and waited for nineteen others of 50 ms each.
    const last = entries.at(-1)!;
    expect(last.ended - last.due).toBeGreaterThan(700);
    expect(last.ended - last.sent).toBeLessThan(400);
  });
});
