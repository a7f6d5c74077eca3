import { findingsOf } from "../../../cli/adopt/findings";
import type { Inspection } from "../../../cli/adopt/inspection";
import { findingsBetween } from "../../../cli/adopt/pairs";
import { validate } from "../../../environment/validate";
import { inspection } from "./inspection";

const environment = validate({
  name: "photos",
  regions: { "eu-west-1": { bucket: "photos-a" }, "us-east-1": { bucket: "photos-b" } },
  state: "local",
}).environment!;

const account = "123456789012";
const findings = (more: Partial<Inspection> = {}, required = true) =>
  findingsOf(inspection(more), { account, environment, required });
const prevented = (more: Partial<Inspection>) =>
  findings(more)
    .filter(({ kind }) => kind === "prevents")
    .map(({ text }) => text);

test("nothing prevents the adoption of a plain bucket", () => expect(prevented({})).toEqual([]));

test.each<[string, Partial<Inspection>, string]>([
  [
    "another Region",
    { place: { kind: "elsewhere", region: "eu-central-1" } },
    "photos-a is not in eu-west-1. It is in eu-central-1.",
  ],
  [
    "another account",
    { place: { kind: "foreign" } },
    "photos-a belongs to another account, or s3:ListBucket on it is denied to you.",
  ],
  ["no bucket", { place: { kind: "missing" } }, "photos-a does not exist."],
  [
    "a public policy",
    { isPublic: true },
    "The policy of photos-a grants public access, and a member bucket blocks public access.",
  ],
  [
    "an ACL",
    { aclGrants: 1 },
    "The ACL of photos-a grants access to others than its owner (1 grant). S3 refuses to disable ACLs then.",
  ],
  [
    "Requester Pays",
    { requesterPays: true },
    "photos-a is a Requester Pays bucket. Requests through the access point, and canary objects, do not name a payer.",
  ],
  [
    "MFA delete",
    { mfaDelete: true },
    "MFA delete is enabled on photos-a. S3 accepts no lifecycle rules then, and an environment adds one to a bucket without rules.",
  ],
  [
    "a rule that would be lost",
    { lostRules: ["x: because"] },
    "An adoption would lose the replication rule x: because.",
  ],
  ["a denied call", { unread: ["No permission: x"] }, "No permission: x"],
  [
    "another environment",
    { delegatesTo: ["arn:aws:s3::123456789012:accesspoint/abc.mrap"] },
    "An environment manages photos-a already: its policy delegates to arn:aws:s3::123456789012:accesspoint/abc.mrap.",
  ],
  [
    "DSSE-KMS",
    { existing: { encryption: { algorithm: "aws:kms:dsse", bucketKey: false } } },
    "The default encryption of photos-a is aws:kms:dsse.",
  ],
])("%s prevents the adoption", (_, more, text) => {
  expect(prevented(more)).toEqual([text]);
  expect(findings(more).find(({ kind }) => kind === "prevents")?.fix).toBeTruthy();
});

test("a bucket of two environments prevents the adoption", () =>
  expect(findingsOf(inspection(), { account, environment, required: true, alsoIn: "twin.yaml" })).toEqual([
    {
      kind: "prevents",
      text: "photos-a is also a bucket of twin.yaml. Both environments would change its policy and its replication.",
      fix: "Name the bucket in one environment only.",
    },
  ]));

test("a bucket that nobody names for the adoption is created", () => {
  expect(findings({ place: { kind: "missing" } }, false)).toEqual([
    { kind: "note", text: "photos-a does not exist. Terraform creates it." },
  ]);
});

test("a second target of replication events prevents the adoption", () => {
  const topics = [
    { id: "all", topicArn: "arn:aws:sns:eu-west-1:123456789012:t", events: ["s3:Replication:*"] },
  ];
  expect(prevented({ existing: { notifications: { topics } } })[0]).toContain(
    "The notification all of photos-a",
  );
});

test("what is overwritten is listed", () => {
  const existing = {
    versioning: "Suspended" as const,
    ownership: "ObjectWriter",
    replication: { role: "arn:r", rules: [] },
  };
  const texts = findings({ existing })
    .filter(({ kind }) => kind === "overwrites")
    .map(({ text }) => text);
  expect(texts).toEqual([
    "All four settings of Block Public Access are turned on.",
    "ACLs are disabled (now: ObjectWriter).",
    "The replication configuration is replaced.",
  ]);
});

test("the rules of a replaced replication configuration are listed", () => {
  const rule = (id: string) => ({ id, status: "Enabled", destination: { bucket: "arn:aws:s3:::x" } });
  const replication = { role: "arn:r", rules: [rule("archive")], replaced: [rule("both-ways")] };
  expect(findings({ existing: { replication } })).toContainEqual({
    kind: "overwrites",
    text: "The replication configuration is replaced. It keeps its 1 rule to other buckets, with the role of the environment instead of arn:r. The rule both-ways to another bucket of the environment is replaced.",
  });
});

test("the tags of the environment do not apply", () => {
  const tagged = { ...environment, tags: { owner: "media", team: "b" } };
  const texts = findingsOf(inspection({ existing: { tags: { team: "a" } } }), {
    account,
    environment: tagged,
    required: true,
  }).map(({ text }) => text);
  expect(texts).toContain(
    "tags in the environment file does not apply to this bucket. It keeps its own tags.",
  );
});

test("Object Lock on one side prevents the adoption", () => {
  const locked = inspection({ existing: { objectLock: true } });
  const other = inspection({ bucket: "photos-b" });
  expect(findingsBetween([locked, other], 2, false)[0]!.text).toContain(
    "photos-a has Object Lock, and photos-b does not",
  );
  expect(findingsBetween([locked, { ...locked, bucket: "photos-b" }], 2, false)).toEqual([]);
  expect(findingsBetween([locked], 2, false)[0]).toMatchObject({
    text: "photos-a has Object Lock, and a new bucket does not. S3 replicates locked objects only to a bucket with Object Lock.",
    fix: "Write objectLock: true, which enables Object Lock for new buckets.",
  });
  expect(findingsBetween([locked], 2, true)).toEqual([]);
  expect(findingsBetween([other], 2, true)[0]!.text).toContain(
    "photos-b has no Object Lock, and objectLock is in the file.",
  );
});
