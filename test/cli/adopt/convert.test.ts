import { notificationsOf, policyDocumentOf, replicationRuleOf, tagsOf } from "../../../cli/adopt/convert";

test("tags of AWS are not recorded, because S3 rejects them in a request", () => {
  const stack = { Key: "aws:cloudformation:stack-name", Value: "albums" };
  expect(tagsOf([{ Key: "team", Value: "a" }, stack])).toEqual({ team: "a" });
  expect(tagsOf([stack])).toBeUndefined();
  expect(tagsOf(undefined)).toBeUndefined();
});

test.each([
  [{ Version: "2012-10-17", Statement: [] }, undefined],
  [{ Version: "2012-10-17", Id: "a", Statement: [] }, { id: "a" }],
  [
    { Version: "2008-10-17", Id: "a", Statement: [] },
    { id: "a", version: "2008-10-17" },
  ],
  [{ Statement: [] }, { version: "2008-10-17" }],
])("the id and the version of %j", (policy, parts) =>
  expect(policyDocumentOf(JSON.stringify(policy))).toEqual(parts),
);

test("a replication rule of the first version, and one with a key in another account, keep their parts", () => {
  const destination = { Bucket: "arn:aws:s3:::b" };
  expect(replicationRuleOf({ ID: "a", Status: "Enabled", Prefix: "x/", Destination: destination })).toEqual({
    id: "a",
    status: "Enabled",
    prefix: "x/",
    destination: { bucket: "arn:aws:s3:::b" },
  });
  const rule = replicationRuleOf({
    ID: "b",
    Priority: 2,
    Status: "Enabled",
    Filter: {},
    SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
    Destination: {
      ...destination,
      Account: "210987654321",
      AccessControlTranslation: { Owner: "Destination" },
      EncryptionConfiguration: { ReplicaKmsKeyID: "arn:k" },
    },
  });
  expect(rule).toEqual({
    id: "b",
    priority: 2,
    status: "Enabled",
    filter: {},
    deleteMarkerReplication: { status: "Disabled" },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
    destination: {
      bucket: "arn:aws:s3:::b",
      account: "210987654321",
      accessControlTranslation: { owner: "Destination" },
      encryptionConfiguration: { replicaKmsKeyId: "arn:k" },
    },
  });
});

test("only the notification to the queue of an environment is left out", () => {
  const queue = (Id: string, name: string) => ({
    Id,
    QueueArn: `arn:aws:sqs:eu-west-1:123456789012:${name}`,
    Events: ["s3:ObjectCreated:*" as const],
  });
  const QueueConfigurations = [
    queue("replication-events", "photos-replication-events"),
    queue("replication-events", "mine"),
    queue("mine", "photos-replication-events"),
  ];
  const { queues = [] } = notificationsOf({ QueueConfigurations }, "replication-events") ?? {};
  expect(queues.map(({ id, queueArn }) => [id, queueArn.split(":").at(-1)])).toEqual([
    ["replication-events", "mine"],
    ["mine", "photos-replication-events"],
  ]);
});
