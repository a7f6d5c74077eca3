import { canceled, endOf } from "../../../cli/jobs/cancel";
import { noProgress, whatRemains } from "../../../cli/jobs/progress";
import type { JobContext } from "../../../cli/jobs/run";
import type { SourceJob } from "../../../cli/jobs/types";

const job = (status: string, tasks = 0, region = "eu-west-1"): SourceJob => ({
  region,
  bucket: "photos",
  jobBucket: "photos-jobs",
  id: `job in ${region}`,
  found: false,
  state: { id: "1", status, created: new Date(0), succeeded: tasks, failed: 0, failures: [], statuses: [] },
});

/** @param now the status that S3 reports. An error makes the request fail */
function context(now: string | Error, update: () => Promise<void> = () => Promise.resolve()) {
  const updates: string[] = [];
  const warnings: string[] = [];
  const own = {
    refresh: (one: SourceJob) =>
      now instanceof Error
        ? Promise.reject(now)
        : Promise.resolve({ ...one, state: { ...one.state, status: now } }),
    in: () => ({
      update: (id: string, status: string) => {
        updates.push(`${id}: ${status}`);
        return update();
      },
    }),
  };
  const terminal = { warn: (line: string) => warnings.push(line) };
  return { context: { own, terminal } as unknown as JobContext, updates, warnings };
}

test("a job that waits for a confirmation is canceled", async () => {
  const { context: given, updates } = context("Suspended");
  const jobs = await canceled(given, [job("Suspended")], "not confirmed");
  expect(updates).toEqual(["job in eu-west-1: Cancelled"]); // voice: allow
  expect(endOf(jobs)).toBe("The jobs are canceled, and no object was replicated.");
});

test.each(["Ready", "Active", "Complete"])(
  "a job that someone else confirmed in the meantime is not canceled: %s",
  async (status) => {
    const { context: given, updates } = context(status);
    const jobs = await canceled(given, [job("Suspended")], "not confirmed");
    expect(updates).toEqual([]);
    expect(jobs.map(({ state }) => state.status)).toEqual([status]);
    expect(endOf(jobs)).toBe(
      "Someone else started the job in eu-west-1, which this command does not cancel.",
    );
  },
);

test("a job that cannot be canceled is named, and no sentence says that it is canceled", async () => {
  const { context: given, warnings } = context(new Error("no route"), () =>
    Promise.reject(new Error("no route")),
  );
  const jobs = await canceled(given, [job("Suspended")], "not confirmed");
  expect(warnings).toEqual([
    "Job job in eu-west-1 in eu-west-1 waits for a confirmation and could not be canceled: No answer to s3:UpdateJobStatus: no route.",
  ]);
  expect(endOf(jobs)).toBe("Not every job is canceled. No job starts without a confirmation.");
});

test.each([
  [noProgress(), "No job was created."],
  [
    { ...noProgress(), creating: true },
    "A job may have been created. It does not start without a confirmation. Run mrap repair again to continue it.",
  ],
  [
    { jobs: [job("Suspended")], creating: true, confirmed: false },
    "The jobs do not start without a confirmation. Run mrap repair again to continue them.",
  ],
  [
    { jobs: [job("Active")], creating: true, confirmed: true },
    "The jobs continue. Run mrap repair again to follow them.",
  ],
  [
    { jobs: [job("Active"), job("Suspended", 0, "us-east-1")], creating: true, confirmed: true },
    "The jobs that were confirmed continue. Run mrap repair again to follow them.",
  ],
  [
    { jobs: [job("Complete", 7)], creating: true, confirmed: true },
    "The jobs have ended. Run mrap repair again to compare the buckets.",
  ],
])("says what becomes of the jobs of a run that ends early: %#", (progress, sentence) => {
  expect(whatRemains(progress, "repair")).toBe(sentence);
});
