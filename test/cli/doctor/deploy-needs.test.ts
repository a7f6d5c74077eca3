/** The actions of a deploy that imports, restores or forgets. test/cycle/adopt.long.test.ts compares them with the calls. */
import { ExpectedStack } from "../../../cli/checks/expected";
import { deployNeeds, type TypeNeeds } from "../../../cli/doctor/deploy-needs";
import type { ExistingBucket } from "../../../constructs/existing-bucket";
import type { AdoptedParts } from "../../../environment/adopted";
import type { Environment } from "../../../environment/load";
import { validate } from "../../../environment/validate";

const open = {
  blockPublicAcls: false,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const closed = { ...open, blockPublicAcls: true };
const lifecycle = { rules: [{ id: "a", status: "Enabled", expiration: [{ days: 9 }] }] };
const settled: ExistingBucket = {
  versioning: "Enabled",
  publicAccessBlock: closed,
  ownership: "BucketOwnerEnforced",
  encryption: { algorithm: "AES256", bucketKey: false },
  lifecycle,
  requestMetrics: true,
  policy: [{ Effect: "Allow" }],
  replication: { role: "arn:aws:iam::123456789012:role/old", rules: [] },
};
const existing: Record<string, ExistingBucket> = {
  "eu-west-1": settled,
  "us-east-1": {
    versioning: "Suspended",
    publicAccessBlock: open,
    ownership: "ObjectWriter",
    encryption: { algorithm: "AES256", bucketKey: false },
    lifecycle,
  },
};

const known = new Map<string, TypeNeeds[]>();

/** The actions on an ARN, such as that of a bucket or `*`. */
function actions(adopt: true | "restore" | "forget", arn: string, more: object = {}): string[] {
  const key = JSON.stringify([adopt, more]);
  const needs = known.get(key) ?? needsOf(adopt, more);
  known.set(key, needs);
  const found = needs.flatMap((one) =>
    one.elements.some((element) => one.arn(element, "123456789012", new Map()) === arn) ? one.actions : [],
  );
  return [...new Set(found)].sort();
}

function needsOf(adopt: true | "restore" | "forget", more: object): TypeNeeds[] {
  const environment = {
    ...validate({
      name: "photos",
      regions: {
        "eu-west-1": { bucket: "photos-ireland", adopt },
        "us-east-1": { bucket: "photos-virginia", adopt },
      },
      state: "local",
      ...more,
    }).environment!,
    existing,
    existingAccessPoint: { account: "123456789012", alias: "mfzwi23gnjvgw.mrap" },
  } as Environment & AdoptedParts;
  const stack = new ExpectedStack("photos", environment, { account: "123456789012" });
  return deployNeeds(stack, { id: "photos", environment });
}

const bucket = "arn:aws:s3:::photos-ireland";
const writes = (all: string[]): string[] => all.filter((one) => !/:(Get|List|Describe)/.test(one));

test("an imported bucket that has what replication needs is written as little as possible", () =>
  expect(writes(actions(true, bucket))).toEqual([
    "s3:PutBucketNotification",
    "s3:PutBucketPolicy",
    "s3:PutReplicationConfiguration",
  ]));

test("settings that the adoption changes are written, and the tags are not", () =>
  expect(writes(actions(true, "arn:aws:s3:::photos-virginia", { tags: { owner: "media" } }))).toEqual([
    "s3:DeleteBucketPolicy",
    "s3:PutBucketNotification",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketVersioning",
    "s3:PutMetricsConfiguration",
    "s3:PutReplicationConfiguration",
  ]));

test("an adopted access point and its policy are only read", () => {
  expect(actions(true, "*", { accessPoint: "adopt" }).filter((one) => one.startsWith("s3:"))).toEqual([
    "s3:GetMultiRegionAccessPoint",
  ]);
  expect(actions(true, "*")).toContain("s3:CreateMultiRegionAccessPoint");
});

test("adopt: restore writes what the adoption changed, and deletes what it created", () => {
  const restored = actions("restore", bucket);
  expect(restored).not.toContain("s3:CreateBucket");
  expect(restored).not.toContain("s3:DeleteBucket");
  expect(restored).toContain("s3:PutReplicationConfiguration");
  expect(writes(actions("restore", "*"))).toEqual([
    "kms:ScheduleKeyDeletion",
    "s3:DeleteMultiRegionAccessPoint",
  ]);
  expect(actions("restore", "arn:aws:iam::123456789012:role/old")).toEqual(["iam:PassRole"]);
});

test("an adopted access point is forgotten, which needs no permission", () =>
  expect(writes(actions("restore", "*", { accessPoint: "forget" }))).toEqual(["kms:ScheduleKeyDeletion"]));

test("adopt: forget needs no permission", () =>
  expect([...actions("forget", bucket), ...actions("forget", "*")]).toEqual([]));
