import { differences, notRestored, recordOf } from "../../../cli/adopt/record";
import { inspection } from "./inspection";

const arn = "arn:aws:s3::123456789012:accesspoint/abc.mrap";

test("a record of an adopted bucket keeps what the adoption changed", () => {
  const earlier = recordOf(
    inspection({ existing: { ownership: "ObjectWriter", tags: { a: "b" } } }),
    undefined,
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
  expect(recordOf(adopted, earlier)).toEqual(earlier);
  expect(differences(adopted, earlier)).toEqual([]);
});

test("a changed bucket differs from its record", () => {
  const earlier = recordOf(inspection(), undefined);
  expect(
    differences(inspection({ existing: { versioning: "Suspended", tags: { a: "b" } } }), earlier),
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
  expect(differences(now, earlier)).toEqual([]);
  expect(JSON.stringify(recordOf(now, earlier))).toBe(JSON.stringify(earlier));
});

test("a bucket of an environment is not restored until it has what its record says", () => {
  const existing = { versioning: "Enabled", policy: [{ Sid: "Own", Effect: "Allow" }] } as const;
  const earlier = recordOf(inspection({ existing }), undefined);
  const policy = [...existing.policy, { Sid: "OnlyOverTls", Effect: "Deny" }];
  const adopted = inspection({ existing: { ...existing, policy, requestMetrics: true }, delegatesTo: [arn] });
  expect(differences(adopted, earlier)).toEqual([]);
  expect(notRestored(adopted, earlier)).toEqual(["policy", "requestMetrics"]);
  expect(notRestored(inspection({ existing }), earlier)).toEqual([]);
});
