import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";

/**
 * The access points to which the policies of an environment's buckets delegate. A bucket policy names the ARN of its
 * access point, so any reachable bucket identifies it.
 */
export async function arnsInBucketPolicies(
  aws: Aws,
  environment: Pick<Environment, "regions">,
  abortSignal: AbortSignal,
): Promise<string[]> {
  const { GetBucketPolicyCommand } = await import("@aws-sdk/client-s3");
  const buckets = Object.entries(environment.regions);
  const found = buckets.map(async ([region, { bucket }]) => {
    const s3 = await aws.s3(region);
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }), { abortSignal });
    const arns = accessPointArns(Policy ?? "");
    if (arns.length === 0) throw new Error(`${bucket} names no access point`);
    return arns;
  });
  // The first policy with an ARN is enough, because all bucket policies name the same access point.
  return Promise.any(found).catch(() => []);
}

export function accessPointArns(policy: string): string[] {
  const arns = policy.match(/arn:aws[a-z-]*:s3::\d{12}:accesspoint\/[a-z0-9]+\.mrap/g) ?? [];
  return [...new Set(arns)];
}
