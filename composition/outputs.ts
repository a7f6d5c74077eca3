import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { MultiRegionAccessPoint } from "../constructs/access-point";
import { ApplicationPolicy } from "../constructs/application-policy";
import type { RegionalBucket } from "../constructs/bucket";
import type { AccessPointEndpoint } from "../constructs/endpoint";
import { CONTROL_PLANE_REGION } from "../constructs/limits";
import type { Monitoring } from "./monitoring";

export interface EnvironmentOutputsParts {
  readonly accessPoint: MultiRegionAccessPoint;
  readonly buckets: readonly RegionalBucket[];
  readonly endpoints: ReadonlyMap<string, AccessPointEndpoint>;
  readonly monitoring: Monitoring;
}

/** What the users of an environment need to know of it. */
export class EnvironmentOutputs extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { accessPoint, buckets, endpoints, monitoring }: EnvironmentOutputsParts,
  ) {
    super(scope, id);
    const output = (name: string, description: string, value: unknown) =>
      new TerraformOutput(this, name, { description, value });

    output(
      "access_point_arn",
      "ARN of the Multi-Region Access Point: what clients name instead of a bucket.",
      accessPoint.arn,
    );
    output("access_point_alias", "Alias that AWS made for the access point.", accessPoint.alias);
    output("access_point_host_name", "Host name of the access point.", accessPoint.domainName);
    output(
      "access_point_status",
      "Status of the access point; READY when it can be used.",
      accessPoint.status,
    );
    output(
      "buckets",
      "Names of the member buckets by Region.",
      byRegion(buckets, ({ region, name }) => [region, name]),
    );
    output(
      "vpc_endpoint_ids",
      "Ids of the VPC endpoints by Region.",
      byRegion([...endpoints], ([region, { endpoint }]) => [region, endpoint.id]),
    );
    output(
      "alert_topic_arns",
      "ARNs of the topics that the alarms publish to, by Region.",
      byRegion([...monitoring.topics], ([region, topic]) => [region, topic.arn]),
    );
    output(
      "replication_event_queue_urls",
      "URLs of the queues that name the objects which failed to replicate or were late, by Region of the source.",
      byRegion([...monitoring.queues], ([region, { queue }]) => [region, queue.url]),
    );
    if (monitoring.dashboard) {
      const console = `https://${CONTROL_PLANE_REGION}.console.aws.amazon.com/cloudwatch/home`;
      output(
        "dashboard_url",
        "The CloudWatch dashboard.",
        `${console}?region=${CONTROL_PLANE_REGION}#dashboards/dashboard/${monitoring.dashboard.dashboard.dashboardName}`,
      );
    }
    output(
      "reader_policy",
      "Identity policy for an application that reads through the access point.",
      new ApplicationPolicy(this, "reader", { accessPoint, buckets }).json,
    );
    output(
      "writer_policy",
      "Identity policy for an application that reads and writes through the access point.",
      new ApplicationPolicy(this, "writer", { accessPoint, buckets, write: true }).json,
    );
  }
}

function byRegion<T>(things: readonly T[], entry: (thing: T) => [string, string]): Record<string, string> {
  return Object.fromEntries(things.map(entry));
}
