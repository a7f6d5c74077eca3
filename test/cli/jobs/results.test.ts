import { isStopped, noneSelected } from "../../../cli/jobs/results";
import type { Missing } from "../../../cli/jobs/missing";
import type { JobCommand } from "../../../cli/jobs/statuses";
import type { SourceJob } from "../../../cli/jobs/types";
import { validate } from "../../../environment/validate";

const environment = validate({
  name: "photos",
  regions: { "eu-west-1": { bucket: "photos-a" }, "us-east-1": { bucket: "photos-b" } },
  state: "local",
}).environment!;

const [before, created, after] = ["2026-01-01", "2026-01-02", "2026-01-03"].map((day) => new Date(day));

const job = (status: string, failures: string[] = [], found = false): SourceJob => ({
  region: "eu-west-1",
  bucket: "photos-a",
  jobBucket: "photos-a-jobs",
  id: "1",
  found,
  state: { id: "1", status, created: created!, succeeded: 0, failed: 0, failures, statuses: [] },
});
const empty = job("Failed", ["No keys found"]);

const missing = (more: Partial<Missing> = {}, version: Partial<Missing["version"]> = {}): Missing => ({
  source: "eu-west-1",
  destination: "us-east-1",
  version: { key: "k", versionId: "v", modified: before!, deleteMarker: false, archived: false, ...version },
  ...more,
});

const result = (found: readonly Missing[], command: JobCommand = "repair", jobs = [empty]) => {
  const options = { command, timeoutMs: 1 };
  const sources = ["eu-west-1"];
  const { status, outcome, sentence } = noneSelected(
    { environment, options, sources, started: after! },
    jobs,
    found,
  );
  return [status, outcome, sentence];
};

test("jobs that select nothing leave nothing to do if no version is missing from their sources", () => {
  expect(result([])).toEqual([
    0,
    "nothing to do",
    "Nothing to do: no object in the bucket in eu-west-1 has the replication status FAILED, or NONE although a rule selects it.",
  ]);
  expect(result([missing({ source: "us-east-1", destination: "eu-west-1" })], "backfill")).toEqual([
    0,
    "nothing to do",
    "Nothing to do: every version in the bucket in eu-west-1 is in every bucket that it replicates to.",
  ]);
  expect(result([missing({}, { archived: true })], "backfill")).toEqual([
    0,
    "nothing to do",
    "Nothing to do: all versions in the bucket in eu-west-1 that are missing elsewhere are archived, and S3 does not replicate archived objects.",
  ]);
  expect(result([missing({ conflict: true })], "backfill")).toEqual([
    0,
    "nothing to do",
    "Nothing to do for a job: in the bucket in eu-west-1, only objects are missing elsewhere that S3 does not replicate.",
  ]);
});

test("jobs that select nothing fail if a version is missing all the same", () => {
  const failed = (versions: string) => [
    1,
    "incomplete",
    `S3 selected no object version for the jobs, and ${versions} missing. Wait for live replication, then run mrap backfill.`,
  ];
  expect(result([missing()])).toEqual(failed("1 version is"));
  expect(
    result([missing(), missing({}, { versionId: "w" }), missing({ conflict: true }, { key: "x" })]),
  ).toEqual(failed("2 versions are"));
});

test("versions that are newer than the jobs are left to live replication", () => {
  const newer = missing({}, { modified: after! });
  expect(result([newer])).toEqual([
    0,
    "nothing to do",
    "Nothing to do: S3 selected no object version for the jobs. 1 version is newer and not there yet.",
  ]);
  // A version from between the creation of a job and the run that continues it is not newer.
  const between = missing({}, { modified: new Date("2026-01-02T12:00:00Z") });
  expect(result([between], "repair", [job("Failed", ["No keys found"], true)])[0]).toBe(1);
});

test("a job that selected nothing is not stopped", () => {
  expect([empty, job("Complete"), job("Failed", ["Access denied"]), job("Cancelled")].map(isStopped)).toEqual(
    [
      // voice: allow
      false,
      false,
      true,
      true,
    ],
  );
});
