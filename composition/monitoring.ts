import { Construct } from "constructs";
import type { RegionalBucket } from "../constructs/bucket";
import { AccessPointDashboard } from "../constructs/dashboard";
import { DEFAULTS } from "../constructs/defaults";
import { EncryptedTopic } from "../constructs/encrypted-topic";
import type { ReplicationMesh } from "../constructs/replication";
import { ReplicationAlarms } from "../constructs/replication-alarms";
import { ReplicationEvents } from "../constructs/replication-events";
import type { RoutingChangeNotification } from "../constructs/routing-change-notification";
import { literal } from "./literal";
import type { ComposedProps } from "./props";

export interface MonitoringParts {
  readonly environment: ComposedProps;
  readonly buckets: readonly RegionalBucket[];
  readonly mesh: ReplicationMesh;
  readonly accountId: string;
  /** The dashboard marks routing changes if this is set. */
  readonly routingChanges?: RoutingChangeNotification;
}

/** A topic, the alarms and the queue of replication events in each Region, and one dashboard. */
export class Monitoring extends Construct {
  readonly topics = new Map<string, EncryptedTopic>();
  readonly queues = new Map<string, ReplicationEvents>();
  readonly dashboard?: AccessPointDashboard;

  constructor(
    scope: Construct,
    id: string,
    { environment, buckets, mesh, accountId, routingChanges }: MonitoringParts,
  ) {
    super(scope, id);
    const {
      notify = [],
      latencySeconds = DEFAULTS.monitoring.latencySeconds,
      pendingBytes = DEFAULTS.monitoring.pendingBytes,
      failedOperations,
      dashboard = DEFAULTS.monitoring.dashboard,
    } = environment.monitoring ?? {};
    const bucketName = (region: string) => environment.regions[region]?.bucket ?? region;

    const alarms = new Map<string, ReplicationAlarms>();
    for (const bucket of buckets) {
      const { region, provider } = bucket;
      const inRegion = new Construct(this, region);
      const topic = new EncryptedTopic(inRegion, "alerts", {
        publisher: "cloudwatch.amazonaws.com",
        provider,
        name: `${environment.name}-alerts`,
        accountId,
        emails: notify.filter((target) => !target.startsWith("arn:")).map(literal),
      });
      this.topics.set(region, topic);
      alarms.set(
        region,
        new ReplicationAlarms(inRegion, "Alarms", {
          bucket,
          bucketName: bucketName(region),
          namePrefix: environment.name,
          // CloudWatch publishes only to topics in the Region of the alarm.
          topicArns: [topic.arn, ...notify.filter((target) => target.startsWith(`arn:aws:sns:${region}:`))],
          latencySeconds,
          pendingBytes,
          failedOperations,
        }),
      );
      const events = new ReplicationEvents(inRegion, "replication-events", {
        bucket,
        accountId,
        queueName: `${environment.name}-replication-events`,
        timeControl: environment.replication?.timeControl,
      });
      this.queues.set(region, events);
    }
    if (!dashboard) return;
    this.dashboard = new AccessPointDashboard(this, "Dashboard", {
      dashboardName: environment.name,
      accessPoint: environment.name,
      routingRules: routingChanges?.regions.map((region) => ({ name: routingChanges.ruleName, region })),
      regions: buckets.map(({ region, requestMetrics }) => ({
        region,
        bucket: bucketName(region),
        routing: environment.regions[region]?.routing,
        requestMetrics,
        latencySeconds,
        pendingBytes,
        alarmArns: (alarms.get(region)?.alarms ?? []).map((alarm) => alarm.arn),
      })),
      rules: mesh.rules.map((rule) => ({
        source: bucketName(rule.source.region),
        destination: bucketName(rule.destination.region),
        id: rule.id,
      })),
    });
  }
}
