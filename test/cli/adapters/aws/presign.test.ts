import { createRequire } from "node:module";
import { presign } from "../../../../cli/adapters/aws/presign";
import { NodeSha256 } from "../../../../cli/adapters/aws/sha256";
import { coordinates, keyPair, verifyUrl } from "../../presign/sigv4a";

const accessKeyId = "AKIDEXAMPLE";
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const credentials = { accessKeyId, secretAccessKey };
const host = "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com";
const date = new Date("2026-11-26T03:04:05.678Z");
const input = { method: "GET", host, key: "hello.txt", expiresInSeconds: 604_800, date } as const;

// AWS's own implementation of SigV4A, in C. It is a dependency of the native signer.
process.env.AWS_CRT_NODEJS_SUPPRESS_NODE_DEPRECATION_WARNING ??= "true";
const packages = createRequire(__filename);

/** Whether AWS's own implementation accepts the signature of a URL. */
function acceptedByAws(method: string, url: string, sessionToken?: string): boolean {
  const { auth, http } = packages("aws-crt");
  const { canonicalRequest } = verifyUrl(method, url, accessKeyId, secretAccessKey);
  const { pathname, searchParams } = new URL(url);
  const request = new http.HttpRequest(method, pathname, new http.HttpHeaders([["host", host]]));
  const config = {
    algorithm: auth.AwsSigningAlgorithm.SigV4Asymmetric,
    signature_type: auth.AwsSignatureType.HttpRequestViaQueryParams,
    provider: auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
    region: "*",
    service: "s3",
    date: new Date(date.getTime() - date.getMilliseconds()),
    use_double_uri_encode: false,
    should_normalize_uri_path: false,
    signed_body_value: "UNSIGNED-PAYLOAD",
    signed_body_header: auth.AwsSignedBodyHeaderType.None,
    expiration_in_seconds: Number(searchParams.get("X-Amz-Expires")),
  };
  const [x, y] = coordinates(keyPair(accessKeyId, secretAccessKey));
  const signature = searchParams.get("X-Amz-Signature");
  return auth.aws_verify_sigv4a_signing(request, config, canonicalRequest, signature, x, y) as boolean;
}

test("the URL has the parameters of SigV4A in its query, and only the host is signed", async () => {
  const url = new URL(await presign(input, credentials));
  expect(url.origin).toBe(`https://${host}`);
  expect(url.pathname).toBe("/hello.txt");
  const { "X-Amz-Signature": signature, ...parameters } = Object.fromEntries(url.searchParams);
  expect(parameters).toEqual({
    "X-Amz-Algorithm": "AWS4-ECDSA-P256-SHA256",
    "X-Amz-Credential": "AKIDEXAMPLE/20261126/s3/aws4_request",
    "X-Amz-Date": "20261126T030405Z",
    "X-Amz-Expires": "604800",
    "X-Amz-Region-Set": "*",
    "X-Amz-SignedHeaders": "host",
  });
  expect(signature).toMatch(/^30[0-9a-f]+$/);
});

const keys = [
  "hello.txt",
  "a/b//c",
  "with space+plus&and=equals?question#hash",
  "it's (1) [2]*!~.-_%41",
  "Grüße/写真.jpg",
];

test.each(keys)(
  "the signature for the key %j is valid for AWS and for an independent verification",
  async (key) => {
    for (const method of ["GET", "PUT"] as const) {
      const url = await presign({ ...input, method, key }, credentials);
      expect(decodeURIComponent(new URL(url).pathname.slice(1))).toBe(key);
      expect(verifyUrl(method, url, accessKeyId, secretAccessKey).valid).toBe(true);
      expect(acceptedByAws(method, url)).toBe(true);
    }
  },
);

test("the token of temporary credentials is signed", async () => {
  const sessionToken = "IQoJb3JpZ2luX2VjE/example+token==";
  const url = await presign(input, { ...credentials, sessionToken });
  expect(new URL(url).searchParams.get("X-Amz-Security-Token")).toBe(sessionToken);
  expect(verifyUrl("GET", url, accessKeyId, secretAccessKey).valid).toBe(true);
  expect(acceptedByAws("GET", url, sessionToken)).toBe(true);
});

test("AWS's own implementation rejects a signature of another URL", async () => {
  const [url, other] = [
    await presign(input, credentials),
    await presign({ ...input, key: "a" }, credentials),
  ];
  const of = (one: string): string => /X-Amz-Signature=\w+/.exec(one)![0];
  expect(() => acceptedByAws("GET", url.replace(of(url), of(other)))).toThrow();
});

test.each([
  ["another method", (url: string) => ["PUT", url]],
  ["another key", (url: string) => ["GET", url.replace("hello", "other")]],
  ["another expiry", (url: string) => ["GET", url.replace("604800", "604801")]],
  ["another host", (url: string) => ["GET", url.replace("mfzwi23gnjvgw", "mfzwi23gnjvgx")]],
])("the signature is not valid for %s", async (_, change) => {
  const [method = "", url = ""] = change(await presign(input, credentials));
  expect(verifyUrl(method, url, accessKeyId, secretAccessKey).valid).toBe(false);
});

test("the independent verification accepts a URL that AWS's own signer made", async () => {
  const { CrtSignerV4 } = packages("@aws-sdk/signature-v4-crt");
  const signer = new CrtSignerV4({
    credentials,
    region: "*",
    service: "s3",
    sha256: NodeSha256,
    uriEscapePath: false,
    signingAlgorithm: 1,
  });
  const { query, path } = await signer.presign(
    {
      method: "GET",
      protocol: "https:",
      hostname: host,
      path: "/hello.txt",
      query: {},
      headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
    },
    { expiresIn: 600, signingDate: date },
  );
  const text = Object.entries(query as Record<string, string>)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll("*", "%2A")}`)
    .join("&");
  expect(verifyUrl("GET", `https://${host}${path}?${text}`, accessKeyId, secretAccessKey).valid).toBe(true);
});
