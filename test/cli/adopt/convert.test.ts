import {
  lifecycleOf,
  notificationsOf,
  obstacleOf,
  policyDocumentOf,
  replicationRuleOf,
  statementsOf,
  tagsOf,
} from "../../../cli/adopt/convert";

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

test("lifecycle rules keep all their parts, also in the old format", () => {
  const answer = {
    $metadata: {},
    TransitionDefaultMinimumObjectSize: "varies_by_storage_class" as const,
    Rules: [
      {
        ID: "old",
        Status: "Enabled" as const,
        Prefix: "logs/",
        NoncurrentVersionExpiration: { NoncurrentDays: 5, NewerNoncurrentVersions: 3 },
      },
      {
        ID: "new",
        Status: "Disabled" as const,
        Filter: { And: { Prefix: "a/", ObjectSizeLessThan: 9, Tags: [{ Key: "k", Value: "v" }] } },
        Transitions: [{ Date: new Date("2027-01-01T00:00:00Z"), StorageClass: "GLACIER" as const }],
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
      },
    ],
  };
  expect(lifecycleOf(answer)).toEqual({
    transitionDefaultMinimumObjectSize: "varies_by_storage_class",
    rules: [
      {
        id: "old",
        status: "Enabled",
        prefix: "logs/",
        noncurrentVersionExpiration: [{ noncurrentDays: 5, newerNoncurrentVersions: 3 }],
      },
      {
        id: "new",
        status: "Disabled",
        filter: [{ and: [{ prefix: "a/", objectSizeLessThan: 9, tags: { k: "v" } }] }],
        transition: [{ date: "2027-01-01T00:00:00Z", storageClass: "GLACIER" }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 2 }],
      },
    ],
  });
  const usual = { ...answer, TransitionDefaultMinimumObjectSize: "all_storage_classes_128K" as const };
  expect(lifecycleOf(usual)).not.toHaveProperty("transitionDefaultMinimumObjectSize");
});

test("notifications keep their filters and EventBridge", () => {
  const target = {
    Id: "a",
    Events: ["s3:ObjectCreated:*" as const],
    Filter: {
      Key: {
        FilterRules: [
          { Name: "Prefix" as "prefix", Value: "in/" },
          { Name: "suffix" as const, Value: ".jpg" },
        ],
      },
    },
  };
  const kept = { id: "a", events: ["s3:ObjectCreated:*"], filterPrefix: "in/", filterSuffix: ".jpg" };
  expect(
    notificationsOf(
      {
        TopicConfigurations: [{ ...target, TopicArn: "t" }],
        LambdaFunctionConfigurations: [{ ...target, LambdaFunctionArn: "f" }],
        EventBridgeConfiguration: {},
      },
      "own",
    ),
  ).toEqual({
    topics: [{ ...kept, topicArn: "t" }],
    functions: [{ ...kept, lambdaFunctionArn: "f" }],
    eventBridge: true,
  });
});

test("a policy may have one statement without a list", () => {
  const statement = { Effect: "Deny", Action: "s3:*" };
  expect(statementsOf(JSON.stringify({ Statement: statement }))).toEqual([statement]);
  expect(statementsOf(JSON.stringify({ Statement: [statement] }))).toEqual([statement]);
});

test.each([
  [{}, "it has the first version of the format, which does not mix with the second"],
  [
    { Filter: {}, Destination: { Bucket: "b", Account: "1" } },
    "its destination is in another account, which trusts the present role",
  ],
  [
    { Filter: {}, SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" as const } } },
    "it replicates objects with SSE-KMS, whose keys trust the present role",
  ],
  [
    { Filter: {}, Destination: { Bucket: "b", EncryptionConfiguration: { ReplicaKmsKeyID: "k" } } },
    "it replicates objects with SSE-KMS, whose keys trust the present role",
  ],
  [{ Filter: {}, Destination: { Bucket: "b" } }, undefined],
])("the obstacle of the rule %j", (rule, obstacle) =>
  expect(obstacleOf({ Status: "Enabled", Destination: { Bucket: "b" }, ...rule })).toBe(obstacle),
);
