import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { TerraformElement, TerraformStack } from "cdktf";
import { Construct, type Node } from "constructs";
import { AccessLogs } from "../constructs/access-logs";
import { MultiRegionAccessPoint } from "../constructs/access-point";
import { AccessPointPolicy } from "../constructs/access-point-policy";
import { RegionalBucket } from "../constructs/bucket";
import { MemberBucketPolicy } from "../constructs/bucket-policy";
import { DEFAULTS, defaultStateKey } from "../constructs/defaults";
import { RegionalProviders } from "../constructs/providers";
import { RemoteState, TrialState } from "../constructs/remote-state";
import { ReplicationMesh } from "../constructs/replication";
import { address, shortHash } from "./addresses";
import { Endpoints, type EndpointInRegion } from "./endpoints";
import { Failover, providerRegions } from "./failover";
import { literal, literals } from "./literal";
import { Monitoring } from "./monitoring";
import { EnvironmentOutputs } from "./outputs";
import type { EnvironmentProps } from "./props";

/**
 * The Terraform stack of one environment: a Multi-Region Access Point with its buckets, replication, policies, endpoints
 * and monitoring.
 *
 * Construct ids are a contract (see `address`). A test fails if one changes.
 */
export class MultiRegionAccessPointStack extends TerraformStack {
  readonly buckets: readonly RegionalBucket[];
  readonly accessPoint: MultiRegionAccessPoint;
  readonly mesh: ReplicationMesh;
  readonly endpoints: ReadonlyMap<string, EndpointInRegion>;
  /** The path of the construct that has a label, by class and label. Other constructs with that label get a hash. */
  private readonly labels: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: EnvironmentProps) {
    super(scope, id);
    const regions = Object.entries(props.regions);
    const protect = props.protect ?? DEFAULTS.protect;
    const access = props.access ?? {};
    const administrators = access.administrators?.map(literal);
    const organization = access.organization ?? undefined;
    const cloudFrontDistributions = access.cloudfront?.map(literal);
    const roles = {
      path: props.iam?.path,
      permissionsBoundary: props.iam?.permissionsBoundary
        ? literal(props.iam.permissionsBoundary)
        : undefined,
    };

    this.configureState(props);
    const providers = new RegionalProviders(this, "Providers", {
      regions: providerRegions(props),
      assumeRole: props.assumeRole ? literal(props.assumeRole) : undefined,
      tags: literals(props.tags),
    });
    const accountId = new DataAwsCallerIdentity(this, "current", {}).accountId;

    const buckets = new Construct(this, "Buckets");
    this.buckets = regions.map(
      ([region, { bucket }]) =>
        new RegionalBucket(buckets, region, {
          bucket,
          region,
          provider: providers.in(region),
          protect,
          ...props.lifecycle,
          requestMetrics: props.monitoring?.requestMetrics,
        }),
    );
    this.mesh = new ReplicationMesh(this, "Replication", {
      buckets: this.buckets,
      ...roles,
      roleNamePrefix: props.name,
      ...props.replication,
      prefixes: props.replication?.prefixes?.map(literal),
    });
    this.accessPoint = new MultiRegionAccessPoint(this, "AccessPoint", {
      name: props.name,
      buckets: this.buckets,
      protect,
    });
    this.endpoints = new Endpoints(this, "Endpoints", {
      environment: props,
      accessPoint: this.accessPoint,
      buckets: this.buckets,
      providers,
    }).byRegion;

    new AccessPointPolicy(this, "AccessPointPolicy", {
      accessPoint: this.accessPoint,
      readers: access.readers?.map(literal),
      writers: access.writers?.map(literal),
      organization,
      onlyFromEndpoints: access.onlyFromEndpoints
        ? [...this.endpoints.values()].map(({ endpointId }) => endpointId)
        : undefined,
      administrators,
      cloudFrontDistributions,
    });
    const policies = new Construct(this, "BucketPolicies");
    for (const bucket of this.buckets) {
      new MemberBucketPolicy(policies, bucket.region, {
        bucket,
        accessPoint: this.accessPoint,
        onlyThroughAccessPoint: access.onlyThroughAccessPoint,
        replicationRoleArns: this.mesh.roles.map(({ role }) => role.arn),
        administrators,
        organization,
        cloudFrontDistributions,
      });
    }
    this.sendAccessLogs(props);
    const failover = new Failover(this, "Failover", {
      environment: props,
      accessPoint: this.accessPoint,
      accountId,
      providers,
      roles,
    });
    const monitoring = new Monitoring(this, "Monitoring", {
      environment: props,
      buckets: this.buckets,
      mesh: this.mesh,
      accountId,
      routingChanges: failover.routingChanges,
    });
    new EnvironmentOutputs(this, "Outputs", {
      accessPoint: this.accessPoint,
      buckets: this.buckets,
      endpoints: this.endpoints,
      monitoring,
      failover,
      accountId,
    });
  }

  private sendAccessLogs({ name, accessLogs = {} }: EnvironmentProps): void {
    const scope = new Construct(this, "AccessLogs");
    for (const bucket of this.buckets) {
      const logBucket = accessLogs[bucket.region];
      if (logBucket) {
        new AccessLogs(scope, bucket.region, { bucket, logBucket, prefix: `${name}/${bucket.region}/` });
      }
    }
  }

  private configureState({ state, name }: EnvironmentProps): void {
    if (state === "local") {
      new TrialState(this, "State");
      return;
    }
    const { bucket, region, key = defaultStateKey(name), kmsKey } = state;
    // Not literal(key): Terraform evaluates no expressions in a backend.
    new RemoteState(this, "State", { bucket, region, key, kmsKey: kmsKey ?? undefined });
  }

  /** Replaces the hashed labels of CDKTF with readable ones. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    // Not instanceof: an app may load a second copy of the class, as CDK Terrain does.
    const isElement = TerraformElement.isTerraformElement(element);
    const node = isElement ? element.node : element;
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((construct) => construct.node.id);
    const label = address(path);
    const kind = isElement ? element.constructor.name : "";
    const owner = (this.labels[`${kind} ${label}`] ??= node.path);
    return owner === node.path ? label : `${label}_${shortHash(node.path)}`;
  }
}
