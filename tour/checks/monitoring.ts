import { DescribeAlarmsCommand, GetDashboardCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { GetTopicAttributesCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { CONTROL_PLANE_REGION } from "../../constructs/limits";
import type { Estate } from "../clients";
import { eventually, expectEqual, expectTrue } from "../expect";

const ALARMS = ["replication-failed-operations", "replication-latency", "replication-pending-bytes"];

/** Step 7: each Region has its alarms and its topic, and the metrics are where the alarms look for them. */
export async function checkMonitoring(estate: Estate): Promise<string[]> {
  for (const region of estate.regions) {
    const { MetricAlarms = [] } = await estate
      .cloudwatch(region)
      .send(new DescribeAlarmsCommand({ AlarmNamePrefix: `${estate.name}-` }));
    expectEqual(
      `the alarms in ${region}`,
      MetricAlarms.map(({ AlarmName }) => AlarmName).sort(),
      ALARMS.map((alarm) => `${estate.name}-${region}-${alarm}`),
    );
    const { Topics = [] } = await estate.sns(region).send(new ListTopicsCommand({}));
    const topic = Topics.find(({ TopicArn }) => TopicArn?.endsWith(`:${estate.name}-alerts`))?.TopicArn;
    for (const { AlarmName, AlarmActions = [] } of MetricAlarms) {
      expectTrue(
        `whom the alarm ${AlarmName} tells`,
        AlarmActions.includes(topic ?? "?"),
        `${topic}`,
        AlarmActions,
      );
    }
    const { Attributes = {} } = await estate
      .sns(region)
      .send(new GetTopicAttributesCommand({ TopicArn: topic }));
    expectTrue(
      `the encryption of ${topic}`,
      Boolean(Attributes.KmsMasterKeyId),
      "a KMS key",
      Attributes.KmsMasterKeyId,
    );
  }
  for (const region of estate.regions) {
    // Published by the replication of the earlier steps: latency where objects arrive, failures where they leave.
    await metricsOf(estate, region, "ReplicationLatency", "DestinationBucket");
    await metricsOf(estate, region, "OperationsFailedReplication", "SourceBucket");
  }
  const facts = [
    `${ALARMS.length} alarms in each Region (${estate.regions.length * ALARMS.length} in all), each on an encrypted topic of its Region`,
    "replication metrics found in the Regions where the alarms read them",
  ];
  if (estate.environment.monitoring.dashboard) {
    const { DashboardBody } = await estate
      .cloudwatch(CONTROL_PLANE_REGION)
      .send(new GetDashboardCommand({ DashboardName: estate.name }));
    const { widgets } = JSON.parse(DashboardBody ?? "{}") as { widgets: unknown[] };
    facts.push(`dashboard ${estate.name} with ${widgets.length} widgets`);
  }
  return facts;
}

async function metricsOf(estate: Estate, region: string, metric: string, side: string): Promise<void> {
  await eventually(
    `whether ${metric} with ${side} ${estate.bucket(region)} is published in ${region}`,
    async () => {
      const { Metrics = [] } = await estate.cloudwatch(region).send(
        new ListMetricsCommand({
          Namespace: "AWS/S3",
          MetricName: metric,
          Dimensions: [{ Name: side, Value: estate.bucket(region) }],
        }),
      );
      return Metrics.length > 0;
    },
    true,
  );
}
