import {
  deployedParts,
  deployedSentence,
  differences,
  notRestored,
  recordOf,
} from "../../../cli/adopt/record";
import { validate } from "../../../environment/validate";
import { inspection } from "./inspection";

const environment = validate({
  name: "photos",
  regions: { "eu-west-1": { bucket: "photos-a" }, "us-east-1": { bucket: "photos-b" } },
  accessLogs: { "eu-west-1": "photos-logs" },
  state: "local",
}).environment!;

const arn = "arn:aws:s3::123456789012:accesspoint/abc.mrap";

test("a record of an adopted bucket keeps what the adoption changed", () => {
  const earlier = recordOf(
    inspection({ existing: { ownership: "ObjectWriter", tags: { a: "b" } } }),
    undefined,
    environment,
  );
  const adopted = inspection({
    delegatesTo: [arn],
    existing: {
      versioning: "Enabled",
      tags: { a: "b" },
      ownership: "BucketOwnerEnforced",
      policy: [{ Sid: "OnlyOverTls", Effect: "Deny" }],
    },
  });
  expect(recordOf(adopted, earlier, environment)).toEqual(earlier);
  expect(differences(adopted, earlier, environment)).toEqual([]);
});

test("a changed bucket differs from its record", () => {
  const earlier = recordOf(inspection(), undefined, environment);
  expect(
    differences(
      inspection({ existing: { versioning: "Suspended", tags: { a: "b" } } }),
      earlier,
      environment,
    ),
  ).toEqual(["tags", "versioning"]);
});

test("a part in another order or form keeps its text in the record, and does not differ", () => {
  const earlier = recordOf(
    inspection({
      existing: {
        notifications: {
          topics: [{ id: "a", topicArn: "arn:t", events: ["s3:ObjectCreated:Put", "s3:ObjectCreated:Copy"] }],
        },
        policy: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: ["s3:*"],
            // S3 returns the type that the request had.
            Condition: { Bool: { "aws:SecureTransport": false as unknown as string } },
          },
        ],
      },
    }),
    undefined,
    environment,
  );
  const now = inspection({
    existing: {
      notifications: {
        topics: [{ id: "a", topicArn: "arn:t", events: ["s3:ObjectCreated:Copy", "s3:ObjectCreated:Put"] }],
      },
      policy: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Condition: { Bool: { "aws:SecureTransport": ["false"] } },
        },
      ],
    },
  });
  expect(differences(now, earlier, environment)).toEqual([]);
  expect(JSON.stringify(recordOf(now, earlier, environment))).toBe(JSON.stringify(earlier));
});

test("a bucket of an environment is not restored until it has what its record says", () => {
  const existing = { versioning: "Enabled", policy: [{ Sid: "Own", Effect: "Allow" }] } as const;
  const earlier = recordOf(inspection({ existing }), undefined, environment);
  const policy = [...existing.policy, { Sid: "OnlyOverTls", Effect: "Deny" }];
  const adopted = inspection({ existing: { ...existing, policy, requestMetrics: true }, delegatesTo: [arn] });
  expect(differences(adopted, earlier, environment)).toEqual([]);
  expect(notRestored(adopted, earlier)).toEqual(["policy", "requestMetrics"]);
  expect(notRestored(inspection({ existing }), earlier)).toEqual([]);
});

const all = (value: boolean) => ({
  blockPublicAcls: value,
  blockPublicPolicy: value,
  ignorePublicAcls: value,
  restrictPublicBuckets: value,
});
const rule = (id: string) => ({ id, status: "Enabled", filter: [{}] });

describe("a bucket whose deploy was interrupted before its policy", () => {
  const before = {
    versioning: "Suspended",
    ownership: "ObjectWriter",
    encryption: { algorithm: "aws:kms", key: "arn:k", bucketKey: true },
    logging: { bucket: "old-logs", prefix: "" },
    tags: { a: "b" },
  } as const;
  const now = {
    versioning: "Enabled",
    ownership: "BucketOwnerEnforced",
    publicAccessBlock: all(true),
    encryption: { algorithm: "AES256", bucketKey: false },
    logging: { bucket: "photos-logs", prefix: "eu-west-1/" },
    lifecycle: { rules: [rule("abort-incomplete-uploads")] },
    replication: { role: "arn:aws:iam::123456789012:role/photos-replication-eu-west-1", rules: [] },
    requestMetrics: true,
    tags: { a: "b" },
  } as const;
  const earlier = recordOf(inspection({ existing: before }), undefined, environment);
  const changed = (more: object) =>
    differences(inspection({ existing: { ...now, ...more } }), earlier, environment);

  test("has no change, and its record keeps the earlier values", () => {
    const deployed = inspection({ existing: now });
    expect(changed({})).toEqual([]);
    expect(recordOf(deployed, earlier, environment)).toEqual(earlier);
    expect(deployedSentence("photos-a", deployedParts(deployed, earlier, environment))).toBe(
      "photos-a differs from its record in parts that a deploy of the environment writes: encryption, lifecycle, logging, ownership, publicAccessBlock, replication, requestMetrics, versioning. The record keeps the earlier values, which adopt: restore gives back. If someone else changed them, delete photos-a from NAME.adopted.yaml, and run mrap adopt again.",
    );
  });

  test.each<[string, object]>([
    ["tags", { tags: { a: "c" } }],
    ["publicAccessBlock", { publicAccessBlock: { ...all(true), ignorePublicAcls: false } }],
    ["ownership", { ownership: "BucketOwnerPreferred" }],
    ["encryption", { encryption: { algorithm: "aws:kms:dsse", bucketKey: false } }],
    ["logging", { logging: { bucket: "other-logs", prefix: "" } }],
    ["lifecycle", { lifecycle: { rules: [rule("abort-incomplete-uploads"), rule("mine")] } }],
    [
      "replication",
      { replication: { role: "arn:aws:iam::123456789012:role/photos-replication-us-east-1", rules: [] } },
    ],
    [
      "replication",
      { replication: { role: "arn:aws:iam::123456789012:role/own-photos-replication-eu-west-1", rules: [] } },
    ],
  ])("has changed if another value is there: %s", (part, more) => expect(changed(more)).toEqual([part]));

  test("has no such parts without a record, and none after its policy is written", () => {
    expect(deployedParts(inspection({ existing: now }), undefined, environment)).toEqual([]);
    expect(deployedParts(inspection({ existing: now, delegatesTo: [arn] }), earlier, environment)).toEqual(
      [],
    );
  });
});

test("the key of an interrupted deploy is that of the file, or a new one", () => {
  const earlier = recordOf(
    inspection({ existing: { encryption: { algorithm: "AES256", bucketKey: false } } }),
    undefined,
    environment,
  );
  const encryption = { algorithm: "aws:kms", key: "arn:k", bucketKey: true };
  const withKeys = (keys: object) =>
    differences(inspection({ existing: { encryption } }), earlier, {
      ...environment,
      encryption: { type: "kms", ...keys },
    });
  expect(withKeys({})).toEqual([]);
  expect(withKeys({ keys: { "eu-west-1": "arn:k" } })).toEqual([]);
  expect(withKeys({ keys: { "eu-west-1": "arn:other" } })).toEqual(["encryption"]);
});

test("a lifecycle rule that was there before the adoption is no rule of the environment", () => {
  const existing = { lifecycle: { rules: [rule("abort-incomplete-uploads"), rule("mine")] } };
  const earlier = recordOf(inspection({ existing }), undefined, environment);
  expect(differences(inspection({ existing, delegatesTo: [arn] }), earlier, environment)).toEqual([]);
});
