import { createHash } from "node:crypto";

/** The header Content-MD5, which S3 requires for uploads to a bucket with a default retention. Ledger: object-lock-checksum */
export function contentMd5(body: string | Uint8Array): string {
  return createHash("md5").update(body).digest("base64");
}
