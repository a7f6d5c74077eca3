import { isIPv4 } from "node:net";
import { patternRule, type Mistake, type Rule } from "./rule";

// Amazon S3 user guide, "General purpose bucket naming rules", as of 2026-11.
const FORBIDDEN_STARTS = ["xn--", "sthree-", "amzn-s3-demo-"];
const FORBIDDEN_ENDS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

const BUCKET_ALLOWED = "3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends";
const BUCKET_ALLOWED_DOTS = BUCKET_ALLOWED.replace("digits and hyphens", "digits, hyphens and dots");

/** A member bucket. S3 itself allows dots, but its certificate does not cover such a host name. */
export const bucketRule: Rule = {
  allowed: BUCKET_ALLOWED,
  pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  check: (value) =>
    bucketMistake(value) ??
    (value.includes(".")
      ? {
          message: "has a dot in the bucket's name, and S3's TLS certificate does not cover such a host",
          fix: `write hyphens: "${value.replaceAll(".", "-")}"`,
        }
      : undefined),
};

/** The bucket of Terraform's state: it exists already, so a dot in its name has to be lived with. */
export const stateBucketRule: Rule = {
  allowed: BUCKET_ALLOWED_DOTS,
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  check: bucketMistake,
};

function bucketMistake(value: string): Mistake | undefined {
  if (value.length < 3 || value.length > 63) {
    return {
      message: `is not a bucket name: it has ${value.length} characters`,
      fix: value.length < 3 ? "write a longer name" : "write a shorter name",
    };
  }
  if (!/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(value)) {
    return { message: "is not a bucket name", fix: tidied(value, 63) };
  }
  if (value.includes("..")) {
    return { message: "is not a bucket name: it has two dots in a row", fix: "write a hyphen instead" };
  }
  if (isIPv4(value)) {
    return {
      message: "is not a bucket name: it has the form of an IP address",
      fix: "write a name with letters",
    };
  }
  const start = FORBIDDEN_STARTS.find((one) => value.startsWith(one));
  if (start !== undefined) {
    return { message: `starts with "${start}", which S3 keeps for itself`, fix: "take another beginning" };
  }
  const end = FORBIDDEN_ENDS.find((one) => value.endsWith(one));
  if (end !== undefined) {
    return { message: `ends with "${end}", which S3 keeps for itself`, fix: "take another ending" };
  }
  return undefined;
}

/** The name of a Multi-Region Access Point. */
export const accessPointNameRule: Rule = {
  allowed: "3 to 50 lower-case letters, digits and hyphens, with a letter or digit at both ends",
  pattern: /^[a-z0-9][-a-z0-9]{1,48}[a-z0-9]$/,
  check: (value) => {
    if (accessPointNameRule.pattern.test(value)) return undefined;
    const message = "is not a name that a Multi-Region Access Point can have";
    if (value.length > 50)
      return { message: `${message}: it has ${value.length} characters`, fix: "write a shorter name" };
    return { message, fix: tidied(value, 50) };
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

/** Where the state lies in its bucket. */
export const stateKeyRule: Rule = {
  allowed:
    'a path of at most 1024 bytes, such as "NAME/terraform.tfstate", without "/" at either end or "//"',
  // No line end or other control character: Terraform writes the key into its own files.
  pattern: /^(?!\/)(?!.*\/\/)[^\p{C}]*[^/\p{C}]$/u,
  check: (value) => {
    if (Buffer.byteLength(value) > 1024)
      return { message: "is longer than the 1024 bytes of an S3 key", fix: "shorten it" };
    if (stateKeyRule.pattern.test(value)) return undefined;
    const bare = value.replace(/^\/+|\/+$/g, "").replace(/\/{2,}/g, "/");
    const fix = stateKeyRule.pattern.test(bare)
      ? `did you mean "${bare}"?`
      : "leave out the key: the default is NAME/terraform.tfstate";
    return { message: "is not a key that Terraform takes for its state", fix };
  },
};

/** The beginning of the keys of the objects to replicate. */
export const prefixRule: Rule = {
  allowed: 'the beginning of an object\'s key, 1 to 1024 bytes, such as "invoices/"',
  pattern: /^[\s\S]+$/,
  check: (value) => {
    if (value === "") {
      return {
        message: "is empty, which is every object",
        fix: "leave out prefixes to replicate every object",
      };
    }
    if (/[*?]/.test(value)) {
      return {
        message: "has a wildcard, and S3 takes a prefix literally",
        fix: "write the beginning of the keys alone",
      };
    }
    return Buffer.byteLength(value) > 1024
      ? { message: "is longer than the 1024 bytes of an S3 key", fix: "shorten it" }
      : undefined;
  },
};

/** An AWS Organizations id. */
export const organizationRule = patternRule(
  /^o-[a-z0-9]{10,32}$/,
  "the id of an AWS organization",
  '"o-" and 10 to 32 lower-case letters and digits',
  'copy the "Organization ID" from the AWS Organizations console',
);

/** An AWS account. */
export const accountRule = patternRule(
  /^[0-9]{12}$/,
  "an AWS account id",
  "12 digits in quotes",
  'write the 12 digits without spaces or hyphens, in quotes: "210987654321"',
);
