import { PutBucketReplicationCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  CreateMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointCommand,
  S3ControlClient,
} from "@aws-sdk/client-s3-control";
import type { LocalAws } from "../../local-aws";
import { accountId } from "../../local-aws/credentials";
import { replicationRule } from "../support/buckets";

/** Waits until a condition holds. The limit is for what hangs, not for what is slow on a busy machine. */
export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`timed out waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

export async function replicate(s3: S3Client, from: string, to: string, prefix = ""): Promise<void> {
  await s3.send(
    new PutBucketReplicationCommand({
      Bucket: from,
      ReplicationConfiguration: {
        Role: `arn:aws:iam::${accountId}:role/replication`,
        Rules: [replicationRule(`to-${to}`, 1, to, prefix)],
      },
    }),
  );
}

export interface AccessPoint {
  readonly name: string;
  readonly alias: string;
  readonly arn: string;
  readonly regions: { Bucket?: string; Region?: string; BucketAccountId?: string }[];
}

export async function accessPoint(aws: LocalAws, name: string, buckets: string[]): Promise<AccessPoint> {
  const control = new S3ControlClient(aws.clientConfig("us-west-2"));
  await control.send(
    new CreateMultiRegionAccessPointCommand({
      AccountId: accountId,
      ClientToken: `create-${name}`,
      Details: { Name: name, Regions: buckets.map((Bucket) => ({ Bucket })) },
    }),
  );
  const got = await control.send(new GetMultiRegionAccessPointCommand({ AccountId: accountId, Name: name }));
  const alias = got.AccessPoint?.Alias ?? "";
  const arn = `arn:aws:s3::${accountId}:accesspoint/${alias}`;
  return { name, alias, arn, regions: got.AccessPoint?.Regions ?? [] };
}

/** The name and the HTTP status of the error of a call. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode ?? ""}`.trim();
  }
  return "no error";
}
