import { TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import type { MultiRegionAccessPoint } from "../constructs/access-point";
import type { RegionalBucket } from "../constructs/bucket";
import { RegionalProviders } from "../constructs/providers";
import type { ReplicationMesh } from "../constructs/replication";
import { address, shortHash } from "./addresses";
import { isEnding } from "./adoption";
import { endAdoption } from "./ending";
import type { EndpointInRegion } from "./endpoints";
import { compose } from "./environment-construct";
import { providerRegions } from "./failover";
import { literal, literals } from "./literal";
import type { EnvironmentProps } from "./props";
import { configureState } from "./state";

/**
 * The Terraform stack of one environment: a Multi-Region Access Point with its buckets, replication, policies, endpoints
 * and monitoring.
 *
 * Construct ids are a contract (see `address`). A test fails if one changes.
 *
 * @example
 * import { App } from "cdktf";
 * import { MultiRegionAccessPointStack } from "terraform-s3-multi-region-access-point";
 *
 * const app = new App();
 * new MultiRegionAccessPointStack(app, "photos", {
 *   name: "photos",
 *   regions: { "eu-west-1": { bucket: "example-photos-ireland" }, "us-east-1": { bucket: "example-photos-virginia" } },
 *   state: { bucket: "example-terraform-state", region: "eu-central-1" },
 * });
 * app.synth();
 */
export class MultiRegionAccessPointStack extends TerraformStack {
  readonly buckets: readonly RegionalBucket[];
  /** Undefined if the adoption of the buckets ends. */
  readonly accessPoint!: MultiRegionAccessPoint;
  /** The access point that clients still use while the Regions are changed. */
  readonly previousAccessPoint?: MultiRegionAccessPoint;
  /** Undefined if the adoption of the buckets ends. */
  readonly mesh!: ReplicationMesh;
  readonly endpoints: ReadonlyMap<string, EndpointInRegion>;
  /** The path of the construct that has a label, by class and label. Other constructs with that label get a hash. */
  private readonly labels: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: EnvironmentProps) {
    super(scope, id);
    configureState(this, props);
    const providers = new RegionalProviders(this, "Providers", {
      regions: [...providerRegions(props), ...(props.keepProviders ?? []), ...(props.formerlyAdopted ?? [])],
      assumeRole: props.assumeRole ? literal(props.assumeRole) : undefined,
      tags: literals(props.tags),
    });
    if (isEnding(props)) {
      endAdoption(this, props, providers);
      this.buckets = [];
      this.endpoints = new Map();
      return;
    }
    ({
      buckets: this.buckets,
      accessPoint: this.accessPoint,
      previousAccessPoint: this.previousAccessPoint,
      mesh: this.mesh,
      endpoints: this.endpoints,
    } = compose(this, props, providers));
  }

  /** Replaces the hashed labels of CDKTF with readable ones. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    // Not instanceof: an app may load a second copy of the class, as CDK Terrain does.
    const isElement = TerraformElement.isTerraformElement(element);
    const node = isElement ? element.node : element;
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((construct) => construct.node.id);
    const label = address(path);
    // A node without a resource stands for the address of a resource that is moved or removed.
    if (!isElement) return label;
    const kind = element.constructor.name;
    const owner = (this.labels[`${kind} ${label}`] ??= node.path);
    return owner === node.path ? label : `${label}_${shortHash(node.path)}`;
  }
}
