import type { LoadedEnvironment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import type { Identity } from "../live/identity";
import type { CheckOutcome } from "./check";
import { ExpectedStack, textOf } from "./expected";
import { keyAccessOutcome, readKeyPolicies } from "./key-access";
import { accessKeyUses, replicationKeyUses } from "./key-uses";

export interface KeyBeforeDeploy {
  readonly aws: Aws;
  readonly caller: Identity;
  /** The name of the stack. */
  readonly id: string;
  readonly environment: LoadedEnvironment["environment"];
  readonly region: string;
  /** The ARN of the key. */
  readonly key: string;
}

/**
 * Whether the policy of an existing key lets the principals of an environment use it, before the deploy creates the
 * replication roles. Ledger: kms-policy-principals
 */
export async function existingKeyAccessOutcome(
  { aws, caller, id, environment, region, key }: KeyBeforeDeploy,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  // The replication roles are in the account of the deploy.
  const account = environment.assumeRole?.split(":")[4] ?? caller.account;
  const expected = new ExpectedStack(id, environment, { account });
  const replication = replicationKeyUses(expected).filter((one) => one.key === key);
  const policies = expected.resources("aws_iam_role_policy");
  const policyOf = (role: string): string =>
    textOf(policies.find(({ body }) => role.endsWith(`/${textOf(body.role)}`))?.body.policy);
  const { policy, grants } = await readKeyPolicies(aws, { region, key }, signal);
  return keyAccessOutcome(
    [...replication, ...accessKeyUses(environment, region, key)],
    {
      key,
      account,
      policy,
      grants,
      // The deploy gives the roles the policies of the stack.
      roles: new Map(replication.map(({ principal }) => [principal, policyOf(principal)])),
    },
    {
      key: (what) =>
        `Allow ${what} in the policy of the key. Before the first deploy, name the account and limit it with aws:PrincipalArn, because KMS rejects a policy that names a role that does not exist ("Existing keys" in docs/encryption.md).`,
      role: "Remove the Deny statement from the policy of the role.",
    },
  );
}
