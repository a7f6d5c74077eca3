/** `mrap regions` on a local AWS. The deploys are made with the SDK: test/cycle has them with Terraform. */
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import {
  CreateMultipartUploadCommand,
  DeleteBucketReplicationCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateMultiRegionAccessPointCommand,
  DeleteMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointCommand,
  S3ControlClient,
} from "@aws-sdk/client-s3-control";
import { hostOf } from "../../../cli/access-point/host";
import { versionedBucket } from "../../support/buckets";
import { mumbai, setStage, virginia, type Stage } from "../../support/command-line";
import { account } from "../../support/live-environment";
import type { Result } from "../../support/process";

const ireland = "eu-west-1";
const MINUTES = 60_000;
/** More than one page of a listing, and more than one request to delete. */
const OBJECTS = 1050;

let stage: Stage;
let s3: Record<string, S3Client>;
let control: S3ControlClient;
const logs = "steps-logs";
const bucketOf = (region: string): string =>
  region === ireland ? "steps-ireland" : stage.environment.buckets[region]!;

beforeAll(async () => {
  stage = await setStage("steps", { [mumbai]: "active", [virginia]: "active" });
  const { aws, environment } = stage;
  control = new S3ControlClient(aws.clientConfig("us-west-2"));
  s3 = {
    [mumbai]: environment.s3(mumbai),
    [virginia]: environment.s3(virginia),
    [ireland]: await versionedBucket(aws, ireland, bucketOf(ireland)),
  };
  await versionedBucket(aws, virginia, logs);
  writeFileSync(
    environment.file,
    `${readFileSync(environment.file, "utf8")}# the end\naccessLogs: { ${virginia}: ${logs} }\n`,
  );
}, 5 * MINUTES);
afterAll(() => stage?.stop(), MINUTES);

const regions = (command: string, ...args: string[]): Promise<Result> =>
  stage.mrap.run(["regions", command, ...args, stage.environment.file]);

/** Fails with the output of the command. */
function expectStatus(result: Result, status: number): Result {
  if (result.status !== status) throw new Error(`${result.status}:\n${result.stdout}\n${result.stderr}`);
  return result;
}

const put = async (region: string, key: string, more: object = {}): Promise<string> =>
  (await s3[region]!.send(new PutObjectCommand({ Bucket: bucketOf(region), Key: key, Body: key, ...more })))
    .VersionId!;

/** In place of a deploy with the new access point. */
async function createAccessPoint(name: string, ...members: string[]): Promise<string> {
  await control.send(
    new CreateMultiRegionAccessPointCommand({
      AccountId: account,
      ClientToken: name,
      Details: { Name: name, Regions: members.map((region) => ({ Bucket: bucketOf(region) })) },
    }),
  );
  const found = await control.send(new GetMultiRegionAccessPointCommand({ AccountId: account, Name: name }));
  return found.AccessPoint!.Alias!;
}

async function deleteAccessPoint(name: string): Promise<void> {
  await control.send(
    new DeleteMultiRegionAccessPointCommand({
      AccountId: account,
      ClientToken: `${name}-`,
      Details: { Name: name },
    }),
  );
}

test(
  "a Region is replaced: each step is named when it is next, and refused when it is early",
  async () => {
    const { environment } = stage;
    const before = readFileSync(environment.file, "utf8");
    const old = await put(mumbai, "old object.txt");
    expect(expectStatus(await regions("retire"), 1).stderr).toContain(
      "steps has no previous access point in its file: no change is in progress. Step 1 is missing.",
    );
    expectStatus(
      await regions("replace", virginia, "--with", ireland, "--bucket", bucketOf(ireland), "--dry-run"),
      0,
    );
    expect(readFileSync(environment.file, "utf8")).toBe(before);

    const begun = await regions("replace", virginia, "--with", ireland, "--bucket", bucketOf(ireland));
    expect(expectStatus(begun, 0).stdout).toContain(
      `replaces ${virginia} (${bucketOf(virginia)}) with ${ireland}`,
    );
    const changed = readFileSync(environment.file, "utf8");
    expect(changed).toContain("name: steps-2\n");
    expect(changed).toContain(`# the end\naccessLogs: { ${virginia}: ${logs} }\n`);
    expect(expectStatus(await regions("add", "eu-west-2", "--bucket", "steps-london"), 2).stderr).toContain(
      "A change is in progress: steps is replaced by steps-2.",
    );

    expect(expectStatus(await regions("retire", "--yes"), 1).stderr).toContain("Step 1 is missing: Deploy.");
    expect(expectStatus(await regions("status"), 0).stdout).toContain("Next: step 1, deploy.");
    const alias = await createAccessPoint("steps-2", mumbai, ireland);
    const status = expectStatus(await regions("status"), 0).stdout;
    expect(status).toContain(`1. Deploy. The access point steps-2 exists: ${alias}.`);
    expect(status).toContain(`${bucketOf(ireland)} lacks 1 version, such as old object.txt (${old}).`);
    expect(status).toContain("Next: step 3, copy existing objects.");
    expect(expectStatus(await regions("retire", "--yes"), 1).stderr).toContain(
      "Step 3 is missing: Copy existing objects.",
    );
    expect(
      expectStatus(await regions("empty", virginia, "--bucket", bucketOf(virginia), "--yes"), 1).stderr,
    ).toContain(`Step 7 is missing: ${bucketOf(virginia)} still belongs to the access point steps.`);
  },
  5 * MINUTES,
);

test(
  "users of the old alias are found in server access logs and CloudTrail data events",
  async () => {
    const none = await regions("users");
    expect(expectStatus(none, 1).stdout).toContain("No request used steps since");
    expect(none.stdout).toContain(`Not known: who uses steps in ${mumbai}.`);
    const now = new Date();
    const host = hostOf(stage.environment.alias);
    const time = now.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, "$1/$2/$3:$4 +0000");
    const line = `owner bucket [${time}] 192.0.2.3 arn:aws:iam::${account}:role/batch ID REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 1 7 6 "-" "batch/1" - id SigV4A suite AuthHeader ${host} TLSv1.2 - -`;
    const name = now.toISOString().slice(0, 19).replace(/[T:]/g, "-");
    const log = `steps/${virginia}/${name}-ABCDEF`;
    await s3[virginia]!.send(
      new PutObjectCommand({ Bucket: logs, Key: log, Body: `${line}\n${line.replace(host, "other")}\n` }),
    );
    const found = await regions("users", "--json");
    expect(JSON.parse(expectStatus(found, 1).stdout)).toMatchObject({
      name: "steps",
      requests: 1,
      callers: [{ caller: `arn:aws:iam::${account}:role/batch`, requests: 1 }],
      sources: [{ kind: "access-log", region: virginia, files: 1 }],
    });
    expect(found.stderr).toContain("Read log files: 1, requests found: 1");
    expect(expectStatus(await regions("retire", "--yes", "--ignore-missing"), 1).stderr).toContain(
      "Step 6 is missing: Find users of the old alias. 1 request of 1 caller used steps",
    );
    await s3[virginia]!.send(new PutObjectCommand({ Bucket: logs, Key: log, Body: gzipSync("no log") }));
    expectStatus(await regions("users"), 1);
  },
  5 * MINUTES,
);

test(
  "the old access point is retired, and its bucket removed after a comparison of every version",
  async () => {
    const { environment } = stage;
    const file = readFileSync(environment.file, "utf8");
    expect(expectStatus(await regions("retire", "--ignore-missing"), 2).stderr).toContain(
      "There is no terminal to confirm that steps is retired. Nothing was written. Add --yes to confirm.",
    );
    expect(readFileSync(environment.file, "utf8")).toBe(file);
    expectStatus(await regions("retire", "--ignore-missing", "--yes"), 0);
    expect(readFileSync(environment.file, "utf8")).not.toContain("previous:");
    await deleteAccessPoint("steps");

    const bucket = bucketOf(virginia);
    await Promise.all(
      Array.from({ length: 20 }, async (_, worker) => {
        for (let index = worker; index < OBJECTS; index += 20) await put(virginia, `many/${index}`);
      }),
    );
    await s3[virginia]!.send(new DeleteObjectCommand({ Bucket: bucket, Key: "many/7" }));
    await s3[virginia]!.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: "half" }));
    while ((await stage.aws.control.pending()).length > 0) await new Promise((next) => setTimeout(next, 50));
    // From here on, nothing leaves this bucket.
    await s3[virginia]!.send(new DeleteBucketReplicationCommand({ Bucket: bucket }));
    const strange = "a +&%20ü\u0001.txt";
    const own = await put(virginia, strange);
    const all = await versions(virginia);
    const empty = ["regions", "empty", virginia, environment.file, "--bucket", bucket];
    const refused = expectStatus(await stage.mrap.run([...empty, "--yes"]), 1);
    expect(refused.stderr).toContain(`1 version exists only in ${bucket}, such as ${strange} (${own}).`);
    expect(await versions(virginia)).toBe(all);

    await s3[virginia]!.send(new DeleteObjectCommand({ Bucket: bucket, Key: strange, VersionId: own }));
    expect(expectStatus(await stage.mrap.run(empty), 2).stderr).toContain(
      `There is no terminal to confirm the deletion of ${bucket}. Nothing was deleted. Add --yes to delete it.`,
    );
    const dry = expectStatus(await stage.mrap.run([...empty, "--dry-run", "--json"]), 0);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      versions: all - 2,
      deleteMarkers: 1,
      incompleteUploads: 1,
      onlyHere: 0,
      removed: false,
    });
    expect(await versions(virginia)).toBe(all - 1);

    // Killed in the middle, it can be repeated.
    const { child, result } = stage.mrap.start([...empty, "--yes"]);
    child.stderr!.on("data", (text: string) => {
      if (text.includes("Delete versions of")) child.kill("SIGKILL");
    });
    expect((await result).status).toBeNull();
    const left = await versions(virginia);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(all - 1);
    expect(expectStatus(await stage.mrap.run([...empty, "--yes"]), 0).stdout).toContain(
      `The bucket ${bucket} is deleted`,
    );
    await expect(s3[virginia]!.send(new HeadBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
      name: "NotFound",
    });
    expect(expectStatus(await stage.mrap.run([...empty, "--yes"]), 0).stdout).toContain(
      `The bucket ${bucket} does not exist. There is nothing to do.`,
    );
    expect(await versions(mumbai)).toBeGreaterThan(OBJECTS);
  },
  10 * MINUTES,
);

async function versions(region: string): Promise<number> {
  let count = 0;
  let KeyMarker: string | undefined;
  do {
    const page = await s3[region]!.send(
      new ListObjectVersionsCommand({ Bucket: bucketOf(region), KeyMarker }),
    );
    count += (page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0);
    KeyMarker = page.NextKeyMarker;
  } while (KeyMarker);
  return count;
}
