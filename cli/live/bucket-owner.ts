import type { Aws } from "../adapters/aws/aws";
import { details, kindOf } from "../adapters/aws/errors";

/** Whose a bucket name is: nobody's, this account's in that Region, a bucket in another Region, or none of these. */
export type NameOwner = "free" | "ours" | "elsewhere" | "taken";

/**
 * S3 answers HeadBucket with 404 for a free name, with 403 for a bucket of another owner than the expected one, and with 301
 * or 400 for a bucket in another Region. The answer has no body, so only its status tells. Ledger: bucket-name-owner
 * @throws if S3 gives no such answer
 */
export async function bucketOwner(
  aws: Aws,
  account: string,
  bucket: string,
  region: string,
  signal: AbortSignal,
): Promise<NameOwner> {
  const request = {
    method: "HEAD",
    service: "s3",
    region,
    host: `${bucket}.s3.${region}.amazonaws.com`,
    path: "/",
    headers: { "x-amz-expected-bucket-owner": account },
  } as const;
  try {
    await aws.send(request, { signal });
    return "ours";
  } catch (error) {
    const { status } = details(error);
    if (status === 404) return "free";
    if (status === 301) return "elsewhere";
    if (status === 403 || status === 400) {
      if (["credentials", "clock"].includes(kindOf(error))) throw error;
      return "taken";
    }
    throw error;
  }
}
