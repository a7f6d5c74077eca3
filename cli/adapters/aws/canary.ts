import { randomBytes } from "node:crypto";
import type { CanaryFinding } from "../../access-point/observations";
import type { Route } from "../../access-point/routing";
import type { Aws } from "./aws";
import { explain, kindOf } from "./errors";

/** Canaries are written below this prefix; access policies may name it. */
export const canaryPrefix = "mrap-canary/";

/**
 * Writes a small object through the access point, reads it back the same way, looks into which buckets it went,
 * and deletes it. The buckets are listed and not read: they may refuse whoever does not come through the access
 * point. The deletion leaves a delete marker, which replicates; the old version goes with the lifecycle.
 */
export async function runCanary(
  aws: Aws,
  accessPoint: { readonly alias: string; readonly arn: string },
  members: readonly Route[],
  limit = 5000,
): Promise<CanaryFinding> {
  const key = `${canaryPrefix}${new Date().toISOString().replace(/[:.]/g, "-")}-${randomBytes(4).toString("hex")}`;
  const body = `A canary of mrap, written at ${new Date().toISOString()}; it may be deleted.\n`;
  const signal = AbortSignal.timeout(limit);
  const through = (method: "PUT" | "GET" | "DELETE", content?: string) =>
    aws.send(
      {
        method,
        service: "s3",
        region: "*",
        host: `${accessPoint.alias}.accesspoint.s3-global.amazonaws.com`,
        path: `/${key}`,
        ...(content !== undefined && { body: content, headers: { "content-type": "text/plain" } }),
      },
      signal,
    );
  const resource = `${accessPoint.arn}/object/${key}`;
  let action = "s3:PutObject";
  let written = false;
  try {
    await through("PUT", body);
    written = true;
    // Before it has replicated, it is where it was served.
    const found = whereIs(aws, key, members, signal);
    action = "s3:GetObject";
    const reply = await through("GET");
    if (reply.body !== body) return { kind: "failed", why: "it reads back otherwise than it was written" };
    return { kind: "served", by: await found };
  } catch (error) {
    const why = explain(error, { action, resource }).replace(/\.$/, "");
    return kindOf(error) === "denied" ? { kind: "not-allowed", why } : { kind: "failed", why };
  } finally {
    // One that stays behind is small, and its prefix tells whose it is.
    if (written) await through("DELETE").catch(() => undefined);
  }
}

/** The Regions whose buckets hold the object; one that cannot be listed is left out. */
async function whereIs(
  aws: Aws,
  key: string,
  members: readonly Route[],
  abortSignal: AbortSignal,
): Promise<string[]> {
  const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
  const found = await Promise.all(
    members.map(async ({ region, bucket }) => {
      const s3 = await aws.s3(region);
      const limit = AbortSignal.any([abortSignal, AbortSignal.timeout(2000)]);
      const list = new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: 1 });
      const answer = await s3.send(list, { abortSignal: limit }).catch(() => undefined);
      return answer?.Versions?.length ? [region] : [];
    }),
  );
  return found.flat();
}
