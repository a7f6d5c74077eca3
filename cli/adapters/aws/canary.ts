import { randomBytes } from "node:crypto";
import { contentMd5 } from "./content-md5";
import { hostOf } from "../../access-point/host";
import type { CanaryFinding } from "../../access-point/observations";
import type { Route } from "../../access-point/routing";
import type { Aws } from "./aws";
import { explain, kindOf } from "./errors";

/** Canaries are written below this prefix; access policies may name it. */
export const canaryPrefix = "mrap-canary/";

/** How long one request of a canary may take, in milliseconds. */
const requestTimeoutMs = 5000;

/**
 * Writes a small object through the access point, reads it back the same way, and looks for it in the buckets. The
 * buckets are listed: they may deny reads that bypass the access point. Its deletion is not waited for here. It leaves
 * a delete marker, which replicates; the lifecycle removes the old version.
 */
export async function runCanary(
  aws: Aws,
  accessPoint: { readonly alias: string; readonly arn: string },
  members: readonly Route[],
): Promise<CanaryFinding> {
  const key = `${canaryPrefix}${new Date().toISOString().replace(/[:.]/g, "-")}-${randomBytes(4).toString("hex")}`;
  const body = `A canary of mrap, written at ${new Date().toISOString()}; it may be deleted.\n`;
  const through = (method: "PUT" | "GET" | "DELETE", content?: string) =>
    aws.send(
      {
        method,
        service: "s3",
        region: "*",
        host: hostOf(accessPoint.alias),
        path: `/${key}`,
        ...(content !== undefined && {
          body: content,
          headers: { "content-type": "text/plain", "content-md5": contentMd5(content) },
        }),
      },
      { signal: AbortSignal.timeout(requestTimeoutMs) },
    );
  const resource = `${accessPoint.arn}/object/${key}`;
  let action = "s3:PutObject";
  let written = false;
  try {
    await through("PUT", body);
    written = true;
    // Before it has replicated, it is only where it was served.
    const where = servedBy(aws, key, members);
    action = "s3:GetObject";
    const reply = await through("GET");
    if (reply.body !== body) return { kind: "failed", why: "it does not read back as it was written" };
    return { kind: "served", ...(await where) };
  } catch (error) {
    const why = explain(error, { action, resource }).replace(/\.$/, "");
    return kindOf(error) === "denied" ? { kind: "not-allowed", why } : { kind: "failed", why };
  } finally {
    if (written) aws.afterwards(through("DELETE").catch(() => undefined));
  }
}

interface ServedBy {
  /** The Regions whose bucket had the object. */
  readonly by: readonly string[];
  /** Why it is not known which Region served it. */
  readonly unknown?: string;
  /** A bucket denies the listing or does not answer. */
  readonly blind?: true;
}

/** Why it is not known whether a bucket has the object. */
interface Unseen {
  readonly why: string;
  readonly lasts: boolean;
}

async function servedBy(aws: Aws, key: string, members: readonly Route[]): Promise<ServedBy> {
  const looks = await Promise.all(members.map((member) => look(aws, key, member)));
  const found = members.filter((_, index) => looks[index] === true);
  const unseen = looks.filter((one) => typeof one !== "boolean");
  const blind = unseen.some(({ lasts }) => lasts) && ({ blind: true } as const);
  const by = found.map(({ region }) => region);
  if (found.length === 1 && unseen.length === 0) return { by };
  if (found.length === 0) return unseen.length === 0 ? { by } : { by, unknown: unseen[0]!.why, ...blind };
  // More than one bucket has it, or one may have it unseen: its replication status tells the copies apart.
  const origins = await Promise.all(found.map((member) => isOrigin(aws, key, member)));
  const served = by.filter((_, index) => origins[index]);
  if (served.length === 1) return { by: served };
  return {
    by,
    unknown:
      by.length > 1
        ? "it had replicated before the buckets were listed"
        : (unseen[0]?.why ?? "no bucket tells"),
    ...blind,
  };
}

/** Whether a bucket has the object, or why that is not known. */
async function look(aws: Aws, key: string, { region, bucket }: Route): Promise<boolean | Unseen> {
  const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  try {
    const list = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: 1 });
    const answer = await s3.send(list, { abortSignal: AbortSignal.timeout(requestTimeoutMs) });
    return (answer.Versions ?? []).length > 0;
  } catch (error) {
    const call = { action: "s3:ListBucketVersions", resource: `arn:aws:s3:::${bucket}` };
    const lasts = ["denied", "unreachable"].includes(kindOf(error));
    return { why: explain(error, call).replace(/\.$/, ""), lasts };
  }
}

/** The object was written to this bucket, and not replicated to it; false too if the bucket does not tell. */
async function isOrigin(aws: Aws, key: string, { region, bucket }: Route): Promise<boolean> {
  const dotted = bucket.includes(".");
  try {
    const { headers } = await aws.send(
      {
        method: "HEAD",
        service: "s3",
        region,
        host: dotted ? `s3.${region}.amazonaws.com` : `${bucket}.s3.${region}.amazonaws.com`,
        path: dotted ? `/${bucket}/${key}` : `/${key}`,
      },
      { signal: AbortSignal.timeout(requestTimeoutMs) },
    );
    const status = headers["x-amz-replication-status"];
    return status !== undefined && status !== "REPLICA";
  } catch {
    return false;
  }
}
