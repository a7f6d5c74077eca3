/** The stack of an environment with adopted buckets, and the end of the adoption. */
import { Testing } from "cdktf";
import type { EnvironmentProps } from "../../composition/props";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import type { ExistingBucket } from "../../constructs/existing-bucket";

const rule = (id: string, bucket: string, priority: number) => ({
  id,
  priority,
  status: "Enabled",
  filter: {},
  destination: { bucket: `arn:aws:s3:::${bucket}` },
});
const existing: ExistingBucket = {
  versioning: "Enabled",
  tags: { team: "photos" },
  policyDocument: { id: "Team", version: "2008-10-17" },
  policy: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::photos-ireland/${text}/*",
      Condition: {
        // S3 returns the type that the request had.
        Bool: { "aws:SecureTransport": false as unknown as string },
        NumericLessThan: { "s3:TlsVersion": 1.2 as unknown as string },
      },
    },
  ],
  lifecycle: { rules: [{ id: "old", status: "Enabled", filter: [{}], expiration: [{ days: 9 }] }] },
  replication: {
    role: "arn:aws:iam::123456789012:role/old",
    rules: [rule("urgent", "archive", 9), rule("all", "archive", 2)],
    replaced: [rule("to-virginia", "photos-virginia", 1)],
  },
};

function synth(adopt: true | "restore", more: Partial<EnvironmentProps> = {}): any {
  const stack = new MultiRegionAccessPointStack(Testing.app(), "photos", {
    name: "photos",
    state: "local",
    tags: { owner: "media" },
    existing: { "eu-west-1": existing },
    regions: {
      "eu-west-1": { bucket: "photos-ireland", adopt },
      "us-east-1": { bucket: "photos-virginia" },
    },
    ...more,
  });
  return JSON.parse(Testing.synth(stack));
}

const adopted = synth(true);
const restored = synth("restore");
const policyOf = (stack: any): any => {
  const [, label] = /data\.aws_iam_policy_document\.(\w+)/.exec(
    stack.resource.aws_s3_bucket_policy.eu_west_1.policy,
  )!;
  return stack.data.aws_iam_policy_document[label!];
};

test.each([adopted, restored])(
  "a policy keeps its id, its version and every value of its conditions",
  (stack) =>
    expect(policyOf(stack)).toMatchObject({
      policy_id: "Team",
      version: "2008-10-17",
      statement: expect.arrayContaining([
        expect.objectContaining({
          resources: ["arn:aws:s3:::photos-ireland/$${text}/*"],
          condition: [
            { test: "Bool", variable: "aws:SecureTransport", values: ["false"] },
            { test: "NumericLessThan", variable: "s3:TlsVersion", values: ["1.2"] },
          ],
        }),
      ]),
    }),
);

test("rules to other buckets keep the order of their priorities", () => {
  const { rule: rules } = adopted.resource.aws_s3_bucket_replication_configuration.eu_west_1;
  expect(rules.map(({ id, priority }: any) => [id, priority])).toEqual([
    ["to-us-east-1", 1],
    ["all", 2],
    ["urgent", 3],
  ]);
});

test("a restored bucket gets back the rules to other buckets and those between the buckets", () => {
  const configuration = restored.resource.aws_s3_bucket_replication_configuration.eu_west_1;
  expect(configuration.role).toBe("arn:aws:iam::123456789012:role/old");
  expect(configuration.rule.map(({ id, priority }: any) => [id, priority])).toEqual([
    ["urgent", 9],
    ["all", 2],
    ["to-virginia", 1],
  ]);
});

test("a rule between the buckets is no change after the record", () => {
  const { postcondition } = adopted.resource.aws_s3_bucket.eu_west_1.lifecycle;
  const found = postcondition.find(({ error_message }: any) => error_message.includes("replication"));
  expect(found.condition).toContain('["urgent", "all", "to-virginia"]');
});

test.each([adopted, restored])("existing lifecycle rules are imported and never changed", ({ resource }) =>
  expect(resource.aws_s3_bucket_lifecycle_configuration.eu_west_1.lifecycle).toEqual({
    ignore_changes: ["rule"],
  }),
);

test.each([adopted, restored])(
  "Terraform never changes the tags of an existing bucket",
  ({ resource, provider }) => {
    expect(provider.aws[0].default_tags).toEqual([{ tags: { owner: "media" } }]);
    const { eu_west_1: existingBucket, us_east_1: created } = resource.aws_s3_bucket;
    expect(existingBucket.tags).toEqual({ team: "photos" });
    expect(existingBucket.lifecycle.ignore_changes).toEqual(["tags", "tags_all", "force_destroy"]);
    expect(created.lifecycle).not.toHaveProperty("ignore_changes");
  },
);
