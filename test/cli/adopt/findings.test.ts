import { findingsOf } from "../../../cli/adopt/findings";
import type { Inspection } from "../../../cli/adopt/inspection";
import { findingsBetween } from "../../../cli/adopt/pairs";
import { differences, recordOf } from "../../../cli/adopt/record";
import { validate } from "../../../environment/validate";

const environment = validate({
  name: "photos",
  regions: { "eu-west-1": { bucket: "photos-a" }, "us-east-1": { bucket: "photos-b" } },
  state: "local",
}).environment!;

const inspection = (more: Partial<Inspection> = {}): Inspection => ({
  bucket: "photos-a",
  region: "eu-west-1",
  place: { kind: "here" },
  existing: { versioning: "Enabled" },
  delegatesTo: [],
  isPublic: false,
  aclGrants: 0,
  requesterPays: false,
  website: false,
  intelligentTiering: 0,
  inventories: 0,
  lostRules: [],
  unread: [],
  ...more,
});

const findings = (more: Partial<Inspection> = {}, required = true) =>
  findingsOf(inspection(more), { environment, required });
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
    "a rule that would be lost",
    { lostRules: ["x: because"] },
    "A bucket has one replication configuration with one role, and the rule x: because.",
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
    "The replication configuration is replaced. It keeps its 0 rules to other buckets, with the role of the environment instead of arn:r.",
  ]);
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

test("a record of an adopted bucket keeps what the adoption changed", () => {
  const earlier = recordOf(
    inspection({ existing: { ownership: "ObjectWriter", tags: { a: "b" } } }),
    undefined,
  );
  const adopted = inspection({
    delegatesTo: ["arn:aws:s3::123456789012:accesspoint/abc.mrap"],
    existing: {
      versioning: "Enabled",
      ownership: "BucketOwnerEnforced",
      policy: [{ Sid: "OnlyOverTls", Effect: "Deny" }],
    },
  });
  expect(recordOf(adopted, earlier)).toEqual(earlier);
  expect(differences(adopted, earlier)).toEqual([]);
});

test("a changed bucket differs from its record", () => {
  const earlier = recordOf(inspection(), undefined);
  expect(
    differences(inspection({ existing: { versioning: "Suspended", tags: { a: "b" } } }), earlier),
  ).toEqual(["tags", "versioning"]);
});
