import type { Reading } from "../../../cli/access-point/observations";
import type { RequestRates } from "../../../cli/watch/snapshot";
import { frame } from "../../../cli/watch/frame";
import type { View } from "../../../cli/watch/view";
import { noHistory, remember } from "../../../cli/watch/history";
import { factsOf } from "../../../cli/watch/lines";
import { sparkline, sparks } from "../../../cli/watch/sparkline";
import { ALL_REGIONS } from "../../support/environment";
import { direction, now, point, rates, snapshot } from "./snapshot";

const [mumbai, virginia] = ["ap-south-1", "us-east-1"] as const;
const two = [mumbai, virginia];
const view = (more: Partial<View> = {}): View => ({
  snapshot: snapshot(two),
  history: noHistory,
  columns: 100,
  paint: (_, text) => text,
  ...more,
});
const gone = { unreachable: "No answer to cloudwatch:GetMetricData: it took too long." };

test("a frame has routing, requests, replication, alarms and the routing in words", () => {
  const past = snapshot(two);
  const later = snapshot(two, {
    observations: {
      ...past.status.observations,
      directions: [
        direction(mumbai, virginia, {
          latency: { value: { value: 4, at: new Date(now.getTime() + 60_000) } },
        }),
        direction(virginia, mumbai, {
          latency: { value: undefined },
          pendingOperations: { value: undefined },
        }),
      ],
    },
  });
  const history = remember(remember(noHistory, past), later);
  expect(frame(view({ snapshot: later, history, note: "read 1 s ago", hint: "q or Ctrl-C ends." }))).toEqual([
    `shop  READY${"read 1 s ago".padStart(89)}`,
    "",
    "REGION      ROUTING  REQUESTS/S     4XX  5XX  DOWN/S  UP/S",
    "ap-south-1  active         ▅█ 12.3  0 %  0 %  1 KiB   512 B",
    "us-east-1   passive        ▅█ 12.3  0 %  0 %  1 KiB   512 B",
    "",
    "REPLICATION           LATENCY       PENDING   FAILED/24H",
    "ap-south-1>us-east-1        ▅█ 4 s  3, 2 KiB  0",
    "us-east-1>ap-south-1  no data       no data   0",
    "",
    "No open alarms.",
    "The routing of shop is: ap-south-1 active, us-east-1 passive.",
    "q or Ctrl-C ends.",
  ]);
});

test("an unreachable Region is amber and says why; figures over a limit and alarms are red", () => {
  const past = snapshot(two).status.observations;
  const levels: Array<[string, string]> = [];
  const lines = frame(
    view({
      snapshot: snapshot(
        two,
        {
          file: [
            { region: mumbai, bucket: "shop-ap-south-1", active: false },
            { region: virginia, bucket: "shop-us-east-1", active: true },
          ],
          observations: {
            ...past,
            members: [past.members[0]!, { ...past.members[1]!, versioning: gone }],
            directions: [
              direction(mumbai, virginia, { latency: gone, pendingBytes: gone, pendingOperations: gone }),
              direction(virginia, mumbai, { failedOperations: { value: point(7) } }),
            ],
          },
          alarms: [{ region: mumbai, name: "shop-latency", reason: "Threshold crossed" }],
          alarmsUnreachable: [{ region: virginia, why: "it took too long" }],
        },
        new Map<string, Reading<RequestRates | undefined>>([
          [mumbai, { value: rates(0.01, { clientErrors: 0.125, serverErrors: 0.0001 }) }],
          [virginia, gone],
        ]),
      ),
      paint: (level, text) => {
        levels.push([level, text]);
        return text;
      },
    }),
  );
  expect(lines.slice(3)).toEqual([
    "ap-south-1  active         ▅█ <0.1  12.5 %  <0.1 %  1 KiB   512 B",
    "us-east-1   passive  unreachable    -       -       -       -",
    "",
    "REPLICATION           LATENCY      PENDING      FAILED/24H",
    "ap-south-1>us-east-1  unreachable  unreachable  0",
    "us-east-1>ap-south-1  2 s          3, 2 KiB     7",
    "",
    "LIMIT us-east-1>ap-south-1: 7 failed operations reach the limit of 1. The preflight refuses a",
    "failover in this direction.",
    "ALARM shop-latency (ap-south-1) Threshold crossed",
    "unreachable us-east-1: No answer to cloudwatch:GetMetricData: it took too long.",
    "The routing of shop is: ap-south-1 active, us-east-1 passive. It differs from the environment file.",
  ]);
  expect(levels.map(([level, text]) => `${level} ${text.slice(0, 22).trim()}`)).toEqual([
    "strong active",
    "amber us-east-1",
    "amber unreachable",
    "amber unreachable",
    "amber unreachable",
    "red 7",
    "red LIMIT us-east-1>ap-sou",
    "red failover in this direc",
    "red ALARM shop-latency (ap",
    "amber unreachable us-east-1:",
  ]);
});

describe.each([
  [17, 100, 40],
  [17, 80, 24],
  [17, 40, 12],
  [3, 60, 14],
  [2, 20, 6],
])("%d Regions on a screen of %d columns and %d rows", (regions, columns, rows) => {
  const wanted = ALL_REGIONS.slice(0, regions);
  const calm = snapshot(wanted);
  const directions = calm.status.observations.directions.map((one) =>
    one.from === "us-east-1" && one.to === "ap-south-1" ? { ...one, latency: { value: point(777) } } : one,
  );
  const shown = frame(
    view({
      snapshot: snapshot(wanted, { observations: { ...calm.status.observations, directions } }),
      columns,
      rows,
    }),
  );

  test("fit, and what is worst is among what is shown", () => {
    expect(shown.length).toBeLessThanOrEqual(rows);
    for (const line of shown) expect([...line].length).toBeLessThanOrEqual(columns);
    if (columns >= 60) expect(shown.find((line) => line.startsWith("us-east-1>ap-"))).toBeDefined();
    if (regions === 17 && columns >= 80)
      expect(shown.join("\n")).toMatch(/… and \d+ more directions, none of them worse/);
  });
});

test("where the routing is takes as many lines as it needs, up to a fifth of the screen", () => {
  const file = [{ region: mumbai, bucket: "shop-ap-south-1", active: false }];
  const ends = (columns: number, rows?: number): string[] =>
    frame(view({ snapshot: snapshot(two, { file }), columns, ...(rows && { rows }) })).slice(-3);
  expect(ends(60)).toEqual([
    "No open alarms.",
    "The routing of shop is: ap-south-1 active, us-east-1",
    "passive. It differs from the environment file.",
  ]);
  expect(ends(30, 14).slice(1)).toEqual(["The routing of shop is:", "ap-south-1 active, us-east-1 …"]);
});

test("a look that failed leaves the last one on the screen, and says so", () => {
  expect(frame(view({ error: "The AWS credentials have expired.\n more" }))).toContain(
    "The latest reading failed: The AWS credentials have expired.",
  );
});

test("sparklines: the highest value is full, zero is flat, the oldest drop out", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7, 8], 9, 8)).toBe("▁▂▃▄▅▆▇██");
  expect(sparkline([0, 0], 4, 0)).toBe("  ▁▁");
  expect(sparkline([9, 1, 2], 2, 2)).toBe("▅█");
  expect(sparkline([], 2, 1)).toBe("  ");
});

test("the bars of a column share one scale", () => {
  const draw = sparks([[point(1, 60), point(2)], [point(4, 60), point(8)], [point(1)]], 100);
  expect(draw([point(1, 60), point(2)])).toBe("      ▂▃ ");
  expect(draw([point(4, 60), point(8)])).toBe("      ▅█ ");
  expect(draw([point(1)])).toBe("         ");
  expect(sparks([[point(1, 60), point(2)]], 60)([point(1, 60), point(2)])).toBe("");
});

test("a value that is read twice counts once", () => {
  const once = remember(noHistory, snapshot(two));
  expect(remember(once, snapshot(two))).toEqual(once);
  expect(once.latency.get("ap-south-1>us-east-1")).toEqual([point(2)]);
});

test("a missing rule is a red line and a line of the log, because the preflight stops at it", () => {
  const looked = snapshot(["ap-south-1", "us-east-1"]);
  const directions = [direction("us-east-1", "ap-south-1", { rules: { value: [] } })];
  const status = { ...looked.status, observations: { ...looked.status.observations, directions } };
  const stop =
    "STOP us-east-1>ap-south-1: there is no replication rule. The preflight refuses a failover between these Regions.";
  const painted = (style: string, text: string): string => `<${style}>${text}`;
  expect(
    frame({ snapshot: { ...looked, status }, history: noHistory, columns: 200, paint: painted }),
  ).toContain(`<red>${stop}`);
  const [subject, fact] = [...factsOf({ ...looked, status })].find(([name]) => name.startsWith("STOP"))!;
  expect(`${subject}: ${fact.text}`).toBe(stop);
});
