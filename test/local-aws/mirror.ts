/** Two buckets that replicate to each other, and queries about them. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { LocalAws } from "../../local-aws";
import type { LedgerEntry } from "../../local-aws/control";
import { versionedBucket } from "../support/buckets";
import { replicate, until } from "./support";

export const HERE = "member-us";
export const THERE = "member-ap";

/** Creates both buckets with a replication that takes 20 ms. Returns a client for each. */
export async function mirror(aws: LocalAws): Promise<[here: S3Client, there: S3Client]> {
  await aws.control.reset();
  await aws.control.setReplication({ delaySeconds: 0.02 });
  const here = await versionedBucket(aws, "us-east-1", HERE);
  const there = await versionedBucket(aws, "ap-south-1", THERE);
  await replicate(here, HERE, THERE);
  await replicate(there, THERE, HERE);
  return [here, there];
}

/** Queries to the local AWS of a test. */
export function ledger(aws: () => LocalAws) {
  const entries = async (bucket: string, key: string): Promise<LedgerEntry[]> =>
    (await aws().control.ledger(bucket)).filter((entry) => entry.key === key);
  return {
    entries,
    settled: (): Promise<void> =>
      until("nothing is pending", async () => (await aws().control.pending()).length === 0),
    arrival: async (bucket: string, key: string): Promise<LedgerEntry> => {
      await until(`${key} is in ${bucket}`, async () => (await entries(bucket, key)).length > 0);
      return (await entries(bucket, key))[0] as LedgerEntry;
    },
  };
}
