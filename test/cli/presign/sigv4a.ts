/**
 * Verifies a presigned URL as AWS does: with the public key that belongs to the credentials. It shares no code with the
 * signer. Source: IAM User Guide, "AWS Signature Version 4 for API requests", and the published key derivation.
 */
import {
  createECDH,
  createHash,
  createHmac,
  createPublicKey,
  verify,
  type ECDH,
  type KeyObject,
} from "node:crypto";

const ALGORITHM = "AWS4-ECDSA-P256-SHA256";
/** The order of the curve P-256, minus two. */
const ORDER_MINUS_TWO = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f");

export interface Verified {
  readonly valid: boolean;
  readonly canonicalRequest: string;
}

/** The key pair that SigV4A derives from an access key. */
export function keyPair(accessKeyId: string, secretAccessKey: string): ECDH {
  for (let counter = 1; counter < 255; counter++) {
    const input = Buffer.concat([
      Buffer.from([0, 0, 0, 1]),
      Buffer.from(ALGORITHM),
      Buffer.from([0]),
      Buffer.from(accessKeyId),
      Buffer.from([counter]),
      Buffer.from([0, 0, 1, 0]),
    ]);
    const digest = createHmac("sha256", `AWS4A${secretAccessKey}`).update(input).digest("hex");
    const candidate = BigInt(`0x${digest}`);
    if (candidate > ORDER_MINUS_TWO) continue;
    const pair = createECDH("prime256v1");
    pair.setPrivateKey((candidate + 1n).toString(16).padStart(64, "0"), "hex");
    return pair;
  }
  throw new Error("no key");
}

/** The coordinates of the public key, in hexadecimal. */
export function coordinates(pair: ECDH): readonly [x: string, y: string] {
  const point = pair.getPublicKey("hex", "uncompressed");
  return [point.slice(2, 66), point.slice(66)];
}

function publicKey(pair: ECDH): KeyObject {
  const [x, y] = coordinates(pair).map((one) => Buffer.from(one, "hex").toString("base64url"));
  return createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
}

/** Verifies a URL without following any library's idea of it: the text is taken apart as it is. */
export function verifyUrl(
  method: string,
  url: string,
  accessKeyId: string,
  secretAccessKey: string,
): Verified {
  const [, host = "", path = "", text = ""] = /^https:\/\/([^/]+)(\/[^?]*)\?(.*)$/.exec(url) ?? [];
  const parameters = text.split("&");
  const value = (name: string): string => {
    const found = parameters.find((one) => one.startsWith(`${name}=`));
    if (found === undefined) throw new Error(`${name} is missing`);
    return decodeURIComponent(found.slice(name.length + 1));
  };
  const query = parameters
    .filter((one) => !one.startsWith("X-Amz-Signature="))
    .sort()
    .join("&");
  const canonicalRequest = [method, path, query, `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
  const date = value("X-Amz-Date");
  const scope = `${date.slice(0, 8)}/s3/aws4_request`;
  const stringToSign = [
    value("X-Amz-Algorithm"),
    date,
    scope,
    createHash("sha256").update(canonicalRequest).digest("hex"),
  ].join("\n");
  const key = publicKey(keyPair(accessKeyId, secretAccessKey));
  const valid =
    value("X-Amz-Algorithm") === ALGORITHM &&
    value("X-Amz-Credential") === `${accessKeyId}/${scope}` &&
    value("X-Amz-SignedHeaders") === "host" &&
    verify("sha256", Buffer.from(stringToSign), key, Buffer.from(value("X-Amz-Signature"), "hex"));
  return { valid, canonicalRequest };
}
