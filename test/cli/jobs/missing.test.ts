import { missingVersions, sourcesFor } from "../../../cli/jobs/missing";
import { judge, type JobFacts } from "../../../cli/jobs/outcome";
import { renderConflicts } from "../../../cli/jobs/render";
import { idOf, type Listing, type Version } from "../../../cli/jobs/versions";

const version = (key: string, more: Partial<Version> = {}): Version => ({
  key,
  versionId: `v-${key}`,
  modified: new Date("2026-01-01"),
  deleteMarker: false,
  archived: false,
  ...more,
});
const listing = (...versions: Version[]): Listing => new Map(versions.map((one) => [idOf(one), one]));
const rules = { prefixes: [], deleteMarkers: true };
const pairs = (
  members: Record<string, Listing>,
  settings = rules as { prefixes: string[]; deleteMarkers: boolean },
) =>
  missingVersions(new Map(Object.entries(members)), settings).map(
    ({ source, destination, version: { key } }) => `${key}: ${source} to ${destination}`,
  );

test("compares by version ID, in both directions", () => {
  const other = version("a", { versionId: "other" });
  expect(pairs({ A: listing(version("a"), version("b")), B: listing(other, version("b")) })).toEqual([
    "a: A to B",
    "a: B to A",
  ]);
});

test("leaves out what no rule replicates", () => {
  const members = {
    A: listing(version("in/1"), version("out/1"), version("in/2", { deleteMarker: true })),
    B: listing(),
  };
  expect(pairs(members, { prefixes: ["in/"], deleteMarkers: false })).toEqual(["in/1: A to B"]);
});

test("chooses the fewest sources that suffice", () => {
  const members = new Map([
    ["A", listing(version("a"), version("b"))],
    ["B", listing(version("a"), version("b"), version("c"))],
    ["C", listing()],
  ]);
  const missing = missingVersions(members, rules);
  expect(sourcesFor(missing, ["A", "B", "C"])).toEqual(["B"]);
  expect(sourcesFor(missing, ["A"])).toEqual(["A"]);
  expect(sourcesFor(missing, ["C"])).toEqual([]);
});

test("an archived object needs no job", () => {
  const members = new Map([
    ["A", listing(version("a", { archived: true }))],
    ["B", listing()],
  ]);
  expect(sourcesFor(missingVersions(members, rules), ["A", "B"])).toEqual([]);
});

test("different objects with the version ID null are a conflict, which no job solves", () => {
  const object = (content: string): Version => version("old", { versionId: "null", content });
  const same = new Map([
    ["A", listing(object("1 x"))],
    ["B", listing(object("1 x"))],
  ]);
  expect(missingVersions(same, rules)).toEqual([]);
  const members = new Map([...same, ["B", listing(object("2 y"))]]);
  const missing = missingVersions(members, rules);
  expect(missing).toMatchObject([
    { source: "A", destination: "B", conflict: true },
    { source: "B", destination: "A", conflict: true },
  ]);
  expect(sourcesFor(missing, ["A", "B"])).toEqual([]);
  const job = { created: new Date("2026-06-01"), reasons: new Map<string, string>() };
  expect(judge(missing, new Map([["A", job]])).groups).toMatchObject([
    { reason: "another object has the same key and the version ID null", count: 2 },
  ]);
  expect(renderConflicts(missing, true)).toEqual([
    "Different objects from before versioning have the same key and the version ID null: old. A job may replace one of them with the other. Copy each object that you need under another key, and delete one of the two by its version ID.",
  ]);
  expect(renderConflicts([], true)).toEqual([]);
});

test("groups what is missing by its reason, and does not count what is only too new", () => {
  const created = new Date("2026-06-01");
  const all = [
    version("failed"),
    version("archived", { archived: true }),
    version("new", { modified: new Date("2026-07-01") }),
    version("other"),
  ];
  const missing = all.map((one) => ({ source: "A", destination: "B", version: one }));
  const reasons = new Map([["A", new Map([[idOf(all[0]!), "DstObjectHardDeleted"]])]]);
  const { groups, count, newer } = judge(missing, new Map([["A", { created, reasons: reasons.get("A")! }]]));
  expect([count, newer]).toEqual([3, 1]);
  expect(groups.map((one) => `${one.reason} ${one.count}`).sort()).toEqual([
    "DstObjectHardDeleted 1",
    "archived 1",
    "newer than the jobs 1",
    "not processed 1",
  ]);
  expect(groups.find(({ reason }) => reason === "DstObjectHardDeleted")?.fix).toMatch(
    /^The version was deleted/,
  );
});

test("a version from the second in which the job was created is newer, because S3 lists no fractions of a second", () => {
  const created = new Date("2026-06-01T12:00:00.500Z");
  const missing = ["11:59:59", "12:00:00"].map((time) => ({
    source: "A",
    destination: "B",
    version: version(time, { modified: new Date(`2026-06-01T${time}Z`) }),
  }));
  const job = { created, reasons: new Map<string, string>() };
  const { groups, count, newer } = judge(missing, new Map([["A", job]]));
  expect([count, newer]).toEqual([1, 1]);
  expect(groups.map(({ reason, examples }) => [reason, ...examples.map(({ key }) => key)])).toEqual([
    ["not processed", "11:59:59"],
    ["newer than the jobs", "12:00:00"],
  ]);
});

test("counts a version once for each destination, with the reason that a report gives", () => {
  const one = version("a");
  const missing = ["A", "B"].map((source) => ({ source, destination: "C", version: one }));
  const created = new Date("2026-06-01");
  const reasons = new Map([[idOf(one), "DstBucketNotFound"]]);
  const jobs = new Map([
    ["A", { created, reasons: new Map() }],
    ["B", { created, reasons }],
  ]);
  const withoutA = new Map([["B", { created, reasons: new Map<string, string>() }]]);
  expect(judge(missing, withoutA).groups).toMatchObject([{ reason: "not processed", count: 1 }]);
  expect(judge(missing, jobs).groups).toMatchObject([
    { reason: "DstBucketNotFound", count: 1, examples: [{ source: "B" }] },
  ]);
});

test("a version from between the creation of a job and the run that continues it is missing", () => {
  const created = new Date("2026-06-01");
  const continued = new Date("2026-08-01");
  const missing = ["2026-05-31", "2026-07-01", "2026-08-02"].map((modified) => ({
    source: "A",
    destination: "B",
    version: version(modified, { modified: new Date(modified) }),
  }));
  const job = { created, reasons: new Map<string, string>() };
  const reasonsOf = (facts: JobFacts) => {
    const { groups, count, newer } = judge(missing, new Map([["A", facts]]));
    return [groups.map((one) => `${one.reason} ${one.count}`), count, newer];
  };
  expect(reasonsOf(job)).toEqual([["newer than the jobs 2", "not processed 1"], 1, 2]);
  expect(reasonsOf({ ...job, continued })).toEqual([
    ["not processed 1", "written after the job was created 1", "newer than the jobs 1"],
    2,
    1,
  ]);
});

test("names no reason that it does not know: a report that cannot be read, a job that stopped, a source without a job", () => {
  const created = new Date("2026-06-01");
  const one = version("a");
  const reasonFor = (source: string) =>
    judge(
      [{ source, destination: "C", version: one }],
      new Map([
        ["unread", { created }],
        ["stopped", { created, reasons: new Map<string, string>(), stopped: true }],
        ["complete", { created, reasons: new Map<string, string>() }],
      ]),
    ).groups.map(({ reason, fix }) => `${reason}: ${fix}`);
  expect(reasonFor("unread")).toEqual([
    "reason not known: The completion report of their job could not be read. Run mrap repair to replicate them again.",
  ]);
  expect(reasonFor("stopped")).toEqual([
    "not reached by a job that stopped: The job ended before it processed them. Run the command again, which creates a new job.",
  ]);
  const notProcessed = [
    "not processed: No job replicated them. Their replication may be PENDING, or COMPLETED without a replica. Wait for live replication, then run mrap backfill, which also selects COMPLETED objects.",
  ];
  expect(reasonFor("complete")).toEqual(notProcessed);
  expect(reasonFor("without a job")).toEqual([
    "not covered by these jobs: Their source bucket has no job in this run. Run mrap backfill again, which creates one.",
  ]);
});
