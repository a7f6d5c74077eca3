/**
 * The KMS keys that encrypt the objects. S3 calls KMS with the permissions of the caller, and with the ARN of the bucket as
 * the encryption context if the bucket has an S3 Bucket Key. A key of the stack has its own policy. An existing key has the
 * default policy of KMS, which lets the identity policies of the account decide.
 * Sources: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys", "Reducing the cost of SSE-KMS with
 * Amazon S3 Bucket Keys" and "Replicating encrypted objects"; AWS KMS Developer Guide, "Default key policy".
 */
import { callerOf, type Caller } from "./callers";
import { ACCOUNT, REGIONS } from "./environments";
import type { PlacedRequest } from "./paths";
import type { Check } from "./policy/authorize";
import { Context } from "./policy/request";
import type { Policy } from "./policy/statement";
import type { StackPolicies } from "./stack";
import { keysOf, type Case } from "./table";

const DEFAULT_POLICY: Policy = {
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

/** The calls that S3 makes for an action on an object. */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "s3:GetObject": ["kms:Decrypt"],
  "s3:GetObjectVersion": ["kms:Decrypt"],
  "s3:GetObjectVersionForReplication": ["kms:Decrypt"],
  "s3:PutObject": ["kms:GenerateDataKey"],
  "s3:ReplicateObject": ["kms:Encrypt", "kms:Decrypt"],
};

const policyOf = (policies: StackPolicies, region: string): Policy | undefined =>
  policies.all.get(`key ${region.replaceAll("-", "_")}`);

/** The checks of KMS for a request to an object that the key of its Region encrypts. None without KMS keys. */
export function keyChecks(policies: StackPolicies, caller: Caller, given: Case, region: string): Check[] {
  const { action, details } = given;
  const arn = policies.keys.get(region);
  const isNewObject = action === "s3:PutObject";
  if (arn === undefined || (isNewObject && policies.environment === "retired")) return [];
  const actions = [...(KEY_ACTIONS[action] ?? []), ...(details.includes("multipart") ? ["kms:Decrypt"] : [])];
  const bucket = `arn:aws:s3:::bucket-in-${region}`;
  const keys = {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": details.includes("no-s3-bucket-key")
      ? `${bucket}/photos/a.jpg`
      : bucket,
  };
  return actions.map((one) => check(caller, one, arn, policyOf(policies, region) ?? DEFAULT_POLICY, keys));
}

/**
 * The requests of a case to a key. `REGION` in the details is the Region of the key, and the replication role is that of the
 * same Region, or of another Region on a destination's key. `another` key is one that no bucket has. Undefined if the path does not lead to a key of the objects.
 */
export function keyRequests(policies: StackPolicies, given: Case): PlacedRequest[] | undefined {
  const path = /^(another )?(objects|destination) key( with the default policy)?$/.exec(given.path);
  if (path === null) return undefined;
  const [, another, kind, byDefault] = path;
  return REGIONS.flatMap((region) => {
    const policy = byDefault ? DEFAULT_POLICY : policyOf(policies, region);
    const arn = another ? `arn:aws:kms:${region}:${ACCOUNT}:key/other` : policies.keys.get(region);
    if (policy === undefined || arn === undefined) return [];
    const keys = keysOf(given.details, region);
    const from = kind === "destination" ? REGIONS.filter((other) => other !== region) : [region];
    return from.map((one) => ({
      place: one === region ? region : `${one} to ${region}`,
      checks: [check(callerOf(given.caller, policies, one), given.action, arn, policy, keys)],
    }));
  });
}

function check(
  { principal, identity, keys: ofCaller }: Caller,
  action: string,
  resource: string,
  policy: Policy,
  keys: Readonly<Record<string, string>>,
): Check {
  return {
    policies: { identity, resource: policy, resourceAccount: ACCOUNT, resourcePolicyDecides: true },
    request: { principal, action, resource, context: new Context({ ...ofCaller, ...keys }) },
  };
}
