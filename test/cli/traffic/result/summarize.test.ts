import { operations } from "../../../../cli/traffic/load/operations";
import { RequestLog } from "../../../../cli/traffic/load/log";
import { ServedBy } from "../../../../cli/traffic/result/served-by";
import { summarize } from "../../../../cli/traffic/result/summarize";
import { entry } from "../support";

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
