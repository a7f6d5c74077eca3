import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { RegionalBucket } from "./bucket";
import { DEFAULTS } from "./defaults";
import { PropsError } from "./errors";

export interface ReplicationAlarmsProps {
  /** The bucket that objects are replicated to and from. */
  readonly bucket: RegionalBucket;
  /** The bucket's name as a literal: a Metrics Insights query is text, which CloudWatch does not resolve. */
  readonly bucketName: string;
  /** The alarms are called `PREFIX-REGION-…`. */
  readonly namePrefix: string;
  /** ARNs of topics in the bucket's Region: CloudWatch publishes to no other Region. */
  readonly topicArns: readonly string[];
  /** Seconds of latency toward this bucket. @default 900 */
  readonly latencySeconds?: number;
  /** Bytes pending toward this bucket. @default 1073741824 (1 GiB) */
  readonly pendingBytes?: number;
  /** Failed operations out of this bucket within five minutes. @default 1 */
  readonly failedOperations?: number;
}

/** Seconds. Long enough that a rule's metrics, one a minute, are all there. */
const PERIOD = 300;

/**
 * The replication alarms of one Region: three, whatever the number of Regions, because each asks for all rules at once
 * with a Metrics Insights query. One alarm for each rule and metric would be 816 at 17 Regions.
 *
 * S3 publishes latency and pending bytes in the destination's Region and failed operations in the source's: all three
 * are made in this bucket's Region, which is the destination of the first two and the source of the third.
 */
export class ReplicationAlarms extends Construct {
  readonly alarms: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: ReplicationAlarmsProps) {
    super(scope, id);
    if (props.bucketName.includes("'")) {
      throw new PropsError(this, `'bucketName' should be an S3 bucket's name, got '${props.bucketName}'`);
    }
    const { region } = props.bucket;
    this.alarms = [
      this.alarm("replication-latency", props, {
        description: `Replication to ${props.bucketName} (${region}) is slow, in seconds behind.`,
        query: rulesTo(props.bucketName, "MAX(ReplicationLatency)"),
        threshold: props.latencySeconds ?? DEFAULTS.monitoring.latencySeconds,
        comparison: "GreaterThanThreshold",
        // CloudWatch has no data while nothing replicates; AWS advises to keep the last state.
        missing: "ignore",
      }),
      this.alarm("replication-pending-bytes", props, {
        description: `Bytes wait for replication to ${props.bucketName} (${region}).`,
        query: rulesTo(props.bucketName, "MAX(BytesPendingReplication)"),
        threshold: props.pendingBytes ?? DEFAULTS.monitoring.pendingBytes,
        comparison: "GreaterThanThreshold",
        missing: "ignore",
      }),
      this.alarm("replication-failed-operations", props, {
        description: `Objects of ${props.bucketName} (${region}) could not be replicated; the queue of replication events names them.`,
        query: rulesFrom(props.bucketName, "SUM(OperationsFailedReplication)"),
        threshold: props.failedOperations ?? DEFAULTS.monitoring.failedOperations,
        comparison: "GreaterThanOrEqualToThreshold",
        // No data means that nothing failed.
        missing: "notBreaching",
      }),
    ];
  }

  private alarm(
    name: string,
    props: ReplicationAlarmsProps,
    spec: { description: string; query: string; threshold: number; comparison: string; missing: string },
  ): CloudwatchMetricAlarm {
    return new CloudwatchMetricAlarm(this, name, {
      provider: props.bucket.provider,
      alarmName: `${props.namePrefix}-${props.bucket.region}-${name}`,
      alarmDescription: spec.description,
      comparisonOperator: spec.comparison,
      threshold: spec.threshold,
      evaluationPeriods: 1,
      treatMissingData: spec.missing,
      metricQuery: [{ id: "rules", expression: spec.query, period: PERIOD, returnData: true, label: name }],
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
