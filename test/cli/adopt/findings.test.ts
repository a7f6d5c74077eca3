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
    "a replication rule with the ID of an own rule",
    {
      existing: {
        replication: {
          role: "arn:r",
          rules: ["to-us-east-1", "to-everywhere"].map((id) => ({
            id,
            status: "Enabled",
            destination: { bucket: "arn:aws:s3:::x" },
          })),
        },
      },
    },
    "The replication rule to-us-east-1 of photos-a has an ID that an environment gives to its own rules. S3 rejects two rules with the same ID.",
  ],
  [
    "a notification with the ID of the own one",
    {
      existing: {
        notifications: {
          queues: [
            { id: "replication-events", queueArn: "arn:aws:sqs:x:1:mine", events: ["s3:ObjectCreated:*"] },
            { id: "other", queueArn: "arn:aws:sqs:x:1:mine", events: ["s3:ObjectRemoved:*"] },
          ],
        },
      },
    },
    "The notification replication-events of photos-a has the ID that an environment gives to its own notification. S3 rejects two notifications with the same ID.",
  ],
  [
    "a deleted principal",
    {
      existing: {
        policy: [
          {
            Effect: "Allow",
            Principal: { AWS: ["AIDAXYZABCDEF12345678", account, "arn:aws:iam::1:user/a"] },
          },
          { Effect: "Allow", Principal: "*" },
          { Effect: "Deny", NotPrincipal: { AWS: "AIDAXYZABCDEF12345678" }, Resource: "arn:aws:s3:::x" },
        ],
      },
    },
    "The policy of photos-a names AIDAXYZABCDEF12345678, the unique ID of a user or role that was deleted. S3 rejects every new policy that names it.",
  ],
  [
    "the AWS managed key",
    { existing: { encryption: { algorithm: "aws:kms", bucketKey: false } } },
    "photos-a encrypts with the AWS managed key aws/s3, whose key policy cannot be changed.",
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

test("access logs in a bucket of the environment are a note, unless the file names another bucket", () => {
  const existing = { logging: { bucket: "photos-b", prefix: "" } };
  const text =
    "The server access logs are sent to photos-b, a bucket of the environment, and are replicated.";
  expect(findings({ existing })).toContainEqual({
    kind: "note",
    text,
    fix: "Send them to another bucket.",
  });
  expect(
    findings({ existing: { logging: { bucket: "logs", prefix: "" } } }).map((one) => one.text),
  ).not.toContain(text);
  const moved = { ...environment, accessLogs: { "eu-west-1": "photos-logs" } };
  expect(
    findingsOf(inspection({ existing }), { account, environment: moved, required: true }).map(
      (one) => one.text,
    ),
  ).not.toContain(text);
});

test("an adopted bucket may have what an environment adds", () => {
  const policy = [{ Effect: "Allow", Principal: { AWS: "AIDAXYZABCDEF12345678" } }];
  const delegatesTo = ["arn:aws:s3::123456789012:accesspoint/abc.mrap"];
  expect(
    findingsOf(inspection({ existing: { policy }, delegatesTo }), {
      account,
      environment,
      required: true,
      earlier: { region: "eu-west-1" },
    }),
  ).toEqual([]);
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

test("MFA delete prevents no adoption of a bucket that has lifecycle rules", () =>
  expect(prevented({ mfaDelete: true, existing: { lifecycle: { rules: [] } } })).toEqual([]));

test("only a bucket that never had versioning gets the rule that deletes noncurrent versions", () => {
  const texts = (existing: Inspection["existing"]) => findings({ existing }).map(({ text }) => text);
  const all = "The bucket gets the lifecycle rules of the environment.";
  const abort =
    "The bucket gets a lifecycle rule that aborts incomplete uploads. lifecycle.expireNoncurrentVersionsAfterDays does not apply: its noncurrent versions are data that exists.";
  expect(texts({})).toContain(all);
  for (const versioning of ["Enabled", "Suspended"] as const) {
    expect(texts({ versioning })).toContain(abort);
    expect(texts({ versioning })).not.toContain(all);
  }
});

test("different lifecycle rules of the buckets are a note", () => {
  const withRules = (bucket: string, ...ids: string[]) =>
    inspection({
      bucket,
      existing: { lifecycle: { rules: ids.map((id) => ({ id, status: "Enabled" })) } },
    });
  expect(findingsBetween([withRules("photos-a", "x"), withRules("photos-b", "x")], 2, false)).toEqual([]);
  expect(findingsBetween([withRules("photos-a", "x"), withRules("photos-b", "y")], 2, false)).toEqual([
    {
      kind: "note",
      text: "The buckets have different lifecycle rules. S3 does not replicate lifecycle actions: an object that one bucket expires remains in the others.",
      fix: "Give every bucket the same rules before the adoption.",
    },
  ]);
});
