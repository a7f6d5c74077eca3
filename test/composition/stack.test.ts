import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { EnvironmentProps } from "../../composition/props";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import { ALL_REGIONS, environment } from "../support/environment";
import { synth } from "../support/synth";

const make = (props: EnvironmentProps) =>
  synth((app) => new MultiRegionAccessPointStack(app, "environment", props));

test("addresses do not change (see addresses.golden.txt)", () => {
  const everything = make(
    environment(["ap-south-1", "us-east-1"], {
      network: {
        "ap-south-1": { vpc: "default" },
        "us-east-1": { vpc: "vpc-1", clients: ["10.0.0.0/8", "sg-1"] },
      },
      monitoring: { notify: ["ops@example.com"] },
    }),
  );
  const golden = readFileSync(join(__dirname, "addresses.golden.txt"), "utf8");
  expect(`${everything.addresses.join("\n")}\n`).toBe(golden);
});

test("labels are unique and consist of letters, digits and underscores, for any number of Regions", () => {
  fc.assert(
    fc.property(fc.subarray(ALL_REGIONS, { minLength: 2, maxLength: 17 }), (regions) => {
      const { addresses, json } = make(
        environment(regions, { network: { [regions[0]!]: { vpc: "default" } } }),
      );
      for (const each of addresses) expect(each).toMatch(/^(data\.)?aws_[a-z0-9_]+\.[a-z][a-z0-9_]*$/);
      // A member and a bucket for the reports of jobs in each Region.
      expect(Object.keys(json.resource.aws_s3_bucket)).toHaveLength(2 * regions.length);
      expect(Object.keys(json.resource.aws_s3_bucket_replication_configuration)).toHaveLength(regions.length);
    }),
    { numRuns: 5 },
  );
});

test("resources whose labels would be equal get different labels", () => {
  const notify = ["a.b@example.com", "a-b@example.com"];
  const stack = make(environment(["ap-south-1", "us-east-1"], { monitoring: { notify } }));
  const subscriptions = Object.entries(stack.resources("aws_sns_topic_subscription"));
  expect(subscriptions.map(([, { endpoint }]) => endpoint).sort()).toEqual(
    // One topic for each Region, and one for what happens to the routing.
    [...notify, ...notify, ...notify].sort(),
  );
  expect(subscriptions.map(([label]) => label)).toContain("ap_south_1_alerts_a_b_example_com");
});

test("the state is encrypted, locked by a file and requires Terraform 1.10", () => {
  const { terraform } = make(environment(["ap-south-1", "us-east-1"])).json;
  expect(terraform.backend).toEqual({
    s3: {
      bucket: "terraform-state",
      region: "eu-west-1",
      key: "my-mrap/terraform.tfstate",
      encrypt: true,
      use_lockfile: true,
    },
  });
  expect(terraform.required_version).toBe(">= 1.10");
});

test("the state has the key and the KMS key of the props", () => {
  const kmsKey = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const state = { bucket: "s", region: "eu-west-1", key: "a/b.tfstate", kmsKey };
  expect(
    make({ ...environment(["ap-south-1", "us-east-1"]), state }).json.terraform.backend.s3,
  ).toMatchObject({
    key: "a/b.tfstate",
    kms_key_id: kmsKey,
  });
});

test("the word local stores the state in a file, with a relative path", () => {
  expect(
    make({ ...environment(["ap-south-1", "us-east-1"]), state: "local" }).json.terraform.backend,
  ).toEqual({
    local: { path: "../../../terraform.environment.tfstate" },
  });
});

test.each([
  [2, 6],
  [17, 51],
])("%d Regions have %d alarms: three for each Region, not four for each direction", (count, alarms) => {
  const stack = make(environment(ALL_REGIONS.slice(0, count)));
  const made = Object.values(stack.resources("aws_cloudwatch_metric_alarm"));
  expect(made).toHaveLength(alarms);
  expect(Object.keys(stack.resources("aws_cloudwatch_dashboard"))).toEqual(["this"]);
});

test("every alarm is in the Region of the bucket in its query", () => {
  const stack = make(environment(ALL_REGIONS.slice(0, 5)));
  for (const alarm of Object.values(stack.resources("aws_cloudwatch_metric_alarm"))) {
    const [, bucket] = /Bucket = 'bucket-in-(.*)'/.exec(alarm.metric_query[0].expression)!;
    expect(alarm.provider).toBe(`aws.${bucket!.replace(/-/g, "_")}`);
  }
});

test("an existing topic receives the alarms of its Region, in addition to the topic of the stack", () => {
  const topic = "arn:aws:sns:us-east-1:123456789012:ops";
  const alarms = make(
    environment(["ap-south-1", "us-east-1"], { monitoring: { notify: [topic] } }),
  ).resources("aws_cloudwatch_metric_alarm");
  expect(alarms.us_east_1_replication_latency!.alarm_actions).toEqual([
    "${aws_sns_topic.us_east_1_alerts.arn}",
    topic,
  ]);
  expect(alarms.ap_south_1_replication_latency!.alarm_actions).toEqual([
    "${aws_sns_topic.ap_south_1_alerts.arn}",
  ]);
});

test("an existing topic in us-west-2 is notified of routing changes, and topics in other Regions are not", () => {
  const notify = ["us-west-2", "us-east-1"].map((region) => `arn:aws:sns:${region}:123456789012:ops`);
  const stack = make(environment(["ap-south-1", "us-east-1"], { monitoring: { notify } }));
  const targets = Object.entries(stack.resources("aws_cloudwatch_event_target"));
  expect(
    targets.filter(([, { arn }]) => !/event-bus/.test(arn)).map(([label, { arn }]) => [label, arn]),
  ).toEqual([
    ["routing", "${aws_sns_topic.routing.arn}"],
    ["routing_123456789012_ops", notify[0]],
  ]);
});

test("resources are named after the environment", () => {
  const stack = make(environment(["ap-south-1", "us-east-1"]));
  expect(stack.resources("aws_iam_role").ap_south_1_replication!.name).toBe("my-mrap-replication-ap-south-1");
  expect(stack.resources("aws_sns_topic").ap_south_1_alerts!.name).toBe("my-mrap-alerts");
  expect(stack.resource("aws_cloudwatch_dashboard").dashboard_name).toBe("my-mrap");
});

test("every bucket policy exempts all replication roles", () => {
  const stack = make(environment(["ap-south-1", "us-east-1", "eu-west-1"]));
  const roles = ["ap_south_1", "us_east_1", "eu_west_1"].map(
    (region) => `\${aws_iam_role.${region}_replication.arn}`,
  );
  for (const region of ["ap_south_1", "us_east_1", "eu_west_1"]) {
    const { OnlyThroughAccessPoint } = stack.statements(`${region}_bucket`);
    expect(OnlyThroughAccessPoint!.condition[1]).toEqual({
      test: "ArnNotLike",
      variable: "aws:PrincipalArn",
      values: roles,
    });
  }
});

test("onlyFromEndpoints allows the endpoints of the environment", () => {
  const stack = make(
    environment(["ap-south-1", "us-east-1"], {
      network: { "ap-south-1": { vpc: "default" }, "us-east-1": { vpc: "default" } },
      access: { onlyFromEndpoints: true },
    }),
  );
  expect(stack.statements("access_point").OnlyFromVpcEndpoints!.condition[0].values).toEqual([
    "${aws_vpc_endpoint.ap_south_1.id}",
    "${aws_vpc_endpoint.us_east_1.id}",
  ]);
});

test("nothing can be destroyed unless protect is false", () => {
  const guarded = make(environment(["ap-south-1", "us-east-1"]));
  const trial = make({ ...environment(["ap-south-1", "us-east-1"]), protect: false });
  const locks = (stack: typeof guarded) =>
    [
      ...Object.entries(stack.resources("aws_s3_bucket")).flatMap(([label, bucket]) =>
        // Reports expire anyway.
        label.endsWith("_jobs") ? [] : [bucket],
      ),
      ...Object.values(stack.resources("aws_s3control_multi_region_access_point")),
    ].map((resource) => resource.lifecycle?.prevent_destroy ?? false);
  expect(locks(guarded)).toEqual([true, true, true]);
  expect(locks(trial)).toEqual([false, false, false]);
});

test("without RTC the queue receives failures only", () => {
  const stack = make({ ...environment(["ap-south-1", "us-east-1"]), replication: { timeControl: false } });
  for (const notification of Object.values(stack.resources("aws_s3_bucket_notification")))
    expect(notification.queue[0].events).toEqual(["s3:Replication:OperationFailedReplication"]);
});

test("routing changes are announced from all Regions that serve the routes API, or from us-west-2 only", () => {
  const regions = (failover?: EnvironmentProps["failover"]) => {
    const stack = make({ ...environment(["ap-south-1", "us-east-1"]), failover });
    return {
      rules: Object.values(stack.resources("aws_cloudwatch_event_rule")).map(({ provider }) => provider),
      providers: stack.json.provider.aws.length as number,
    };
  };
  expect(regions()).toEqual({
    rules: ["aws", "aws.ap_northeast_1", "aws.ap_southeast_2", "aws.eu_west_1", "aws.us_east_1"],
    providers: 6,
  });
  expect(regions({ announceFrom: "us-west-2" })).toEqual({ rules: ["aws"], providers: 3 });
  expect(regions({ announceChanges: false })).toEqual({ rules: [], providers: 3 });
});

test("the path and the permissions boundary apply to every role", () => {
  const permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
  const stack = make({
    ...environment(["ap-south-1", "us-east-1"]),
    iam: { path: "/apps/", permissionsBoundary },
  });
  const roles = Object.values(stack.resources("aws_iam_role"));
  expect(roles).toHaveLength(5);
  for (const role of roles)
    expect(role).toMatchObject({ path: "/apps/", permissions_boundary: permissionsBoundary });
});

test("access logs go to the log bucket of the Region, if there is one", () => {
  const stack = make({
    ...environment(["ap-south-1", "us-east-1"]),
    accessLogs: { "us-east-1": "logs-in-virginia" },
  });
  expect(stack.resource("aws_s3_bucket_logging")).toMatchObject({
    bucket: "${aws_s3_bucket.us_east_1.id}",
    target_bucket: "logs-in-virginia",
    target_prefix: "my-mrap/us-east-1/",
    provider: "aws.us_east_1",
  });
});

test("an existing endpoint is looked up and counts for onlyFromEndpoints", () => {
  const stack = make(
    environment(["ap-south-1", "us-east-1"], {
      network: { "us-east-1": { endpoint: "vpce-0123456789abcdef0" } },
      access: { onlyFromEndpoints: true },
    }),
  );
  expect(stack.types).not.toContain("aws_vpc_endpoint");
  const id = "${data.aws_vpc_endpoint.us_east_1.id}";
  expect(stack.statements("access_point").OnlyFromVpcEndpoints!.condition[0].values).toEqual([id]);
  expect(stack.json.output.vpc_endpoint_ids.value).toEqual({ "us-east-1": id });
});

test("CloudFront distributions may read through the access point and its buckets", () => {
  const distribution = "arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL";
  const stack = make(environment(["ap-south-1", "us-east-1"], { access: { cloudfront: [distribution] } }));
  for (const label of ["access_point", "ap_south_1_bucket", "us_east_1_bucket"])
    expect(stack.statements(label).CloudFrontGetsObjects!.condition[0].values).toEqual([distribution]);
});

test("the outputs do not change", () => {
  const { output } = make(environment(["ap-south-1", "us-east-1"])).json;
  expect(Object.keys(output).sort()).toEqual([
    "access_point_alias",
    "access_point_arn",
    "access_point_host_name",
    "access_point_status",
    "alert_topic_arns",
    "buckets",
    "dashboard_url",
    "job_buckets",
    "job_policy",
    "reader_policy",
    "replication_event_queue_urls",
    "runbook_policy",
    "undelivered_routing_change_queue_urls",
    "vpc_endpoint_ids",
    "writer_policy",
  ]);
  const of = (attribute: string) => `\${aws_s3control_multi_region_access_point.this.${attribute}}`;
  expect(output.access_point_alias.value).toBe(of("alias"));
  expect(output.access_point_arn.value).toBe(of("arn"));
  expect(output.access_point_host_name.value).toBe(of("domain_name"));
  expect(output.access_point_status.value).toBe(of("status"));
  expect(output.dashboard_url.value).toContain("#dashboards/dashboard/");
  expect(output.buckets.value).toEqual({
    "ap-south-1": "${aws_s3_bucket.ap_south_1.id}",
    "us-east-1": "${aws_s3_bucket.us_east_1.id}",
  });
});

test("text that looks like a Terraform expression is escaped", () => {
  const stack = make({
    ...environment(["ap-south-1", "us-east-1"]),
    tags: { note: "${path.cwd} 100%{x} $5" },
  });
  expect(stack.json.provider.aws[0].default_tags).toEqual([{ tags: { note: "$${path.cwd} 100%%{x} $5" } }]);
});

test("names of principals that look like an expression are escaped", () => {
  const role = "arn:aws:iam::123456789012:role/${path}/ops";
  const stack = make({
    ...environment(["ap-south-1", "us-east-1"]),
    access: { readers: [role], writers: [role], administrators: [role] },
    monitoring: { notify: ["a${b}@example.com"] },
    assumeRole: role,
  });
  const text = JSON.stringify(stack.json);
  expect(text).not.toMatch(/(?<!\$)\$\{(path|b)\}/);
  expect(text.match(/\$\$\{path\}/g)!.length).toBeGreaterThan(5);
  expect(text).toContain('"endpoint":"a$${b}@example.com"');
});

test("the state's key is not escaped, because a backend has no expressions", () => {
  const state = { bucket: "terraform-state", region: "eu-west-1", key: "a/${b}/%{c}/$${d}" };
  const stack = make({ ...environment(["ap-south-1", "us-east-1"]), state });
  expect(stack.json.terraform.backend.s3.key).toBe(state.key);
});

test("the stack contains nothing of the local AWS", () => {
  const { json } = make(environment(["ap-south-1", "us-east-1"]));
  const found = /"endpoints"|skip_|path_style|127\.0\.0\.1|localhost/.exec(JSON.stringify(json));
  expect(found).toBeNull();
});

test("the last output says that passive Regions serve traffic until the initial routing is set", () => {
  const props = environment(["ap-south-1", "us-east-1", "eu-west-1"]);
  const passive = { ...props.regions["us-east-1"]!, routing: "passive" as const };
  const { output } = make({ ...props, regions: { ...props.regions, "us-east-1": passive } }).json;
  expect(Object.keys(output).sort().at(-1)).toBe("your_next_step");
  expect(output.your_next_step.value).toBe(
    "AWS makes every Region of a new access point active: us-east-1 serves traffic until you run: bin/mrap routes apply environment",
  );
});

describe("Object Lock", () => {
  const LOCK = "aws_s3_bucket_object_lock_configuration";
  const writers = ["arn:aws:iam::123456789012:role/app"];
  const locked = (objectLock: EnvironmentProps["objectLock"]) =>
    make({ ...environment(["ap-south-1", "us-east-1"], { access: { writers } }), objectLock });

  test("has a configuration for each member bucket, and none for the buckets of reports", () => {
    const stack = locked({ mode: "compliance", years: 7 });
    expect(Object.keys(stack.resources(LOCK))).toEqual(["ap_south_1", "us_east_1"]);
    const enabled = Object.entries(stack.resources("aws_s3_bucket")).filter(
      ([, body]) => body.object_lock_enabled,
    );
    expect(enabled.map(([label]) => label)).toEqual(["ap_south_1", "us_east_1"]);
    expect(locked(undefined).types).not.toContain(LOCK);
    expect(locked(null).types).not.toContain(LOCK);
  });

  test("lets the replication roles read retentions and legal holds", () => {
    const actions = (stack: ReturnType<typeof locked>) =>
      stack.statements("ap_south_1_replication")["ReadSourceObjects"]!.actions;
    const added = ["s3:GetObjectRetention", "s3:GetObjectLegalHold"];
    expect(actions(locked(true))).toEqual([...actions(locked(false)), ...added]);
  });

  test("lets writers set a retention only if there is no default one", () => {
    const text = (stack: ReturnType<typeof locked>) =>
      JSON.stringify(stack.json.data.aws_iam_policy_document);
    const count = (stack: ReturnType<typeof locked>) =>
      text(stack).split('"s3:PutObjectRetention"').length - 1;
    // The access point, both buckets, and two statements of the identity policy.
    expect(count(locked(true))).toBe(5);
    for (const other of [false, { days: 1 }]) expect(count(locked(other))).toBe(0);
    expect(text(locked(true))).not.toContain("s3:PutObjectLegalHold");
  });

  test("forgets the default retention of a retired bucket, and does not delete it", () => {
    const stack = make({
      ...environment(["ap-south-1", "us-east-1"]),
      objectLock: { days: 1 },
      retired: { "eu-west-1": "retired" },
    });
    expect(JSON.stringify(stack.json.removed)).toContain(`${LOCK}.eu_west_1`);
  });
});
