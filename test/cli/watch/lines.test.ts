import type { Reading } from "../../../cli/access-point/observations";
import type { RequestRates } from "../../../cli/watch/snapshot";
import { factsOf, linesOf } from "../../../cli/watch/lines";
import { direction, now, rates, snapshot } from "./snapshot";

const two = ["ap-south-1", "us-east-1"];
const gone = { unreachable: "it took too long" };

test("everything at first, then what is new, what has changed and what is over", () => {
  const calm = factsOf(snapshot(two));
  expect(linesOf(calm, undefined, now)).toEqual([
    "2026-05-01T12:00:00Z routing: The routing of shop is: ap-south-1 active, us-east-1 passive.",
    "2026-05-01T12:00:00Z requests ap-south-1: 12.3/s, 4xx 0 %, 5xx 0 %, down 1 KiB/s, up 512 B/s",
    "2026-05-01T12:00:00Z requests us-east-1: 12.3/s, 4xx 0 %, 5xx 0 %, down 1 KiB/s, up 512 B/s",
    "2026-05-01T12:00:00Z replication ap-south-1>us-east-1: latency 2 s, pending 3 (2 KiB), failed 0",
    "2026-05-01T12:00:00Z replication us-east-1>ap-south-1: latency 2 s, pending 3 (2 KiB), failed 0",
  ]);
  expect(linesOf(calm, calm, now)).toEqual([]);

  const { observations } = snapshot(two).status;
  const lost = factsOf(
    snapshot(
      two,
      {
        observations: {
          ...observations,
          directions: [
            direction("ap-south-1", "us-east-1", {
              latency: gone,
              pendingBytes: gone,
              pendingOperations: gone,
            }),
            direction("us-east-1", "ap-south-1"),
          ],
        },
        alarms: [{ region: "ap-south-1", name: "shop-latency", reason: "slow" }],
      },
      new Map<string, Reading<RequestRates | undefined>>([
        ["ap-south-1", { value: rates(12.34) }],
        ["us-east-1", gone],
      ]),
    ),
  );
  expect(linesOf(lost, calm, now)).toEqual([
    "2026-05-01T12:00:00Z unreachable us-east-1: it took too long",
    "2026-05-01T12:00:00Z ALARM shop-latency (ap-south-1): slow",
    "2026-05-01T12:00:00Z replication ap-south-1>us-east-1: latency unreachable, pending unreachable, failed 0",
  ]);
  expect(linesOf(calm, lost, now).slice(-2)).toEqual([
    "2026-05-01T12:00:00Z unreachable us-east-1: over",
    "2026-05-01T12:00:00Z ALARM shop-latency (ap-south-1): over",
  ]);
});
