import { MultiRegionAccessPoint } from "../../constructs/access-point";
import type { RegionalBucket } from "../../constructs/bucket";
import type { PlainStack } from "../support/synth";

export const TWO_REGIONS = ["eu-west-1", "us-east-1"];

/** The access point's ARN in a stack of {@link accessPoint}. */
export const ACCESS_POINT_ARN = "${aws_s3control_multi_region_access_point.mrap/Resource.arn}";

/** Principals of the tests. */
export const APP_ROLE = "arn:aws:iam::123456789012:role/app";
export const ADMIN_ROLE = "arn:aws:iam::123456789012:role/admin";

/** An access point named `my-mrap`, with a bucket in each Region of the stack. */
export function accessPoint(
  stack: PlainStack,
  { protect }: { protect?: boolean } = {},
): { buckets: RegionalBucket[]; accessPoint: MultiRegionAccessPoint } {
  const buckets = stack.buckets();
  return {
    buckets,
    accessPoint: new MultiRegionAccessPoint(stack, "mrap", { name: "my-mrap", buckets, protect }),
  };
}
