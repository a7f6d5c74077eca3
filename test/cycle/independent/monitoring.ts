import { DescribeAlarmsCommand, GetDashboardCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { GetTopicAttributesCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import { CONTROL_PLANE_REGION } from "../../../constructs/limits";
import type { DeployedEnvironment } from "../../../tour/clients";
import { eventually, expectEqual, expectTrue } from "../../../tour/expect";

const ALARMS = ["replication-failed-operations", "replication-latency", "replication-pending-bytes"];

/** Step 7: each Region has its alarms and its topic, and the metrics are in the Regions of the alarms. */
export async function checkMonitoring(environment: DeployedEnvironment): Promise<void> {
  for (const region of environment.regions) {
    const { MetricAlarms = [] } = await environment
      .cloudwatch(region)
      .send(new DescribeAlarmsCommand({ AlarmNamePrefix: `${environment.name}-` }));
    expectEqual(
      `the alarms in ${region}`,
      MetricAlarms.map(({ AlarmName }) => AlarmName).sort(),
      ALARMS.map((alarm) => `${environment.name}-${region}-${alarm}`),
    );
    const { Topics = [] } = await environment.sns(region).send(new ListTopicsCommand({}));
    const topic = Topics.find(({ TopicArn }) => TopicArn?.endsWith(`:${environment.name}-alerts`))?.TopicArn;
    for (const { AlarmName, AlarmActions = [] } of MetricAlarms) {
      expectTrue(
        `the actions of the alarm ${AlarmName}`,
        AlarmActions.includes(topic ?? "?"),
        `${topic}`,
        AlarmActions,
      );
    }
    const { Attributes = {} } = await environment
      .sns(region)
      .send(new GetTopicAttributesCommand({ TopicArn: topic }));
    expectTrue(
      `the encryption of ${topic}`,
      Boolean(Attributes.KmsMasterKeyId),
      "a KMS key",
      Attributes.KmsMasterKeyId,
    );
  }
  for (const region of environment.regions) {
    // The replication of step 3 published them: latency in the Region of the destination, failures in that of the source.
    await metricsOf(environment, region, "ReplicationLatency", "DestinationBucket");
    await metricsOf(environment, region, "OperationsFailedReplication", "SourceBucket");
  }
  if (environment.environment.monitoring.dashboard) {
    const { DashboardBody } = await environment
      .cloudwatch(CONTROL_PLANE_REGION)
      .send(new GetDashboardCommand({ DashboardName: environment.name }));
    const { widgets } = JSON.parse(DashboardBody ?? "{}") as { widgets: unknown[] };
    expectTrue("the widgets of the dashboard", widgets.length > 0, "some", widgets.length);
  }
}

async function metricsOf(
  environment: DeployedEnvironment,
  region: string,
  metric: string,
  side: string,
): Promise<void> {
  await eventually(
    `whether ${metric} with ${side} ${environment.bucket(region)} is published in ${region}`,
    async () => {
      const { Metrics = [] } = await environment.cloudwatch(region).send(
        new ListMetricsCommand({
          Namespace: "AWS/S3",
          MetricName: metric,
          Dimensions: [{ Name: side, Value: environment.bucket(region) }],
        }),
      );
      return Metrics.length > 0;
    },
    true,
  );
}
