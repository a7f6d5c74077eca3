import { details, explain } from "../adapters/aws/errors";
import type { Aws } from "../adapters/aws/aws";

/** The enabled lifecycle rules of a bucket, or why they are not known. */
export async function lifecycleRules(aws: Aws, region: string, bucket: string): Promise<string[] | string> {
  const { GetBucketLifecycleConfigurationCommand } = await import("@aws-sdk/client-s3");
  try {
    const s3 = await aws.s3(region);
    const command = new GetBucketLifecycleConfigurationCommand({ Bucket: bucket });
    const { Rules = [] } = await s3.send(command, { abortSignal: AbortSignal.timeout(20_000) });
    return Rules.filter(({ Status }) => Status === "Enabled").map(({ ID }) => ID ?? "a rule without an ID");
  } catch (error) {
    if (details(error).code === "NoSuchLifecycleConfiguration") return [];
    return explain(error, { action: "s3:GetLifecycleConfiguration", resource: bucket });
  }
}
