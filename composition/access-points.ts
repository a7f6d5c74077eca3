import { S3ControlMultiRegionAccessPoint } from "@cdktf/provider-aws/lib/s3control-multi-region-access-point";
import { S3ControlMultiRegionAccessPointPolicy } from "@cdktf/provider-aws/lib/s3control-multi-region-access-point-policy";
import { Construct } from "constructs";
import { MultiRegionAccessPoint } from "../constructs/access-point";
import type { RegionalBucket } from "../constructs/bucket";
import type { ExistingAccessPoint } from "../constructs/existing-access-point";
import { existingAccessPoint } from "./adoption";
import { generationId, generationsOf } from "./generations";
import type { ComposedProps } from "./props";
import { addressBelow, addStateBlock } from "./state-blocks";

const ACCESS_POINT = "AccessPoint";
const POLICY = "AccessPointPolicy";

/** An access point, and where its policy belongs. */
export interface ComposedAccessPoint {
  readonly name: string;
  readonly accessPoint: MultiRegionAccessPoint;
  /** The access point as it was before its adoption. Terraform does not change its policy. */
  readonly existing?: ExistingAccessPoint;
  /** The names of its buckets, by Region. */
  readonly buckets: Readonly<Record<string, string>>;
  readonly policyScope: Construct;
  readonly policyId: string;
}

/** The access points of an environment. */
export interface AccessPoints {
  readonly accessPoint: MultiRegionAccessPoint;
  /** The access point that clients still use while the Regions are changed. */
  readonly previous?: MultiRegionAccessPoint;
  /** All of them, the new one first. */
  readonly all: readonly ComposedAccessPoint[];
}

export interface AccessPointsParts {
  readonly environment: ComposedProps;
  /** The buckets of all access points. */
  readonly buckets: readonly RegionalBucket[];
  readonly protect: boolean;
  /** The account in which Terraform runs. */
  readonly accountId: string;
}

/**
 * Creates the access points. The label of a single one is `this`. Of two, each has its own name as the label, so that
 * Terraform keeps both when the previous one is retired.
 */
export function accessPointsIn(
  scope: Construct,
  { environment, buckets, protect, accountId }: AccessPointsParts,
): AccessPoints {
  const existing = existingAccessPoint(scope, environment);
  const generations = generationsOf(environment);
  const single = generations.length === 1;
  const parent = single ? scope : new Construct(scope, ACCESS_POINT);
  const created = generations.map(({ name, regions }) => ({
    name,
    buckets: Object.fromEntries(Object.entries(regions).map(([region, { bucket }]) => [region, bucket])),
    accessPoint: new MultiRegionAccessPoint(parent, single ? ACCESS_POINT : generationId(name), {
      name,
      buckets: Object.keys(regions).map((region) => buckets.find((bucket) => bucket.region === region)!),
      protect,
      ...(existing && { existing, callerAccount: accountId }),
    }),
    ...(existing && { existing }),
  }));
  const [one, previous] = created.map(({ accessPoint }) => accessPoint);
  let policies: Construct | undefined;
  const all = created.map((each) => ({
    ...each,
    // The scope of the policies is created with the first policy, after the endpoints that it refers to.
    get policyScope() {
      return single ? scope : (policies ??= new Construct(scope, POLICY));
    },
    policyId: single ? POLICY : generationId(each.name),
  }));
  return { accessPoint: one!, ...(previous && { previous }), all };
}

/**
 * Adds the `moved` blocks that keep an access point when its address changes: at the start of a change, at its end, and
 * if the change is given up. A block whose source is not in the state does nothing.
 */
export function keepAccessPoints(
  scope: Construct,
  { name, previous, hadGenerations }: Pick<ComposedProps, "name" | "previous" | "hadGenerations">,
): void {
  if (previous === undefined && !hadGenerations) return;
  for (const [kind, type] of [
    [ACCESS_POINT, S3ControlMultiRegionAccessPoint.tfResourceType],
    [POLICY, S3ControlMultiRegionAccessPointPolicy.tfResourceType],
  ] as const) {
    const single = addressBelow(scope, type, kind, "Resource");
    const labeled = addressBelow(scope, type, kind, generationId(previous?.name ?? name), "Resource");
    addStateBlock(scope, "moved", previous ? { from: single, to: labeled } : { from: labeled, to: single });
  }
}

/** Lets Terraform forget an adopted access point and its policy. Nothing in AWS changes. */
export function forgetAccessPoint(scope: Construct): void {
  for (const [kind, type] of [
    [POLICY, S3ControlMultiRegionAccessPointPolicy.tfResourceType],
    [ACCESS_POINT, S3ControlMultiRegionAccessPoint.tfResourceType],
  ] as const) {
    const from = addressBelow(scope, type, kind, "Resource");
    addStateBlock(scope, "removed", { from, lifecycle: { destroy: false } });
  }
}
