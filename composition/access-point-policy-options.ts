import type { AccessPointPolicyProps } from "../constructs/access-point-policy";
import { literal } from "./literal";
import type { ComposedProps } from "./props";

/** The options of the access point policy of an environment. @param endpointIds the IDs of its VPC endpoints */
export function accessPointPolicyOptions(
  { access = {}, encryption }: Pick<ComposedProps, "access" | "encryption">,
  endpointIds: readonly string[],
): Omit<AccessPointPolicyProps, "accessPoint"> {
  return {
    readers: access.readers?.map(literal),
    writers: access.writers?.map(literal),
    organization: access.organization ?? undefined,
    onlyFromEndpoints: access.onlyFromEndpoints ? endpointIds : undefined,
    administrators: access.administrators?.map(literal),
    cloudFrontDistributions: access.cloudfront?.map(literal),
    bucketEncryption: encryption?.type,
  };
}
