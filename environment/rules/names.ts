import { isIPv4 } from "node:net";
import { defaultStateKey } from "../../constructs/defaults";
import {
  ACCESS_POINT_NAME,
  ACCESS_POINT_NAME_LENGTH,
  ACCESS_POINT_NAME_RULE,
  BUCKET_NAME_LENGTH,
  OBJECT_KEY_BYTES,
} from "../../constructs/limits";
import { ACCOUNT } from "./arn";
import { patternRule, type Mistake, type Rule } from "./rule";

// Source: Amazon S3 User Guide, "General purpose bucket naming rules", as of 2026-11.
const RESERVED_BEGINNINGS = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDINGS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** The ending of bucket names in an account's regional namespace. The AWS provider cannot create such a bucket. */
export const REGIONAL_NAMESPACE_ENDING = "-an";

const { minimum, maximum } = BUCKET_NAME_LENGTH;
const BUCKET_ALLOWED = `${minimum} to ${maximum} lowercase letters, digits and hyphens, with a letter or digit at both ends`;
const BUCKET_ALLOWED_DOTS = BUCKET_ALLOWED.replace("digits and hyphens", "digits, hyphens and dots");

/**
 * A member bucket. S3 allows dots in the name, but its TLS certificate does not cover such a host name.
 *
 * Ledger: bucket-name
 */
export const bucketRule: Rule = {
  allowed: BUCKET_ALLOWED,
  pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  check: (value) =>
    bucketMistake(value) ??
    (value.includes(".")
      ? {
          message: "contains a dot. The TLS certificate of S3 does not cover bucket names with dots",
          fix: `replace the dots with hyphens: "${value.replaceAll(".", "-")}"`,
        }
      : undefined),
};

/** The bucket of the Terraform state. It exists already, so its name may contain dots. Ledger: bucket-name */
export const stateBucketRule: Rule = {
  allowed: BUCKET_ALLOWED_DOTS,
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  check: bucketMistake,
};

function bucketMistake(value: string): Mistake | undefined {
  const message = "is not a valid bucket name";
  if (value.length < minimum || value.length > maximum) {
    const characters = value.length === 1 ? "1 character" : `${value.length} characters`;
    return {
      message: `${message}: it has ${characters}`,
      fix: value.length < minimum ? "choose a longer name" : "shorten it",
    };
  }
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(value)) return { message, fix: tidied(value, maximum) };
  if (value.includes("..")) {
    return { message: `${message}: it has two dots in a row`, fix: "write a hyphen instead" };
  }
  if (isIPv4(value)) {
    return { message: `${message}: it has the form of an IP address`, fix: "choose a name with letters" };
  }
  const beginning = RESERVED_BEGINNINGS.find((one) => value.startsWith(one));
  if (beginning !== undefined) {
    return { message: `starts with "${beginning}", which S3 reserves`, fix: "choose another beginning" };
  }
  const ending = RESERVED_ENDINGS.find((one) => value.endsWith(one));
  if (ending !== undefined) {
    return { message: `ends with "${ending}", which S3 reserves`, fix: "choose another ending" };
  }
  return undefined;
}

/** The name of a Multi-Region Access Point. Ledger: mrap-name */
export const accessPointNameRule: Rule = {
  allowed: ACCESS_POINT_NAME_RULE,
  pattern: ACCESS_POINT_NAME,
  check: (value) => {
    if (ACCESS_POINT_NAME.test(value)) return undefined;
    const message = "is not a valid name for a Multi-Region Access Point";
    if (value.length > ACCESS_POINT_NAME_LENGTH)
      return { message: `${message}: it has ${value.length} characters`, fix: "shorten it" };
    if (/\$\{|\{\{|%\{|\$[A-Z_]+/.test(value))
      return {
        message: `${message}. Environment files contain no variables`,
        fix: "write the name itself. For several environments, write one file for each of them",
      };
    return { message, fix: tidied(value, ACCESS_POINT_NAME_LENGTH) };
  },
};

function tidied(value: string, longest: number): string {
  const tidy = value
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return tidy.length >= 3 && tidy.length <= longest ? `did you mean "${tidy}"?` : "write such a name";
}

/** Terraform locks the state with an object whose key has this ending. Source: Terraform, "Backend Type: s3", use_lockfile. */
const LOCK_ENDING = ".tflock";
const STATE_KEY_BYTES = OBJECT_KEY_BYTES - LOCK_ENDING.length;

/** The keys of other workspaces begin with this. Source: Terraform, "Backend Type: s3", workspace_key_prefix. */
const WORKSPACE_PREFIX = "env:/";

/** The key of the Terraform state in its bucket. Ledger: object-key, state-workspace */
export const stateKeyRule: Rule = {
  allowed: `a path of at most ${STATE_KEY_BYTES} bytes, such as "${defaultStateKey("NAME")}", without "/" at either end and without "//"`,
  // No control characters: Terraform writes the key into its own files.
  pattern: /^(?!\/)(?!env:\/)(?!.*\/\/)(?!.*\.tflock$)[^\p{C}]*[^/\p{C}]$/u,
  check: (value) => {
    if (Buffer.byteLength(value) > STATE_KEY_BYTES)
      return {
        message: `has ${Buffer.byteLength(value)} bytes. Terraform appends "${LOCK_ENDING}" for the lock, and an S3 key has at most ${OBJECT_KEY_BYTES} bytes`,
        fix: "shorten it",
      };
    if (stateKeyRule.pattern.test(value)) return undefined;
    const message = "is not a valid key for the Terraform state";
    if (value.endsWith(LOCK_ENDING))
      return {
        message: `${message}: Terraform uses "${LOCK_ENDING}" for locks`,
        fix: "choose another ending",
      };
    if (value.startsWith(WORKSPACE_PREFIX))
      return {
        message: `${message}: Terraform uses the prefix "${WORKSPACE_PREFIX}" for the states of workspaces`,
        fix: "choose another prefix",
      };
    const bare = value.replace(/^\/+|\/+$/g, "").replace(/\/{2,}/g, "/");
    const fix = stateKeyRule.pattern.test(bare)
      ? `did you mean "${bare}"?`
      : `remove the key: the default is ${defaultStateKey("NAME")}`;
    return { message, fix };
  },
};

/** A key prefix of the objects to replicate. Ledger: object-key */
export const prefixRule: Rule = {
  allowed: `a key prefix of 1 to ${OBJECT_KEY_BYTES} bytes, such as "invoices/"`,
  // Source: XML 1.0, "Characters". S3 receives the prefix in an XML document.
  pattern: /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u,
  check: (value) => {
    if (value === "") {
      return {
        message: "is empty, which matches every object",
        fix: "remove prefixes to replicate every object",
      };
    }
    if (/[*?]/.test(value)) {
      return {
        message: "contains a wildcard. S3 takes a prefix literally",
        fix: "write only the beginning of the keys",
      };
    }
    if (Buffer.byteLength(value) > OBJECT_KEY_BYTES) {
      return {
        message: `has ${Buffer.byteLength(value)} bytes, and an S3 key has at most ${OBJECT_KEY_BYTES}`,
        fix: "shorten it",
      };
    }
    return prefixRule.pattern.test(value)
      ? undefined
      : {
          message: "contains a character that XML cannot carry, and S3 receives prefixes in XML",
          fix: "end the prefix before this character",
        };
  },
};

/** The ID of an AWS organization. Ledger: organization-id */
export const organizationRule = patternRule(
  /^o-[a-z0-9]{10,32}$/,
  "the ID of an AWS organization",
  '"o-" and 10 to 32 lowercase letters and digits',
  'copy the "Organization ID" from the AWS Organizations console',
);

/** The ID of an AWS account. Ledger: account-id */
export const accountRule = patternRule(
  new RegExp(`^${ACCOUNT}$`),
  "an AWS account ID",
  "12 digits in quotes",
  'write the 12 digits without spaces or hyphens, in quotes: "210987654321"',
);
