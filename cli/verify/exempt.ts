import { textOf, type ExpectedStack } from "../checks/expected";
import type { PolicyStatement } from "../checks/policy-document";
import { matchesWildcards } from "../text/wildcards";

/** The sid of the statement that denies requests that bypass the access point. */
const DENY_BYPASS = "OnlyThroughAccessPoint";

/**
 * Whether the bucket policies of the stack let a caller bypass the access point: its ARN is exempt from the Deny statement,
 * or there is no such statement.
 */
export function exempts(expected: ExpectedStack, callerArn: string): boolean {
  const principal = principalArn(callerArn);
  return expected.resources("aws_s3_bucket_policy").every(({ body }) => {
    const { Statement = [] } = JSON.parse(textOf(body.policy)) as { Statement?: PolicyStatement[] };
    const deny = Statement.find(({ Sid, Effect }) => Sid === DENY_BYPASS && Effect === "Deny");
    if (deny === undefined) return true;
    const exempt = (deny.Condition?.ArnNotLike as Record<string, string | string[]> | undefined)?.[
      "aws:PrincipalArn"
    ];
    return ([] as string[]).concat(exempt ?? []).some((pattern) => matches(pattern, principal));
  });
}

/**
 * aws:PrincipalArn of a caller. The ARN of a session does not contain the path of its role, so `*` stands for it.
 * Ledger: access-principal-arn
 */
export function principalArn(callerArn: string): string {
  const session = /^(arn:[^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn);
  return session ? `${session[1]}:iam::${session[2]}:role/${session[3]}` : callerArn;
}

/** Compares as ArnLike does. The path of a role is not compared. */
function matches(pattern: string, principal: string): boolean {
  const withoutPath = (arn: string): string => arn.replace(/:role\/.*\//, ":role/");
  return matchesWildcards(withoutPath(pattern), withoutPath(principal));
}
