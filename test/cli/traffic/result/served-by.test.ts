import type { Entry } from "../../../../cli/traffic/load/log";
import { ServedBy } from "../../../../cli/traffic/result/served-by";
import { entry } from "../support";

const at = (sent: number, region?: string) => ({ sent, ended: sent + 20, ...(region && { region }) });
const probes = [at(0, "a"), at(500, "a"), at(1500, "a"), at(2000, "b"), at(2500, "b"), at(3000)];
const of = (one: Partial<Entry>, origins?: Map<number, string>, regions = ["a", "b"]) =>
  new ServedBy(probes, regions, origins).of(entry(one));

test("probes before and after that agree show the Region", () => {
  expect(of({ sent: 1000, ended: 1010 })).toEqual({ region: "a", basis: "probe" });
  expect(of({ sent: 2100, ended: 2110 })).toEqual({ region: "b", basis: "probe" });
});

test("the Region is not known while probes differ, before the first, after the last, or if one has no Region", () => {
  for (const [sent, ended] of [
    [1600, 1610],
    [1000, 2600],
    [5, 8],
    [2600, 2610],
    [3100, 3110],
  ])
    expect(of({ sent, ended })).toEqual({ basis: "unknown" });
});

test("the object decides before probes do", () => {
  const origins = new Map([[1, "b"]]);
  expect(of({ operation: "put" }, origins)).toEqual({ region: "b", basis: "object" });
  expect(of({ hint: "original" }, origins)).toEqual({ region: "b", basis: "object" });
  expect(of({ hint: "replica" }, origins)).toEqual({ region: "a", basis: "object" });
  // With three Regions, a replica can be in either of the two others.
  expect(of({ hint: "replica" }, origins, ["a", "b", "c"])).toEqual({ region: "a", basis: "probe" });
  expect(of({ operation: "put", error: "SlowDown" }, origins)).toEqual({ region: "a", basis: "probe" });
});
