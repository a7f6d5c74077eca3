/**
 * The KMS keys of the objects. S3 accepts a key that it cannot use, and replication then fails without an error.
 *
 * Ledger: kms-key-region, kms-key-account
 */
import { asGroup, printed, valueAt } from "../data";
import { parseArn, type Arn } from "../rules/arn";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

export function encryptionMistakes(data: unknown): PlacedMistake[] {
  const keys = Object.entries(asGroup(valueAt(data, ["encryption", "keys"])) ?? {});
  const regions = regionsOf(data).map(([name]) => name);
  const members = keys.filter(([name]) => regions.includes(name));
  return [
    ...keys.flatMap(([name]) => (regions.includes(name) ? [] : [notAMember(name, regions)])),
    ...members.flatMap(([name, arn]) => otherRegion(name, keyArn(arn))),
    ...otherAccounts(data, members),
    ...missingKeys(data, keys, regions),
  ];
}

function notAMember(name: string, regions: readonly string[]): PlacedMistake {
  return {
    path: ["encryption", "keys", name],
    aboutKey: true,
    message: "is not a Region of this environment",
    got: printed(name),
    allowed: regions.map(printed).join(", "),
    fix: "remove it, or name a Region of this environment",
  };
}

/** The parts of the ARN of a key. Any other text is reported by the rule for one value. */
function keyArn(value: unknown): Arn | undefined {
  const arn = typeof value === "string" ? parseArn(value) : undefined;
  return arn?.service === "kms" && arn.resource.startsWith("key/") ? arn : undefined;
}

function otherRegion(name: string, arn: Arn | undefined): PlacedMistake[] {
  if (arn === undefined || arn.region === name) return [];
  return [
    {
      path: ["encryption", "keys", name],
      message: `is a key in ${printed(arn.region)}. S3 encrypts with a key in the Region of the bucket`,
      got: text(arn),
      allowed: `a key in ${printed(name)}`,
      fix: `name a key in ${printed(name)}, or remove it to create one`,
    },
  ];
}

/** The account of the buckets is known only if a role in it is assumed. Otherwise, the plan checks it. */
function otherAccounts(data: unknown, keys: readonly [string, unknown][]): PlacedMistake[] {
  const role = valueAt(data, ["assumeRole"]);
  const ofRole = typeof role === "string" ? parseArn(role)?.account : undefined;
  const known = keys.flatMap(([name, value]) => {
    const arn = keyArn(value);
    return arn ? [{ name, arn }] : [];
  });
  const account = ofRole ?? known[0]?.arn.account;
  const where =
    ofRole === undefined ? `the key of ${printed(known[0]?.name ?? "")}` : "the role in assumeRole";
  return known
    .filter(({ arn }) => arn.account !== account)
    .map(({ name, arn }) => ({
      path: ["encryption", "keys", name],
      message: `is in the account ${arn.account}, but ${where} is in ${account}. Keys and buckets share one account`,
      got: text(arn),
      allowed: `a key in the account ${account}`,
      fix: `name a key in the account ${account}`,
    }));
}

// S3 needs a key in every destination to replicate objects with SSE-KMS.
function missingKeys(
  data: unknown,
  keys: readonly [string, unknown][],
  regions: readonly string[],
): PlacedMistake[] {
  if (keys.length === 0 || valueAt(data, ["encryption", "type"]) === "kms") return [];
  const missing = regions.filter((region) => !keys.some(([name]) => name === region));
  if (missing.length === 0) return [];
  return [
    {
      path: ["encryption", "keys"],
      aboutKey: true,
      message: `has no key for ${missing.map(printed).join(", ")}. With the type s3, S3 replicates older objects only if every Region has its key`,
      got: `keys for ${keys.map(([name]) => printed(name)).join(", ")}`,
      allowed: "with the type s3, a key for every Region or none; with the type kms, any",
      fix: "write type: kms to create the missing keys, or add a key for every Region",
    },
  ];
}

function text({ partition, service, region, account, resource }: Arn): string {
  return ["arn", partition, service, region, account, resource].join(":");
}
