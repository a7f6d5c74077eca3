import fc from "fast-check";
import { defaultLimits, overLimits } from "../../../cli/access-point/limits";
import type { Point, Reading } from "../../../cli/access-point/observations";
import { preflight } from "../../../cli/failover/preflight";
import { direction, now, point, snapshot } from "../watch/snapshot";

const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;

const reading = (...values: number[]): fc.Arbitrary<Reading<Point | undefined>> =>
  fc.oneof(
    fc.constant({ value: undefined }),
    fc
      .tuple(fc.constantFrom(...values), fc.constantFrom(0, 300, 599, 601, 3599, 3601, 7200))
      .map(([value, secondsAgo]) => ({ value: point(value, secondsAgo) })),
  );

test("a figure is over its limit exactly where the preflight stops a failover because of it", () => {
  fc.assert(
    fc.property(
      reading(0, 900, 901),
      reading(0, 1_073_741_824, 1_073_741_825),
      reading(0, 3),
      reading(0, 1, 5),
      (latency, pendingBytes, pendingOperations, failedOperations) => {
        const one = direction(mumbai, virginia, {
          latency,
          pendingBytes,
          pendingOperations,
          failedOperations,
        });
        const { observations, routing } = snapshot([mumbai, virginia]).status;
        const before = "value" in routing ? routing.value : [];
        const items = preflight({
          before,
          wanted: before.map((route) => ({ ...route, active: route.region === virginia })),
          observations: { ...observations, directions: [one] },
          canary: { kind: "served", by: [mumbai] },
          thresholds: defaultLimits,
        });
        const red = (id: string): boolean =>
          items.find((item) => item.id === `${id} ${mumbai} > ${virginia}`)!.level === "red";
        const over = overLimits(one, defaultLimits, now);
        expect(over.has("latencySeconds") || over.has("pendingBytes")).toBe(red("lag"));
        expect(over.has("failedOperations")).toBe(red("failed"));
      },
    ),
    { numRuns: 2000 },
  );
});

test("figures that could not be read are over no limit", () => {
  const gone = { unreachable: "it took too long" };
  const one = direction(mumbai, virginia, { latency: gone, pendingBytes: gone, failedOperations: gone });
  expect([...overLimits(one, defaultLimits, now)]).toEqual([]);
});
