import { MultiRegionAccessPointStack } from "../../composition/stack";
import type { EncryptionProps } from "../../composition/props";
import { synth, type Synthesized } from "../support/synth";

const REGIONS = ["eu-west-1", "us-east-1"];
const arn = (region: string) => `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const make = (encryption?: EncryptionProps, protect?: boolean): Synthesized =>
  synth(
    (app) =>
      new MultiRegionAccessPointStack(app, "photos", {
        name: "photos",
        regions: Object.fromEntries(REGIONS.map((region) => [region, { bucket: `photos-${region}` }])),
        state: "local",
        access: { readers: ["111122223333"] },
        encryption,
        protect,
      }),
  );
const forget = (label: string) => ({ from: `aws_kms_key.${label}`, lifecycle: { destroy: false } });
const forgottenBoth = [forget("eu_west_1"), forget("us_east_1")];

test("an environment without the section has no key and forgets none", () => {
  const stack = make();
  expect(Object.keys(stack.resources("aws_kms_key"))).not.toContain("eu_west_1");
  expect(stack.json.removed).toBeUndefined();
  expect(stack.json.output).not.toHaveProperty("encryption_key_arns");
});

test("kms creates a key with an alias in each Region", () => {
  const stack = make({ type: "kms" });
  const aliases = stack.resources("aws_kms_alias");
  for (const label of ["eu_west_1", "us_east_1"]) {
    expect(stack.resources("aws_kms_key")[label]).toMatchObject({ provider: `aws.${label}` });
    expect(aliases[label]).toMatchObject({ name: "alias/photos-objects" });
  }
  expect(stack.json.removed).toBeUndefined();
  expect(stack.json.output.encryption_key_arns.value).toEqual({
    "eu-west-1": "${aws_kms_key.eu_west_1.arn}",
    "us-east-1": "${aws_kms_key.us_east_1.arn}",
  });
});

test("the key policy names the readers and the replication roles", () => {
  const statements = make({ type: "kms" }).statements("eu_west_1_key");
  const principals = (sid: string) => statements[sid]!.principals[0].identifiers;
  expect(principals("ReadersDecrypt")).toEqual(["111122223333"]);
  expect(principals("SourceRoleDecrypts")).toEqual(["${aws_iam_role.eu_west_1_replication.arn}"]);
  expect(principals("DestinationRolesEncrypt")).toEqual(["${aws_iam_role.us_east_1_replication.arn}"]);
});

test("existing and new keys can be mixed, and a new key of an earlier apply is kept", () => {
  const stack = make({ type: "kms", keys: { "us-east-1": arn("us-east-1") } });
  expect(Object.keys(stack.resources("aws_kms_key"))).toContain("eu_west_1");
  expect(Object.keys(stack.resources("aws_kms_key"))).not.toContain("us_east_1");
  expect(stack.data("aws_kms_key")).toMatchObject({ us_east_1: { key_id: arn("us-east-1") } });
  expect(stack.json.removed).toEqual([forget("us_east_1")]);
});

test("bucket policies allow SSE-KMS only after the rules select it", () => {
  const stack = make({ type: "kms" });
  const configurations = REGIONS.map(
    (region) => `aws_s3_bucket_replication_configuration.${region.replace(/-/g, "_")}`,
  );
  for (const [label, policy] of Object.entries(stack.resources("aws_s3_bucket_policy")))
    if (!label.endsWith("_jobs")) expect(policy.depends_on).toEqual(expect.arrayContaining(configurations));
  expect(stack.statements("access_point").OnlyBucketEncryption!.condition[1].values).toEqual(["aws:kms"]);
  expect(Object.keys(stack.statements("eu_west_1_bucket"))).toContain("OnlyBucketKey");
});

test("the type s3 keeps the keys that kms created", () => {
  expect(make({ type: "s3" }).json.removed).toEqual(forgottenBoth);
});

test("the type s3 with keys replicates and reads older objects, and encrypts new ones with SSE-S3", () => {
  const keys = Object.fromEntries(REGIONS.map((region) => [region, arn(region)]));
  const stack = make({ type: "s3", keys });
  expect(stack.json.removed).toEqual(forgottenBoth);
  for (const one of Object.values(stack.resources("aws_s3_bucket_server_side_encryption_configuration")))
    expect(one.rule[0].apply_server_side_encryption_by_default).toEqual({ sse_algorithm: "AES256" });
  const [rule] = stack.resources("aws_s3_bucket_replication_configuration").eu_west_1!.rule;
  expect(rule.source_selection_criteria.sse_kms_encrypted_objects).toEqual({ status: "Enabled" });
  expect(stack.statements("writer").KeyThroughS3InEuWest1!.actions).toEqual(["kms:Decrypt"]);
  expect(stack.statements("eu_west_1_bucket")).not.toHaveProperty("OnlyBucketKey");
  expect(stack.statements("access_point").OnlyBucketEncryption!.condition[1].values).toEqual(["AES256"]);
});

test("the policies for applications allow each key through S3 in its Region", () => {
  const stack = make({ type: "kms" });
  const statement = (region: string, label: string, sid: string, actions: string[]) => ({
    sid,
    actions,
    resources: [`\${aws_kms_key.${label}.arn}`],
    condition: [
      { test: "StringEquals", variable: "kms:ViaService", values: [`s3.${region}.amazonaws.com`] },
      {
        test: "StringEquals",
        variable: "kms:EncryptionContext:aws:s3:arn",
        values: [`\${aws_s3_bucket.${label}.arn}`],
      },
    ],
  });
  expect(stack.statements("reader").KeyThroughS3InEuWest1).toEqual(
    statement("eu-west-1", "eu_west_1", "KeyThroughS3InEuWest1", ["kms:Decrypt"]),
  );
  expect(stack.statements("writer").KeyThroughS3InUsEast1).toEqual(
    statement("us-east-1", "us_east_1", "KeyThroughS3InUsEast1", ["kms:Decrypt", "kms:GenerateDataKey"]),
  );
});

test("protect: false lets a destroy delete the keys", () => {
  expect(make({ type: "kms" }, false).resources("aws_kms_key").eu_west_1).not.toHaveProperty("lifecycle");
});
