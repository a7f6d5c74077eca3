import type { Aws } from "../adapters/aws/aws";
import { defaultVpc, enabledRegions } from "../adapters/aws/ec2";
import { bucketOwner } from "../live/bucket-owner";
import { callerIdentity } from "../live/identity";

/** Whose a bucket name is. */
export type NameOwner = "free" | "ours" | "taken" | "unknown";

/** The account, as far as it is known. Each question may remain without an answer. */
export interface Account {
  /** The account ID, or why it is not known. */
  readonly id: { readonly value: string } | { readonly unknown: string };
  /** The enabled Regions. Undefined if they are not known. */
  readonly regions?: readonly string[];
  defaultVpc(region: string): Promise<string | undefined>;
  owner(bucket: string, region: string): Promise<NameOwner>;
}

/** How long one question may take, in milliseconds. */
const limitMs = 5000;

/** Asks AWS whose credentials these are, and which Regions are enabled. Changes nothing. */
export async function readAccount(aws: Aws, askIn: string): Promise<Account> {
  let value: string;
  try {
    value = (await callerIdentity(aws)).account;
  } catch (error) {
    return unknownAccount(error instanceof Error ? error.message : String(error));
  }
  const regions = await enabledRegions(aws, askIn, AbortSignal.timeout(limitMs)).catch(() => undefined);
  return {
    id: { value },
    ...(regions && { regions }),
    defaultVpc: (region) => defaultVpc(aws, region, AbortSignal.timeout(limitMs)).catch(() => undefined),
    owner: (bucket, region) =>
      bucketOwner(aws, value, bucket, region, AbortSignal.timeout(limitMs)).then(
        (found) => (found === "elsewhere" ? "taken" : found),
        () => "unknown",
      ),
  };
}

/** An account of which nothing is known. */
export function unknownAccount(why: string): Account {
  return {
    id: { unknown: why },
    defaultVpc: () => Promise.resolve(undefined),
    owner: () => Promise.resolve("unknown"),
  };
}
