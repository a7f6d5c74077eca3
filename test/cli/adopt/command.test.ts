/** `mrap adopt` as a process, on existing buckets of the local AWS. */
import * as S3 from "@aws-sdk/client-s3";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startLocalAws, type LocalAws } from "../../../local-aws";
import { replicationRule, versionedBucket } from "../../support/buckets";
import { account } from "../../support/live-environment";
import { copyCommandLine, type CommandLine } from "../../support/process";

let aws: LocalAws;
let mrap: CommandLine;
let folder: string;
let file: string;
let s3: S3.S3Client;
const Bucket = "photos-ireland";

beforeAll(async () => {
  aws = await startLocalAws();
  mrap = copyCommandLine(aws.childEnv({ NODE_PATH: resolve(__dirname, "../../../node_modules") }));
  folder = mkdtempSync(join(tmpdir(), "mrap-adopt-"));
  file = join(folder, "photos.yaml");
  writeFileSync(
    file,
    `name: photos\nregions:\n  eu-west-1:\n    bucket: ${Bucket}\n    adopt: true\n  us-east-1:\n    bucket: photos-virginia\nstate: local\n`,
  );
  s3 = await versionedBucket(aws, "eu-west-1", Bucket);
  // The bucket replicated to one that was deleted, and that Terraform creates again.
  const former = await versionedBucket(aws, "us-east-1", "photos-virginia");
  await s3.send(
    new S3.PutBucketReplicationCommand({
      Bucket,
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${account}:role/old`,
        Rules: [replicationRule("former", 1, "photos-virginia")],
      },
    }),
  );
  await former.send(new S3.DeleteBucketCommand({ Bucket: "photos-virginia" }));
}, 60_000);

afterAll(async () => {
  mrap.remove();
  rmSync(folder, { recursive: true, force: true });
  await aws.stop();
});

const record = (): string => readFileSync(join(folder, "photos.adopted.yaml"), "utf8");

test("a rule to a bucket that Terraform creates is no change", async () => {
  const adopted = await mrap.run(["adopt", file, "--json"]);
  expect(adopted.status).toBe(0);
  expect(JSON.parse(adopted.stdout)).toMatchObject({
    adoptable: true,
    buckets: [{ exists: true }, { exists: false }],
  });
  const checked = await mrap.run(["adopt", file, "--check"]);
  expect([checked.status, checked.stdout]).toEqual([
    0,
    "No change since photos.adopted.yaml was written: photos-ireland.\n",
  ]);
}, 30_000);

test("the record survives a deploy that was interrupted, and another change is reported", async () => {
  const before = record();
  await s3.send(
    new S3.PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    }),
  );
  const sentence =
    "photos-ireland differs from its record in parts that a deploy of the environment writes: ownership. The record keeps the earlier values, which adopt: restore gives back. If someone else changed them, delete photos-ireland from NAME.adopted.yaml, and run mrap adopt again.";
  const checked = await mrap.run(["adopt", file, "--check"]);
  expect([checked.status, checked.stdout]).toEqual([0, `${sentence}\n`]);
  const json = await mrap.run(["adopt", file, "--check", "--json"]);
  expect(JSON.parse(json.stdout)).toEqual({
    changes: [],
    deployed: [{ bucket: Bucket, parts: ["ownership"] }],
  });
  const again = await mrap.run(["adopt", file]);
  expect(again.status).toBe(0);
  expect(again.stdout).toContain(`    - ${sentence}\n`);
  expect(record()).toBe(before);

  await s3.send(new S3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } }));
  const changed = await mrap.run(["adopt", file, "--check"]);
  expect([changed.status, changed.stdout]).toEqual([
    1,
    `photos-ireland changed after photos.adopted.yaml was written: tags. Run mrap adopt photos again.\n${sentence}\n`,
  ]);
}, 60_000);

test("a denied call prevents the adoption and writes nothing", async () => {
  const before = record();
  await aws.control.setFaults([
    {
      host: "photos-ireland.s3.*",
      fault: "status",
      status: 403,
      code: "AccessDenied",
      action: "s3:GetBucketPolicy",
    },
  ]);
  const { status, stdout } = await mrap.run(["adopt", file]);
  await aws.control.setFaults([]);
  expect(status).toBe(1);
  expect(stdout).toContain("1 finding prevents the adoption. photos.adopted.yaml is unchanged.\n");
  expect(stdout).toContain(
    "An adoption could overwrite a configuration that cannot be read. Run mrap adopt again when it can be read.",
  );
  expect(record()).toBe(before);
}, 30_000);

test("a bucket that gives no answer is one sentence", async () => {
  const before = record();
  await aws.control.setFaults([{ host: "photos-ireland.s3.*", fault: "refuse" }]);
  const { status, stdout, stderr } = await mrap.run(["adopt", file]);
  await aws.control.setFaults([]);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("No answer to s3:ListBucket");
  expect(stderr).not.toContain("unexpectedly");
  expect(record()).toBe(before);
}, 30_000);

test("a bucket in another Region exists", async () => {
  const other = join(folder, "other");
  mkdirSync(other);
  const elsewhere = join(other, "photos.yaml");
  writeFileSync(elsewhere, readFileSync(file, "utf8").replace("eu-west-1", "eu-central-1"));
  const { status, stdout } = await mrap.run(["adopt", elsewhere, "--json"]);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    adoptable: false,
    buckets: [
      {
        exists: true,
        findings: [
          {
            kind: "prevents",
            text: "photos-ireland is not in eu-central-1. It is in eu-west-1.",
            fix: "Write it under eu-west-1 in the environment file, or name a bucket in eu-central-1.",
          },
        ],
      },
      { exists: false },
    ],
  });
}, 30_000);

test("grants of the ACL to others than the owner prevent the adoption", async () => {
  const unowned = await versionedBucket(aws, "eu-central-1", "photos-frankfurt");
  await unowned.send(new S3.PutBucketAclCommand({ Bucket: "photos-frankfurt", ACL: "authenticated-read" }));
  const third = join(folder, "third");
  mkdirSync(third);
  const adopting = join(third, "photos.yaml");
  writeFileSync(
    adopting,
    readFileSync(file, "utf8").replace("eu-west-1", "eu-central-1").replace(Bucket, "photos-frankfurt"),
  );
  const { status, stdout } = await mrap.run(["adopt", adopting, "--json"]);
  expect(status).toBe(1);
  const { buckets } = JSON.parse(stdout) as { buckets: { findings: { kind: string; text: string }[] }[] };
  expect(buckets[0]!.findings.filter(({ kind }) => kind === "prevents").map(({ text }) => text)).toEqual([
    "The ACL of photos-frankfurt grants access to others than its owner (1 grant). S3 refuses to disable ACLs then.",
  ]);
}, 30_000);
