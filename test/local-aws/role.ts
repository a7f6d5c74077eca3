import { S3Client } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../local-aws";
import { rawCall } from "./raw";

/** A client with the credentials of an assumed role. */
export async function asRole(aws: LocalAws, region: string, arn: string): Promise<S3Client> {
  const body = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: arn,
    RoleSessionName: "test",
  });
  const { text } = await rawCall(aws, "sts", region, body.toString());
  const field = (name: string): string => new RegExp(`<${name}>([^<]+)<`).exec(text)?.[1] ?? "";
  const credentials = {
    accessKeyId: field("AccessKeyId"),
    secretAccessKey: field("SecretAccessKey"),
    sessionToken: field("SessionToken"),
  };
  return new S3Client({ ...aws.clientConfig(region), credentials });
}
