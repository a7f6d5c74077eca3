import { BucketKey, type BucketKeyProps } from "../../constructs/bucket-key";
import { messageOf, synthPlain, validationErrors } from "../support/synth";

const BUCKET = "arn:aws:s3:::photos";
const THROUGH_S3 = [
  { test: "StringEquals", variable: "kms:ViaService", values: ["s3.eu-west-1.amazonaws.com"] },
  { test: "StringEquals", variable: "kms:EncryptionContext:aws:s3:arn", values: [BUCKET] },
];
const SOURCE = "arn:aws:iam::123456789012:role/replicates-from-here";
const OTHER = "arn:aws:iam::123456789012:role/replicates-to-here";

const make = (props: Partial<BucketKeyProps> = {}) =>
  synthPlain(["eu-west-1"], (stack) => {
    const key = new BucketKey(stack, "key", {
      name: "photos-objects",
      bucketArn: BUCKET,
      region: "eu-west-1",
      accountId: "123456789012",
      provider: stack.providers.in("eu-west-1"),
      ...props,
    });
    key.allowReplication({ source: SOURCE, destinations: [OTHER] });
  });
const statement = (
  sid: string,
  principal: string[],
  actions: string[],
  condition: object[] = THROUGH_S3,
) => ({
  sid,
  principals: [{ type: "AWS", identifiers: principal }],
  actions,
  resources: ["*"],
  condition,
});

test("rotates, has an alias, and is deleted after 30 days", () => {
  const stack = make();
  expect(stack.resource("aws_kms_key")).toMatchObject({
    description: `Encrypts the objects in ${BUCKET}`,
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    lifecycle: { prevent_destroy: true },
    provider: "aws.eu_west_1",
  });
  expect(stack.resource("aws_kms_alias")).toMatchObject({
    name: "alias/photos-objects",
    target_key_id: "${aws_kms_key.key/Resource.key_id}",
  });
});

test("lets the account use it only through S3, for its bucket", () => {
  const root = ["arn:aws:iam::123456789012:root"];
  expect(make().statements("key/key").AccountUsesKeyThroughS3).toEqual(
    statement("AccountUsesKeyThroughS3", root, ["kms:Decrypt", "kms:GenerateDataKey"]),
  );
});

test("lets the account administer it without using it or creating grants", () => {
  const { actions, condition } = make().statements("key/key").AccountAdministersKey!;
  expect(condition).toBeUndefined();
  expect(actions).toContain("kms:PutKeyPolicy");
  expect(actions.join()).not.toMatch(/\*|Encrypt|Decrypt|GenerateDataKey|CreateGrant|Sign|Mac/);
});

test("lets nobody schedule its deletion while it is protected", () => {
  const administer = (protect?: boolean) =>
    make({ protect }).statements("key/key").AccountAdministersKey!.actions;
  expect(administer()).not.toContain("kms:ScheduleKeyDeletion");
  expect(administer(false)).toContain("kms:ScheduleKeyDeletion");
  expect(make({ protect: false }).resource("aws_kms_key")).not.toHaveProperty("lifecycle");
});

test("lets the role of its bucket decrypt, and the roles of the other buckets encrypt and verify", () => {
  const { SourceRoleDecrypts, DestinationRolesEncrypt } = make().statements("key/key");
  expect(SourceRoleDecrypts).toEqual(statement("SourceRoleDecrypts", [SOURCE], ["kms:Decrypt"]));
  expect(DestinationRolesEncrypt).toEqual(
    statement("DestinationRolesEncrypt", [OTHER], ["kms:Encrypt", "kms:Decrypt"]),
  );
});

test("names readers, writers and CloudFront distributions only if there are any", () => {
  expect(Object.keys(make().statements("key/key"))).toEqual([
    "AccountAdministersKey",
    "AccountUsesKeyThroughS3",
    "SourceRoleDecrypts",
    "DestinationRolesEncrypt",
  ]);
  const distribution = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE";
  const named = make({
    readers: ["111122223333"],
    writers: ["*"],
    organization: "o-a1b2c3d4e5",
    cloudFrontDistributions: [distribution],
  }).statements("key/key");
  expect(named.ReadersDecrypt).toEqual(statement("ReadersDecrypt", ["111122223333"], ["kms:Decrypt"]));
  expect(named.WritersEncrypt).toEqual(
    statement(
      "WritersEncrypt",
      ["*"],
      ["kms:Decrypt", "kms:GenerateDataKey"],
      [...THROUGH_S3, { test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-a1b2c3d4e5"] }],
    ),
  );
  expect(named.CloudFrontDecrypts).toEqual({
    sid: "CloudFrontDecrypts",
    principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
    actions: ["kms:Decrypt"],
    resources: ["*"],
    condition: [{ test: "StringEquals", variable: "aws:SourceArn", values: [distribution] }],
  });
});

test("rejects everyone without an organization", () => {
  expect(messageOf(() => make({ readers: ["*"] }))).toBe(
    "'readers' should not have '*' without 'organization' (at plain/key)",
  );
});

test("rejects more readers than a key policy has room for", () => {
  const readers = Array.from(
    { length: 400 },
    (_, index) => `arn:aws:iam::123456789012:role/${"r".repeat(60)}${index}`,
  );
  expect(validationErrors(() => make({ readers }))).toEqual([
    expect.stringMatching(
      /^\[plain\/key\] the key policy should have at most 32768 bytes, got about \d+ because of 'readers': name an account ID in place of its roles and users$/,
    ),
  ]);
});
