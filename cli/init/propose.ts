import { BUCKET_NAME_LENGTH } from "../../constructs/limits";
import { OPT_IN_REGIONS } from "../../environment/rules/regions";
import type { Account } from "./account";

/** How many names are tried before the last one is proposed all the same. */
const ATTEMPTS = 5;

/** A bucket name that contains the account ID, so that it is rarely taken: NAME-ACCOUNT-SUFFIX. */
export function accountBucketName(name: string, account: string, suffix: string, attempt = 1): string {
  const ending = `-${account}-${suffix}${attempt === 1 ? "" : `-${attempt}`}`;
  const beginning = name.slice(0, BUCKET_NAME_LENGTH.maximum - ending.length).replace(/-+$/, "");
  return `${beginning}${ending}`;
}

/** A free name for a bucket, or a name that is not known to be taken. Undefined without an account ID. */
export async function proposeBucket(
  account: Account,
  name: string,
  suffix: string,
  region: string,
): Promise<string | undefined> {
  if ("unknown" in account.id) return undefined;
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    const bucket = accountBucketName(name, account.id.value, suffix, attempt);
    const owner = await account.owner(bucket, region);
    if (owner === "free" || owner === "unknown") return bucket;
  }
  return accountBucketName(name, account.id.value, suffix, ATTEMPTS);
}

/** The bucket for the state: one that this account has already is as good, because the key differs. */
export async function proposeStateBucket(
  account: Account,
  name: string,
  region: string,
): Promise<string | undefined> {
  if ("unknown" in account.id) return undefined;
  const first = accountBucketName(name, account.id.value, "terraform-state");
  return (await account.owner(first, region)) === "ours"
    ? first
    : proposeBucket(account, name, "terraform-state", region);
}

const PREFERRED = ["eu-central-1", "us-east-2", "eu-north-1", "us-west-2", "ap-southeast-1"];

/** A Region for the state that has no member bucket, so that the state survives the loss of a member's Region. */
export function proposeStateRegion(members: readonly string[], enabled?: readonly string[]): string {
  const usable = PREFERRED.filter((one) => enabled === undefined || enabled.includes(one));
  // A Region near the first member.
  const near = usable.find((one) => !members.includes(one) && one.slice(0, 2) === members[0]?.slice(0, 2));
  return (
    near ?? usable.find((one) => !members.includes(one)) ?? PREFERRED.find((one) => !members.includes(one))!
  );
}

/** Two Regions to start with: that of the profile, and one that is far from it. */
export function proposeRegions(current: string | undefined): readonly [string, string] {
  const first = current !== undefined && !OPT_IN_REGIONS.includes(current) ? current : "eu-west-1";
  return [first, first.startsWith("us-") ? "eu-west-1" : "us-east-1"];
}
