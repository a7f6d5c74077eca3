import { judged, policy, recordedPlan, type Editor } from "./edits";

/** Two buckets switch from S3 managed keys to keys that the plan creates. */
const CREATED = recordedPlan("encryption-switched-to-kms", "plan.json.gz");

const [IRELAND, FRANKFURT] = ["eu_west_1", "eu_central_1"] as const;
const rules = (place: string): string => `aws_s3_bucket_replication_configuration.${place}`;
const encryption = (place: string): string => `aws_s3_bucket_server_side_encryption_configuration.${place}`;
const bucketPolicy = (place: string): string => `aws_s3_bucket_policy.${place}`;
const rolePolicy = (place: string): string => `aws_iam_role_policy.${place}_replication`;
const KEY = "kms_master_key_id";

const SWITCHED = ["warning encryption-switched-to-kms", "warning encryption-switched-to-kms"];

const find = (plan: Editor, address: string): any => plan.get(address).change.after;
/** The same switch to keys that exist, and of which the plan knows the ARN only. */
const EXISTING = ((): any => {
  const plan = structuredClone(CREATED);
  const key = (region: string): string =>
    `arn:aws:kms:${region}:123456789012:key/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f`;
  const regions: Record<string, string> = { [IRELAND]: "eu-west-1", [FRANKFURT]: "eu-central-1" };
  const buckets: Record<string, string> = { [IRELAND]: "orders-dublin", [FRANKFURT]: "orders-berlin" };
  plan.resource_changes = plan.resource_changes.filter(
    ({ address }: any) => !/^aws_kms_(key|alias)\.eu_(west|central)_1(_Alias)?$/.test(address),
  );
  const get = (address: string): any =>
    plan.resource_changes.find((each: any) => each.address === address).change;
  for (const place of [IRELAND, FRANKFURT]) {
    const other = place === IRELAND ? FRANKFURT : IRELAND;
    get(encryption(place)).after.rule[0].apply_server_side_encryption_by_default[0][KEY] = key(
      regions[place]!,
    );
    const [rule] = get(rules(place)).after.rule;
    rule.destination[0].encryption_configuration[0].replica_kms_key_id = key(regions[other]!);
    for (const address of [encryption(place), rules(place), bucketPolicy(place), rolePolicy(place)])
      get(address).after_unknown = {};
    const through = (where: string): object => ({
      StringEquals: {
        "kms:ViaService": `s3.${regions[where]}.amazonaws.com`,
        "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${buckets[where]}`,
      },
    });
    const role = get(rolePolicy(place));
    role.after.policy = role.before.policy;
    policy(role.after, (all) => [
      ...all,
      { Effect: "Allow", Action: "kms:Decrypt", Resource: key(regions[place]!), Condition: through(place) },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:Encrypt"],
        Resource: key(regions[other]!),
        Condition: through(other),
      },
    ]);
    const bucket = get(bucketPolicy(place));
    bucket.after.policy = bucket.before.policy;
    policy(bucket.after, (all) => [
      ...all.filter(({ Sid }) => Sid !== "OnlyBucketEncryption"),
      {
        Sid: "OnlyBucketEncryption",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${buckets[place]}/*`,
        Condition: {
          Null: { "s3:x-amz-server-side-encryption": "false" },
          StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        },
      },
      {
        Sid: "OnlyBucketKey",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${buckets[place]}/*`,
        Condition: {
          StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": key(regions[place]!) },
        },
      },
    ]);
  }
  return plan;
})();

test.each([
  ["created keys", CREATED],
  ["existing keys", EXISTING],
])("a switch to %s with everything that it needs is named, and is no danger", (_, plan) => {
  expect(judged(() => undefined, plan).findings).toEqual(SWITCHED);
});

test("the finding names the key, what the role gains, and the policies that the plan does not contain", () => {
  expect(judged(() => undefined, EXISTING).causes).toContain(
    "bucket orders-dublin: new objects are encrypted with the key arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f instead of S3 managed keys. Its replication role orders-replication-eu-west-1 gains kms:Decrypt on arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f, and kms:Decrypt, kms:Encrypt on arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f. The plan does not contain the policies of arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f, arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f",
  );
});

/** A key of the rule is set by its path below the rule. */
const inRule =
  (place: string, edit: (rule: any) => void) =>
  (plan: Editor): void =>
    edit(find(plan, rules(place)).rule[0]);
const inRole =
  (place: string, edit: (statements: any[]) => any[]) =>
  (plan: Editor): void =>
    policy(find(plan, rolePolicy(place)), edit);
const inBucket =
  (place: string, edit: (statements: any[]) => any[]) =>
  (plan: Editor): void =>
    policy(find(plan, bucketPolicy(place)), edit);
const inKey =
  (edit: (statements: any[]) => any[]) =>
  (plan: Editor): void =>
    policy(find(plan, `aws_kms_key.${IRELAND}`), edit);
const isOnKey = ({ Action }: any): boolean => [Action].flat().some((one: string) => one.startsWith("kms:"));

const LIFTED = "danger policy-condition-dropped";
const INCOMPLETE = "danger kms-replication-incomplete";
const CHANGED = "danger replication-destination-changed";
const UNKNOWN = "danger cannot-be-reviewed";

/** Removes statements of the planned policy document of a role, which is known only after the apply. */
const dropPlanned =
  (place: string, sid: string) =>
  (plan: Editor): void => {
    const address = `data.aws_iam_policy_document.${place}_replication`;
    const { change } = plan.get(address);
    const at = change.after.statement.findIndex((each: any) => each.sid === sid);
    change.after.statement.splice(at, 1);
    change.after_unknown.statement.splice(at, 1);
    const { statement } = plan.configured(address);
    statement.splice(
      statement.findIndex((each: any) => each.sid?.constant_value === sid),
      1,
    );
  };

type Accident = readonly [string, any, readonly string[], (plan: Editor) => void];

const accidents: readonly Accident[] = [
  [
    "a rule does not select SSE-KMS objects",
    CREATED,
    [INCOMPLETE, LIFTED],
    inRule(IRELAND, (rule) => (rule.source_selection_criteria[0].sse_kms_encrypted_objects = [])),
  ],
  [
    "a rule disables the selection of SSE-KMS objects",
    EXISTING,
    [INCOMPLETE, LIFTED],
    inRule(
      FRANKFURT,
      (rule) => (rule.source_selection_criteria[0].sse_kms_encrypted_objects = [{ status: "Disabled" }]),
    ),
  ],
  [
    "a rule names no key",
    EXISTING,
    [INCOMPLETE, LIFTED],
    inRule(IRELAND, (rule) => (rule.destination[0].encryption_configuration = [])),
  ],
  [
    "a rule names the key of another Region",
    EXISTING,
    [INCOMPLETE, LIFTED, CHANGED],
    inRule(
      IRELAND,
      (rule) =>
        (rule.destination[0].encryption_configuration[0].replica_kms_key_id =
          "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0a1b-4c3d-8e5f-0a1b2c3d4e5f"),
    ),
  ],
  [
    "a rule names another key of its Region, which the role may not use",
    EXISTING,
    [INCOMPLETE, LIFTED, CHANGED],
    inRule(
      IRELAND,
      (rule) =>
        (rule.destination[0].encryption_configuration[0].replica_kms_key_id =
          "arn:aws:kms:eu-central-1:123456789012:key/other"),
    ),
  ],
  [
    "a rule names a key of a foreign account",
    EXISTING,
    [LIFTED, CHANGED],
    inRule(
      IRELAND,
      (rule) =>
        (rule.destination[0].encryption_configuration[0].replica_kms_key_id =
          "arn:aws:kms:eu-central-1:999999999999:key/other"),
    ),
  ],
  [
    "a bucket gets the key of another Region",
    EXISTING,
    [INCOMPLETE, LIFTED],
    (plan) =>
      (find(plan, encryption(IRELAND)).rule[0].apply_server_side_encryption_by_default[0][KEY] =
        "arn:aws:kms:us-east-1:123456789012:key/other"),
  ],
  [
    "a bucket gets a key that its role may not use",
    EXISTING,
    [INCOMPLETE, LIFTED, "warning permissions-widened"],
    (plan) =>
      (find(plan, encryption(IRELAND)).rule[0].apply_server_side_encryption_by_default[0][KEY] =
        "arn:aws:kms:eu-west-1:123456789012:key/other"),
  ],
  [
    "the role gets no permission on the keys",
    EXISTING,
    [INCOMPLETE, LIFTED],
    inRole(IRELAND, (all) => all.filter((each) => !isOnKey(each))),
  ],
  [
    "the role gets no permission on the created key of its bucket",
    CREATED,
    [INCOMPLETE, LIFTED],
    dropPlanned(IRELAND, "DecryptSourceObjects"),
  ],
  [
    "the role gets no permission on the created key of the destination",
    CREATED,
    [INCOMPLETE, LIFTED],
    dropPlanned(IRELAND, "EncryptReplicasInEuCentral1"),
  ],
  [
    "the role may not decrypt with the key of the destination",
    EXISTING,
    [INCOMPLETE, LIFTED],
    inRole(IRELAND, (all) =>
      all.map((each) =>
        isOnKey(each) && Array.isArray(each.Action) ? { ...each, Action: "kms:Encrypt" } : each,
      ),
    ),
  ],
  [
    "the role may use the key only for the objects' ARNs",
    EXISTING,
    [INCOMPLETE, LIFTED],
    inRole(IRELAND, (all) =>
      all.map((each) =>
        isOnKey(each)
          ? {
              ...each,
              Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::orders-*/*" } },
            }
          : each,
      ),
    ),
  ],
  [
    "the role may use the key through another service only",
    EXISTING,
    [INCOMPLETE, LIFTED],
    inRole(IRELAND, (all) =>
      all.map((each) =>
        isOnKey(each)
          ? { ...each, Condition: { StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" } } }
          : each,
      ),
    ),
  ],
  [
    "a Deny statement takes the key from the role",
    EXISTING,
    [INCOMPLETE, LIFTED],
    inRole(IRELAND, (all) => [...all, { Effect: "Deny", Action: "kms:*", Resource: "*" }]),
  ],
  [
    "the bucket key is off, so that S3 sends the ARNs of objects",
    EXISTING,
    [INCOMPLETE, LIFTED],
    (plan) => (find(plan, encryption(IRELAND)).rule[0].bucket_key_enabled = false),
  ],
  [
    "the policy of a created key does not allow the role",
    CREATED,
    [INCOMPLETE, LIFTED],
    inKey((all) => all.filter(({ Sid }) => !["SourceRoleDecrypts", "AccountUsesKeyThroughS3"].includes(Sid))),
  ],
  [
    "a created key is disabled",
    CREATED,
    [INCOMPLETE, LIFTED],
    (plan) => (find(plan, `aws_kms_key.${IRELAND}`).is_enabled = false),
  ],
  [
    "a created key is asymmetric",
    CREATED,
    [INCOMPLETE, LIFTED],
    (plan) => (find(plan, `aws_kms_key.${IRELAND}`).customer_master_key_spec = "RSA_2048"),
  ],
  [
    "the policy of a created key denies the roles",
    CREATED,
    [INCOMPLETE, LIFTED],
    inKey((all) => [
      ...all,
      { Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:Encrypt", Resource: "*" },
    ]),
  ],
  [
    "a bucket policy allows uploads with any key",
    EXISTING,
    [LIFTED],
    inBucket(IRELAND, (all) => all.filter(({ Sid }) => Sid !== "OnlyBucketKey")),
  ],
  [
    "a bucket policy allows uploads with any encryption",
    EXISTING,
    [LIFTED],
    inBucket(IRELAND, (all) => all.filter(({ Sid }) => Sid !== "OnlyBucketEncryption")),
  ],
  [
    "a bucket policy also drops its condition on TLS",
    EXISTING,
    [LIFTED],
    inBucket(IRELAND, (all) => all.filter(({ Sid }) => Sid !== "OnlyTls" && !/transport|tls/i.test(Sid))),
  ],
  [
    "the role may use the key outside S3",
    EXISTING,
    ["warning permissions-widened"],
    inRole(IRELAND, (all) => all.map((each) => (isOnKey(each) ? { ...each, Condition: undefined } : each))),
  ],
  [
    "the role may do anything with the key",
    EXISTING,
    ["warning permissions-widened"],
    inRole(IRELAND, (all) => all.map((each) => (isOnKey(each) ? { ...each, Action: "kms:*" } : each))),
  ],
  [
    "the encryption of a bucket does not change, and its Deny statement is lifted",
    EXISTING,
    [LIFTED],
    (plan) => (plan.get(encryption(IRELAND)).change.after = plan.get(encryption(IRELAND)).change.before),
  ],
  [
    "the key is behind a function",
    CREATED,
    [UNKNOWN, LIFTED],
    (plan) =>
      (plan.configured(encryption(IRELAND)).rule[0].apply_server_side_encryption_by_default[0][KEY] = {
        constant_value: "${lower(aws_kms_key.eu_west_1.arn)}",
        references: ["aws_kms_key.eu_west_1.arn", "aws_kms_key.eu_west_1"],
      }),
  ],
  [
    "the key is one of two in HCL",
    CREATED,
    [UNKNOWN, LIFTED],
    (plan) =>
      (plan.configured(encryption(IRELAND)).rule[0].apply_server_side_encryption_by_default[0][KEY] = {
        references: ["var.key", "aws_kms_key.eu_west_1.arn", "aws_kms_key.eu_west_1"],
      }),
  ],
  [
    "the key is an attribute of another resource",
    CREATED,
    [LIFTED],
    (plan) =>
      (plan.configured(encryption(IRELAND)).rule[0].apply_server_side_encryption_by_default[0][KEY] = {
        constant_value: "${terraform_data.key.output}",
        references: ["terraform_data.key.output", "terraform_data.key"],
      }),
  ],
];

test.each(accidents.map((each) => [...each]))("%s", (_, plan, findings, edit) => {
  const result = judged(edit, plan);
  for (const each of findings) expect(result.findings).toContain(each);
});

test("a key of the plan is known in HCL, where only its reference is shown", () => {
  const result = judged((plan) => {
    plan.configured(encryption(IRELAND)).rule[0].apply_server_side_encryption_by_default[0][KEY] = {
      references: ["aws_kms_key.eu_west_1.arn", "aws_kms_key.eu_west_1"],
    };
  }, CREATED);
  expect(result.findings).toEqual(SWITCHED);
});

test("a bucket that the same plan creates is no obstacle", () => {
  const result = judged((plan) => {
    for (const address of ["aws_s3_bucket.eu_central_1", encryption(FRANKFURT)])
      Object.assign(plan.get(address).change, { actions: ["create"], before: null });
  }, CREATED);
  expect(result.findings.filter((one) => one.endsWith("kms-replication-incomplete"))).toEqual([]);
  expect(result.findings.filter((one) => one.endsWith("encryption-switched-to-kms"))).toHaveLength(1);
});

test("the policy of the access point is a danger if one of its buckets is not ready", () => {
  const result = judged(
    inRule(IRELAND, (rule) => (rule.source_selection_criteria[0].sse_kms_encrypted_objects = [])),
    CREATED,
  );
  expect(result.causes.filter((cause) => cause.startsWith("access point policy"))).toHaveLength(1);
});

describe("a reader of a foreign account", () => {
  const partner = "arn:aws:iam::210987654321:role/partner";
  const addTo = (sid: string) => (all: any[]) =>
    all.map((each) =>
      each.Sid === sid ? { ...each, Principal: { AWS: [partner, each.Principal.AWS].flat() } } : each,
    );
  const inKeyPolicy = (plan: Editor): void =>
    policy(find(plan, `aws_kms_key.${IRELAND}`), addTo("ReadersDecrypt"));
  const inAccessPoint = (plan: Editor): void => {
    const { before } = plan.get("aws_s3control_multi_region_access_point_policy.this").change;
    policy(before.details[0], (all) => [
      ...all,
      { Effect: "Allow", Principal: { AWS: partner }, Action: ["s3:GetObject"], Resource: "*" },
    ]);
  };

  test("may decrypt what the access point already lets it read: a warning", () => {
    const { findings } = judged((plan) => {
      inKeyPolicy(plan);
      inAccessPoint(plan);
    }, CREATED);
    expect(findings.filter((one) => one.includes("policy-opened"))).toEqual(["warning policy-opened"]);
    expect(findings.filter((one) => one.startsWith("danger policy-opened"))).toEqual([]);
  });

  test.each([
    ["the access point does not let it read", inKeyPolicy],
    [
      "it may write with the key, and only read through the access point",
      (plan: Editor) => {
        inAccessPoint(plan);
        policy(find(plan, `aws_kms_key.${IRELAND}`), addTo("WritersEncrypt"));
      },
    ],
    [
      "it may use the key outside S3",
      (plan: Editor) => {
        inAccessPoint(plan);
        policy(find(plan, `aws_kms_key.${IRELAND}`), (all) => [
          ...all,
          { Effect: "Allow", Principal: { AWS: partner }, Action: "kms:Decrypt", Resource: "*" },
        ]);
      },
    ],
  ])("%s: a danger", (_, edit) => {
    expect(judged(edit, CREATED).findings).toContain("danger policy-opened");
  });
});

describe("an alias that is deleted while Terraform forgets its key", () => {
  const forget = (plan: Editor): void => {
    const alias = plan.get("aws_kms_alias.eu_west_1_alerts").change;
    plan.remove("aws_kms_alias.eu_west_1_alerts");
    const key = plan.plan.resource_changes.find(
      ({ type, change }: any) =>
        type === "aws_kms_key" && change.before?.key_id === alias.before.target_key_id,
    );
    Object.assign(key.change, { actions: ["forget"], after: null });
  };

  test("is a warning if nothing names it, and a danger if something does", () => {
    expect(judged(forget).findings).toContain("warning key-alias-moved");
    const named = judged((plan) => {
      forget(plan);
      const topic = plan.plan.resource_changes.find(({ type }: any) => type === "aws_sns_topic");
      topic.change.after.kms_master_key_id = plan.get("aws_kms_alias.eu_west_1_alerts").change.before.name;
    });
    expect(named.findings).toContain("danger key-alias-moved");
  });
});
