import { Token } from "cdktf";
import { createHash } from "node:crypto";
import { BUCKET_NAME_LENGTH } from "./limits";

const ENDING = "-jobs";

/**
 * The name of the bucket with the manifests and reports of jobs, from the name of the member bucket: its name with
 * `-jobs`. A name that is too long for S3 is cut, and a hash keeps it unique. The CLI finds the bucket by this name.
 */
export function jobBucketName(member: string): string {
  const name = `${member}${ENDING}`;
  if (Token.isUnresolved(member) || name.length <= BUCKET_NAME_LENGTH.maximum) return name;
  const hash = createHash("sha256").update(member).digest("hex").slice(0, 8);
  const kept = member.slice(0, BUCKET_NAME_LENGTH.maximum - ENDING.length - hash.length - 1);
  return `${kept.replace(/[.-]+$/, "")}-${hash}${ENDING}`;
}

/** The name of the role of jobs, before it is fitted into IAM's limit. */
export function jobRoleName(environment: string): string {
  return `${environment}-batch-replication`;
}
