import { readRolePolicy } from "../../adapters/aws/roles";
import { notKnown, type Check, type CheckOutcome } from "../../checks/check";
import { existingKeyOutcome } from "../../checks/existing-key";
import { isUnresolved, textOf } from "../../checks/expected";
import { keyAccessOutcome, readKeyPolicies } from "../../checks/key-access";
import { accessKeyUses, replicationKeyUses, type KeyUse } from "../../checks/key-uses";
import type { VerifyContext } from "../context";
import { deployAgain } from "../repair";
import { keyCheckOf } from "./keys";

/** The keys of the checks of each bucket's KMS key, by Region. Empty without KMS keys. */
export function bucketKeyChecksByRegion({
  expected,
}: Pick<VerifyContext, "expected">): ReadonlyMap<string, readonly string[]> {
  const regions = new Set(replicationKeyUses(expected).map(({ region }) => region));
  if (regions.size === 0) return new Map();
  const encryptions = expected.resources("aws_s3_bucket_server_side_encryption_configuration");
  const aliases = expected.resources("aws_kms_alias").map((alias) => {
    const address = /\$\{([\w.]+)\.\w+\}/.exec(textOf(alias.body.target_key_id))?.[1] ?? "";
    return { alias, names: expected.learned(address, "arn") ?? `\${${address}.` };
  });
  return new Map(
    [...regions].map((region) => {
      const rule = JSON.stringify(encryptions.find((one) => one.region === region)?.body.rule ?? {});
      const created = aliases.find(({ alias, names }) => alias.region === region && rule.includes(names));
      const check = created ? keyCheckOf(created.alias) : `kms-key ${region}`;
      return [region, [check, `kms-key-policy ${region}`]];
    }),
  );
}

/** The key of each bucket by Region: its ARN, or a reference to a key that is not known. */
export function keysByRegion({
  expected,
  environment,
  members,
}: Pick<VerifyContext, "expected" | "environment" | "members">): ReadonlyMap<string, string> {
  const replication = replicationKeyUses(expected);
  return new Map(
    members.flatMap(({ region }): (readonly [string, string])[] => {
      const key =
        replication.find((one) => one.region === region)?.key ?? environment.encryption?.keys?.[region];
      return key === undefined ? [] : [[region, key]];
    }),
  );
}

/**
 * The keys of the buckets: the existing ones can be used, and the policies let the replication roles, the readers, the
 * writers and CloudFront use them.
 */
export function bucketKeyChecks(context: VerifyContext): Check[] {
  const { aws, expected, environment, identity, members } = context;
  const replication = replicationKeyUses(expected);
  const existing = environment.encryption?.keys ?? {};
  const keys = keysByRegion(context);
  const checks = bucketKeyChecksByRegion(context);
  return members.flatMap(({ region }): Check[] => {
    const uses = replication.filter((one) => one.region === region);
    const key = keys.get(region);
    if (key === undefined) return [];
    const named = existing[region];
    const [keyCheck] = checks.get(region) ?? [];
    return [
      ...(named === undefined
        ? []
        : [
            {
              id: "kms-key",
              subject: region,
              title: "Existing KMS key",
              required: true,
              ledger: ["kms-key-states"],
              call: { action: "kms:DescribeKey", resource: named },
              run: (signal: AbortSignal) => existingKeyOutcome({ aws, caller: identity, key: named }, signal),
            },
          ]),
      {
        id: "kms-key-policy",
        subject: region,
        title: "Access to the KMS key",
        required: true,
        ledger: [],
        call: { action: "kms:GetKeyPolicy", resource: key },
        ...(keyCheck !== undefined && { consequenceOf: [keyCheck] }),
        run: (signal) =>
          accessOutcome(context, key, [...uses, ...accessKeyUses(environment, region, key)], signal),
      },
    ];
  });
}

async function accessOutcome(
  { aws, account, shown, environment, expected }: VerifyContext,
  key: string,
  uses: readonly KeyUse[],
  signal: AbortSignal,
): Promise<CheckOutcome> {
  if (isUnresolved(key))
    return notKnown(
      "The key of the bucket is not known: neither its alias nor the bucket names it.",
      deployAgain(shown, "restores the alias"),
    );
  const { region } = uses[0]!;
  const policies = expected.resources("aws_iam_role_policy");
  const names = new Map(
    uses.flatMap(({ principal }) => {
      const policy = policies.find(({ body }) => principal.endsWith(`/${textOf(body.role)}`));
      return policy ? [[principal, policy.body] as const] : [];
    }),
  );
  const [found, ...documents] = await Promise.all([
    readKeyPolicies(aws, { region, key }, signal),
    ...[...names.values()].map((body) => readRolePolicy(aws, textOf(body.role), textOf(body.name), signal)),
  ]);
  const roles = new Map([...names.keys()].map((principal, index) => [principal, documents[index]]));
  const created = environment.encryption?.keys?.[region] === undefined;
  return keyAccessOutcome(
    uses,
    { key, account, ...found, roles },
    {
      key: (what) =>
        created
          ? deployAgain(shown, "restores the policy")
          : `Allow ${what} in the policy of the key ("Existing keys" in docs/encryption.md).`,
      role: deployAgain(shown, "restores the policy of the role"),
    },
  );
}
