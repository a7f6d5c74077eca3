import { SeriesBuilder } from "../../../../cli/traffic/result/series";
import { entry } from "../support";

/** Requests every 100 ms from `fromMs` to `untilMs`. */
function seriesOf(fromMs: number, untilMs: number, changesMs: readonly number[] = []) {
  const builder = new SeriesBuilder({ firstMs: fromMs, lastMs: untilMs, endMs: untilMs + 50, changesMs }, [
    "a",
    "b",
  ]);
  for (let sent = fromMs; sent < untilMs; sent += 100)
    builder.add(entry({ due: sent, sent, ended: sent + 20 }), sent < (changesMs[0] ?? Infinity) ? "a" : "b");
  return builder.build();
}

test("bins start at the first request, and the bins that the load does not fill are partial", () => {
  const { at, partial, regions } = seriesOf(1300, 4100);
  expect(at).toEqual([0, 1, 1.3, 2.3, 3.3]);
  expect(partial).toEqual([0, 1, 4]);
  expect(regions["a"]).toEqual([0, 0, 10, 10, 8]);
});

test("a bin ends at a routing change, and never mixes requests from before and after it", () => {
  const { at, partial, regions } = seriesOf(0, 4000, [2500]);
  expect(at).toEqual([0, 1, 2, 2.5, 3.5]);
  expect(partial).toEqual([2, 4]);
  expect(regions["a"]).toEqual([10, 10, 5, 0, 0]);
  expect(regions["b"]).toEqual([0, 0, 0, 10, 5]);
});

test("changes before the first request or after the last answer cut nothing", () => {
  expect(seriesOf(0, 2000, [9000]).at).toEqual([0, 1, 2]);
  expect(seriesOf(1000, 2000, [500]).at).toEqual([0, 1, 2]);
});

test("a long run has at most about 600 bins of whole seconds", () => {
  const series = new SeriesBuilder({ firstMs: 0, lastMs: 3_600_000, endMs: 3_600_000, changesMs: [] }, ["a"]);
  const { at, interval } = series.build();
  expect(interval).toBe(6);
  expect(at).toHaveLength(600);
});

test("a run without requests has one bin, which is partial", () => {
  const series = new SeriesBuilder({ firstMs: 0, lastMs: 0, endMs: 0, changesMs: [] }, ["a"]);
  expect(series.build()).toMatchObject({ at: [0], partial: [0], failed: [0] });
});
