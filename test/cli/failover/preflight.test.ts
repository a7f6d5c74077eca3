/** The judgement of the preflight about observations. */
import { plain } from "../../../cli/text/paint";
import type { Direction, Observations, Point, Reading } from "../../../cli/access-point/observations";
import { withActive, type Route } from "../../../cli/access-point/routing";
import { preflight, type Item, type PreflightInput } from "../../../cli/failover/preflight";
import { renderPreflight } from "../../../cli/failover/render-preflight";

const [from, to] = ["ap-southeast-2", "ap-northeast-1"];
const before: Route[] = [
  { region: to, bucket: "b", active: false },
  { region: from, bucket: "a", active: true },
];
const wanted = withActive(before, [to]);
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

function judge(change: Partial<Direction> = {}, input: Partial<PreflightInput> = {}): Map<string, Item> {
  const observations: Observations = {
    at,
    members: before.map((route) => ({ ...route, versioning: { value: "Enabled" } })),
    directions: [{ ...healthy(from, to), ...change }, healthy(to, from)],
  };
  const items = preflight({
    before,
    wanted,
    observations,
    canary: { kind: "served", by: [from] },
    thresholds: { latencySeconds: 900, pendingBytes: 1000, failedOperations: 1 },
    ...input,
  });
  for (const line of renderPreflight(items, { paint: plain, columns: 100 }))
    expect(line.length).toBeLessThanOrEqual(100);
  return new Map(items.map((item) => [item.id, item]));
}

const lag = `lag ${from} > ${to}`;
const failed = `failed ${from} > ${to}`;
const rules = `rules ${from} > ${to}`;

test("every item is green if nothing is wrong", () => {
  expect([...judge().values()].filter(({ level }) => level !== "green")).toEqual([]);
});

test.each<[string, string, Item["level"], Partial<Direction>, Partial<PreflightInput>]>([
  ["a little waits", lag, "amber", { pendingOperations: point(3) }, {}],
  ["a little waits, for a failback", lag, "red", { pendingOperations: point(3) }, { nothingMayWait: true }],
  [
    "it waited long ago",
    lag,
    "amber",
    { latency: point(1, 900), pendingBytes: point(9, 900), pendingOperations: point(3, 900) },
    { nothingMayWait: true },
  ],
  ["too much waits", lag, "red", { pendingBytes: point(1001) }, {}],
  ["too far behind", lag, "red", { latency: point(901) }, {}],
  ["the target does not answer", lag, "red", { latency: lost }, {}],
  ["the target throttles", lag, "amber", { latency: { ...lost, answered: true } }, {}],
  [
    "nothing waited long ago",
    lag,
    "amber",
    { latency: point(0, 900), pendingBytes: point(0, 900), pendingOperations: point(0, 900) },
    {},
  ],
  [
    "nothing was published",
    lag,
    "amber",
    {
      latency: { value: undefined },
      pendingBytes: { value: undefined },
      pendingOperations: { value: undefined },
    },
    {},
  ],
  ["failures lately", failed, "red", { failedOperations: point(1) }, {}],
  ["failures hours ago", failed, "amber", { failedOperations: point(1, 7200) }, {}],
  ["the source does not answer", failed, "amber", { failedOperations: lost }, {}],
  ["a disabled rule", rules, "red", { rules: { value: [{ id: "r", enabled: false, metrics: true }] } }, {}],
  ["no rule", rules, "red", { rules: { value: [] } }, {}],
  ["rules that cannot be read", rules, "amber", { rules: lost }, {}],
  ["no canary", "canary", "red", {}, { canary: { kind: "failed", why: "x" } }],
  ["no permission for a canary", "canary", "amber", {}, { canary: { kind: "not-allowed", why: "x" } }],
])("%s: %s is %s", (_, id, level, change, input) => {
  expect(judge(change, input).get(id)).toMatchObject({ level });
});

test("versioning counts most at the target", () => {
  const members = (reading: Observations["members"][number]["versioning"], region: string) => ({
    at,
    directions: [],
    members: before.map((route) => ({
      ...route,
      versioning: route.region === region ? reading : { value: "Enabled" as const },
    })),
  });
  expect(judge({}, { observations: members(lost, to) }).get(`versioning ${to}`)?.level).toBe("red");
  expect(judge({}, { observations: members(lost, from) }).get(`versioning ${from}`)?.level).toBe("amber");
  expect(
    judge({}, { observations: members({ value: "Suspended" }, from) }).get(`versioning ${from}`)?.level,
  ).toBe("red");
});
