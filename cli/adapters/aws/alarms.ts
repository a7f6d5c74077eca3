import type { Aws } from "./aws";
import type { OpenAlarm } from "../../access-point/observations";

/** The open alarms of a Region that have to do with an access point: those that mention one of these words. */
export async function openAlarms(
  aws: Aws,
  region: string,
  words: readonly string[],
  abortSignal: AbortSignal,
): Promise<OpenAlarm[]> {
  const { DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
  const cloudWatch = await aws.cloudWatch(region);
  const found: OpenAlarm[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await cloudWatch.send(
      new DescribeAlarmsCommand({
        StateValue: "ALARM",
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        ...(NextToken !== undefined && { NextToken }),
      }),
      { abortSignal },
    );
    for (const alarm of [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])]) {
      const text = JSON.stringify(alarm);
      if (!words.some((word) => text.includes(word))) continue;
      found.push({
        region,
        name: alarm.AlarmName ?? "",
        ...(alarm.StateUpdatedTimestamp && { since: alarm.StateUpdatedTimestamp }),
        ...(alarm.StateReason && { reason: alarm.StateReason }),
      });
    }
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return found;
}
