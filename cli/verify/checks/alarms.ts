import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { readAlarms, valuesOf } from "../../adapters/aws/metric-alarms";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { textOf, type ExpectedElement } from "../../checks/expected";
import type { Json, JsonObject } from "../../synthesized/configuration";
import type { VerifyContext } from "../context";
import { once } from "../../checks/once";
import { deployAgain } from "../repair";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "argument" | "expected">;

/**
 * The alarms are in their Regions with the queries, the thresholds and the actions of the stack, and their queries
 * return data. Ledger: metrics-region
 */
export function alarmChecks(context: Context): Check[] {
  const { aws, account, partition, shown, argument, expected } = context;
  const alarms = expected.resources("aws_cloudwatch_metric_alarm");
  const regions = [...new Set(alarms.map(({ region }) => region))];
  const names = alarms.map(nameOf);
  // One call for each Region. The end of one check must not abort the call of the others.
  const inRegion = new Map(
    regions.map((region) => [region, once(() => readAlarms(aws, region, names, AbortSignal.timeout(9000)))]),
  );
  return alarms.flatMap((alarm) => {
    const { region } = alarm;
    const name = nameOf(alarm);
    const resource = `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
    const query = queryOf(alarm.body);
    return [
      {
        id: "alarm",
        subject: name,
        title: "Alarm",
        required: true,
        ledger: ["settings-stored"],
        call: { action: "cloudwatch:DescribeAlarms", resource },
        async run() {
          const found = (await inRegion.get(region)!()).get(name);
          if (found) return alarmOutcome({ name, region, shown, argument, wanted: alarm.body, found });
          return missingOutcome({ name, region, shown, elsewhere: await whereElse(name, region, inRegion) });
        },
      },
      ...(query && !isRare(query.expression)
        ? [
            {
              id: "alarm-data",
              subject: name,
              title: "Data of the alarm",
              // S3 does not say how soon a new rule has metrics.
              required: false,
              ledger: ["metrics-region", "metrics-insights"],
              call: { action: "cloudwatch:GetMetricData", resource: "*" },
              async run(signal: AbortSignal) {
                return dataOutcome({ name, region, values: await valuesOf(aws, region, query, signal) });
              },
            },
          ]
        : []),
    ];
  });
}

const nameOf = ({ body }: ExpectedElement): string => textOf(body.alarm_name);

/** The first query of an alarm. */
function queryOf({ metric_query }: JsonObject): { expression: string; periodSeconds: number } | undefined {
  const [query] = (metric_query ?? []) as JsonObject[];
  return query && { expression: textOf(query.expression), periodSeconds: Number(query.period) };
}

/** S3 publishes failed operations only after a failure: a healthy environment has no data. */
const isRare = (expression: string): boolean => expression.includes("OperationsFailedReplication");

async function whereElse(
  name: string,
  region: string,
  inRegion: ReadonlyMap<string, () => Promise<ReadonlyMap<string, MetricAlarm>>>,
): Promise<string[]> {
  const others = [...inRegion].filter(([one]) => one !== region);
  const found = await Promise.all(
    others.map(async ([other, read]) => ((await read()).has(name) ? [other] : [])),
  );
  return found.flat();
}

interface Missing {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  /** Other Regions that have an alarm of that name. */
  readonly elsewhere: readonly string[];
}

export function missingOutcome({ name, region, shown, elsewhere }: Missing): CheckOutcome {
  const create = deployAgain(shown, `creates it in ${region}`);
  if (elsewhere.length === 0) return error(`The alarm ${name} does not exist in ${region}.`, create);
  const there = elsewhere.join(", ");
  return error(
    `The alarm ${name} is in ${there}, not in ${region}. An alarm sees the metrics of its own Region only.`,
    `${create} Delete the alarm in ${there}.`,
  );
}

interface AlarmAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly argument: string;
  readonly wanted: JsonObject;
  readonly found: MetricAlarm;
}

export function alarmOutcome({ name, region, shown, argument, wanted, found }: AlarmAnswers): CheckOutcome {
  const what = `The alarm ${name} in ${region}`;
  if (found.ActionsEnabled === false)
    return error(
      `The actions of the alarm ${name} in ${region} are off: it notifies no one.`,
      `${deployAgain(shown, "turns them on")}`,
    );
  const differences = comparisons(wanted, found).flatMap(([property, expected, actual]) =>
    expected === actual ? [] : [`${property} is ${shownValue(actual)}, not ${shownValue(expected)}`],
  );
  if (differences.length > 0)
    return error(
      `${what} has other settings: ${differences.join("; ")}.`,
      deployAgain(shown, "restores them"),
    );
  if (found.StateValue === "ALARM")
    return warning(
      `${what} has the settings of the stack and is in the state ALARM: ${found.StateReason || "no reason"}.`,
      `Run mrap status ${argument} to see the replication.`,
    );
  return ok(`${what} has the query, the threshold and the actions of the stack.`);
}

const shownValue = (value: Json | undefined): string =>
  value === "" || value === undefined ? "not set" : JSON.stringify(value).replace(/^"|"$/g, "");

function comparisons(
  wanted: JsonObject,
  found: MetricAlarm,
): Array<[string, Json | undefined, Json | undefined]> {
  const [query] = found.Metrics ?? [];
  const expected = queryOf(wanted);
  return [
    ["the query", expected?.expression, query?.Expression],
    ["the period", expected?.periodSeconds, query?.Period],
    ["the threshold", wanted.threshold, found.Threshold],
    ["the comparison", wanted.comparison_operator, found.ComparisonOperator],
    ["the number of periods", wanted.evaluation_periods, found.EvaluationPeriods],
    ["the number of data points", wanted.datapoints_to_alarm, found.DatapointsToAlarm],
    ["the treatment of missing data", wanted.treat_missing_data, found.TreatMissingData],
    ["the list of actions", sorted(wanted.alarm_actions), sorted(found.AlarmActions)],
    ["the list of OK actions", sorted(wanted.ok_actions), sorted(found.OKActions)],
  ];
}

function sorted(values: unknown): string {
  return Array.isArray(values) ? values.map(String).sort().join(", ") : "";
}

export function dataOutcome({
  name,
  region,
  values,
}: {
  readonly name: string;
  readonly region: string;
  readonly values: number;
}): CheckOutcome {
  if (values === 0)
    return notKnown(
      `The query of the alarm ${name} in ${region} returned no data for the last 3 hours.`,
      "After a first deploy, wait 15 minutes and run the command again. If there is still no data, check the metrics of the replication rules.",
    );
  return ok(`The query of the alarm ${name} in ${region} returns data.`);
}
