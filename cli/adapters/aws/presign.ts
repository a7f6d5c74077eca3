import { SignatureV4a } from "@aws-sdk/signature-v4a";
import type { AwsCredentialIdentity, HttpRequest } from "@smithy/types";
import { NodeSha256 } from "./sha256";

const ALGORITHM = "AWS4-ECDSA-P256-SHA256";
const SIGNED_HEADERS = "host";

export interface PresignInput {
  readonly method: "GET" | "PUT";
  readonly host: string;
  /** Unencoded. */
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly date: Date;
}

/**
 * A URL that carries a SigV4A signature for all Regions in its query. The signer of the SDK only signs headers. It signs
 * the query too, so this function puts the parameters there, leaves only the host among the signed headers, and moves the
 * signature into the query. Ledger: data-sigv4a, data-presigned
 */
export async function presign(
  { method, host, key, expiresInSeconds, date }: PresignInput,
  credentials: AwsCredentialIdentity,
): Promise<string> {
  const longDate = date.toISOString().replace(/[:-]|\.\d{3}/g, "");
  const query: Record<string, string> = {
    "X-Amz-Algorithm": ALGORITHM,
    "X-Amz-Credential": `${credentials.accessKeyId}/${longDate.slice(0, 8)}/s3/aws4_request`,
    "X-Amz-Date": longDate,
    "X-Amz-Expires": String(expiresInSeconds),
    "X-Amz-Region-Set": "*",
    "X-Amz-SignedHeaders": SIGNED_HEADERS,
    ...(credentials.sessionToken && { "X-Amz-Security-Token": credentials.sessionToken }),
  };
  const path = `/${key.split("/").map(encode).join("/")}`;
  const signer = new SignatureV4a({
    credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
    region: "*",
    service: "s3",
    sha256: NodeSha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
  const request = {
    method,
    protocol: "https:",
    hostname: host,
    path,
    query,
    // The body of an upload is not known yet.
    headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
  };
  const unsignableHeaders = new Set(["x-amz-content-sha256", "x-amz-date", "x-amz-region-set"]);
  const signed = (await signer.sign(request, { signingDate: date, unsignableHeaders })) as HttpRequest;
  const authorization = signed.headers["authorization"] ?? "";
  const signature = new RegExp(`SignedHeaders=${SIGNED_HEADERS}, Signature=([0-9a-f]+)$`).exec(
    authorization,
  )?.[1];
  if (signature === undefined) throw new Error("the signer signed other headers than the host");
  const text = Object.entries({ ...query, "X-Amz-Signature": signature })
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  return `https://${host}${path}?${text}`;
}

/** Percent-encodes as SigV4A wants it: everything but letters, digits, hyphen, underscore, full stop and tilde. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
