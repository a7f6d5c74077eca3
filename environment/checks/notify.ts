/**
 * The topics that are notified.
 *
 * Ledger: alarm-targets
 */
import { DEFAULTS } from "../../constructs/defaults";
import { CONTROL_PLANE_REGION, TARGETS_PER_ALARM_OR_RULE } from "../../constructs/limits";
import { printed, textsOf, valueAt } from "../data";
import { parseArn } from "../rules/arn";
import { memberRegionMistake } from "../rules/regions";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

/** Topics of one Region, in addition to the environment's own topic. */
const MOST_TOPICS = TARGETS_PER_ALARM_OR_RULE - 1;

export function notifyMistakes(data: unknown): PlacedMistake[] {
  const members = regionsOf(data)
    .map(([name]) => name)
    .filter((name) => memberRegionMistake(name) === undefined);
  const announces = valueAt(data, ["failover", "announceChanges"]) ?? DEFAULTS.failover.announceChanges;
  const allowed = announces !== false ? [...new Set([...members, CONTROL_PLANE_REGION])] : members;
  const count = new Map<string, number>();
  return textsOf(valueAt(data, ["monitoring", "notify"])).flatMap(([text, index]) => {
    const arn = parseArn(text);
    if (arn?.service !== "sns" || members.length === 0) return [];
    const path = ["monitoring", "notify", index];
    if (!allowed.includes(arn.region))
      return [
        {
          path,
          message: "is a topic in a Region without a bucket. An alarm notifies only topics in its own Region",
          got: printed(text),
          allowed: `a topic in ${allowed.map(printed).join(", ")}`,
          fix: "name a topic in one of these Regions, or an email address",
        },
      ];
    const topics = (count.get(arn.region) ?? 0) + 1;
    count.set(arn.region, topics);
    if (topics <= MOST_TOPICS) return [];
    return [
      {
        path,
        message: `is one topic too many in ${arn.region}. An alarm or event rule has at most ${TARGETS_PER_ALARM_OR_RULE} targets, and one of them is the topic that this environment creates`,
        got: printed(text),
        allowed: `at most ${MOST_TOPICS} topics in each Region`,
        fix: "subscribe the others to one of these topics",
      },
    ];
  });
}
