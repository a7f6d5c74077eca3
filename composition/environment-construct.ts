import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { Construct } from "constructs";
import { AccessLogs } from "../constructs/access-logs";
import type { MultiRegionAccessPoint } from "../constructs/access-point";
import { AccessPointPolicy } from "../constructs/access-point-policy";
import { RegionalBucket } from "../constructs/bucket";
import { MemberBucketPolicy } from "../constructs/bucket-policy";
import { DEFAULTS } from "../constructs/defaults";
import type { RegionalProviders } from "../constructs/providers";
import { ReplicationMesh } from "../constructs/replication";
import { ExistingAccessPointPolicy } from "../constructs/existing-access-point-policy";
import { runAfter } from "../constructs/run-after";
import { accessPointPolicyOptions } from "./access-point-policy-options";
import { accessPointsIn, keepAccessPoints } from "./access-points";
import { existingIn } from "./adoption";
import { Encryption } from "./encryption";
import { Endpoints, type EndpointInRegion } from "./endpoints";
import { forgetFormer } from "./ending";
import { Failover, providerRegions } from "./failover";
import { sharedEnvironment } from "./generations";
import { literal } from "./literal";
import { Monitoring } from "./monitoring";
import { objectLockIn, writersSetRetention } from "./object-lock";
import { EnvironmentOutputs } from "./outputs";
import type { ComposedProps } from "./props";
import { Repair } from "./repair";
import { keepRetiredBuckets } from "./retired-buckets";

/** The constructs of an environment that other constructs refer to. */
export interface EnvironmentConstructs {
  readonly buckets: readonly RegionalBucket[];
  readonly accessPoint: MultiRegionAccessPoint;
  /** The access point that clients still use while the Regions are changed. */
  readonly previousAccessPoint?: MultiRegionAccessPoint;
  readonly mesh: ReplicationMesh;
  readonly endpoints: ReadonlyMap<string, EndpointInRegion>;
}

export interface MultiRegionAccessPointEnvironmentProps extends ComposedProps {
  /** Providers of all {@link MultiRegionAccessPointEnvironment.providerRegions}. Environments in one stack share them. */
  readonly providers: RegionalProviders;
}

/**
 * A whole environment inside another stack: a Multi-Region Access Point with its buckets, replication, policies,
 * endpoints and monitoring. The stack brings the backend and the providers, and allocates the logical ids.
 *
 * @example
 * import { App, TerraformStack } from "cdktf";
 * import { MultiRegionAccessPointEnvironment, RegionalProviders } from "terraform-s3-multi-region-access-point";
 *
 * const app = new App();
 * const stack = new TerraformStack(app, "storage");
 * const photos = {
 *   name: "photos",
 *   regions: { "eu-west-1": { bucket: "example-photos-ireland" }, "us-east-1": { bucket: "example-photos-virginia" } },
 * };
 * const regions = MultiRegionAccessPointEnvironment.providerRegions(photos);
 * const providers = new RegionalProviders(stack, "Providers", { regions });
 * new MultiRegionAccessPointEnvironment(stack, "Photos", { ...photos, providers });
 * app.synth();
 */
export class MultiRegionAccessPointEnvironment extends Construct implements EnvironmentConstructs {
  readonly buckets: readonly RegionalBucket[];
  readonly accessPoint: MultiRegionAccessPoint;
  /** The access point that clients still use while the Regions are changed. */
  readonly previousAccessPoint?: MultiRegionAccessPoint;
  readonly mesh: ReplicationMesh;
  readonly endpoints: ReadonlyMap<string, EndpointInRegion>;

  constructor(scope: Construct, id: string, props: MultiRegionAccessPointEnvironmentProps) {
    super(scope, id);
    ({
      buckets: this.buckets,
      accessPoint: this.accessPoint,
      previousAccessPoint: this.previousAccessPoint,
      mesh: this.mesh,
      endpoints: this.endpoints,
    } = compose(this, props, props.providers));
  }

  /** The Regions in which the environment needs a provider. */
  static providerRegions(props: ComposedProps): string[] {
    return providerRegions(props);
  }
}

/** Creates the constructs of an environment in a scope. Their ids are a contract (see `address`). */
export function compose(
  scope: Construct,
  props: ComposedProps,
  providers: RegionalProviders,
): EnvironmentConstructs {
  // All resources except the access points have the environment's first name, and serve all access points.
  const shared = sharedEnvironment(props);
  const regions = Object.entries(shared.regions);
  const protect = props.protect ?? DEFAULTS.protect;
  const access = props.access ?? {};
  const administrators = access.administrators?.map(literal);
  const organization = access.organization ?? undefined;
  const cloudFrontDistributions = access.cloudfront?.map(literal);
  const roles = {
    path: props.iam?.path,
    permissionsBoundary: props.iam?.permissionsBoundary ? literal(props.iam.permissionsBoundary) : undefined,
  };

  const accountId = new DataAwsCallerIdentity(scope, "current", {}).accountId;

  const { keys } = new Encryption(scope, "Encryption", { environment: shared, accountId, providers });
  const bucketScope = new Construct(scope, "Buckets");
  const buckets = regions.map(
    ([region, { bucket }]) =>
      new RegionalBucket(bucketScope, region, {
        bucket,
        region,
        provider: providers.in(region),
        protect,
        ...props.lifecycle,
        requestMetrics: props.monitoring?.requestMetrics,
        encryptionKey: keys.get(region),
        objectLock: objectLockIn(shared, region),
        existing: existingIn(props, region),
      }),
  );
  const mesh = new ReplicationMesh(scope, "Replication", {
    buckets,
    ...roles,
    roleNamePrefix: shared.name,
    ...props.replication,
    prefixes: props.replication?.prefixes?.map(literal),
  });
  const { accessPoint, previous, all } = accessPointsIn(scope, {
    environment: props,
    buckets,
    protect,
    accountId,
  });
  const endpoints = new Endpoints(scope, "Endpoints", {
    environment: shared,
    accessPoint,
    otherAccessPoints: previous ? [previous] : [],
    buckets,
    providers,
  }).byRegion;

  all.forEach(({ name, policyScope, policyId, accessPoint, existing }) => {
    if (existing) {
      const { account, policy } = existing;
      if (policy)
        new ExistingAccessPointPolicy(policyScope, policyId, { accessPoint, name, account, policy });
      return;
    }
    const endpointIds = [...endpoints.values()].map(({ endpointId }) => endpointId);
    new AccessPointPolicy(policyScope, policyId, {
      accessPoint,
      ...accessPointPolicyOptions(props, endpointIds),
      writersSetRetention: writersSetRetention(props),
    });
  });
  const policies = new Construct(scope, "BucketPolicies");
  for (const bucket of buckets) {
    const { policy } = new MemberBucketPolicy(policies, bucket.region, {
      bucket,
      accessPoint,
      otherAccessPoints: previous ? [previous] : [],
      onlyThroughAccessPoint: access.onlyThroughAccessPoint,
      replicationRoleArns: mesh.roles.map(({ role }) => role.arn),
      administrators,
      organization,
      cloudFrontDistributions,
      writersSetRetention: writersSetRetention(props),
    });
    // The policy allows uploads with SSE-KMS, which the replication rules must select first.
    if (keys.size > 0) runAfter(policy, mesh.configurations);
  }
  sendAccessLogs(scope, shared, buckets);
  const failover = new Failover(scope, "Failover", {
    environment: shared,
    accessPoints: all.map(({ name, accessPoint, buckets }) => ({ name, arn: accessPoint.arn, buckets })),
    accountId,
    providers,
    roles,
  });
  const monitoring = new Monitoring(scope, "Monitoring", {
    environment: shared,
    buckets,
    mesh,
    accountId,
    routingChanges: failover.routingChanges,
  });
  const repair = new Repair(scope, "Repair", { environment: shared, buckets, roles });
  new EnvironmentOutputs(scope, "Outputs", {
    accessPoint,
    previous,
    buckets,
    endpoints,
    monitoring,
    failover,
    repair,
    accountId,
    environment: props,
  });
  keepAccessPoints(scope, props);
  keepRetiredBuckets(scope, props, providers);
  forgetFormer(scope, props);
  return { buckets, accessPoint, previousAccessPoint: previous, mesh, endpoints };
}

function sendAccessLogs(
  parent: Construct,
  { name, accessLogs = {} }: ComposedProps,
  buckets: readonly RegionalBucket[],
): void {
  const scope = new Construct(parent, "AccessLogs");
  for (const bucket of buckets) {
    const logBucket = accessLogs[bucket.region];
    if (logBucket) {
      new AccessLogs(scope, bucket.region, { bucket, logBucket, prefix: `${name}/${bucket.region}/` });
    }
  }
}
