import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { AwsCredentialIdentity, HttpRequest, Provider, RequestSigner } from "@smithy/types";
import { NodeSha256 } from "../../adapters/aws/sha256";

/** The implementation of SigV4A that signs. */
export type SignerKind = "native" | "JavaScript";

export interface Signers {
  readonly kind: SignerKind;
  /** `*` signs for every Region, with SigV4A. */
  for(region: string): RequestSigner;
}

/**
 * Loads the signers of the SDK. Uses the native signer for SigV4A if its binaries are installed, because it takes a seventh
 * of the time. Otherwise uses the JavaScript signer, which creates equally valid signatures. Credentials are requested for
 * each signature, so a run continues with new ones when they expire.
 */
export async function loadSigners(
  credentials: Provider<AwsCredentialIdentity>,
  wanted?: SignerKind,
): Promise<Signers> {
  const { SignatureV4 } = await import("@smithy/signature-v4");
  const native = wanted === "JavaScript" ? undefined : nativeSigner();
  if (wanted === "native" && native === undefined)
    throw new Error("the native signer is not installed. Run npm install @aws-sdk/signature-v4-crt aws-crt");
  const common = {
    credentials,
    service: "s3",
    sha256: NodeSha256,
    uriEscapePath: false,
    applyChecksum: true,
  };
  const { SignatureV4a } = await import("@aws-sdk/signature-v4a");
  const signers = new Map<string, RequestSigner>();
  const make = (region: string): RequestSigner => {
    if (region !== "*") return new SignatureV4({ ...common, region });
    if (native === undefined) return new SignatureV4a({ ...common, region });
    return swept(new native({ ...common, region, signingAlgorithm: asymmetric }));
  };
  return {
    kind: native ? "native" : "JavaScript",
    for(region) {
      const found = signers.get(region) ?? make(region);
      signers.set(region, found);
      return found;
    },
  };
}

/** AwsSigningAlgorithm.SigV4Asymmetric */
const asymmetric = 1;

/**
 * Runs a garbage collection every 10,000 signatures. Each native signature keeps one or two kilobytes that V8 does not
 * count until a collection, so it would rarely collect. This costs about 10 MiB and a pause of 20 ms, at 500/s every 20 s.
 */
function swept(signer: RequestSigner): RequestSigner {
  const every = 10_000;
  let count = 0;
  let collect: (() => void) | undefined;
  return {
    sign(request, options) {
      if (++count % every === 0) {
        setFlagsFromString("--expose-gc");
        collect ??= runInNewContext("gc") as () => void;
        setImmediate(collect);
      }
      return signer.sign(request, options);
    },
  };
}

type NativeSigner = new (options: object) => RequestSigner;

function nativeSigner(): NativeSigner | undefined {
  // The notice about Node versions is not for users of this program.
  process.env.AWS_CRT_NODEJS_SUPPRESS_NODE_DEPRECATION_WARNING ??= "true";
  try {
    const packages = createRequire(__filename);
    return (packages("@aws-sdk/signature-v4-crt") as { CrtSignerV4: NativeSigner }).CrtSignerV4;
  } catch {
    return undefined;
  }
}

/** Converts a request for the signers. */
export function toSign(request: {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Including the host. */
  readonly headers: Record<string, string>;
}): HttpRequest {
  const { method, host, path, query, headers } = request;
  return {
    method,
    protocol: "https:",
    hostname: host,
    path,
    query: query ?? {},
    headers,
  };
}
