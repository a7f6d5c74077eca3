import { plain } from "../../../cli/text/paint";
import * as fc from "fast-check";
import type { Direction, Point, Reading } from "../../../cli/access-point/observations";
import { renderStatus } from "../../../cli/status/render";
import type { Status } from "../../../cli/status/status";

const at = new Date("2026-01-01T12:00:00Z");
const ago = (seconds: number): Date => new Date(at.getTime() - seconds * 1000);
const point = (value: number, seconds = 60): Reading<Point> => ({ value: { value, at: ago(seconds) } });
const lost = { unreachable: "No answer." };

const healthy = (a: string, b: string): Direction => ({
  from: a,
  to: b,
  rules: { value: [{ id: "r", enabled: true, metrics: true }] },
  latency: point(1),
  pendingBytes: point(0),
  pendingOperations: point(0),
  failedOperations: point(0),
});

test("no line of a status is longer than the terminal, whatever the status is", () => {
  const regions = ["ap-southeast-2", "ap-northeast-1", "eu-central-1"];
  const reading = fc.oneof(
    fc.constant(lost),
    fc.constant({ value: undefined }),
    fc
      .record({ value: fc.nat(1e12), seconds: fc.nat(1e6) })
      .map(({ value, seconds }) => point(value, seconds)),
  );
  const direction = fc.record({
    latency: reading,
    pendingBytes: reading,
    pendingOperations: reading,
    failedOperations: reading,
  });
  const bucket = fc.integer({ min: 3, max: 63 }).map((length) => "b".repeat(length));
  fc.assert(
    fc.property(
      fc.array(direction, { minLength: 6, maxLength: 6 }),
      bucket,
      fc.integer({ min: 40, max: 200 }),
      (figures, name, columns) => {
        const members = regions.map((region) => ({ region, bucket: name, active: true, versioning: lost }));
        const pairs = regions.flatMap((a) => regions.filter((b) => b !== a).map((b) => [a, b] as const));
        const status: Status = {
          name: "a-name",
          at,
          accessPoint: lost,
          routing: { value: members },
          file: members,
          controlRegions: regions.map((region) => ({ region, routing: lost })),
          observations: {
            at,
            members,
            directions: pairs.map(([a, b], i) => ({ ...healthy(a, b), ...figures[i] })),
          },
          alarms: [
            { region: regions[0]!, name: "an-alarm", reason: "a reason that is very long ".repeat(9) },
          ],
          alarmsUnreachable: [],
        };
        for (const line of renderStatus(status, { paint: plain, columns }))
          expect(line.length).toBeLessThanOrEqual(columns);
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});
