/** The statements that the policy of an environment's own access point has, and that of an adopted one lacks. */
import type { ExistingPolicy } from "../../constructs/existing-access-point";
import type { ExistingStatement } from "../../constructs/existing-bucket";
import type { Environment } from "../../environment/load";

export interface MissingStatements {
  readonly statements: readonly ExistingStatement[];
  readonly sids: readonly string[];
  /** The keys of the environment file that these statements implement. */
  readonly keys: readonly string[];
}

/** The keys of the file by the statement that implements them. The other statements are in every policy. */
const KEYS: Readonly<Record<string, string>> = {
  OnlyThisOrganization: "access.organization",
  OnlyFromVpcEndpoints: "access.onlyFromEndpoints",
  ReadersGetObjects: "access.readers",
  ReadersListObjects: "access.readers",
  WritersUseObjects: "access.writers",
  WritersListObjects: "access.writers",
  CloudFrontGetsObjects: "access.cloudfront",
};

/** Stands for the IDs of the VPC endpoints, which are not known before a deploy. */
const ENDPOINTS = ["ID of each VPC endpoint"];

/** @param arn the ARN of the access point @param policy its policy, if it has one */
export async function missingStatements(
  environment: Environment,
  arn: string,
  policy: ExistingPolicy | undefined,
): Promise<MissingStatements> {
  const [{ accessPointStatements }, { accessPointPolicyOptions }, { policyStatements }, { statementHash }] =
    await Promise.all([
      import("../../constructs/access-point-policy"),
      import("../../composition/access-point-policy-options"),
      import("../../constructs/policy-size"),
      import("../../constructs/statement-hash"),
    ]);
  const wanted = policyStatements(
    accessPointStatements({
      accessPoint: { arn, objectsArn: `${arn}/object/*` },
      ...accessPointPolicyOptions(environment, ENDPOINTS),
    }),
  );
  const has = new Set(policy?.Statement.map(statementHash));
  const sids = new Set(policy?.Statement.map(({ Sid }) => Sid));
  const statements = wanted.filter((one) =>
    one.Sid === "OnlyFromVpcEndpoints" ? !sids.has(one.Sid) : !has.has(statementHash(one)),
  );
  const names = statements.map(({ Sid = "" }) => Sid);
  return { statements, sids: names, keys: [...new Set(names.flatMap((sid) => KEYS[sid] ?? []))] };
}
