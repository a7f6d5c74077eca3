import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { globsOverlap } from "../policy/glob";
import { policyChanges } from "../policy-changes";
import { literal } from "../attributes";
import { name, say, some, type Text } from "../text";
import { UNKNOWN, at, elements, equal, isMark, isNothing, text, type Value } from "../values";
import { causes, why } from "../causes";

const MRAP = "aws_s3control_multi_region_access_point";
const ALARMS = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"] as const;
const titled = (change: Change): Text => say`alarm ${text(at(change.before, "alarm_name")) ?? "?"}`;

const below = (operator: Value): boolean => typeof operator === "string" && operator.startsWith("LessThan");

const more = (before: Value, after: Value): boolean =>
  isNothing(after) ? !isNothing(before) : Number(after) > Number(before);
/** From > to >=, or from < to <=: the alarm fires earlier. */
const isStricter = (before: Value, after: Value): boolean =>
  typeof before === "string" && after === before.replace(/ThanThreshold$/, "ThanOrEqualToThreshold");

/** Does a new value make an alarm fire later, or for something else? */
const LATER: readonly (readonly [
  attribute: string,
  worse: (before: Value, after: Value, change: Change) => boolean,
])[] = [
  [
    "threshold",
    (before, after, change) =>
      below(at(change.before, "comparison_operator"))
        ? isNothing(after) || Number(after) < Number(before)
        : more(before, after),
  ],
  ["threshold_metric_id", () => true],
  ["evaluation_periods", more],
  ["datapoints_to_alarm", (before, after) => Number(after ?? 0) > Number(before ?? 0)],
  ["period", more],
  [
    "treat_missing_data",
    (before, after) =>
      before === "breaching" ||
      (before === "missing" && after !== "breaching") ||
      (after === "ignore" && before !== "ignore"),
  ],
  ["comparison_operator", (before, after) => !isStricter(before, after)],
  ["metric_name", () => true],
  ["namespace", () => true],
  ["statistic", () => true],
  ["extended_statistic", () => true],
  ["dimensions", () => true],
  ["metric_query", () => true],
  ["unit", () => true],
  ["alarm_rule", () => true],
  ["actions_suppressor", (_, after) => !isNothing(after)],
  ["region", () => true],
];

function* weakened(context: Context): Iterable<Hit> {
  for (const change of context.of(...ALARMS)) {
    if (change.action !== "update" && change.action !== "replace") continue;
    const worse: Text[] = [];
    for (const [attribute, isWorse] of LATER) {
      if (!context.isConfigured(change, [attribute]) && at(change.after, attribute) === UNKNOWN) continue;
      const { before, after } = context.pair(change, [attribute], "warning");
      if (isMark(after) || equal(before, after) || !isWorse(before, after, change)) continue;
      const shown = [at(change.shown.before, attribute), at(change.shown.after, attribute)].map((each) =>
        literal(each).slice(0, 100),
      );
      worse.push(say`${name(attribute)} from ${shown[0] ?? ""} to ${shown[1] ?? ""}`);
    }
    if (worse.length === 0) continue;
    yield {
      address: change.address,
      change,
      cause: say`${titled(change)}: ${worse.flatMap((each, i) => (i === 0 ? each : [", ", ...each]))}`,
    };
  }
}

const silent = (change: Change): boolean =>
  at(change.before, "actions_enabled") === false || isNothing(at(change.before, "alarm_actions"));

export const alarms: readonly Family[] = [
  {
    id: "alarm-deleted",
    severity: "warning",
    title: "An alarm is deleted",
    why: "Nobody is notified if the metric that it watches gets worse.",
    instead: "Keep the alarm. If it fires too often, change its threshold.",
    *find(context) {
      for (const change of context.of(...ALARMS)) {
        if (change.action === "delete")
          yield { address: change.address, change, cause: say`${titled(change)}${why(change)}` };
        else if (change.action === "replace")
          yield {
            address: change.address,
            change,
            cause: say`${titled(change)} is replaced: ${causes(change)}`,
          };
      }
    },
  },
  {
    id: "alarm-silenced",
    severity: "warning",
    title: "An alarm no longer notifies anyone",
    why: "The alarm still changes its state, but runs no action.",
    instead: "Keep at least one topic in its alarm_actions.",
    *find(context) {
      for (const change of context.of(...ALARMS)) {
        if ((change.action !== "update" && change.action !== "replace") || silent(change)) continue;
        const base = { address: change.address, change };
        const actions = context.pair(change, ["alarm_actions"], "warning");
        const enabled = context.pair(change, ["actions_enabled"], "warning");
        const lost = elements(actions.before).flatMap((each) =>
          text(each) === undefined || elements(actions.after).includes(each) ? [] : [text(each) ?? ""],
        );
        if (!isMark(actions.after) && isNothing(actions.after))
          yield {
            ...base,
            attribute: "alarm_actions",
            cause: say`${titled(change)}: ${name("alarm_actions")} becomes empty`,
          };
        else if (enabled.after === false)
          yield {
            ...base,
            attribute: "actions_enabled",
            cause: say`${titled(change)}: ${name("actions_enabled")} becomes ${"false"}`,
          };
        else if (lost.length > 0 && !isMark(actions.after) && !elements(actions.after).some(isMark))
          yield {
            ...base,
            attribute: "alarm_actions",
            cause: say`${titled(change)}: it no longer notifies ${some(lost)}`,
          };
      }
    },
  },
  {
    id: "alarm-weakened",
    severity: "warning",
    title: "An alarm fires later, or watches something else",
    why: "A problem that the alarm reports today can then remain unnoticed.",
    instead:
      "Change a threshold only with the measurements that justify it. Add a second alarm for another metric.",
    find: weakened,
  },
  {
    id: "notification-lost",
    severity: "warning",
    title: "A notification no longer reaches its recipient",
    why: "Alarms, routing changes and replication events are still raised, but nobody receives them.",
    instead: "Keep the topic, its subscriptions, the event rule and the bucket notification.",
    find: notifications,
  },
];

/** Monitoring and tools that nobody misses until they are needed. */
export const tools: readonly Family[] = [
  {
    id: "request-metrics-off",
    severity: "warning",
    title: "Request metrics of a bucket are no longer collected",
    why: "They are the only measure of the traffic and the errors in each Region, and alarms and dashboards on them receive no data.",
    instead: "Keep the metrics configuration. It can have a filter, to limit the cost.",
    *find(context) {
      for (const change of context.of("aws_s3_bucket_metric")) {
        const bucket = text(at(change.before, "bucket"));
        if (change.action !== "delete" || context.bucketGoes(bucket)) continue;
        const id = text(at(change.before, "name")) ?? "?";
        yield {
          address: change.address,
          change,
          cause: say`bucket ${bucket ?? "?"}: ${id} is deleted${why(change)}`,
        };
      }
    },
  },
  {
    id: "runbook-deleted",
    severity: "warning",
    title: "An Automation document is deleted or replaced",
    why: "It is the way to fail over without this project, from the AWS console or with the AWS CLI.",
    instead: "Keep the document in every Region that it runs in.",
    *find(context) {
      for (const change of context.of("aws_ssm_document")) {
        if (change.action !== "delete" && change.action !== "replace") continue;
        // Without its access point, there is nothing to fail over.
        if (context.of(MRAP).some(({ action }) => action === "delete")) return;
        const which = say`document ${text(at(change.before, "name")) ?? "?"}`;
        const cause =
          change.action === "delete"
            ? say`${which}${why(change)}`
            : say`${which} is replaced: ${causes(change)}`;
        yield { address: change.address, change, cause };
      }
    },
  },
];

const RECIPIENTS: ReadonlyMap<string, readonly [noun: string, attribute: string]> = new Map([
  ["aws_sns_topic", ["topic", "name"]],
  ["aws_sns_topic_subscription", ["subscription of", "endpoint"]],
  ["aws_sqs_queue", ["queue", "name"]],
  ["aws_cloudwatch_event_rule", ["event rule", "name"]],
  ["aws_cloudwatch_event_target", ["event target", "arn"]],
  ["aws_s3_bucket_notification", ["notification of bucket", "bucket"]],
]);

/** The events that a bucket notification sends, and their targets. */
const sent = (value: Value): readonly string[] =>
  ["topic", "queue", "lambda_function"].flatMap((block) =>
    elements(at(value, block)).flatMap((entry) => {
      const to =
        text(at(entry, "topic_arn")) ??
        text(at(entry, "queue_arn")) ??
        text(at(entry, "lambda_function_arn"));
      if (to === undefined) return [];
      return elements(at(entry, "events")).map((event) => `${text(event) ?? "?"} to ${to}`);
    }),
  );

/** Services that can no longer publish to a topic or send to a queue. */
function* shutOut(context: Context): Iterable<Hit> {
  for (const { change, kind, attribute, access, sensitive } of policyChanges(context)) {
    if (kind.noun !== "topic policy" && kind.noun !== "queue policy") continue;
    const owner = text(at(change.before, "arn")) ?? text(at(change.before, "queue_url"));
    if (context.isGone(owner)) continue;
    const lost = (access?.losses ?? []).filter(
      ({ statement, who, what }) =>
        (who.not || who.values.some((each) => each === "*" || each.startsWith("Service "))) &&
        (what.not ||
          what.values.some((each) => SENDS.some((action) => globsOverlap(each.toLowerCase(), action)))) &&
        (statement.effect === "Allow" || statement.conditions.length === 0),
    );
    const [first] = lost;
    if (!first) continue;
    const services = lost.flatMap(({ who }) => (who.not ? ["every service"] : who.values));
    yield {
      address: change.address,
      change,
      sensitive,
      attribute,
      cause: say`${[kind.noun]}: ${some([...new Set(services)])} can no longer ${some(first.what.values)}${why(change)}`,
    };
  }
}

const SENDS = ["sns:publish", "sqs:sendmessage"];

function* notifications(context: Context): Iterable<Hit> {
  yield* shutOut(context);
  for (const change of context.of(...RECIPIENTS.keys())) {
    const [noun = "", attribute = ""] = RECIPIENTS.get(change.type) ?? [];
    const which = say`${[noun]} ${text(at(change.before, attribute)) ?? "?"}`;
    const base = { address: change.address, change };
    if (change.action === "delete") {
      const owner = text(at(change.before, "bucket"));
      if (owner === undefined || !context.bucketGoes(owner))
        yield { ...base, cause: say`${which} is deleted${why(change)}` };
      continue;
    }
    if (change.action === "replace") {
      yield { ...base, cause: say`${which} is replaced: ${causes(change)}` };
      continue;
    }
    if (change.action !== "update") continue;
    switch (change.type) {
      case "aws_cloudwatch_event_rule": {
        const [state, enabled] = [
          context.pair(change, ["state"], "warning"),
          context.pair(change, ["is_enabled"], "warning"),
        ];
        if (state.after === "DISABLED" && state.before !== "DISABLED")
          yield { ...base, attribute: "state", cause: say`${which} is disabled` };
        else if (enabled.before === true && enabled.after === false)
          yield { ...base, attribute: "is_enabled", cause: say`${which} is disabled` };
        for (const each of ["event_pattern", "schedule_expression", "event_bus_name"]) {
          const { before, after } = context.pair(change, [each], "warning");
          if (!isMark(after) && !equal(before, after))
            yield { ...base, attribute: each, cause: say`${which}: ${name(each)} changes` };
        }
        break;
      }
      case "aws_sns_topic_subscription":
        for (const each of ["filter_policy", "endpoint"]) {
          const { before, after } = context.pair(change, [each], "warning");
          if (!isMark(after) && !equal(before, after) && !(each === "filter_policy" && isNothing(after)))
            yield { ...base, attribute: each, cause: say`${which}: ${name(each)} changes` };
        }
        break;
      case "aws_sns_topic":
      case "aws_sqs_queue": {
        const encrypted = context.pair(change, ["kms_master_key_id"], "warning");
        if (
          !isMark(encrypted.after) &&
          !equal(encrypted.before || null, encrypted.after || null) &&
          encrypted.after
        )
          yield {
            ...base,
            attribute: "kms_master_key_id",
            cause: say`${which}: ${name("kms_master_key_id")} becomes ${text(encrypted.after) ?? "?"}; the publishers need permission to use that key`,
          };
        const kept = context.pair(change, ["message_retention_seconds"], "warning");
        if (typeof kept.before === "number" && typeof kept.after === "number" && kept.after < kept.before)
          yield {
            ...base,
            attribute: "message_retention_seconds",
            cause: say`${which} keeps messages for ${String(kept.after)} instead of ${String(kept.before)} seconds`,
          };
        break;
      }
      case "aws_s3_bucket_notification": {
        if (
          ["topic", "queue", "lambda_function"].some(
            (block) => context.pair(change, [block], "warning").after === UNKNOWN,
          )
        )
          break;
        const now = new Set(sent(change.after));
        const lost = sent(change.before).filter((each) => !now.has(each));
        const open = JSON.stringify(change.after)?.includes(UNKNOWN.label) ?? false;
        if (lost.length > 0 && !open) yield { ...base, cause: say`${which} no longer sends ${some(lost)}` };
        if (at(change.before, "eventbridge") === true && at(change.after, "eventbridge") !== true)
          yield {
            ...base,
            attribute: "eventbridge",
            cause: say`${which} no longer sends events to EventBridge`,
          };
        break;
      }
      case "aws_cloudwatch_event_target":
        for (const each of ["arn", "input", "input_path", "role_arn"]) {
          const { before, after } = context.pair(change, [each], "warning");
          if (!isMark(after) && !equal(before, after))
            yield { ...base, attribute: each, cause: say`${which}: ${name(each)} changes` };
        }
        break;
    }
  }
}
