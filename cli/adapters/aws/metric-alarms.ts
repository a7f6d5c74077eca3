import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Aws } from "./aws";

/** The metric alarms of a Region with these names, by name. */
export async function readAlarms(
  aws: Aws,
  region: string,
  names: readonly string[],
  abortSignal: AbortSignal,
): Promise<ReadonlyMap<string, MetricAlarm>> {
  const { DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
  const cloudWatch = await aws.cloudWatch(region);
  const found = new Map<string, MetricAlarm>();
  // One call takes 100 names.
  for (let first = 0; first < names.length; first += 100) {
    const AlarmNames = names.slice(first, first + 100);
    const answer = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: 100 }), {
      abortSignal,
    });
    for (const alarm of answer.MetricAlarms ?? []) found.set(alarm.AlarmName ?? "", alarm);
  }
  return found;
}

/** How far back the query of an alarm is asked, in hours. */
const QUERY_HOURS = 3;

/** How many periods have a value for the query of an alarm. Ledger: metrics-insights */
export async function valuesOf(
  aws: Aws,
  region: string,
  { expression, periodSeconds }: { readonly expression: string; readonly periodSeconds: number },
  abortSignal: AbortSignal,
): Promise<number> {
  const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  const cloudWatch = await aws.cloudWatch(region);
  // The end is exclusive, and values of this minute count.
  const end = Date.now() + 60_000;
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(end - QUERY_HOURS * 3_600_000),
      EndTime: new Date(end),
      MetricDataQueries: [{ Id: "query", Expression: expression, Period: periodSeconds }],
    }),
    { abortSignal },
  );
  return MetricDataResults.reduce((sum, { Values = [] }) => sum + Values.length, 0);
}
