import { Testing, TerraformStack } from "cdktf";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { MultiRegionAccessPoint } from "../../constructs/access-point";
import { ApplicationPolicy } from "../../constructs/application-policy";
import { MemberBucketPolicy } from "../../constructs/bucket-policy";
import { ReplicationMesh } from "../../constructs/replication";
import { ReplicationEvents } from "../../constructs/replication-events";

test("every construct works with buckets of the caller and does not change them", () => {
  const stack = new TerraformStack(Testing.app(), "own");
  const created = ["eu-west-1", "us-east-1"].map((region) => ({
    region,
    bucket: new S3Bucket(stack, region, { bucket: `example-${region}` }),
  }));
  const before = created.map(({ bucket }) => JSON.stringify(bucket.toTerraform()));
  const [first, second] = created.map(({ region, bucket }) => ({
    region,
    name: bucket.id,
    arn: bucket.arn,
  }));
  const versioning = new S3BucketVersioningA(stack, "versioning", {
    bucket: first!.name,
    versioningConfiguration: { status: "Enabled" },
  });
  const buckets = [{ ...first!, versioning }, second!];
  const accessPoint = new MultiRegionAccessPoint(stack, "AccessPoint", { name: "own", buckets });
  const { roles } = new ReplicationMesh(stack, "Replication", { buckets });
  new MemberBucketPolicy(stack, "Policy", {
    bucket: buckets[0]!,
    accessPoint,
    replicationRoleArns: roles.map(({ role }) => role.arn),
  });
  new ReplicationEvents(stack, "Events", {
    bucket: buckets[0]!,
    accountId: "123456789012",
    queueName: "events",
  });
  new ApplicationPolicy(stack, "Reader", { accessPoint, buckets });

  expect(created.map(({ bucket }) => JSON.stringify(bucket.toTerraform()))).toEqual(before);
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, any>> };
  expect(Object.keys(resource.aws_s3_bucket ?? {})).toHaveLength(2);
  for (const configuration of Object.values(resource.aws_s3_bucket_replication_configuration ?? {}))
    expect(configuration.depends_on).toContain("aws_s3_bucket_versioning.versioning");
});
