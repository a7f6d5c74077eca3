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
  const buckets = Object.entries(environment.regions);
  const found = buckets.map(async ([region, { bucket }]) => {
    const dotted = bucket.includes(".");
    // The SDK's client takes longer to load than this call takes.
    const { body } = await aws.send(
      {
        method: "GET",
        service: "s3",
        region,
        host: dotted ? `s3.${region}.amazonaws.com` : `${bucket}.s3.${region}.amazonaws.com`,
        path: dotted ? `/${bucket}` : "/",
        query: { policy: "" },
      },
      { signal: abortSignal },
    );
    const arns = accessPointArns(body);
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
