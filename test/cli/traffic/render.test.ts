/** The result of a run as text. */
import { renderTraffic } from "../../../cli/traffic/render";
import type { TrafficReport } from "../../../cli/traffic/result/report";
import { madeUpRun } from "../report/made-up-run";

const plain = (report: TrafficReport): string[] =>
  renderTraffic(report, { paint: (_, text) => text, columns: 100 });

/** The made-up run, with two directions whose source is not known. */
function withUnknown(objects: number, deletes: number): TrafficReport {
  const report = madeUpRun();
  const { verified } = report;
  const unknown = {
    ...verified!.directions[0]!,
    from: "unknown",
    objects,
    arrived: objects,
    missing: 0,
    arrival: null,
    deletes: { sent: deletes, arrived: deletes, missing: 0, arrival: null },
  };
  return { ...report, verified: { ...verified!, directions: [...verified!.directions, unknown, unknown] } };
}

test("no table contains an empty line, even if a row has no times", () => {
  const lines = plain(withUnknown(2, 3));
  expect(lines.filter((line) => line.startsWith("not known to")).map((line) => line.split(/ {2,}/))).toEqual([
    ...Array<string[]>(2).fill(["not known to us-east-1", "2", "2", "0", "0"]),
    ...Array<string[]>(2).fill(["not known to us-east-1", "3", "3", "0"]),
  ]);
  lines.forEach((line, index) => {
    if (line === "") expect(lines[index + 1]).toMatch(/^(operation|Region|replication|deletes|Seconds) /);
  });
});

test("a direction with an unknown source is shown only if it has objects or deletes", () => {
  const rows = (report: TrafficReport): string[] =>
    plain(report).filter((line) => line.startsWith("not known to"));
  expect(rows(withUnknown(0, 0))).toEqual([]);
  expect(rows(withUnknown(1, 0))).toHaveLength(2);
  expect(rows(withUnknown(0, 1))).toHaveLength(2);
});
