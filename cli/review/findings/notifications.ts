import { document } from "../attributes";
import { causes, why } from "../causes";
import type { Context } from "../context";
import type { Hit } from "../finding";
import { globCovers, globsOverlap } from "../policy/glob";
import { policyChanges } from "../policy-changes";
import { NOTIFIED } from "../recipients";
import { also, name, say, some } from "../text";
import {
  UNKNOWN,
  at,
  elements,
  equal,
  isList,
  isMapping,
  isMark,
  isNothing,
  text,
  type Value,
} from "../values";

const RECIPIENTS: ReadonlyMap<string, readonly [noun: string, attribute: string]> = new Map([
  ["aws_sns_topic", ["topic", "name"]],
  ["aws_sns_topic_subscription", ["subscription of", "endpoint"]],
  ["aws_sqs_queue", ["queue", "name"]],
  ["aws_cloudwatch_event_rule", ["event rule", "name"]],
  ["aws_cloudwatch_event_target", ["event target", "arn"]],
  ["aws_s3_bucket_notification", ["notification of bucket", "bucket"]],
]);

/** An event that a bucket notification sends to a target, for the keys with a prefix and a suffix. */
interface Sent {
  readonly event: string;
  readonly to: string;
  readonly prefix: string;
  readonly suffix: string;
}

const sent = (value: Value): readonly Sent[] =>
  NOTIFIED.flatMap((block) =>
    elements(at(value, block)).flatMap((entry) => {
      const to = text(at(entry, `${block}_arn`));
      if (to === undefined) return [];
      const [prefix, suffix] = ["filter_prefix", "filter_suffix"].map((each) => text(at(entry, each)) ?? "");
      return elements(at(entry, "events")).map((event): Sent => ({
        event: text(event) ?? "?",
        to,
        prefix: prefix ?? "",
        suffix: suffix ?? "",
      }));
    }),
  );

/** The events that a notification no longer sends, or no longer sends for every key. */
function unsent(before: Value, after: Value): readonly string[] {
  const now = sent(after);
  return sent(before).flatMap((old) => {
    const same = now.filter(({ to }) => to === old.to);
    const isSent = same.some(
      ({ event, prefix, suffix }) =>
        globCovers(event, old.event) && old.prefix.startsWith(prefix) && old.suffix.endsWith(suffix),
    );
    const partly = same.some(({ event }) => globsOverlap(event, old.event));
    return isSent ? [] : [`${partly ? `all ${old.event} events` : old.event} to ${old.to}`];
  });
}

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

/** Does a pattern of EventBridge or SNS match at least the events that another one matches? In case of doubt: no. */
function matchesMore(before: Value, after: Value): boolean {
  const [old, now] = [before, after].map((each) => document(each));
  return old !== undefined && isMapping(now) && !isNothing(now) && isWider(old, now);
}

function isWider(narrow: Value, wide: Value): boolean {
  if (isList(narrow) && isList(wide)) return narrow.every((one) => wide.some((other) => equal(one, other)));
  if (!isMapping(narrow) || !isMapping(wide)) return false;
  // What a pattern does not name, it does not check.
  return Object.entries(wide).every(
    ([key, value]) => !key.startsWith("$") && Object.hasOwn(narrow, key) && isWider(narrow[key], value),
  );
}

/** Notifications that a plan deletes, disables or narrows. */
export function* notifications(context: Context): Iterable<Hit> {
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
          const widens = each === "event_pattern" && matchesMore(before, after);
          if (!isMark(after) && !equal(before, after) && !widens)
            yield {
              ...base,
              attribute: each,
              cause: say`${which}: ${name(each)} changes${also(before, after)}`,
            };
        }
        break;
      }
      case "aws_sns_topic_subscription":
        for (const each of ["filter_policy", "endpoint"]) {
          const { before, after } = context.pair(change, [each], "warning");
          const widens = each === "filter_policy" && (isNothing(after) || matchesMore(before, after));
          if (!isMark(after) && !equal(before, after) && !widens)
            yield {
              ...base,
              attribute: each,
              cause: say`${which}: ${name(each)} changes${also(before, after)}`,
            };
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
        const lost = unsent(change.before, change.after);
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
            yield {
              ...base,
              attribute: each,
              cause: say`${which}: ${name(each)} changes${also(before, after)}`,
            };
        }
        break;
    }
  }
}
