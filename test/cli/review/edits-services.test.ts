import { dangers, harmless, judged, policy, type Editor } from "./edits";

const ALARM = "aws_cloudwatch_metric_alarm.archive";
const RULE = "aws_vpc_security_group_ingress_rule.eu_west_1_vpc";
const TOPIC = "aws_sns_topic_policy.eu_west_1_alerts";

const alarm =
  (edit: (after: any, before: any) => void) =>
  (plan: Editor): void =>
    plan.update(ALARM, (after, change) => edit(after, change.before));
const opens = (rule: object): object => ({
  after: { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 443, to_port: 443, ...rule },
});

describe("security groups", () => {
  const [ROOT, HALF] = ["0.0.0.0/0", "128.0.0.0/1"];
  dangers([
    [
      "a new rule for the world",
      "danger security-group-open",
      (plan) => plan.add("aws_vpc_security_group_ingress_rule", opens({ cidr_ipv4: ROOT })),
    ],
    [
      "half of the world",
      "danger security-group-open",
      (plan) => plan.add("aws_vpc_security_group_ingress_rule", opens({ cidr_ipv4: HALF })),
    ],
    [
      "the IPv6 world",
      "danger security-group-open",
      (plan) => plan.add("aws_vpc_security_group_ingress_rule", opens({ cidr_ipv6: "::/0" })),
    ],
    [
      "the older resource",
      "danger security-group-open",
      (plan) =>
        plan.add(
          "aws_security_group_rule",
          opens({ type: "ingress", protocol: "tcp", cidr_blocks: ["10.0.0.0/8", ROOT] }),
        ),
    ],
    [
      "a rule inside of the group",
      "danger security-group-open",
      (plan) =>
        plan.add("aws_security_group", {
          actions: ["update"],
          before: { id: "sg-1", ingress: [] },
          after: {
            id: "sg-1",
            ingress: [{ cidr_blocks: [ROOT], protocol: "tcp", from_port: 443, to_port: 443 }],
          },
        }),
    ],
    [
      "clients are left out",
      "warning security-group-rule-lost",
      (plan) =>
        plan.update(RULE, (after, change) => {
          change.before.cidr_ipv4 = "10.0.0.0/16";
          after.cidr_ipv4 = "10.0.0.0/24";
        }),
    ],
    [
      "another port",
      "warning security-group-rule-lost",
      (plan) => plan.update(RULE, (after) => (after.from_port = after.to_port = 444)),
    ],
  ]);
  /** A rule for one block before and another one after, and a second rule that is created or deleted. */
  const split =
    (before: string, after: string, more: string, action: "create" | "delete") =>
    (plan: Editor): void => {
      const other = { ...plan.get(RULE).change.before, cidr_ipv4: more };
      plan.update(RULE, (value, change) => {
        change.before.cidr_ipv4 = before;
        value.cidr_ipv4 = after;
      });
      plan.add(
        "aws_vpc_security_group_ingress_rule",
        action === "create" ? { after: other } : { actions: ["delete"], before: other },
      );
    };
  harmless([
    ["two rules become a wider one", split("10.0.0.0/25", "10.0.0.0/24", "10.0.0.128/25", "delete")],
    ["a rule becomes two", split("10.0.0.0/24", "10.0.0.0/25", "10.0.0.128/25", "create")],
    ["the number of a protocol", (plan) => plan.update(RULE, (after) => (after.ip_protocol = "6"))],
    ["another description", (plan) => plan.update(RULE, (after) => (after.description = "HTTPS"))],
  ]);
});

describe("endpoints and VPCs", () => {
  const ENDPOINT = "aws_vpc_endpoint.eu_west_1";
  const subnets =
    (before: string[], after: string[]) =>
    (plan: Editor): void =>
      plan.update(ENDPOINT, (value, change) => {
        change.before.subnet_ids = before;
        value.subnet_ids = after;
      });
  const association = (subnet: string): object => ({ vpc_endpoint_id: "vpce-1", subnet_id: subnet });
  dangers([
    ["one subnet is left", "warning endpoint-in-one-subnet", subnets(["a", "b", "c"], ["a"])],
    [
      "one association is left",
      "warning endpoint-in-one-subnet",
      (plan) => {
        const kept = association("a");
        plan.add(
          "aws_vpc_endpoint_subnet_association",
          { actions: ["no-op"], before: kept, after: kept },
          "a",
        );
        plan.add(
          "aws_vpc_endpoint_subnet_association",
          { actions: ["delete"], before: association("b") },
          "b",
        );
      },
    ],
    [
      "host names",
      "danger vpc-dns-off",
      (plan) => plan.update("aws_vpc.own", (after) => (after.enable_dns_hostnames = false)),
    ],
    [
      "private DNS",
      "danger private-dns-off",
      (plan) => plan.update(ENDPOINT, (after) => (after.private_dns_enabled = false)),
    ],
    [
      "a new endpoint without private DNS",
      "danger private-dns-off",
      (plan) =>
        plan.add("aws_vpc_endpoint", {
          after: { service_name: "com.amazonaws.s3-global.accesspoint", private_dns_enabled: false },
        }),
    ],
  ]);
  harmless([["two of three subnets are left", subnets(["a", "b", "c"], ["a", "b"])]]);
});

/** An alarm that needs so many datapoints of so many periods, before and after. */
const periods = (old: readonly [number, number], now: readonly [number, number]): ((plan: Editor) => void) =>
  alarm((after, before) => {
    for (const [side, [datapoints_to_alarm, evaluation_periods]] of [
      [before, old],
      [after, now],
    ] as const)
      Object.assign(side, { datapoints_to_alarm, evaluation_periods });
  });

describe("accounts that receive events", () => {
  const arn = (account: string): string => `arn:aws:sqs:eu-west-1:${account}:events`;
  const stranger = arn("999999999999");
  const types: Readonly<Record<string, (to: string) => object>> = {
    aws_sns_topic_subscription: (endpoint) => ({ topic_arn: "t", protocol: "sqs", endpoint }),
    aws_cloudwatch_event_target: (to) => ({ rule: "r", target_id: "t", arn: to }),
    aws_s3_bucket_notification: (to) => ({
      bucket: "b",
      queue: [{ queue_arn: to, events: ["s3:ObjectCreated:*"] }],
    }),
  };
  test.each(Object.keys(types))("%s: another account is a finding, the own one is none", (type) => {
    const from = (to: string, before: string | null, sensitive: unknown = {}): ReturnType<typeof judged> =>
      judged((plan) =>
        plan.add(type, {
          actions: before === null ? ["create"] : ["update"],
          before: before && types[type]!(before),
          after: types[type]!(to),
          after_sensitive: sensitive,
        }),
      );
    const found = ["warning not-judged"];
    const cause = "it sends events to an account that this plan does not know";
    expect(from(stranger, null)).toMatchObject({ findings: found, causes: [`${cause}: 999999999999`] });
    expect(from(stranger, arn("123456789012")).causes).toContain(`${cause}: 999999999999`);
    expect(from(stranger, null, true).causes).toEqual([cause]);
    expect(from(arn("123456789012"), null)).toMatchObject({ verdict: "harmless", findings: [] });
    // It has received them before.
    expect(from(stranger, stranger).findings).toEqual([]);
  });
});

test("small blocks that together are a large part of the internet", () => {
  const accepts = (blocks: number, ...more: string[]): ReturnType<typeof judged> =>
    judged((plan) =>
      plan.add("aws_security_group_rule", {
        after: {
          type: "ingress",
          security_group_id: "sg-1",
          protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_blocks: [...Array.from({ length: blocks }, (_, i) => `${i + 1}.0.0.0/8`), ...more],
        },
      }),
    );
  expect(accepts(64)).toMatchObject({
    findings: ["danger security-group-open"],
    causes: ["it accepts 25% of all IPv4 addresses on tcp port 443"],
  });
  // A block within another one adds nothing, whatever its host bits are.
  expect(accepts(64, "1.0.0.0/9", "2.3.4.5/8", "64.255.0.0/16")).toMatchObject({
    causes: ["it accepts 25% of all IPv4 addresses on tcp port 443"],
  });
  expect(accepts(31, "1.0.0.0/9", "2.3.4.5/8", "3.128.0.0/9").findings).toEqual([]);
  expect(accepts(10).findings).toEqual([]);
});

describe("alarms", () => {
  dangers([
    ["threshold", "warning alarm-weakened", alarm((after) => (after.threshold *= 2))],
    [
      "a threshold from a metric",
      "warning alarm-weakened",
      alarm((after) => Object.assign(after, { threshold: null, threshold_metric_id: "e1" })),
    ],
    ["periods", "warning alarm-weakened", alarm((after) => (after.evaluation_periods = 9))],
    [
      "missing data",
      "warning alarm-weakened",
      alarm((after, before) => {
        before.treat_missing_data = "breaching";
        after.treat_missing_data = "notBreaching";
      }),
    ],
    [
      "comparison",
      "warning alarm-weakened",
      alarm((after) => (after.comparison_operator = "LessThanThreshold")),
    ],
    ["metric", "warning alarm-weakened", alarm((after) => (after.metric_name = "NumberOfObjects"))],
    ["statistic", "warning alarm-weakened", alarm((after) => (after.statistic = "Minimum"))],
    ["dimensions", "warning alarm-weakened", alarm((after) => (after.dimensions = { BucketName: "x" }))],
    [
      "every data point is needed again",
      "warning alarm-weakened",
      alarm((after, before) => {
        Object.assign(before, { evaluation_periods: 3, datapoints_to_alarm: 1 });
        Object.assign(after, { evaluation_periods: 3, datapoints_to_alarm: null });
      }),
    ],
    [
      "a shorter period of a sum",
      "warning alarm-weakened",
      alarm((after, before) => {
        Object.assign(before, { statistic: "Sum", period: 300 });
        Object.assign(after, { statistic: "Sum", period: 60 });
      }),
    ],
    ["the datapoints of fewer periods", "warning alarm-weakened", periods([2, 5], [2, 2])],
    ["two of three datapoints that can be further apart", "warning alarm-weakened", periods([3, 7], [2, 3])],
    [
      "percentiles of few samples are ignored",
      "warning alarm-weakened",
      alarm((after, before) => {
        before.evaluate_low_sample_count_percentiles = "evaluate";
        after.evaluate_low_sample_count_percentiles = "ignore";
      }),
    ],
    ["actions are off", "warning alarm-silenced", alarm((after) => (after.actions_enabled = false))],
    [
      "another Region",
      "warning alarm-deleted",
      (plan) => plan.replace(ALARM, (after) => (after.region = "eu-north-1")),
    ],
  ]);
  harmless([
    ["a lower threshold", alarm((after) => (after.threshold /= 2))],
    [
      "a stricter comparison",
      alarm((after) => (after.comparison_operator = "GreaterThanOrEqualToThreshold")),
    ],
    ["the datapoints of more periods", periods([2, 3], [2, 5])],
    ["one datapoint instead of three", periods([3, 3], [1, 1])],
    ["two of three instead of three of five datapoints", periods([3, 5], [2, 3])],
    ["a shorter period", alarm((after) => (after.period = 60))],
    ["an empty unit is none", alarm((after) => (after.unit = null))],
    [
      "queries in another order",
      alarm((after, before) => {
        before.metric_query = [{ id: "a" }, { id: "b" }];
        after.metric_query = [{ id: "b" }, { id: "a" }];
      }),
    ],
    [
      "an event rule matches more",
      (plan) =>
        plan.update("aws_cloudwatch_event_rule.routing", (after) => {
          const pattern = JSON.parse(after.event_pattern);
          pattern.detail.eventName.push("CreateMultiRegionAccessPoint");
          delete pattern["detail-type"];
          after.event_pattern = JSON.stringify(pattern);
        }),
    ],
    [
      "a subscription's filter matches more",
      (plan) =>
        plan.update("aws_sns_topic_subscription.routing_ops_example_com", (after, change) => {
          change.before.filter_policy = '{"a":["b"],"c":["d"]}';
          after.filter_policy = '{"a":["x","b"]}';
        }),
    ],
  ]);
});

/** The notification of a bucket that sends events to a queue. */
const notification =
  (old: object, now: object): ((plan: Editor) => void) =>
  (plan) =>
    plan.update("aws_s3_bucket_notification.eu_west_1_replication_events", (after, { before }) => {
      Object.assign(before.queue[0], old);
      Object.assign(after.queue[0], old, now);
    });

describe("notifications and tools", () => {
  const queue = "arn:aws:sqs:eu-west-1:123456789012:orders-replication-events";
  const lost = "notification of bucket orders-ireland no longer sends";
  test.each<[string, object, object, string]>([
    ["a prefix", {}, { filter_prefix: "x/" }, `all s3:Replication:* events to ${queue}`],
    ["a suffix", {}, { filter_suffix: ".csv" }, `all s3:Replication:* events to ${queue}`],
    [
      "a longer prefix",
      { filter_prefix: "x/" },
      { filter_prefix: "x/y" },
      `all s3:Replication:* events to ${queue}`,
    ],
    [
      "other events",
      { events: ["s3:ObjectCreated:*"] },
      { events: ["s3:ObjectRemoved:*"] },
      `s3:ObjectCreated:* to ${queue}`,
    ],
  ])("a bucket notification gets %s", (_, old, now, cause) => {
    const result = judged(notification(old, now));
    expect([result.findings, result.causes]).toEqual([["warning notification-lost"], [`${lost} ${cause}`]]);
  });

  test("the sharing of an Automation document is not judged", () => {
    const shared = judged((plan) =>
      plan.update("aws_ssm_document.runbook_us_west_2", (after) => {
        after.permissions = { type: "Share", account_ids: "all" };
      }),
    );
    expect(shared.verdict).toBe("not judged");
  });

  dangers([
    [
      "request metrics get a filter",
      "warning request-metrics-off",
      (plan) =>
        plan.update("aws_s3_bucket_metric.eu_west_1", (after) => (after.filter = [{ prefix: "logs/" }])),
    ],
    ["a topic is deleted", "warning notification-lost", (plan) => plan.remove("aws_sns_topic.routing")],
    [
      "a subscription is deleted",
      "warning notification-lost",
      (plan) => plan.remove("aws_sns_topic_subscription.routing_ops_example_com"),
    ],
    [
      "a subscription gets a filter",
      "warning notification-lost",
      (plan) =>
        plan.update(
          "aws_sns_topic_subscription.routing_ops_example_com",
          (after) => (after.filter_policy = '{"a":["b"]}'),
        ),
    ],
    [
      "an event rule is off",
      "warning notification-lost",
      (plan) => plan.update("aws_cloudwatch_event_rule.routing", (after) => (after.state = "DISABLED")),
    ],
    [
      "an event rule matches something else",
      "warning notification-lost",
      (plan) => plan.update("aws_cloudwatch_event_rule.routing", (after) => (after.event_pattern = "{}")),
    ],
    [
      "CloudWatch cannot publish",
      "warning notification-lost",
      (plan) => plan.update(TOPIC, (after) => policy(after, () => [])),
    ],
    ["the policy of a topic is deleted", "warning notification-lost", (plan) => plan.remove(TOPIC)],
    [
      "a topic uses the key that AWS manages",
      "warning notification-lost",
      (plan) =>
        plan.update("aws_sns_topic.eu_west_1_alerts", (after) => (after.kms_master_key_id = "alias/aws/sns")),
    ],
    [
      "a queue keeps messages for a minute",
      "warning notification-lost",
      (plan) =>
        plan.update("aws_sqs_queue.routing_undelivered", (after) => (after.message_retention_seconds = 60)),
    ],
    [
      "request metrics",
      "warning request-metrics-off",
      (plan) => plan.remove("aws_s3_bucket_metric.eu_west_1"),
    ],
    ["the runbook", "warning runbook-deleted", (plan) => plan.remove("aws_ssm_document.runbook_us_west_2")],
  ]);
  harmless([
    [
      "a bucket notification sends more events of more keys",
      notification(
        {
          events: ["s3:ObjectCreated:Put", "s3:ObjectCreated:Copy"],
          filter_prefix: "in/a",
          filter_suffix: ".csv",
        },
        { events: ["s3:ObjectCreated:*"], filter_prefix: "in/", filter_suffix: "" },
      ),
    ],
    [
      "a subscription is confirmed",
      (plan) =>
        plan.update(
          "aws_sns_topic_subscription.routing_ops_example_com",
          (after) => (after.pending_confirmation = !after.pending_confirmation),
        ),
    ],
    [
      "a display name",
      (plan) => plan.update("aws_sns_topic.routing", (after) => (after.display_name = "Routing")),
    ],
    [
      "default tags of the provider",
      (plan) => {
        plan.plan.resource_drift = [];
        for (const entry of plan.plan.resource_changes) {
          const { before, after } = entry.change;
          if (!after || !("tags_all" in after) || entry.type === "aws_s3_bucket") continue;
          // Terraform refreshes tags that the code does not set.
          plan.plan.resource_drift.push({
            ...entry,
            change: {
              actions: ["update"],
              before: { ...before, tags: null },
              after: { ...before, tags: { team: "a" } },
            },
          });
          entry.change.actions = ["update"];
          after.tags_all = { ...after.tags_all, team: "b" };
        }
      },
    ],
  ]);
});

describe("changes outside Terraform", () => {
  const drifts =
    (address: string, edit: (after: any) => void) =>
    (plan: Editor): void => {
      const entry = structuredClone(plan.get(address));
      entry.change.actions = ["update"];
      edit(entry.change.after);
      plan.plan.resource_drift = [entry];
    };
  harmless([
    ["a policy in another order", drifts(TOPIC, (after) => policy(after, (all) => [...all].reverse()))],
    [
      "a policy in other words",
      drifts(TOPIC, (after) =>
        policy(after, (all) =>
          all.map((each) => ({ ...each, Sid: "Renamed", Action: [each.Action].flat() })),
        ),
      ),
    ],
    [
      "another layout of a pattern",
      drifts("aws_cloudwatch_event_rule.routing", (after) => {
        after.event_pattern = JSON.stringify(JSON.parse(after.event_pattern), null, 2);
      }),
    ],
    ["an attribute that only AWS computes", drifts(ALARM, (after) => (after.arn += "x"))],
  ]);
  dangers([
    [
      "a policy that grants more",
      "danger drift",
      drifts(TOPIC, (after) =>
        policy(after, (all) => [...all, { Effect: "Allow", Principal: "*", Action: "sns:*", Resource: "*" }]),
      ),
    ],
  ]);
});

describe("routes", () => {
  const TYPE = "aws_s3control_multi_region_access_point_routes";
  const routes = (dial: number): object => ({
    mrap: "x",
    route: [{ region: "a", traffic_dial_percentage: dial }],
  });
  dangers([
    [
      "an update",
      "danger routing-touched",
      (plan) => plan.add(TYPE, { actions: ["update"], before: routes(0), after: routes(100) }),
    ],
    [
      "a new resource for an access point that exists",
      "danger routing-touched",
      (plan) => plan.add(TYPE, { after: routes(100) }),
    ],
  ]);
});
