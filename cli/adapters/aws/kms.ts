import type { Aws } from "./aws";
import { details } from "./errors";
import { jsonApi } from "./json-api";

/** A key as KMS describes it. */
export interface KeyMetadata {
  readonly Arn?: string;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly KeyState?: string;
  readonly KeyUsage?: string;
  readonly KeyManager?: string;
  readonly KeySpec?: string;
}

/** A key by its ARN, its ID or an alias. Undefined if there is no such key. */
export async function describeKey(
  aws: Aws,
  region: string,
  key: string,
  signal: AbortSignal,
): Promise<KeyMetadata | undefined> {
  try {
    const parameters = { KeyId: key };
    const { KeyMetadata } = await jsonApi<{ KeyMetadata?: KeyMetadata }>(
      aws,
      "kms",
      region,
      "DescribeKey",
      parameters,
      signal,
    );
    return KeyMetadata ?? {};
  } catch (problem) {
    if (details(problem).code === "NotFoundException") return undefined;
    throw problem;
  }
}

/** The policy of a key, as JSON. */
export async function readKeyPolicy(
  aws: Aws,
  region: string,
  key: string,
  signal: AbortSignal,
): Promise<string> {
  const parameters = { KeyId: key, PolicyName: "default" };
  const { Policy = "{}" } = await jsonApi<{ Policy?: string }>(
    aws,
    "kms",
    region,
    "GetKeyPolicy",
    parameters,
    signal,
  );
  return Policy;
}

/** Whether KMS rotates a key every year. */
export async function readKeyRotation(
  aws: Aws,
  region: string,
  key: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { KeyRotationEnabled = false } = await jsonApi<{ KeyRotationEnabled?: boolean }>(
    aws,
    "kms",
    region,
    "GetKeyRotationStatus",
    { KeyId: key },
    signal,
  );
  return KeyRotationEnabled;
}

/** A grant, which allows operations in addition to the policy of the key. */
export interface KeyGrant {
  readonly GranteePrincipal?: string;
  /** Such as `Decrypt`. */
  readonly Operations?: readonly string[];
  /** Limits the grant to some encryption contexts. */
  readonly Constraints?: object;
}

export async function readKeyGrants(
  aws: Aws,
  region: string,
  key: string,
  signal: AbortSignal,
): Promise<KeyGrant[]> {
  const found: KeyGrant[] = [];
  for (let marker: string | undefined = ""; marker !== undefined;) {
    const parameters = { KeyId: key, Limit: 100, ...(marker !== "" && { Marker: marker }) };
    const answer: { Grants?: KeyGrant[]; Truncated?: boolean; NextMarker?: string } = await jsonApi(
      aws,
      "kms",
      region,
      "ListGrants",
      parameters,
      signal,
    );
    found.push(...(answer.Grants ?? []));
    marker = answer.Truncated === true ? answer.NextMarker : undefined;
  }
  return found;
}
