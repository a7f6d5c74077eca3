/** What the preflight, the last sentence and the tables make of what was seen. */
import * as fc from "fast-check";
import { judgePoll } from "../../../cli/failover/confirm";
import type { Direction, Observations, Point, Reading } from "../../../cli/access-point/observations";
import { preflight, type Item, type PreflightInput } from "../../../cli/failover/preflight";
import { renderPreflight } from "../../../cli/failover/render-preflight";
import { plain } from "../../../cli/text/paint";
import { renderStatus } from "../../../cli/status/render";
import { withActive, type Route } from "../../../cli/access-point/routing";
import type { Status } from "../../../cli/status/status";
import { verdict } from "../../../cli/failover/verdict";
import { isExempt } from "../../../cli/adapters/aws/connection";
import { protectedPolicy } from "../../../cli/state/policy";
import { parseRoutes, submission } from "../../../cli/adapters/aws/routes-api";
import { recordTarget } from "../../../cli/failover/records";

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

test("all is well: every item is green", () => {
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
  [
    "nothing was ever published",
    lag,
    "green",
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

test("the control Regions confirm when all that answer agree; a third routing is somebody else's", () => {
  const third = withActive(before, [from, to]);
  const kind = (...answers: Array<Route[] | undefined>) =>
    judgePoll(new Map(answers.map((answer, index) => [String(index), answer])), before, wanted).kind;
  expect(kind(wanted, wanted, undefined)).toBe("confirmed");
  expect(kind(wanted, before)).toBe("not-yet");
  expect(kind(undefined, undefined)).toBe("not-yet");
  expect(kind(wanted, third)).toBe("changed");
});

test.each([
  [0, "is now: ap-northeast-1 active", { kind: "accepted", endpoint: "us-east-1" }, wanted],
  [3, "still reads ap-southeast-2 active", { kind: "accepted", endpoint: "us-east-1" }, before],
  [3, "is not known", { kind: "accepted", endpoint: "us-east-1" }, undefined],
  [3, "somebody else changed", { kind: "settled", endpoint: "us-east-1" }, withActive(before, [from, to])],
  [1, "and your update was refused and not repeated: the routing", { kind: "conflict", sent: false }, before],
  [3, "your update, which may still take effect: the routing", { kind: "conflict", sent: true }, before],
  [1, "is unchanged: ap-southeast-2 active", { kind: "refused", error: "x" }, before],
  [1, "is not known", { kind: "refused", error: "x" }, undefined],
  [1, "Nothing was changed by this run: the routing of x is now ", { kind: "refused", error: "x" }, wanted],
  [3, "no answer says what became of it", { kind: "unknown", error: "x" }, before],
] as const)("exit status %i: %s", (status, sentence, update, now) => {
  const result = verdict({ name: "x", before, wanted, update, ...(now && { now }) });
  expect(result.status).toBe(status);
  expect(result.sentence).toContain(sentence);
});

test("no line of a status is longer than 100 columns, whatever is in it", () => {
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
    fc.property(fc.array(direction, { minLength: 6, maxLength: 6 }), bucket, (figures, name) => {
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
          { region: regions[0]!, name: "an-alarm", reason: "a reason that goes on and on ".repeat(9) },
        ],
        alarmsUnreachable: [],
      };
      for (const line of renderStatus(status, { paint: plain, columns: 100 }))
        expect(line.length).toBeLessThanOrEqual(100);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("the policy of the state bucket keeps what is there and is added once", () => {
  const mine = { Sid: "Mine", Effect: "Allow" };
  const first = protectedPolicy(
    JSON.stringify({ Version: "2012-10-17", Statement: mine }),
    "arn:aws:s3:::b",
  )!;
  expect(first.Statement.map(({ Sid }) => Sid)).toEqual([
    "Mine",
    "OnlyOverTls",
    "NobodyDeletesTheBucket",
    "NobodyDeletesOldVersions",
  ]);
  expect(protectedPolicy(JSON.stringify(first), "arn:aws:s3:::b")).toBeUndefined();
});

test("an answer without routes is no routing; a submission reads back as what it was", () => {
  expect(() => parseRoutes("<GetMultiRegionAccessPointRoutesResponse/>")).toThrow("no routes");
  expect(parseRoutes(submission(wanted))).toEqual(wanted);
});

test.each([
  ["amazonaws.com", true],
  [".amazonaws.com", true],
  ["*.amazonaws.com", true],
  ["other.com, s3.eu-west-1.amazonaws.com", true],
  ["s3.eu-west-1.amazonaws.com:443", true],
  ["*", true],
  ["", false],
  ["aws.com", false],
  ["eu-west-1.amazonaws.com:80", false],
])("NO_PROXY=%s exempts a host of AWS: %s", (noProxy, exempt) => {
  expect(isExempt("S3.eu-west-1.amazonaws.com", 443, noProxy)).toBe(exempt);
});

test("--record is a file or s3://BUCKET/PREFIX", () => {
  expect(recordTarget("s3://a-bucket/runs/")).toMatchObject({
    bucket: { name: "a-bucket", prefix: "runs/" },
  });
  expect(recordTarget("s3://a-bucket")).toMatchObject({ bucket: { name: "a-bucket", prefix: "" } });
  expect(recordTarget("a.jsonl")).toEqual({ file: "a.jsonl" });
  expect(() => recordTarget("s3:/a")).toThrow(
    "--record should be s3://BUCKET/PREFIX or a file, got 's3:/a'.",
  );
});
