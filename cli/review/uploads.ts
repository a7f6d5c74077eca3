import type { KmsKey } from "./kms-keys";
import { parseOperator, type PolicyCondition } from "./policy/conditions";
import type { Named, PolicyStatement } from "./policy/document";
import { globCovers } from "./policy/glob";
import { Part, named } from "./policy/part";

/** A way to ask for an encryption in an upload, by the two headers that policies see. */
export interface Upload {
  /** @default the header is absent */
  readonly algorithm?: string;
  /** The key of the bucket, or another one. @default the header is absent */
  readonly key?: "own" | "other";
}

export const WITH_S3_KEYS: Upload = { algorithm: "AES256" };
export const WITH_OWN_KEY: Upload = { algorithm: "aws:kms", key: "own" };
const UPLOADS: readonly Upload[] = [
  {},
  WITH_S3_KEYS,
  WITH_OWN_KEY,
  { algorithm: "aws:kms", key: "other" },
  { algorithm: "aws:kms" },
  { algorithm: "aws:kms:dsse", key: "own" },
  { algorithm: "aws:kms:dsse", key: "other" },
  { algorithm: "aws:kms:dsse" },
];

const HEADER = "s3:x-amz-server-side-encryption";
const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";
/** Stand for keys that no policy names. */
const OWN = "the key of the bucket";
const OTHER = "another key";

/** The uploads that statements deny to a principal, whatever else the request contains. */
export function deniedUploads(
  statements: readonly PolicyStatement[],
  { who, where }: { readonly who: Named; readonly where: Named },
  key: KmsKey | undefined,
): ReadonlySet<Upload> {
  const what: Named = { not: false, values: ["s3:PutObject"] };
  const denying = statements.filter(
    (each) =>
      each.effect === "Deny" &&
      new Part("Principal", named(each, "Principal")).covers(who) &&
      new Part("Action", named(each, "Action")).covers(what) &&
      new Part("Resource", named(each, "Resource")).covers(where),
  );
  return new Set(
    UPLOADS.filter((upload) =>
      denying.some(({ conditions }) => conditions.every((each) => holds(each, upload, key) === true)),
    ),
  );
}

/** Undefined for a condition about anything else. */
function holds(condition: PolicyCondition, upload: Upload, key: KmsKey | undefined): boolean | undefined {
  const id = condition.key.toLowerCase();
  if (id !== HEADER && id !== KEY_HEADER) return undefined;
  const asked = upload.key === "own" ? (key?.id ?? OWN) : upload.key && OTHER;
  const value = id === HEADER ? upload.algorithm : asked;
  const { name, negated, qualifier } = parseOperator(condition.operator);
  if (qualifier !== "") return undefined;
  if (name === "null") return condition.values.includes("true") === (value === undefined);
  if (!/^string(not)?(equals|like)(ignorecase)?$|^arn(not)?(equals|like)$/.test(name)) return undefined;
  if (value === undefined) return condition.ifExists || negated;
  const found = condition.values.some((each) =>
    /like$|^arn/.test(name) ? globCovers(each, value) : each === value,
  );
  return found !== negated;
}
