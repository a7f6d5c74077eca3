import { READ_KEY_ACTIONS, throughS3, WRITE_KEY_ACTIONS } from "../../constructs/encryption-key";
import type { Environment } from "../../environment/load";
import { textOf, type ExpectedStack } from "./expected";
import type { PolicyStatement } from "./policy-document";

/** A use of a key by a principal. */
export interface KeyUse {
  /** The ARN of the key, or a reference to a key that the stack creates. */
  readonly key: string;
  /** The Region of the key and of its bucket. */
  readonly region: string;
  /** The ARN of a role, a user or an account, or an AWS service such as `cloudfront.amazonaws.com`. */
  readonly principal: string;
  readonly actions: readonly string[];
  /** The condition keys of the requests, with their values. */
  readonly context: Readonly<Record<string, string>>;
  /** One sentence: what does not work without it. */
  readonly effect: string;
}

/** The uses of keys by the replication roles, as the policies of the roles allow them. */
export function replicationKeyUses(expected: ExpectedStack): KeyUse[] {
  const configurations = expected.resources("aws_s3_bucket_replication_configuration");
  return expected.resources("aws_iam_role_policy").flatMap(({ body }) => {
    const configuration = configurations.find((one) =>
      textOf(one.body.role).endsWith(`/${textOf(body.role)}`),
    );
    if (configuration === undefined) return [];
    return usesIn(textOf(body.policy)).map((use) => ({
      ...use,
      principal: textOf(configuration.body.role),
      effect:
        use.region === configuration.region
          ? `Objects in ${use.region} do not replicate.`
          : `Objects in ${configuration.region} do not replicate to ${use.region}.`,
    }));
  });
}

/** The uses of the key of a bucket by the readers, the writers and the distributions of the environment file. */
export function accessKeyUses(
  { access, regions, encryption }: Pick<Environment, "access" | "regions" | "encryption">,
  region: string,
  key: string,
): KeyUse[] {
  const bucketArn = `arn:aws:s3:::${regions[region]?.bucket ?? ""}`;
  const through = Object.fromEntries(
    throughS3(region, bucketArn).map(({ variable, values }) => [variable, values[0]!]),
  );
  const of = (principals: readonly string[], actions: readonly string[], effect: string): KeyUse[] =>
    principals
      .filter((one) => one !== "*")
      .map(principalArn)
      .map((principal) => ({ key, region, principal, actions, context: through, effect }));
  // With the type s3, the key only decrypts older objects.
  const writes = encryption?.type === "kms";
  return [
    ...of(access.readers, READ_KEY_ACTIONS, `Readers cannot read objects in ${region}.`),
    ...of(
      access.writers,
      writes ? WRITE_KEY_ACTIONS : READ_KEY_ACTIONS,
      `Writers cannot ${writes ? "read or write" : "read older"} objects in ${region}.`,
    ),
    ...access.cloudfront.map((distribution) => ({
      key,
      region,
      principal: "cloudfront.amazonaws.com",
      actions: READ_KEY_ACTIONS,
      context: { "aws:SourceArn": distribution, "aws:SourceAccount": distribution.split(":")[4] ?? "" },
      effect: `CloudFront cannot read objects in ${region}.`,
    })),
  ];
}

/** An account stands for its root user, as in the policy of a key. */
export const principalArn = (principal: string): string =>
  /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;

/** The statements of a policy of a role that allow keys. */
function usesIn(policy: string): Omit<KeyUse, "principal" | "effect">[] {
  const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement[] };
  return Statement.flatMap(({ Action = [], Resource = [], Condition = {} }) => {
    const actions = [Action].flat().map(String);
    if (!actions.every((one) => one.startsWith("kms:"))) return [];
    const context = Object.fromEntries(
      Object.values(Condition).flatMap((keys) =>
        Object.entries(keys as Record<string, string | string[]>).map(([key, values]) => [
          key,
          [values].flat()[0] ?? "",
        ]),
      ),
    );
    const region = /^s3\.([a-z0-9-]+)\./.exec(context["kms:ViaService"] ?? "")?.[1] ?? "";
    return [Resource]
      .flat()
      .flatMap((key) => (typeof key === "string" ? [{ key, region, actions, context }] : []));
  });
}
