import type { EncryptionKey } from "../../constructs/encryption-key";
import { synthPlain } from "../support/synth";
import type { RegionalBucketProps } from "../../constructs/bucket";

const make = (props: Partial<RegionalBucketProps> = {}) =>
  synthPlain(["eu-west-1"], (stack) => void stack.bucket("eu-west-1", props));

test("Terraform does not destroy the bucket or delete its objects", () => {
  expect(make().resource("aws_s3_bucket")).toEqual({
    bucket: "bucket-in-eu-west-1",
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
    provider: "aws.eu_west_1",
  });
});

test("a destroy also deletes the objects if protect is false", () => {
  const bucket = make({ protect: false }).resource("aws_s3_bucket");
  expect(bucket.force_destroy).toBe(true);
  expect(bucket).not.toHaveProperty("lifecycle");
});

test("versioning is enabled", () => {
  expect(make().resource("aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
});

test("all four settings of Block Public Access are on", () => {
  expect(make().resource("aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
});

test("ACLs are disabled", () => {
  expect(make().resource("aws_s3_bucket_ownership_controls").rule).toEqual({
    object_ownership: "BucketOwnerEnforced",
  });
});

test("the default encryption is SSE-S3", () => {
  expect(make().resource("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
    { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
  ]);
});

test("the lifecycle rules use the days of the props and are created after versioning", () => {
  const lifecycle = make({
    abortIncompleteUploadsAfterDays: 3,
    expireNoncurrentVersionsAfterDays: 30,
  }).resource("aws_s3_bucket_lifecycle_configuration");
  expect(lifecycle.rule).toEqual([
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: [{}],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 3 }],
    },
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: [{}],
      noncurrent_version_expiration: [{ noncurrent_days: 30 }],
      expiration: [{ expired_object_delete_marker: true }],
    },
  ]);
  expect(lifecycle.depends_on).toEqual(["aws_s3_bucket_versioning.eu-west-1/Versioning"]);
});

test("the lifecycle rules default to 7 and 90 days", () => {
  const [uploads, versions] = make().resource("aws_s3_bucket_lifecycle_configuration").rule;
  expect(uploads.abort_incomplete_multipart_upload).toEqual([{ days_after_initiation: 7 }]);
  expect(versions.noncurrent_version_expiration).toEqual([{ noncurrent_days: 90 }]);
});

test("request metrics cover all objects, unless they are turned off", () => {
  expect(make().resource("aws_s3_bucket_metric").name).toBe("EntireBucket");
  expect(make({ requestMetrics: false }).types).not.toContain("aws_s3_bucket_metric");
});

test("all resources are in the bucket's Region", () => {
  const stack = make();
  const resources = stack.types.flatMap((type) => Object.values(stack.resources(type)));
  expect(resources).toHaveLength(7);
  for (const resource of resources) expect(resource.provider).toBe("aws.eu_west_1");
});

test("the default encryption is SSE-KMS with a bucket key if there is a KMS key", () => {
  const key = { arn: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" };
  const rule = (encryptionKey: EncryptionKey) =>
    make({ encryptionKey }).resource("aws_s3_bucket_server_side_encryption_configuration").rule;
  expect(rule(key)).toEqual([
    {
      apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: key.arn },
      bucket_key_enabled: true,
    },
  ]);
  expect(rule({ ...key, retired: true })).toEqual([
    { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
  ]);
});
