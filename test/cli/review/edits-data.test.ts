import { dangers, harmless, judged, policy, type Edit, type Editor } from "./edits";

const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.eu_west_1";
const REPLICATION = "aws_s3_bucket_replication_configuration.eu_west_1";
const BUCKET = "aws_s3_bucket.eu_west_1";
const ROLE = "aws_iam_role.eu_west_1_replication";
const ROLE_NAME = "orders-replication-eu-west-1";
const ROLE_POLICY = "aws_iam_role_policy.eu_west_1_replication";
const KEY = "aws_kms_key.orders";
const FRANKFURT = "aws_s3_bucket_policy.eu_central_1";

/** A lifecycle rule before and after. */
const rule =
  (before: object | undefined, after: object | undefined) =>
  (plan: Editor): void =>
    plan.update(LIFECYCLE, (value, change) => {
      const whole = (each: object): object => ({ id: "x", status: "Enabled", filter: [{}], ...each });
      if (before) change.before.rule.push(whole(before));
      if (after) value.rule.push(whole(after));
    });
const replicates =
  (edit: (rule: any, after: any) => void) =>
  (plan: Editor): void =>
    plan.update(REPLICATION, (after) => edit(after.rule[0], after));
const permits =
  (edit: (statements: any[]) => any[]) =>
  (plan: Editor): void =>
    plan.update(ROLE_POLICY, (after) => policy(after, edit));
const denies =
  (address: string, statement: object) =>
  (plan: Editor): void =>
    plan.update(address, (after) =>
      policy(after, (all) => [...all, { Sid: "Denies", Effect: "Deny", ...statement }]),
    );

describe("lifecycle", () => {
  const days = (n: number): object => ({ expiration: [{ days: n }] });
  dangers([
    ["an expiration is added", "danger lifecycle-expires-objects", rule(undefined, days(30))],
    [
      "one is enabled",
      "danger lifecycle-expires-objects",
      rule({ ...days(30), status: "Disabled" }, days(30)),
    ],
    ["one is shortened", "danger lifecycle-expires-objects", rule(days(30), days(29))],
    [
      "a date that is known only after the apply",
      "danger lifecycle-expires-objects",
      (plan) =>
        plan.update(LIFECYCLE, (after, change) => {
          after.rule.push({ id: "x", status: "Enabled", filter: [{}], expiration: [{}] });
          change.after_unknown = {
            rule: after.rule.map((_: unknown, i: number) =>
              i === after.rule.length - 1 ? { expiration: [{ date: true }] } : {},
            ),
          };
        }),
    ],
    [
      "its filter is widened",
      "danger lifecycle-expires-objects",
      rule({ ...days(30), filter: [{ prefix: "tmp/" }] }, { ...days(30), filter: [{ prefix: "" }] }),
    ],
    [
      "one by date",
      "danger lifecycle-expires-objects",
      rule(undefined, { expiration: [{ date: "2027-01-01T00:00:00Z" }] }),
    ],
    [
      "days become a date that has come",
      "danger lifecycle-expires-objects",
      rule(days(3650), { expiration: [{ date: "2020-01-01T00:00:00Z" }] }),
    ],
    [
      "fewer noncurrent versions are kept",
      "danger noncurrent-versions-expire-earlier",
      (plan) =>
        plan.update(LIFECYCLE, (after, change) => {
          for (const [side, kept] of [
            [change.before, "5"],
            [after, null],
          ] as const)
            side.rule = [
              {
                id: "x",
                status: "Enabled",
                filter: [{}],
                noncurrent_version_expiration: [{ noncurrent_days: 10, newer_noncurrent_versions: kept }],
              },
            ];
        }),
    ],
    [
      "a filter by size is dropped",
      "danger noncurrent-versions-expire-earlier",
      (plan) =>
        plan.update(LIFECYCLE, (_, change) => {
          for (const each of change.before.rule) each.filter = [{ object_size_greater_than: 1000 }];
        }),
    ],
    [
      "an expiration inside of the bucket",
      "danger lifecycle-expires-objects",
      (plan) =>
        plan.update(BUCKET, (after) => {
          after.lifecycle_rule = [{ id: "x", enabled: true, prefix: "", expiration: [{ days: 5 }] }];
        }),
    ],
    [
      "a new configuration for an existing bucket",
      "danger lifecycle-expires-objects",
      (plan) =>
        plan.add("aws_s3_bucket_lifecycle_configuration", {
          after: {
            bucket: "orders-archive",
            rule: [{ id: "x", status: "Enabled", filter: [], expiration: [{ days: 1 }] }],
          },
        }),
    ],
  ]);
  test("days that are known only after the apply: the sentence claims no number", () => {
    const { causes } = judged((plan) =>
      plan.update(LIFECYCLE, (after, change) => {
        const last = after.rule.length - 1;
        delete after.rule[last].noncurrent_version_expiration[0].noncurrent_days;
        change.after_unknown = {
          rule: after.rule.map((_: unknown, i: number) =>
            i === last ? { noncurrent_version_expiration: [{ noncurrent_days: true }] } : {},
          ),
        };
      }),
    );
    expect(causes).toContain(
      "bucket orders-ireland: rule expire-noncurrent-versions deletes noncurrent versions after a time that is known only after the apply (every object)",
    );
  });
  harmless([
    ["a filter is narrowed", rule(days(30), { ...days(30), filter: [{ prefix: "tmp/" }] })],
    ["an expiration comes later", rule(days(30), days(60))],
    ["an expiration is removed", rule(days(30), undefined)],
    ["the configuration is removed", (plan) => plan.remove(LIFECYCLE)],
  ]);
});

describe("transitions to an archive", () => {
  const VARIES = { transition_default_minimum_object_size: "varies_by_storage_class" };
  const FROM_128K = { transition_default_minimum_object_size: "all_storage_classes_128K" };
  const archives = (transition: object, also: object = {}): object => ({
    id: "archive",
    status: "Enabled",
    filter: [{}],
    transition: [{ storage_class: "GLACIER", ...transition }],
    ...also,
  });
  const becomes =
    (old: object, now: object, [before, after]: readonly [object, object] = [FROM_128K, FROM_128K]) =>
    (plan: Editor): void =>
      plan.update(LIFECYCLE, (value, change) => {
        Object.assign(change.before, before).rule.push(old);
        Object.assign(value, after).rule.push(now);
      });
  const on = (year: number): object => ({ days: 0, date: `${year}-01-01T00:00:00Z` });
  const larger = (bytes: number): object => ({ filter: [{ object_size_greater_than: bytes }] });

  test.each<[string, (plan: Editor) => void, string]>([
    [
      "objects smaller than 128 KB are archived too",
      becomes(archives({ days: 30 }), archives({ days: 30 }), [FROM_128K, VARIES]),
      "after 30 days (every object)",
    ],
    [
      "a filter lets smaller objects through than the default",
      becomes(archives({ days: 30 }), archives({ days: 30 }, larger(1000))),
      "after 30 days (larger than 1000 bytes)",
    ],
    ["an earlier date", becomes(archives(on(2040)), archives(on(2039))), "on 2039-01-01 (every object)"],
    [
      "a date instead of days",
      becomes(archives({ days: 9 }), archives(on(2039))),
      "on 2039-01-01 (every object)",
    ],
  ])("%s", (_, edit, when) => {
    const { findings, causes } = judged(edit);
    expect([findings, causes]).toEqual([
      ["warning lifecycle-archives-objects"],
      [`bucket orders-ireland: rule archive moves objects to an archive ${when}`],
    ]);
  });

  harmless([
    [
      "objects smaller than 128 KB are no longer archived",
      becomes(archives({ days: 30 }), archives({ days: 30 }), [VARIES, FROM_128K]),
    ],
    [
      "the default minimum changes for a rule with a size",
      becomes(archives({ days: 30 }, larger(9)), archives({ days: 30 }, larger(9)), [FROM_128K, VARIES]),
    ],
    ["a later date", becomes(archives(on(2039)), archives(on(2040)))],
  ]);
});

describe("the replication role", () => {
  dangers([
    [
      "an action is removed",
      "danger replication-role-narrowed",
      permits((all) =>
        all.map((each) => ({
          ...each,
          Action: [each.Action].flat().filter((name) => name !== "s3:ReplicateDelete"),
        })),
      ),
    ],
    [
      "a resource is narrowed",
      "danger replication-role-narrowed",
      permits((all) =>
        all.map((each) => ({
          ...each,
          Resource: [each.Resource].flat().map((arn) => arn.replace("/*", "/logs/*")),
        })),
      ),
    ],
    [
      "an action is denied",
      "danger replication-role-narrowed",
      denies(ROLE_POLICY, { Action: "s3:Replicate*", Resource: "*" }),
    ],
    [
      "everything else is denied",
      "danger replication-role-narrowed",
      denies(ROLE_POLICY, { NotAction: "s3:Get*", Resource: "*" }),
    ],
    [
      "another policy denies everything",
      "danger replication-role-narrowed",
      (plan) =>
        plan.add("aws_iam_role_policy", {
          after: { role: ROLE_NAME, policy: '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}' },
        }),
    ],
    [
      "a managed policy of AWS denies everything",
      "danger replication-role-narrowed",
      (plan) =>
        plan.add("aws_iam_role_policy_attachment", {
          after: { role: ROLE_NAME, policy_arn: "arn:aws:iam::aws:policy/AWSDenyAll" },
        }),
    ],
    [
      "a managed policy is detached",
      "danger replication-role-narrowed",
      (plan) =>
        plan.add("aws_iam_role_policy_attachment", {
          actions: ["delete"],
          before: { role: ROLE_NAME, policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
        }),
    ],
    [
      "a managed policy is detached from many roles",
      "danger replication-role-narrowed",
      (plan) =>
        plan.add("aws_iam_policy_attachment", {
          actions: ["update"],
          before: { roles: [ROLE_NAME, "other"], policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
          after: { roles: ["other"], policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
        }),
    ],
    [
      "an exclusive list leaves its policy out",
      "danger replication-role-narrowed",
      (plan) =>
        plan.add("aws_iam_role_policies_exclusive", { after: { role_name: ROLE_NAME, policy_names: [] } }),
    ],
    [
      "its list of managed policies is emptied",
      "danger replication-role-narrowed",
      (plan) =>
        plan.update(ROLE, (after, change) => {
          change.before.managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonS3FullAccess"];
          after.managed_policy_arns = [];
        }),
    ],
    [
      "a managed policy is narrowed",
      "danger replication-role-narrowed",
      (plan) => {
        const arn = "arn:aws:iam::123456789012:policy/replication";
        const attached = { role: ROLE_NAME, policy_arn: arn };
        const allows = (...Action: string[]): object => ({
          arn,
          policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] }),
        });
        plan.add("aws_iam_role_policy_attachment", { actions: ["no-op"], before: attached, after: attached });
        plan.add("aws_iam_policy", {
          actions: ["update"],
          before: allows("kms:Decrypt", "kms:Encrypt"),
          after: allows("kms:Decrypt"),
        });
      },
    ],
    [
      "it gets a permissions boundary",
      "danger replication-role-narrowed",
      (plan) => {
        plan.configured(ROLE).permissions_boundary = {};
        plan.update(ROLE, (after) => (after.permissions_boundary = "arn:aws:iam::123456789012:policy/b"));
      },
    ],
    [
      "S3 cannot assume it",
      "danger replication-role-narrowed",
      (plan) =>
        plan.update(ROLE, (after) =>
          policy(
            after,
            ([first]) => [{ ...first, Principal: { Service: "ec2.amazonaws.com" } }],
            "assume_role_policy",
          ),
        ),
    ],
    [
      "S3 can assume it under a condition",
      "danger replication-role-narrowed",
      (plan) =>
        plan.update(ROLE, (after) =>
          policy(
            after,
            ([first]) => [{ ...first, Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } } }],
            "assume_role_policy",
          ),
        ),
    ],
    ["it is deleted", "danger replication-role-narrowed", (plan) => plan.remove(ROLE)],
    [
      "it is replaced",
      "danger replication-role-narrowed",
      (plan) => plan.replace(ROLE, (after) => (after.name = "other")),
    ],
    [
      "a key's policy leaves it out",
      "danger key-policy-narrowed",
      (plan) =>
        plan.update(KEY, (after) => policy(after, (all) => all.filter((each) => each.Sid !== "Replication"))),
    ],
    [
      "a key's policy leaves the account out",
      "danger key-policy-narrowed",
      (plan) =>
        plan.update(KEY, (after) => policy(after, (all) => all.filter((each) => each.Sid !== "Account"))),
    ],
    [
      "a bucket denies everyone but an administrator",
      "danger replication-destination-denied",
      denies(FRANKFURT, {
        Principal: "*",
        Action: "s3:*",
        Resource: "arn:aws:s3:::orders-frankfurt/*",
        Condition: { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::123456789012:role/admin"] } },
      }),
    ],
    [
      "a bucket denies everyone who does not use an endpoint",
      "danger replication-destination-denied",
      denies(FRANKFURT, {
        Principal: "*",
        Action: "s3:*",
        Resource: "arn:aws:s3:::orders-frankfurt/*",
        Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" } },
      }),
    ],
    [
      "a bucket denies other addresses, which says nothing about S3",
      "warning replication-destination-denied",
      denies(FRANKFURT, {
        Principal: "*",
        Action: "s3:*",
        Resource: "arn:aws:s3:::orders-frankfurt/*",
        Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      }),
    ],
    [
      "a Deny statement no longer exempts it",
      "danger replication-destination-denied",
      (plan) =>
        plan.update(FRANKFURT, (after) =>
          policy(after, (all) => {
            for (const { Condition } of all) delete Condition?.ArnNotLike;
          }),
        ),
    ],
  ]);
  harmless([
    ["its policy has other sids", permits((all) => all.map((each, i) => ({ ...each, Sid: `S${i}` })))],
    [
      "a bucket denies plain requests and old TLS",
      denies(FRANKFURT, {
        Principal: "*",
        Action: "s3:*",
        Resource: "arn:aws:s3:::orders-frankfurt/*",
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.3" } },
      }),
    ],
    [
      "a bucket denies everyone but it",
      denies(FRANKFURT, {
        Principal: "*",
        Action: "s3:Replicate*",
        Resource: "arn:aws:s3:::orders-frankfurt/*",
        Condition: {
          ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/orders-replication-*" },
        },
      }),
    ],
  ]);
});

test("a Deny statement with NotPrincipal gets fewer exemptions, none of them for the replication role", () => {
  const deny = (...roles: string[]): string =>
    JSON.stringify({
      Statement: [
        {
          Effect: "Deny",
          NotPrincipal: { AWS: roles.map((role) => `arn:aws:iam::123456789012:role/${role}`) },
          Action: "s3:*",
          Resource: "arn:aws:s3:::orders-frankfurt/*",
        },
      ],
    });
  const { findings } = judged((plan) =>
    plan.update(FRANKFURT, (after, change) => {
      change.before.policy = deny("a", "b");
      after.policy = deny("a");
    }),
  );
  expect(findings).toEqual(["warning access-lost"]);
});

describe("settings that move to another bucket", () => {
  const moves = (type: string): [string, string, (plan: Editor) => void] => [
    type,
    /metric|lifecycle|ownership/.test(type) ? "warning attachment-moved" : "danger attachment-moved",
    (plan) => plan.replace(`${type}.eu_west_1`, (after) => (after.bucket = "orders-archive")),
  ];
  dangers([
    ...[
      "aws_s3_bucket_versioning",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_replication_configuration",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_metric",
    ].map(moves),
    [
      "aws_s3_bucket_notification",
      "warning attachment-moved",
      (plan) =>
        plan.replace(
          "aws_s3_bucket_notification.eu_west_1_replication_events",
          (after) => (after.bucket = "orders-archive"),
        ),
    ],
  ]);
});

describe("settings that are deleted and created again", () => {
  const types = [
    "aws_s3_bucket_versioning",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_replication_configuration",
  ];
  dangers(
    types.flatMap((type): Edit[] => [
      [type, "warning attachment-moved", (plan) => plan.replace(`${type}.eu_west_1`)],
      [
        `${type}, in the other order`,
        "danger attachment-moved",
        (plan) => plan.replace(`${type}.eu_west_1`, (_, change) => (change.actions = ["create", "delete"])),
      ],
    ]),
  );
  harmless([
    ["request metrics", (plan) => plan.replace("aws_s3_bucket_metric.eu_west_1")],
    [
      "lifecycle rules that another resource takes over",
      (plan) => {
        const after = plan.get(LIFECYCLE).change.before;
        plan.remove(LIFECYCLE);
        plan.add("aws_s3_bucket_lifecycle_configuration", { after });
      },
    ],
    [
      "a role's policy that is split into two",
      (plan) => {
        let rest: object[] = [];
        permits((all) => ((rest = all.slice(1)), all.slice(0, 1)))(plan);
        plan.add("aws_iam_role_policy", {
          after: { role: ROLE_NAME, policy: JSON.stringify({ Statement: rest }) },
        });
      },
    ],
    [
      "a role's policy that becomes a managed one",
      (plan) => {
        const { policy } = plan.get(ROLE_POLICY).change.before;
        const arn = "arn:aws:iam::123456789012:policy/replication";
        plan.remove(ROLE_POLICY);
        plan.add("aws_iam_policy", { after: { arn, policy } });
        plan.add("aws_iam_role_policy_attachment", { after: { role: ROLE_NAME, policy_arn: arn } });
      },
    ],
  ]);
});

describe("replication", () => {
  dangers([
    [
      "objects with SSE-KMS are not selected",
      "danger kms-replication-off",
      replicates((each) => (each.source_selection_criteria[0].sse_kms_encrypted_objects = [])),
    ],
    [
      "no selection criteria at all",
      "danger kms-replication-off, danger replica-modification-sync-off",
      replicates((each) => (each.source_selection_criteria = [])),
    ],
    [
      "delete markers",
      "danger delete-marker-sync-off",
      replicates((each) => (each.delete_marker_replication = [])),
    ],
    [
      "metrics",
      "warning replication-time-control-off",
      replicates((each) => (each.destination[0].metrics[0].status = "Disabled")),
    ],
    [
      "time control",
      "warning replication-time-control-off",
      replicates((each) => (each.destination[0].replication_time = [])),
    ],
    [
      "another owner",
      "danger replication-destination-changed",
      replicates((each) => (each.destination[0].access_control_translation = [{ owner: "Destination" }])),
    ],
    [
      "another key",
      "danger replication-destination-changed",
      replicates(
        (each) => (each.destination[0].encryption_configuration = [{ replica_kms_key_id: "other" }]),
      ),
    ],
    [
      "one more rule to a foreign account",
      "danger replication-destination-added",
      replicates((each, after) =>
        after.rule.push({
          ...structuredClone(each),
          id: "more",
          priority: 9,
          destination: [{ bucket: "arn:aws:s3:::partner", account: "999999999999" }],
        }),
      ),
    ],
    [
      "one more rule to an unknown bucket",
      "warning replication-destination-added",
      replicates((each, after) =>
        after.rule.push({
          ...structuredClone(each),
          id: "more",
          priority: 9,
          destination: [{ bucket: "arn:aws:s3:::partner" }],
        }),
      ),
    ],
    [
      "a filter by tag",
      "danger replication-narrowed",
      replicates((each) => (each.filter = [{ tag: [{ key: "a", value: "b" }] }])),
    ],
    ["the configuration is deleted", "danger replication-rule-removed", (plan) => plan.remove(REPLICATION)],
    [
      "the configuration is forgotten",
      "warning forgotten",
      (plan) => Object.assign(plan.get(REPLICATION).change, { actions: ["forget"], after: null }),
    ],
    [
      "the block inside of a bucket is removed from the code",
      "danger replication-rule-removed",
      (plan) =>
        plan.update(BUCKET, (after, change) => {
          change.before.replication_configuration = [
            {
              role: "r",
              rules: [
                { id: "x", status: "Enabled", destination: [{ bucket: "arn:aws:s3:::orders-frankfurt" }] },
              ],
            },
          ];
          after.replication_configuration = [];
        }),
    ],
    [
      "the bucket is updated, and its replication is not",
      "warning bucket-updated-without-replication",
      (plan) => plan.update(BUCKET, (after) => (after.tags = { team: "orders" })),
    ],
  ]);
  harmless([
    [
      "a storage class with immediate access",
      replicates((each) => (each.destination[0].storage_class = "GLACIER_IR")),
    ],
    ["another id", replicates((each) => (each.id = "renamed"))],
    [
      "a bucket is updated with AWS provider 6, and its replication is not",
      (plan) => {
        for (const each of Object.values<any>(plan.plan.configuration.provider_config))
          if (each.name === "aws") each.version_constraint = "6.2.0";
        plan.update(BUCKET, (after) => (after.tags = { team: "orders" }));
      },
    ],
    [
      "a bucket without replication is updated",
      (plan) => plan.update("aws_s3_bucket.archive", (after) => (after.tags = { a: "b" })),
    ],
  ]);
});

describe("a rule of a higher priority to the same bucket", () => {
  const adds = (edit: (rule: any) => void): ((plan: Editor) => void) =>
    replicates((_, after) => {
      const added = { ...structuredClone(after.rule[0]), id: "other", priority: 99 };
      edit(added);
      after.rule.push(added);
    });
  const which = "bucket orders-ireland: to-eu-central-1 (overridden by other)";
  test.each<[string, string, string, (rule: any) => void]>([
    [
      "does not replicate delete markers",
      "danger delete-marker-sync-off",
      `${which} → orders-frankfurt no longer replicates delete markers`,
      (rule) => (rule.delete_marker_replication = [{ status: "Disabled" }]),
    ],
    [
      "archives the replicas of a prefix",
      "danger replicas-archived",
      `${which} → orders-frankfurt stores replicas in an archive`,
      (rule) => {
        rule.filter = [{ prefix: "a/" }];
        rule.destination[0].storage_class = "DEEP_ARCHIVE";
      },
    ],
    [
      "uses another key",
      "danger replication-destination-changed",
      `${which}: destination.encryption_configuration.replica_kms_key_id changes from arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000004 to arn:aws:kms:eu-west-1:123456789012:key/x`,
      (rule) => {
        rule.destination[0].encryption_configuration = [
          { replica_kms_key_id: "arn:aws:kms:eu-west-1:123456789012:key/x" },
        ];
      },
    ],
    [
      "does not select objects with SSE-KMS",
      "danger kms-replication-off",
      `${which} → orders-frankfurt no longer selects objects that are encrypted with SSE-KMS`,
      (rule) => {
        rule.filter = [{ prefix: "a/" }];
        rule.source_selection_criteria[0].sse_kms_encrypted_objects = [{ status: "Disabled" }];
      },
    ],
  ])("%s", (_, finding, cause, edit) => {
    const result = judged(adds(edit));
    expect([result.findings, result.causes]).toEqual([[finding], [cause]]);
  });

  harmless([
    ["replicates the same way", adds(() => undefined)],
    [
      "has a filter for tags, which delete markers do not have",
      adds((rule) => {
        rule.filter = [{ tag: [{ key: "a", value: "b" }] }];
        rule.delete_marker_replication = [{ status: "Disabled" }];
      }),
    ],
    [
      "is disabled",
      adds((rule) => Object.assign(rule, { status: "Disabled", delete_marker_replication: [] })),
    ],
    [
      "has a lower priority",
      adds((rule) =>
        Object.assign(rule, { priority: 0, delete_marker_replication: [{ status: "Disabled" }] }),
      ),
    ],
    [
      "overrides it already",
      (plan) =>
        plan.update(REPLICATION, (after, change) => {
          const rule = {
            ...structuredClone(after.rule[0]),
            id: "other",
            priority: 99,
            delete_marker_replication: [{ status: "Disabled" }],
          };
          change.before.rule.push(rule);
          after.rule.push({ ...rule, priority: 100 });
        }),
    ],
  ]);
});

describe("grants of a key", () => {
  const role = `arn:aws:iam::123456789012:role/${ROLE_NAME}`;
  const grant = (who: string, ...operations: string[]): object => ({
    grantee_principal: who,
    key_id: "11111111-2222-3333-4444-555555555555",
    operations,
  });
  const grants =
    (actions: string[], before: object | null, after: object | null) =>
    (plan: Editor): void =>
      plan.add("aws_kms_grant", { actions, before, after });
  const foreign = "arn:aws:iam::999999999999:role/partner";
  const own = "arn:aws:iam::123456789012:role/reports";
  dangers([
    ["to a foreign account", "danger policy-opened", grants(["create"], null, grant(foreign, "Decrypt"))],
    [
      "to a role of the own account",
      "warning policy-opened",
      grants(["create"], null, grant(own, "Decrypt")),
    ],
    [
      "to another principal than before",
      "danger policy-opened",
      grants(["delete", "create"], grant(own, "Decrypt"), grant(foreign, "Decrypt")),
    ],
    [
      "of which nobody knows the principal",
      "danger policy-opened",
      (plan) =>
        plan.add("aws_kms_grant", {
          after: { key_id: "1", operations: ["Decrypt"] },
          after_unknown: { grantee_principal: true },
        }),
    ],
    [
      "the replication role loses one",
      "danger key-policy-narrowed",
      grants(["delete"], grant(role, "Encrypt"), null),
    ],
    [
      "the replication role loses an operation",
      "danger key-policy-narrowed",
      grants(["delete", "create"], grant(role, "Encrypt", "Decrypt"), grant(role, "Decrypt")),
    ],
    ["another role loses one", "warning not-judged", grants(["delete"], grant(own, "Decrypt"), null)],
  ]);
  harmless([
    ["the replication role gains nothing", grants(["no-op"], grant(role, "Encrypt"), grant(role, "Encrypt"))],
  ]);
});

describe("the protection of a bucket", () => {
  const lock = (retention: object[]): object => ({ bucket: "orders-archive", rule: retention });
  const retention = (mode: string, days: number | null, years: number | null = null): object[] => [
    { default_retention: [{ mode, days, years }] },
  ];
  const locks =
    (before: object[], after: object[]) =>
    (plan: Editor): void =>
      plan.add("aws_s3_bucket_object_lock_configuration", {
        actions: ["update"],
        before: lock(before),
        after: lock(after),
      });
  const block = (off?: string): object => ({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
    ...(off ? { [off]: false } : {}),
  });
  const grant = (grantee: object): object => ({
    after: {
      bucket: "orders-ireland",
      access_control_policy: [
        { owner: [{ id: "own" }], grant: [{ grantee: [grantee], permission: "READ" }] },
      ],
    },
  });
  dangers([
    [
      "the object lock with a default retention is deleted",
      "danger protection-off",
      (plan) =>
        plan.add("aws_s3_bucket_object_lock_configuration", {
          actions: ["delete"],
          before: lock(retention("COMPLIANCE", 30)),
        }),
    ],
    [
      "Object Lock is enabled on an existing bucket",
      "warning object-lock-permanent",
      (plan) => plan.add("aws_s3_bucket_object_lock_configuration", { after: lock([]) }),
    ],
    [
      "Object Lock gets a compliance retention",
      "warning object-lock-permanent",
      locks([], retention("COMPLIANCE", 30)),
    ],
    [
      "GOVERNANCE becomes COMPLIANCE",
      "warning object-lock-permanent",
      locks(retention("GOVERNANCE", null, 1), retention("COMPLIANCE", null, 1)),
    ],
    ["the object lock is emptied", "danger protection-off", locks(retention("COMPLIANCE", 30), [])],
    [
      "the object lock is shortened",
      "danger protection-off",
      locks(retention("GOVERNANCE", 30), retention("GOVERNANCE", 29)),
    ],
    [
      "years become fewer days",
      "danger protection-off",
      locks(retention("GOVERNANCE", null, 1), retention("GOVERNANCE", 300)),
    ],
    [
      "COMPLIANCE becomes GOVERNANCE",
      "danger protection-off",
      locks(retention("COMPLIANCE", 30), retention("GOVERNANCE", 300)),
    ],
    [
      "a public ACL",
      "danger acl-made-public",
      (plan) => plan.update(BUCKET, (after) => (after.acl = "public-read")),
    ],
    [
      "a public grant",
      "danger acl-made-public",
      (plan) =>
        plan.add(
          "aws_s3_bucket_acl",
          grant({ type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" }),
        ),
    ],
    [
      "a grant to another account",
      "danger acl-made-public",
      (plan) => plan.add("aws_s3_bucket_acl", grant({ type: "CanonicalUser", id: "foreign" })),
    ],
    [
      "a grant to another account inside of the bucket",
      "danger acl-made-public",
      (plan) =>
        plan.update(BUCKET, (after) =>
          after.grant.push({ id: "foreign", type: "CanonicalUser", permissions: ["READ"], uri: "" }),
        ),
    ],
    [
      "the object lock inside of the bucket is shortened",
      "danger protection-off",
      (plan) =>
        plan.update(BUCKET, (after, change) => {
          const inline = (days: number): object[] => [
            { object_lock_enabled: "Enabled", rule: retention("GOVERNANCE", days) },
          ];
          change.before.object_lock_configuration = inline(30);
          after.object_lock_configuration = inline(3);
        }),
    ],
    [
      "the ownership controls are deleted",
      "warning acls-enabled",
      (plan) => plan.remove("aws_s3_bucket_ownership_controls.eu_west_1"),
    ],
    [
      "an existing bucket gets ownership controls with ACLs",
      "warning acls-enabled",
      (plan) =>
        plan.add("aws_s3_bucket_ownership_controls", {
          after: { bucket: "orders-archive", rule: [{ object_ownership: "ObjectWriter" }] },
        }),
    ],
    [
      "versioning is created as Suspended",
      "danger versioning-suspended",
      (plan) => {
        plan.plan.resource_changes = plan.plan.resource_changes.filter(
          (each: any) => each.address !== "aws_s3_bucket_versioning.eu_west_1",
        );
        plan.add("aws_s3_bucket_versioning", {
          after: { bucket: "orders-ireland", versioning_configuration: [{ status: "Suspended" }] },
        });
      },
    ],
    [
      "the default encryption is deleted",
      "danger encryption-downgraded",
      (plan) => plan.remove("aws_s3_bucket_server_side_encryption_configuration.archive"),
    ],
    [
      "the block of the account",
      "danger public-access-block-weakened",
      (plan) =>
        plan.add("aws_s3_account_public_access_block", {
          actions: ["update"],
          before: block(),
          after: block("block_public_policy"),
        }),
    ],
    [
      "the block of the account is deleted",
      "danger public-access-block-weakened",
      (plan) => plan.add("aws_s3_account_public_access_block", { actions: ["delete"], before: block() }),
    ],
    [
      "a key no longer rotates",
      "warning key-rotation-off",
      (plan) => plan.update(KEY, (after) => (after.enable_key_rotation = false)),
    ],
  ]);
  harmless([
    [
      "the Object Lock configuration without a default retention is deleted, and S3 keeps Object Lock",
      (plan) =>
        plan.add("aws_s3_bucket_object_lock_configuration", { actions: ["delete"], before: lock([]) }),
    ],
    [
      "Object Lock of a bucket that the plan creates",
      (plan) =>
        plan.add("aws_s3_bucket_object_lock_configuration", {
          after: { rule: retention("COMPLIANCE", 30) },
          after_unknown: { bucket: true },
        }),
    ],
    ["a governance retention", locks([], retention("GOVERNANCE", 30))],
    ["a longer object lock", locks(retention("COMPLIANCE", 30), retention("COMPLIANCE", 31))],
    [
      "a bucket moves to another address",
      (plan) =>
        Object.assign(plan.get(BUCKET), {
          previous_address: BUCKET,
          address: "aws_s3_bucket.renamed",
          name: "renamed",
        }),
    ],
  ]);
});
