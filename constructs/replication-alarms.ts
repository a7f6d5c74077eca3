import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { MemberBucket } from "./member-bucket";
import { DEFAULTS } from "./defaults";
import { PropsError } from "./errors";

export interface ReplicationAlarmsProps {
  /** The bucket whose replication is monitored, as a destination and as a source. */
  readonly bucket: MemberBucket;
  /** The bucket's name as a literal. It becomes part of the text of a Metrics Insights query. */
  readonly bucketName: string;
  /** Prefix of the alarm names: `PREFIX-REGION-…`. */
  readonly namePrefix: string;
  /** ARNs of topics in the bucket's Region. CloudWatch cannot publish to topics in other Regions. */
  readonly topicArns: readonly string[];
  /** Alarm threshold for the replication latency to this bucket, in seconds. @default 900 */
  readonly latencySeconds?: number;
  /** Alarm threshold for the bytes pending replication to this bucket. @default 1073741824 (1 GiB) */
  readonly pendingBytes?: number;
  /** Alarm threshold for failed replication operations of this bucket within five minutes. @default 1 */
  readonly failedOperations?: number;
}

/** S3 publishes one data point a minute. */
const PERIOD_SECONDS = 300;

/**
 * An alarm looks at the last 30 minutes. S3 delivers metrics on a best-effort basis, and the only delay that AWS mentions
 * is 15 minutes after RTC is turned on. A data point that arrives late would otherwise be outside of the period.
 * Ledger: metrics-delay
 */
const EVALUATION_PERIODS = 6;

/**
 * Three replication alarms for one Region. Each alarm uses a Metrics Insights query that covers all rules, so the number
 * of alarms does not grow with the number of rules. One alarm for each rule and metric would be 816 alarms for 17
 * Regions.
 *
 * S3 publishes latency and pending bytes in the Region of the destination bucket, and failed operations in the Region
 * of the source bucket. The alarms are in this bucket's Region: it is the destination for the first two alarms and the
 * source for the third.
 *
 * @example
 * new ReplicationAlarms(stack, "Alarms", {
 *   bucket: buckets[0]!,
 *   bucketName: "example-photos-eu-west-1",
 *   namePrefix: "photos",
 *   topicArns: ["arn:aws:sns:eu-west-1:123456789012:operators"],
 * });
 */
export class ReplicationAlarms extends Construct {
  readonly alarms: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: ReplicationAlarmsProps) {
    super(scope, id);
    if (props.bucketName.includes("'")) {
      throw new PropsError(
        this,
        `'bucketName' should be the name of an S3 bucket, got '${props.bucketName}'`,
      );
    }
    const { region } = props.bucket;
    this.alarms = [
      this.alarm("replication-latency", props, {
        description: `Replication latency to ${props.bucketName} (${region}) in seconds.`,
        query: rulesTo(props.bucketName, "MAX(ReplicationLatency)"),
        threshold: props.latencySeconds ?? DEFAULTS.monitoring.latencySeconds,
        comparison: "GreaterThanThreshold",
        datapointsToAlarm: 2,
        // AWS recommends keeping the last state if data is missing.
        missing: "ignore",
      }),
      this.alarm("replication-pending-bytes", props, {
        description: `Bytes pending replication to ${props.bucketName} (${region}).`,
        query: rulesTo(props.bucketName, "MAX(BytesPendingReplication)"),
        threshold: props.pendingBytes ?? DEFAULTS.monitoring.pendingBytes,
        comparison: "GreaterThanThreshold",
        datapointsToAlarm: 2,
        missing: "ignore",
      }),
      this.alarm("replication-failed-operations", props, {
        description: `Failed replication operations from ${props.bucketName} (${region}). The queue of replication events names the objects.`,
        query: rulesFrom(props.bucketName, "SUM(OperationsFailedReplication)"),
        threshold: props.failedOperations ?? DEFAULTS.monitoring.failedOperations,
        comparison: "GreaterThanOrEqualToThreshold",
        // One failed period is enough, because a failed operation is not retried.
        datapointsToAlarm: 1,
        // No data means that nothing failed.
        missing: "notBreaching",
      }),
    ];
  }

  private alarm(
    name: string,
    props: ReplicationAlarmsProps,
    spec: {
      description: string;
      query: string;
      threshold: number;
      comparison: string;
      datapointsToAlarm: number;
      missing: string;
    },
  ): CloudwatchMetricAlarm {
    return new CloudwatchMetricAlarm(this, name, {
      provider: props.bucket.provider,
      alarmName: `${props.namePrefix}-${props.bucket.region}-${name}`,
      alarmDescription: spec.description,
      comparisonOperator: spec.comparison,
      threshold: spec.threshold,
      evaluationPeriods: EVALUATION_PERIODS,
      datapointsToAlarm: spec.datapointsToAlarm,
      treatMissingData: spec.missing,
      metricQuery: [
        { id: "rules", expression: spec.query, period: PERIOD_SECONDS, returnData: true, label: name },
      ],
      alarmActions: [...props.topicArns],
      okActions: [...props.topicArns],
    });
  }
}

const SCHEMA = `SCHEMA("AWS/S3", DestinationBucket, RuleId, SourceBucket)`;

function rulesTo(bucket: string, metric: string): string {
  return `SELECT ${metric} FROM ${SCHEMA} WHERE DestinationBucket = '${bucket}'`;
}

function rulesFrom(bucket: string, metric: string): string {
  return `SELECT ${metric} FROM ${SCHEMA} WHERE SourceBucket = '${bucket}'`;
}
