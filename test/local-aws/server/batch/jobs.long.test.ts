import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateJobCommand,
  GetJobTaggingCommand,
  ListJobsCommand,
  S3ControlClient,
  UpdateJobPriorityCommand,
  UpdateJobStatusCommand,
} from "@aws-sdk/client-s3-control";
import { type LocalAws, startLocalAws } from "../../../../local-aws";
import { accountId } from "../../../../local-aws/credentials";
import { versionedBucket } from "../../../support/buckets";
import { batchRole, describe as job, jobOf, reaches, REPORTS } from "../../batch";
import { HERE, ledger, mirror, THERE } from "../../mirror";
import { errorOf, replicate } from "../../support";

let aws: LocalAws;
let here: S3Client;
let there: S3Client;
let control: S3ControlClient;
const { entries, settled } = ledger(() => aws);

beforeAll(async () => {
  aws = await startLocalAws();
  control = new S3ControlClient(aws.clientConfig("us-east-1"));
});
afterAll(() => aws.stop());

beforeEach(async () => {
  [here, there] = await mirror(aws);
  await versionedBucket(aws, "us-east-1", REPORTS);
});

const put = (s3: S3Client, Bucket: string, Key: string): Promise<unknown> =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
const start = async (statuses?: string[], token?: string): Promise<string | undefined> =>
  (await control.send(new CreateJobCommand(jobOf(HERE, statuses, token)))).JobId;
const update = (JobId: string | undefined, RequestedJobStatus: "Ready" | "Cancelled"): Promise<unknown> =>
  control.send(new UpdateJobStatusCommand({ AccountId: accountId, JobId, RequestedJobStatus }));
const keysOf = async (bucket: string): Promise<string[]> =>
  (await aws.control.ledger(bucket)).map(({ key }) => key);
async function text(Key: string): Promise<string> {
  const got = await here.send(new GetObjectCommand({ Bucket: REPORTS, Key }));
  return got.Body!.transformToString();
}
async function written(Prefix: string): Promise<string[]> {
  const listed = await here.send(new ListObjectsV2Command({ Bucket: REPORTS, Prefix }));
  return (listed.Contents ?? []).map(({ Key }) => Key!);
}

describe("S3 Batch Operations", () => {
  it("replicates what existed before, after the confirmation, and writes a manifest and a report", async () => {
    const old = await versionedBucket(aws, "us-east-1", "old-bucket");
    for (const key of ["a", "b c"]) await put(old, "old-bucket", key);
    await replicate(old, "old-bucket", THERE);
    await batchRole(aws, "old-bucket");
    const { JobId } = await control.send(new CreateJobCommand(jobOf("old-bucket", ["NONE", "FAILED"])));

    const suspended = await reaches(control, JobId, "Suspended");
    expect(suspended).toMatchObject({
      ConfirmationRequired: true,
      Description: "Backfill & repair",
      SuspendedCause: "AWAITING_CONFIRMATION",
      ProgressSummary: { TotalNumberOfTasks: 2, NumberOfTasksSucceeded: 0, NumberOfTasksFailed: 0 },
    });
    expect(suspended.ManifestGenerator?.S3JobManifestGenerator?.Filter?.ObjectReplicationStatuses).toEqual([
      "NONE",
      "FAILED",
    ]);
    expect(await keysOf(THERE)).toEqual([]);
    const location = suspended.GeneratedManifestDescriptor!.Location!.ObjectArn!;
    const manifest = JSON.parse(await text(location.replace(`arn:aws:s3:::${REPORTS}/`, ""))) as {
      files: { key: string }[];
    };
    expect((await text(manifest.files[0]!.key)).split("\n")[1]).toMatch(/^"old-bucket","b%20c","[^"]+"$/);

    await update(JobId, "Ready");
    const done = await reaches(control, JobId, "Complete");
    expect(done.ProgressSummary).toMatchObject({ NumberOfTasksSucceeded: 2, NumberOfTasksFailed: 0 });
    const source = await aws.control.ledger("old-bucket");
    expect((await aws.control.ledger(THERE)).map(({ versionId }) => versionId)).toEqual(
      source.map(({ versionId }) => versionId),
    );
    expect(source.map(({ replication }) => replication)).toEqual(["COMPLETED", "COMPLETED"]);
    const report = JSON.parse(await text(`reports/job-${JobId}/manifest.json`)) as {
      Results: { Key: string; TaskExecutionStatus: string }[];
      ReportSchema: string;
    };
    expect(report.ReportSchema).toBe(
      "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage",
    );
    expect(report.Results.map(({ TaskExecutionStatus }) => TaskExecutionStatus)).toEqual(["succeeded"]);
    expect(await text(report.Results[0]!.Key)).toContain(
      `old-bucket,b%20c,${source[1]!.versionId},succeeded,,200`,
    );
  });

  it("selects by status, and replicates replicas to a further bucket", async () => {
    await put(there, THERE, "replica");
    await put(here, HERE, "own");
    await settled();
    const third = await versionedBucket(aws, "eu-west-1", "third");
    await replicate(here, HERE, "third");
    await batchRole(aws, HERE);
    const chosen = async (statuses: string[], token: string): Promise<number | undefined> => {
      const id = await start(statuses, token);
      return (await reaches(control, id, "Suspended")).ProgressSummary?.TotalNumberOfTasks;
    };
    expect(await chosen(["COMPLETED"], "1")).toBe(1);
    expect(await chosen(["REPLICA"], "2")).toBe(1);
    const id = await start(["NONE", "FAILED", "COMPLETED", "REPLICA"], "3");
    await reaches(control, id, "Suspended");
    await update(id, "Ready");
    await reaches(control, id, "Complete");
    expect(await keysOf("third")).toEqual(["own", "replica"]);
    expect((await entries(HERE, "replica"))[0]?.replication).toBe("REPLICA");
    third.destroy();
  });

  it("reports each failed object with its reason, and repairs it after the cause is gone", async () => {
    await aws.control.setReplication({ failingKeys: ["bad/*"] });
    for (const key of ["bad/1", "good"]) await put(here, HERE, key);
    await settled();
    expect((await entries(HERE, "bad/1"))[0]?.replication).toBe("FAILED");
    await batchRole(aws, HERE);
    const first = await start(["FAILED"], "1");
    await reaches(control, first, "Suspended");
    await update(first, "Ready");
    expect((await reaches(control, first, "Complete")).ProgressSummary).toMatchObject({
      TotalNumberOfTasks: 1,
      NumberOfTasksFailed: 1,
    });
    const [report] = (await written(`reports/job-${first}/results/`)).filter((key) => key.endsWith(".csv"));
    expect(await text(report!)).toContain(",failed,DstPutObjectNotPermitted,400,");

    await aws.control.setReplication({ failingKeys: [] });
    const second = await start(["FAILED"], "2");
    await reaches(control, second, "Suspended");
    await update(second, "Ready");
    await reaches(control, second, "Complete");
    expect((await entries(HERE, "bad/1"))[0]?.replication).toBe("COMPLETED");
    expect(await keysOf(THERE)).toEqual(["bad/1", "good"]);
  });

  it("does not create a version again that was deleted by its version id", async () => {
    await put(here, HERE, "k");
    await settled();
    const VersionId = (await entries(HERE, "k"))[0]!.versionId;
    await there.send(new DeleteObjectCommand({ Bucket: THERE, Key: "k", VersionId }));
    await batchRole(aws, HERE);
    const id = await start(["COMPLETED"]);
    await reaches(control, id, "Suspended");
    await update(id, "Ready");
    await reaches(control, id, "Complete");
    const [report] = await written(`reports/job-${id}/results/`);
    expect(await text(report!)).toContain("DstObjectHardDeleted");
    expect(await keysOf(THERE)).toEqual([]);
  });

  it("cancels a job, lists jobs by Region and status, and has tags and priorities", async () => {
    await put(here, HERE, "k");
    await settled();
    await batchRole(aws, HERE);
    const id = await start(["COMPLETED"]);
    await reaches(control, id, "Suspended");
    const tags = await control.send(new GetJobTaggingCommand({ AccountId: accountId, JobId: id }));
    expect(tags.Tags).toEqual([{ Key: "environment", Value: "photos" }]);
    await control.send(new UpdateJobPriorityCommand({ AccountId: accountId, JobId: id, Priority: 42 }));
    expect((await job(control, id)).Priority).toBe(42);
    await update(id, "Cancelled");
    await reaches(control, id, "Cancelled");
    expect(await errorOf(update(id, "Ready"))).toBe("JobStatusException 400");

    const list = async (region: string, JobStatuses?: "Cancelled"[]): Promise<(string | undefined)[]> => {
      const client = new S3ControlClient(aws.clientConfig(region));
      const { Jobs = [] } = await client.send(new ListJobsCommand({ AccountId: accountId, JobStatuses }));
      return Jobs.map(({ JobId }) => JobId);
    };
    expect(await list("us-east-1", ["Cancelled"])).toEqual([id]);
    expect(await list("eu-west-1")).toEqual([]);
    const elsewhere = new S3ControlClient(aws.clientConfig("eu-west-1"));
    expect(await errorOf(job(elsewhere, id))).toBe("NoSuchJob 404");
  });

  it("pages the list", async () => {
    await put(here, HERE, "k");
    await settled();
    await batchRole(aws, HERE);
    const ids = [await start(["COMPLETED"], "1"), await start(["COMPLETED"], "2")];
    const first = await control.send(new ListJobsCommand({ AccountId: accountId, MaxResults: 1 }));
    const second = await control.send(
      new ListJobsCommand({ AccountId: accountId, MaxResults: 1, NextToken: first.NextToken }),
    );
    expect([first.Jobs![0]!.JobId, second.Jobs![0]!.JobId].sort()).toEqual(ids.sort());
    expect(second.NextToken).toBeUndefined();
  });

  it("returns the same job for the same token, and rejects the token with another request", async () => {
    await put(here, HERE, "k");
    await batchRole(aws, HERE);
    const id = await start(["COMPLETED"]);
    expect(await start(["COMPLETED"])).toBe(id);
    expect(await errorOf(start(["FAILED"]))).toBe("IdempotencyException 400");
  });

  it.each([
    ["a job in another Region than the bucket", () => jobOf(THERE, ["NONE"])],
    ["a status that a filter cannot select", () => jobOf(HERE, ["PENDING"])],
    ["a bucket that does not exist", () => jobOf("nowhere", ["NONE"])],
  ])("rejects %s", async (_, request) => {
    expect(await errorOf(control.send(new CreateJobCommand(request())))).toBe("InvalidRequest 400");
  });

  it.each([
    "s3:InitiateReplication",
    "s3:PutInventoryConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:PutObject",
  ])("enforces %s of the job's role", async (without) => {
    await put(here, HERE, "k");
    await settled();
    await batchRole(aws, HERE, { without });
    const id = await start(["COMPLETED"]);
    if (without !== "s3:InitiateReplication") {
      expect((await reaches(control, id, "Failed")).FailureReasons?.[0]?.FailureReason).toContain(without);
      return;
    }
    await reaches(control, id, "Suspended");
    await update(id, "Ready");
    expect((await reaches(control, id, "Complete")).ProgressSummary?.NumberOfTasksFailed).toBe(1);
  });

  it("fails a job whose role does not trust S3 Batch Operations, or whose filter selects nothing", async () => {
    await batchRole(aws, HERE, { service: "s3.amazonaws.com" });
    const untrusted = await reaches(control, await start(["NONE"], "1"), "Failed");
    expect(untrusted.FailureReasons?.[0]?.FailureReason).toMatch(/^Unable to assume role/);
    await mirror(aws);
    await versionedBucket(aws, "us-east-1", REPORTS);
    await batchRole(aws, HERE);
    const empty = await reaches(control, await start(["NONE"], "2"), "Failed");
    expect(empty.FailureReasons?.[0]?.FailureReason).toBe(
      "Manifest generation found no keys matching the filter criteria",
    );
  });

  it("fails a preparation, loses a report and stalls on request", async () => {
    await put(here, HERE, "k");
    await settled();
    await batchRole(aws, HERE);
    await aws.control.setBatch({ preparationError: "on purpose" });
    const failed = await reaches(control, await start(["COMPLETED"], "1"), "Failed");
    expect(failed.FailureReasons?.[0]?.FailureReason).toBe("on purpose");
    await aws.control.setBatch({ preparationError: null, report: "missing" });
    const id = await start(["COMPLETED"], "2");
    await reaches(control, id, "Suspended");
    await update(id, "Ready");
    await reaches(control, id, "Complete");
    expect(await written(`reports/job-${id}`)).toEqual([]);
    await aws.control.setBatch({ stalled: true });
    const stalled = await start(["COMPLETED"], "3");
    expect((await job(control, stalled)).Status).toBe("New");
    await aws.control.setBatch({ stalled: false });
    await reaches(control, stalled, "Suspended");
  });
});
