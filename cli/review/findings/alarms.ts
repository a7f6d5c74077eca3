import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { literal } from "../attributes";
import { also, name, say, some, type Text } from "../text";
import { UNKNOWN, at, elements, equal, isList, isMark, isNothing, text, type Value } from "../values";
import { causes, why } from "../causes";
import { notifications } from "./notifications";

const ALARMS = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"] as const;
const titled = (change: Change): Text => say`alarm ${text(at(change.before, "alarm_name")) ?? "?"}`;

const below = (operator: Value): boolean => typeof operator === "string" && operator.startsWith("LessThan");

const more = (before: Value, after: Value): boolean =>
  isNothing(after) ? !isNothing(before) : Number(after) > Number(before);
/** From > to >=, or from < to <=: the alarm fires earlier. */
const isStricter = (before: Value, after: Value): boolean =>
  typeof before === "string" && after === before.replace(/ThanThreshold$/, "ThanOrEqualToThreshold");

const orNull = (value: Value): Value => (value === "" ? null : value);
/** Queries are a set, and an empty text is none. */
const isSame = (before: Value, after: Value): boolean =>
  equal(orNull(before), orNull(after)) ||
  (isList(before) &&
    isList(after) &&
    before.length === after.length &&
    before.every((one) => after.some((other) => equal(one, other))));

/** A shorter period adds up less. */
const ADDS_UP = /^(Sum|SampleCount)$/;

/** How many of how many periods exceed the threshold. Without datapoints_to_alarm, every period must. */
function needed(side: Value): readonly [datapoints: number, periods: number] {
  const periods = Number(at(side, "evaluation_periods"));
  return [Number(at(side, "datapoints_to_alarm") || periods), periods];
}

/** Are there datapoints for which an alarm fires before the change, and not after it? */
function needsMore({ before, after }: Change): boolean {
  const [[few, periods], [many, window]] = [needed(before), needed(after)];
  if (many > few) return true;
  // The datapoints can be as far apart as the periods before the change allow.
  return many > 1 && window < Math.floor(((periods - 1) * (many - 1)) / (few - 1)) + 1;
}

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
  ["evaluation_periods", (_before, _after, change) => needsMore(change)],
  ["datapoints_to_alarm", (_before, _after, change) => needsMore(change)],
  [
    "period",
    (before, after, change) =>
      more(before, after) ||
      (ADDS_UP.test(text(at(change.after, "statistic")) ?? "") &&
        !below(at(change.after, "comparison_operator")) &&
        Number(after) < Number(before)),
  ],
  ["evaluate_low_sample_count_percentiles", (_, after) => after === "ignore"],
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
      if (isMark(after) || isSame(before, after) || !isWorse(before, after, change)) continue;
      const shown = [at(change.shown.before, attribute), at(change.shown.after, attribute)].map((each) =>
        literal(each).slice(0, 100),
      );
      worse.push(
        say`${name(attribute)} from ${shown[0] ?? ""} to ${shown[1] ?? ""}${shown.some((each) => each.length === 100) ? also(before, after) : []}`,
      );
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
