import type { Account, NameOwner } from "../../../cli/init/account";

/** An account in which the buckets have these owners. Every other name is free. */
export function accountWith(
  owners: Readonly<Record<string, NameOwner>> = {},
  more: Partial<Account> = {},
): Account {
  return {
    id: { value: "210987654321" },
    regions: ["eu-west-1", "us-east-1", "eu-central-1", "us-west-2"],
    defaultVpc: (region) => Promise.resolve(region === "eu-west-1" ? "vpc-0123456789abcdef0" : undefined),
    owner: (bucket) => Promise.resolve(owners[bucket] ?? "free"),
    ...more,
  };
}
