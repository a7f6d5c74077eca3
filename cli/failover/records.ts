import { join } from "node:path";
import type { RunRecord } from "./record";
import { ExitStatus, UserError } from "../errors";
import type { Aws } from "../adapters/aws/aws";
import { explain } from "../adapters/aws/errors";
import { appendBounded } from "../adapters/bounded-files";
import { stateFolder } from "../adapters/known-access-points";

/** Where the records of runs are written: always to a file, and to a bucket if one is named. */
export interface RecordTarget {
  readonly file: string;
  readonly bucket?: { readonly name: string; readonly prefix: string };
}

/** Reads `--record`: a file, or s3://BUCKET/PREFIX. */
export function recordTarget(option: string | undefined): RecordTarget {
  const file = join(stateFolder(), "runs.jsonl");
  if (option === undefined) return { file };
  const s3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(option);
  if (s3) return { file, bucket: { name: s3[1]!, prefix: (s3[2] ?? "").replace(/\/*$/, s3[2] ? "/" : "") } };
  if (option.startsWith("s3:"))
    throw new UserError(
      `--record should be s3://BUCKET/PREFIX or a file, got '${option}'.`,
      ExitStatus.usage,
    );
  return { file: option };
}

/** Appends to the file. Returns what went wrong, which must not stop a failover. */
export async function appendRecord({ file }: RecordTarget, record: RunRecord): Promise<string | undefined> {
  try {
    await appendBounded(file, `${JSON.stringify(record)}\n`);
    return undefined;
  } catch (error) {
    return `The record could not be written to ${file}: ${(error as Error).message}`;
  }
}

/** Writes the record to the bucket, one object for each run. Returns what went wrong. */
export async function putRecord(
  aws: Aws,
  { bucket }: RecordTarget,
  record: RunRecord,
): Promise<string | undefined> {
  if (bucket === undefined) return undefined;
  const key = `${bucket.prefix}${record.accessPoint.name}/${record.run}.jsonl`;
  try {
    const { PutObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
    const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1";
    const { config } = await aws.s3(region);
    const s3 = new S3Client({
      region,
      requestHandler: config.requestHandler,
      credentials: config.credentials,
      maxAttempts: 2,
      followRegionRedirects: true,
    });
    const body = { Bucket: bucket.name, Key: key, Body: `${JSON.stringify(record)}\n` };
    await s3.send(new PutObjectCommand({ ...body, ContentType: "application/jsonl" }), {
      abortSignal: AbortSignal.timeout(10_000),
    });
    return undefined;
  } catch (error) {
    const call = { action: "s3:PutObject", resource: `arn:aws:s3:::${bucket.name}/${key}` };
    return `The record could not be written to s3://${bucket.name}/${key}: ${explain(error, call)}`;
  }
}
