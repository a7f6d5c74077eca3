import { alarmOutcome, dataOutcome, missingOutcome } from "../../../../cli/verify/checks/alarms";
import { AGAIN, line } from "./outcomes";

const topic = "arn:aws:sns:eu-west-1:123456789012:photos-alerts";
const wanted = {
  alarm_actions: [topic],
  ok_actions: [topic],
  comparison_operator: "GreaterThanThreshold",
  datapoints_to_alarm: 2,
  evaluation_periods: 6,
  threshold: 900,
  treat_missing_data: "ignore",
  metric_query: [{ id: "rules", expression: "SELECT MAX(a) FROM b", period: 300 }],
};
const found = {
  ActionsEnabled: true,
  AlarmActions: [topic],
  OKActions: [topic],
  ComparisonOperator: "GreaterThanThreshold" as const,
  DatapointsToAlarm: 2,
  EvaluationPeriods: 6,
  Threshold: 900,
  TreatMissingData: "ignore",
  StateValue: "OK" as const,
  Metrics: [{ Id: "rules", Expression: "SELECT MAX(a) FROM b", Period: 300 }],
};
const about = { name: "photos-latency", region: "eu-west-1" };
const outcome = (more: object = {}) =>
  line(alarmOutcome({ ...about, shown: "photos", argument: "photos", wanted, found: { ...found, ...more } }));

test("an alarm as in the stack", () => {
  expect(outcome()).toBe(
    "ok: The alarm photos-latency in eu-west-1 has the query, the threshold and the actions of the stack.",
  );
});

test("each setting that differs is named with both values", () => {
  expect(outcome({ Threshold: 86_400, AlarmActions: [] })).toBe(
    `error: The alarm photos-latency in eu-west-1 has other settings: the threshold is 86400, not 900; the list of actions is not set, not ${topic}. | ${AGAIN} restores them.`,
  );
  expect(outcome({ Metrics: [{ Id: "rules", Expression: "SELECT MAX(c) FROM b", Period: 60 }] })).toBe(
    `error: The alarm photos-latency in eu-west-1 has other settings: the query is SELECT MAX(c) FROM b, not SELECT MAX(a) FROM b; the period is 60, not 300. | ${AGAIN} restores them.`,
  );
  for (const change of [
    { OKActions: [] },
    { ComparisonOperator: "LessThanThreshold" },
    { DatapointsToAlarm: 6 },
    { EvaluationPeriods: 24 },
    { TreatMissingData: "breaching" },
  ])
    expect(outcome(change)).toMatch(/^error: /);
});

test("an alarm without actions, and one that is in the state ALARM", () => {
  expect(outcome({ ActionsEnabled: false })).toBe(
    `error: The actions of the alarm photos-latency in eu-west-1 are off: it notifies no one. | ${AGAIN} turns them on.`,
  );
  expect(outcome({ StateValue: "ALARM", StateReason: "1 datapoint was greater" })).toBe(
    "warning: The alarm photos-latency in eu-west-1 has the settings of the stack and is in the state ALARM: 1 datapoint was greater. | Run mrap status photos to see the replication.",
  );
});

test("an alarm that is missing, or in another Region", () => {
  const missing = (elsewhere: string[]) => line(missingOutcome({ ...about, shown: "photos", elsewhere }));
  expect(missing([])).toBe(
    `error: The alarm photos-latency does not exist in eu-west-1. | ${AGAIN} creates it in eu-west-1.`,
  );
  expect(missing(["us-east-1"])).toBe(
    `error: The alarm photos-latency is in us-east-1, not in eu-west-1. An alarm sees the metrics of its own Region only. | ${AGAIN} creates it in eu-west-1. Delete the alarm in us-east-1.`,
  );
});

test("a query without data is not known", () => {
  expect(line(dataOutcome({ ...about, values: 3 }))).toBe(
    "ok: The query of the alarm photos-latency in eu-west-1 returns data.",
  );
  expect(line(dataOutcome({ ...about, values: 0 }))).toBe(
    "not known: The query of the alarm photos-latency in eu-west-1 returned no data for the last 3 hours. | After a first deploy, wait 15 minutes and run the command again. If there is still no data, check the metrics of the replication rules.",
  );
});
