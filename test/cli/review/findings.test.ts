import { plain } from "../../../cli/review/text";
import { found, reviewOf, type Resource } from "./support";

/** Cases beyond the recorded scenarios: other code, other shapes, newer providers. */
const causes = (resources: readonly Resource[], also: Record<string, unknown> = {}): string[] =>
  reviewOf(resources, also).findings.map(({ family, cause }) => `${family.id}: ${plain(cause)}`);

const MRAP = "aws_s3control_multi_region_access_point";
const RULES = "aws_s3_bucket_replication_configuration";
const rule = (to: string, rest: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: `to-${to}`,
  status: "Enabled",
  destination: [{ bucket: `arn:aws:s3:::${to}` }],
  delete_marker_replication: [{ status: "Enabled" }],
  ...rest,
});
/** What a plan tells about its own account. */
const ACCOUNT = {
  values: {
    root_module: {
      resources: [
        { address: "data.aws_caller_identity.me", mode: "data", values: { account_id: "123456789012" } },
      ],
    },
  },
};
const policy = (...statements: Record<string, unknown>[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("routing", () => {
  const routes = (dial: number): unknown => ({
    route: [{ region: "eu-west-1", traffic_dial_percentage: dial }],
  });

  test("the resource of newer providers, in whatever way it changes", () => {
    const type = `${MRAP}_routes`;
    expect(causes([{ type, actions: ["create"], after: routes(100) }])).toEqual([
      "routing-touched: create: eu-west-1 100 %",
    ]);
    expect(causes([{ type, before: routes(0), after: routes(100) }])).toEqual([
      "routing-touched: update: eu-west-1 100 %",
    ]);
    expect(causes([{ type, actions: ["delete"], before: routes(0) }])).toEqual([
      "routing-touched: Terraform no longer manages the routes; AWS keeps them",
    ]);
    expect(causes([{ type, actions: ["no-op"], before: routes(0), after: routes(0) }])).toEqual([]);
  });

  test("a provisioner in a module", () => {
    const command = "aws s3control submit-multi-region-access-point-routes --route-updates …";
    const inner = {
      resources: [
        {
          mode: "managed",
          type: "null_resource",
          name: "r",
          provisioners: [{ type: "local-exec", expressions: { command: { constant_value: command } } }],
        },
      ],
    };
    const configuration = { root_module: { module_calls: { m: { module: inner } } } };
    const change: Resource = {
      address: 'module.m["a.b"].null_resource.r[0]',
      type: "null_resource",
      name: "r",
      actions: ["delete", "create"],
      also: { module_address: 'module.m["a.b"]' },
    };
    expect(causes([change], { configuration })).toEqual([
      "routing-touched: its provisioner submits routes when it is replaced",
    ]);
    expect(causes([{ ...change, actions: ["update"] }], { configuration })).toEqual([]);
  });
});

describe("buckets and versioning", () => {
  const bucket: Resource = {
    type: "aws_s3_bucket",
    actions: ["delete"],
    before: { bucket: "b", force_destroy: true },
  };

  test("a resource that belongs to a deleted bucket is no finding of its own", () => {
    const hanging: Resource[] = [
      {
        type: "aws_s3_bucket_versioning",
        actions: ["delete"],
        before: { bucket: "b", versioning_configuration: [{ status: "Enabled" }] },
      },
      {
        type: "aws_s3_bucket_public_access_block",
        actions: ["delete"],
        before: { bucket: "b", block_public_acls: true },
      },
      {
        type: "aws_s3_bucket_policy",
        actions: ["delete"],
        before: {
          bucket: "b",
          policy: policy({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }),
        },
      },
      { type: RULES, actions: ["delete"], before: { bucket: "b", rule: [rule("c")] } },
    ];
    expect(found(reviewOf([...hanging, bucket]))).toEqual(["bucket-deleted aws_s3_bucket.this"]);
    expect(found(reviewOf(hanging)).map((each) => each.split(" ")[0])).toEqual([
      "versioning-suspended",
      "policy-condition-dropped",
      "public-access-block-weakened",
      "replication-rule-removed",
    ]);
  });

  test("versioning inside the bucket, as older code has it", () => {
    const before = { bucket: "b", versioning: [{ enabled: true }] };
    expect(
      causes([{ type: "aws_s3_bucket", before, after: { bucket: "b", versioning: [{ enabled: false }] } }]),
    ).toEqual(["versioning-suspended: bucket b: versioning.enabled changes from Enabled to off"]);
    expect(causes([{ type: "aws_s3_bucket", before, after: { ...before, tags: { a: "b" } } }])).toEqual([]);
  });

  test("MFA delete, deletion protection and force_destroy", () => {
    const versioning = (mfa: string): unknown => ({
      bucket: "b",
      versioning_configuration: [{ status: "Enabled", mfa_delete: mfa }],
    });
    expect(
      causes([
        { type: "aws_s3_bucket_versioning", before: versioning("Enabled"), after: versioning("Disabled") },
      ]),
    ).toEqual(['protection-off: versioning_configuration.mfa_delete becomes "Disabled"']);
    expect(
      causes([
        {
          type: "aws_db_instance",
          before: { deletion_protection: true },
          after: { deletion_protection: false },
        },
      ]),
    ).toEqual(["protection-off: deletion_protection becomes false"]);
    expect(
      causes([
        {
          type: "aws_db_instance",
          before: { deletion_protection: false },
          after: { deletion_protection: true },
        },
      ]),
    ).toEqual([]);
    expect(
      causes([{ type: "aws_s3_bucket", before: { force_destroy: null }, after: { force_destroy: true } }]),
    ).toEqual(["protection-off: force_destroy becomes true"]);
    expect(
      causes([{ type: "aws_s3_bucket", before: { force_destroy: true }, after: { force_destroy: false } }]),
    ).toEqual([]);
    expect(causes([{ type: "aws_s3_bucket", before: {}, after: { force_destroy: true } }])).toEqual([
      "protection-off: force_destroy becomes true",
    ]);
    const left = (before: unknown, after: unknown): string[] =>
      causes([{ type: "aws_db_instance", before: { deletion_protection: before, n: 1 }, after }]);
    expect(left(true, { deletion_protection: null })).toEqual([
      "protection-off: deletion_protection becomes null",
    ]);
    expect(left(true, { n: 1 })).toEqual(["protection-off: deletion_protection becomes null"]);
    expect(left(null, { deletion_protection: false })).toEqual([]);
  });
});

describe("replication", () => {
  const pair = (back: Resource["after"], actions: readonly string[] = ["update"]): Resource[] => [
    {
      type: RULES,
      name: "a",
      actions: ["no-op"],
      before: { bucket: "a", rule: [rule("b")] },
      after: { bucket: "a", rule: [rule("b")] },
    },
    { type: RULES, name: "b", actions, before: { bucket: "b", rule: [rule("a")] }, after: back },
  ];

  test("another id, the same destination: nothing is removed", () => {
    expect(causes(pair({ bucket: "b", rule: [rule("a", { id: "renamed" })] }))).toEqual([]);
  });

  test("the same id, another destination: the old one is removed, and the pair is one-way", () => {
    expect(causes(pair({ bucket: "b", rule: [rule("c", { id: "to-a" })] }))).toEqual([
      "replication-rule-removed: bucket b: to-a → a is removed",
      "replication-one-way: a still replicates to b, but b no longer replicates to a",
      "replication-destination-added: bucket b: to-a copies new objects to c, which this plan does not contain",
    ]);
  });

  test("a new pair of members with one direction only", () => {
    const point: Resource = {
      type: MRAP,
      actions: ["no-op"],
      after: { details: [{ region: [{ bucket: "a" }, { bucket: "b" }] }] },
    };
    const made: Resource = {
      type: RULES,
      name: "a",
      actions: ["create"],
      after: { bucket: "a", rule: [rule("b")] },
    };
    expect(causes([point, made])).toEqual([
      "replication-one-way: a replicates to b, but b does not replicate to a",
    ]);
    // Outside an access point one direction is a backup, and an unknown destination is a finding of its own.
    expect(causes([made])).toEqual([]);
    const later: Resource = {
      type: RULES,
      name: "b",
      actions: ["create"],
      after: { bucket: "b", rule: [rule("a", { destination: [{}] })] },
      unknown: { rule: [{ destination: [{ bucket: true }] }] },
    };
    expect(causes([point, made, later])).toEqual([
      "replication-destination-unknown: the destination of to-a is known only after the apply",
    ]);
  });

  test("a rule that was off already", () => {
    const off = { bucket: "b", rule: [rule("a", { status: "Disabled" })] };
    expect(causes([{ type: RULES, name: "b", before: off, after: { bucket: "b", rule: [] } }])).toEqual([]);
  });

  test("a narrower filter, and a wider one", () => {
    const filtered = (prefix: string): unknown => ({
      bucket: "b",
      rule: [rule("a", { filter: [{ prefix }] })],
    });
    expect(causes([{ type: RULES, before: filtered("logs/"), after: filtered("logs/2026/") }])).toEqual([
      "replication-narrowed: bucket b: to-a → a covers fewer objects",
    ]);
    expect(causes([{ type: RULES, before: filtered("logs/"), after: filtered("") }])).toEqual([]);
  });

  test.each([
    ["a prefix beside tags", { filter: [{ and: [{ prefix: "logs/" }] }] }],
    ["a prefix of the rule itself", { prefix: "logs/" }],
    ["a tag", { filter: [{ tag: [{ key: "k", value: "v" }] }] }],
  ])("a filter by %s", (_, filter) => {
    const narrowed = (after: Record<string, unknown>, before: Record<string, unknown> = {}): string[] =>
      causes([
        {
          type: RULES,
          before: { bucket: "b", rule: [rule("a", before)] },
          after: { bucket: "b", rule: [rule("a", after)] },
        },
      ]);
    expect(narrowed(filter)).toEqual(["replication-narrowed: bucket b: to-a → a covers fewer objects"]);
    expect(narrowed({ filter: [{ tag: [], prefix: "" }] })).toEqual([]);
    expect(narrowed({ ...filter, priority: 2 }, filter)).toEqual([]);
  });
});

describe("policies", () => {
  const reader = {
    Sid: "R",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::123456789012:role/r" },
    Action: "s3:GetObject",
    Resource: "*",
  };

  test("a new policy is a finding only if it allows other accounts", () => {
    const type = "aws_s3_bucket_policy";
    const made: Resource = { type, actions: ["create"], after: { policy: policy(reader) } };
    expect(causes([made], { prior_state: ACCOUNT })).toEqual([]);
    expect(
      causes([{ type, actions: ["create"], after: { policy: policy({ ...reader, Principal: "*" }) } }]),
    ).toEqual([
      "policy-opened: new bucket policy: * (anyone) gains s3:GetObject on *; there is no condition (statement R)",
    ]);
    const delegated = (arn: string): Record<string, unknown> => ({
      ...reader,
      Principal: "*",
      Condition: { StringEquals: { "s3:DataAccessPointArn": arn } },
    });
    const through = (arn: string): string[] =>
      causes([{ ...made, after: { policy: policy(delegated(arn)) } }], { prior_state: ACCOUNT }).map(
        (each) => each.split(":")[0] ?? "",
      );
    expect(through("arn:aws:s3::123456789012:accesspoint/m.mrap")).toEqual([]);
    expect(through("arn:aws:s3::210987654321:accesspoint/m.mrap")).toEqual(["policy-opened"]);
  });

  test("an endpoint without a policy lets everything through", () => {
    const change: Resource = {
      type: "aws_vpc_endpoint_policy",
      actions: ["delete"],
      before: { policy: policy(reader) },
    };
    expect(causes([change])[0]).toContain(
      "policy-opened: endpoint policy: * (anyone) gains * on *; there is no condition",
    );
  });

  test("a document that is unknown, and no data source tells of", () => {
    const change: Resource = {
      type: "aws_kms_key",
      before: { policy: policy(reader) },
      after: {},
      unknown: { policy: true },
    };
    expect(causes([change])).toEqual(["policy-unknown: the key policy is known only after the apply"]);
  });

  test("a policy that the configuration does not set is only a mirror", () => {
    const configuration = (policy: unknown): unknown => ({
      root_module: {
        resources: [
          {
            mode: "managed",
            type: "aws_s3_bucket",
            name: "this",
            expressions: { bucket: {}, ...(policy ? { policy } : {}) },
          },
        ],
      },
    });
    const change: Resource = {
      type: "aws_s3_bucket",
      before: { policy: policy(reader) },
      after: {},
      unknown: { policy: true },
    };
    expect(causes([change], { configuration: configuration(undefined) })).toEqual([]);
    expect(causes([change], { configuration: configuration({ references: ["local.p"] }) })).toEqual([
      "policy-unknown: the bucket policy is known only after the apply",
    ]);
  });

  test("a data source that is put off, in a module with for_each", () => {
    const module = 'module.m["x"]';
    const reference = {
      constant_value: "${data.aws_iam_policy_document.d.json}",
      references: ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"],
    };
    const configuration = {
      root_module: {
        module_calls: {
          m: {
            module: {
              resources: [
                {
                  mode: "managed",
                  type: "aws_sns_topic_policy",
                  name: "p",
                  expressions: { policy: reference },
                },
              ],
            },
          },
        },
      },
    };
    const topic = { ...reader, Action: ["sns:Publish"], Resource: ["arn:topic"] };
    const source = (principals: unknown, unknown: unknown = {}): Resource => ({
      address: `${module}.data.aws_iam_policy_document.d`,
      type: "aws_iam_policy_document",
      name: "d",
      mode: "data",
      actions: ["read"],
      after: {
        statement: [
          {
            sid: "R",
            effect: null,
            actions: ["sns:Publish"],
            resources: ["arn:topic"],
            principals,
            condition: [],
          },
        ],
      },
      unknown,
      also: { module_address: module },
    });
    const change: Resource = {
      address: `${module}.aws_sns_topic_policy.p`,
      type: "aws_sns_topic_policy",
      name: "p",
      before: { policy: policy(topic) },
      after: {},
      unknown: { policy: true },
      also: { module_address: module },
    };
    const same = [{ type: "AWS", identifiers: ["arn:aws:iam::123456789012:role/r"] }];
    expect(causes([source(same), change], { configuration })).toEqual([]);
    expect(
      causes([source([...same, { type: "AWS", identifiers: ["*"] }]), change], { configuration }),
    ).toEqual([
      "trust-widened: topic policy: * (anyone) gains sns:Publish on arn:topic; there is no condition (statement R)",
    ]);
    expect(
      causes([source(same, { statement: [{ principals: [{ identifiers: [true] }] }] }), change], {
        configuration,
      }),
    ).toEqual(["policy-unknown: a part of the topic policy is known only after the apply (statement R)"]);
  });

  test("a key's policy that refuses the replication role", () => {
    const role = "arn:aws:iam::123456789012:role/replication";
    const replication: Resource = {
      type: RULES,
      actions: ["no-op"],
      before: { bucket: "b", role, rule: [] },
      after: { bucket: "b", role, rule: [] },
    };
    const allow = { Sid: "Use", Effect: "Allow", Principal: { AWS: role }, Action: "kms:*", Resource: "*" };
    const deny = {
      Sid: "No",
      Effect: "Deny",
      Principal: { AWS: role },
      Action: "kms:Encrypt",
      Resource: "*",
    };
    const key = (after: string): Resource => ({
      type: "aws_kms_key",
      before: { policy: policy(allow) },
      after: { policy: after },
    });
    expect(causes([replication, key(policy(allow, deny))])).toEqual([
      `key-policy-narrowed: ${role} loses kms:Encrypt (statement No)`,
    ]);
    expect(causes([replication, key(policy({ ...allow, Sid: "Renamed" }))])).toEqual([]);
    // Nobody here replicates with it.
    expect(causes([key(policy())])).toEqual([
      `access-lost: key policy: ${role} loses kms:* on * (statement Use)`,
    ]);
    // A replaced key has another ARN, and a policy that names it loses nothing.
    const arn = (id: string): string => `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
    const [before, after] = ["old", "new"].map((id) => ({
      arn: arn(id),
      policy: policy({ ...allow, Resource: arn(id) }),
    }));
    const replaced: Resource = { type: "aws_kms_key", actions: ["delete", "create"], before, after };
    expect(causes([replication, replaced]).map((each) => each.split(":")[0])).toEqual([
      "key-deletion-scheduled",
    ]);
    expect(
      causes([replication, { ...replaced, actions: ["update"] }]).map((each) => each.split(":")[0]),
    ).toEqual(["key-policy-narrowed", "policy-opened"]);
  });

  test("a replaced bucket has another name, and one whose name only begins the same keeps its own", () => {
    const reads = (bucket: string): Resource => ({
      type: "aws_iam_role_policy",
      before: { role: "reader", policy: policy(read("orders")) },
      after: { role: "reader", policy: policy(read(bucket)) },
    });
    const read = (bucket: string): Record<string, unknown> => ({
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [bucket, "orders-2"].map((each) => `arn:aws:s3:::${each}/*`),
    });
    const replaced: Resource = {
      type: "aws_s3_bucket",
      actions: ["delete", "create"],
      before: { bucket: "orders", arn: "arn:aws:s3:::orders" },
      after: { bucket: "orders-new", arn: "arn:aws:s3:::orders-new" },
    };
    expect(causes([replaced, reads("orders-new")]).map((each) => each.split(":")[0])).toEqual([
      "bucket-replaced",
    ]);
    expect(causes([replaced, reads("orders-3")]).map((each) => each.split(":")[0])).toEqual([
      "bucket-replaced",
      "permissions-widened",
    ]);
  });
});

describe("state and protection, from two configurations", () => {
  const compare = (before: unknown, after: unknown): string[] =>
    reviewOf([], {}, { configurations: { before, after } }).findings.map(
      ({ family, address, cause }) => `${family.id} ${address}: ${plain(cause)}`,
    );
  const s3 = (rest: Record<string, unknown>): unknown => ({
    terraform: { backend: { s3: { bucket: "b", key: "k", region: "r", ...rest } } },
  });

  test("where the state is", () => {
    expect(compare(s3({}), s3({ key: "other" }))).toEqual([
      "state-moved terraform.backend: key from k to other",
    ]);
    expect(compare(s3({}), { terraform: {} })).toEqual([
      "state-moved terraform.backend: the backend s3 becomes local",
    ]);
    expect(compare(s3({}), s3({ encrypt: true, access_key: "AKIA", secret_key: "s3cret" }))).toEqual([]);
  });

  test("a Region that a variable or a local tells", () => {
    const provider = { aws: [{ region: "${var.region}" }] };
    const of = (region: string): unknown => ({ provider, variable: { region: { default: region } } });
    expect(compare(of("eu-west-1"), of("us-east-1"))).toEqual([
      "provider-changed provider.aws: region from eu-west-1 to us-east-1",
    ]);
    const local = (region: string): unknown => ({
      provider: { aws: { region: "${local.region}" } },
      locals: { region: "${var.region}" },
      variable: { region: [{ default: region }] },
    });
    expect(compare(local("eu-west-1"), local("us-east-1"))).toHaveLength(1);
    expect(compare(local("eu-west-1"), local("eu-west-1"))).toEqual([]);
  });

  test("an empty state without an access point, if the target branch has the same resources", () => {
    const resource = { aws_s3_bucket: { this: {} } };
    const created = (before: object): string[] =>
      reviewOf(
        [{ type: "aws_s3_bucket", actions: ["create"], after: { bucket: "b" } }],
        {},
        { configurations: { before, after: { resource } } },
      ).findings.map(({ family, severity }) => `${severity} ${family.id}`);
    expect(created({ resource })).toEqual(["warning everything-created"]);
    expect(created({ resource: {} })).toEqual([]);
  });

  test("other backends: a workspace, an address, a lock", () => {
    const cloud = (workspace: string): unknown => ({
      terraform: { cloud: { organization: "acme", workspaces: { name: workspace } } },
    });
    expect(compare(cloud("orders"), cloud("orders-2"))).toEqual([
      'state-moved terraform.backend: workspaces from {"name":"orders"} to {"name":"orders-2"}',
    ]);
    const http = (rest: Record<string, unknown>): unknown => ({
      terraform: {
        backend: { http: { address: "https://state/a", lock_address: "https://state/a/lock", ...rest } },
      },
    });
    expect(compare(http({}), http({ address: "https://state/b", password: "s3cret" }))).toEqual([
      "state-moved terraform.backend: address from https://state/a to https://state/b",
    ]);
    expect(compare(http({}), http({ lock_address: undefined }))).toEqual([
      "state-lock-off terraform.backend: lock_address is removed or switched off",
    ]);
    expect(compare(s3({ use_lockfile: true }), s3({}))).toEqual([
      "state-lock-off terraform.backend: use_lockfile is removed or switched off",
    ]);
    expect(compare(s3({ dynamodb_table: "locks" }), s3({ use_lockfile: true }))).toEqual([]);
  });

  test("a provider in another Region or account, and a new one", () => {
    const aws = (...blocks: unknown[]): unknown => ({ provider: { aws: blocks } });
    const role = (account: string): unknown => ({
      region: "r",
      assume_role: [{ role_arn: `arn:aws:iam::${account}:role/d` }],
    });
    expect(compare(aws({ region: "r" }), aws({ region: "s" }))).toEqual([
      "provider-changed provider.aws: region from r to s",
    ]);
    expect(compare(aws(role("1")), aws(role("2")))).toEqual([
      "provider-changed provider.aws: assume_role changes: role arn:aws:iam::1:role/d becomes arn:aws:iam::2:role/d",
    ]);
    expect(compare(aws({ region: "r" }), aws({ region: "r" }, { alias: "x", region: "s" }))).toEqual([]);
  });

  test("other places of a state, without the credentials in them", () => {
    const backend = (type: string, settings: object): unknown => ({
      terraform: { backend: { [type]: settings } },
    });
    expect(
      compare(
        backend("pg", { conn_str: "postgres://u:s3cret@a/db" }),
        backend("pg", { conn_str: "postgres://u:s3cret@b/db" }),
      ),
    ).toEqual(["state-moved terraform.backend: conn_str changes"]);
    expect(
      compare(
        backend("http", { address: "https://u:s3cret@state/a" }),
        backend("http", { address: "https://u:s3cret@state/b" }),
      ),
    ).toEqual(["state-moved terraform.backend: address from https://state/a to https://state/b"]);
    const minio = { endpoints: { s3: "https://minio.example" } };
    expect(compare(s3({}), s3(minio))).toEqual([
      'state-moved terraform.backend: endpoints from (none) to {"s3":"https://minio.example"}',
    ]);
    expect(compare(backend("consul", { path: "p" }), backend("consul", { path: "p", lock: false }))).toEqual([
      "state-lock-off terraform.backend: lock is switched off",
    ]);
  });

  test("a resource that another provider manages from now on", () => {
    const code = (provider: string | undefined, ...blocks: unknown[]): unknown => ({
      provider: { aws: blocks },
      resource: { aws_s3_bucket: { a: { bucket: "a", ...(provider === undefined ? {} : { provider }) } } },
    });
    const [one, two, same] = [{ region: "r" }, { alias: "b", region: "s" }, { alias: "c", region: "r" }];
    expect(compare(code(undefined, one, two), code("aws.b", one, two))).toEqual([
      "provider-changed aws_s3_bucket.a: its provider changes from aws to aws.b, which has another region",
    ]);
    expect(compare(code("${aws.b}", one, two), code("aws.b", one, two))).toEqual([]);
    expect(compare(code(undefined, one, same), code("aws.c", one, same))).toEqual([]);
  });

  test("ignore_changes, and a resource that moves with its lifecycle block", () => {
    const routes = (name: string, ignored: string[]): Record<string, unknown> => ({
      resource: {
        aws_s3control_multi_region_access_point_routes: {
          [name]: { lifecycle: { ignore_changes: ignored, prevent_destroy: true } },
        },
      },
    });
    const TYPE = "aws_s3control_multi_region_access_point_routes";
    expect(compare(routes("a", ["route"]), routes("a", []))).toEqual([
      `ignore-changes-dropped ${TYPE}.a: lifecycle.ignore_changes no longer contains route`,
    ]);
    expect(compare(routes("a", ["route"]), routes("a", ["all"]))).toEqual([]);
    const moved = { ...routes("b", ["route"]), moved: [{ from: `${TYPE}.a`, to: `${TYPE}.b` }] };
    expect(compare(routes("a", ["route"]), moved)).toEqual([]);
  });

  test("the state moves, and the plan creates everything", () => {
    const made: Resource = { type: MRAP, actions: ["create"], after: { details: [{ name: "m" }] } };
    const verdict = (before: unknown, after: unknown): unknown =>
      reviewOf([made], {}, { configurations: { before, after } }).findings.map(
        ({ family, severity }) => `${severity} ${family.id}`,
      );
    expect(verdict(s3({}), s3({ key: "other" }))).toEqual([
      "danger state-moved",
      "danger everything-created",
    ]);
    expect(verdict(s3({}), s3({}))).toEqual(["warning everything-created"]);
  });

  test("routes that are created with their access point", () => {
    const made: Resource = {
      type: MRAP,
      actions: ["create"],
      after: { details: [{ name: "m" }] },
      unknown: { arn: true },
    };
    const routes: Resource = {
      type: `${MRAP}_routes`,
      actions: ["create"],
      after: { route: [{ region: "eu-west-1", traffic_dial_percentage: 100 }] },
      unknown: { mrap: true },
    };
    expect(causes([made, routes]).map((each) => each.split(":")[0])).toEqual(["everything-created"]);
  });

  test("prevent_destroy switched off, or gone with its resource", () => {
    const bucket = (on: unknown): unknown => ({
      resource: { aws_s3_bucket: { b: { lifecycle: [{ prevent_destroy: on }] } } },
    });
    expect(compare(bucket(true), bucket(false))).toEqual([
      "protection-off aws_s3_bucket.b: lifecycle.prevent_destroy is switched off in the configuration",
    ]);
    expect(compare(bucket(true), { resource: {} })).toEqual([
      "protection-off aws_s3_bucket.b: a resource with lifecycle.prevent_destroy is removed from the configuration, and its protection with it",
    ]);
    expect(compare(bucket(false), bucket(true))).toEqual([]);
  });
});

describe("drift", () => {
  const drifted = (
    before: unknown,
    after: unknown,
    type = "aws_s3_bucket",
    planned: Resource[] = [],
  ): string[] =>
    causes(planned, {
      resource_drift: [
        { address: `${type}.this`, type, mode: "managed", change: { actions: ["update"], before, after } },
      ],
    });

  test("null turned into nothing, or into a default, is none", () => {
    expect(drifted({ a: null, b: { c: null }, d: null }, { a: [], b: {}, d: false })).toEqual([]);
    expect(drifted({ a: null, b: null }, { a: 0, b: "" })).toEqual([]);
    expect(drifted({ a: null }, { a: 1 })).toEqual(["drift: a changed; this plan does not undo it"]);
  });

  test("what AWS mirrors is none where another resource sets it", () => {
    const change = [{ versioning: [{ enabled: false }] }, { versioning: [{ enabled: true }] }] as const;
    const setter: Resource = { type: "aws_s3_bucket_versioning", actions: ["no-op"] };
    expect(drifted(...change, "aws_s3_bucket", [setter])).toEqual([]);
    const left = ["drift: versioning.enabled changed; this plan does not undo it"];
    expect(drifted(...change)).toEqual(left);
    const made: Resource = { type: "aws_s3_bucket_versioning", actions: ["create"], after: {} };
    expect(drifted(...change, "aws_s3_bucket", [made])).toEqual(left);
  });

  test("whether the plan undoes it", () => {
    const planned: Resource = { type: "aws_x", before: { a: 2 }, after: { a: 1 } };
    expect(drifted({ a: 1 }, { a: 2 }, "aws_x", [planned])).toEqual([
      "drift: a changed; this plan has to update it",
    ]);
  });

  test("something deleted by hand", () => {
    const also = {
      resource_drift: [
        { address: "a.b", type: "a", change: { actions: ["delete"], before: { id: "x" }, after: null } },
      ],
    };
    expect(causes([{ address: "a.b", type: "a", actions: ["create"], after: {} }], also)).toEqual([
      "drift: it was deleted; this plan has to create it",
    ]);
  });
});
