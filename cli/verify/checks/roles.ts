import { readRole, readRolePolicy, type Role } from "../../adapters/aws/roles";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { isUnresolved, textOf, type ExpectedElement, type ExpectedStack } from "../../checks/expected";
import { comparePolicies } from "../../checks/policy-comparison";
import type { VerifyContext } from "../context";
import { unknownKeyOutcome } from "../created-keys";
import { deployAgain } from "../repair";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "expected">;

/** The purpose of a role, and what does not work without it. */
interface Use {
  readonly id: string;
  readonly subject?: string;
  readonly title: string;
  readonly ledger: readonly string[];
  readonly effect: string;
}

/** The roles of the stack exist, trust their service, and have the permissions that the stack gives them. */
export function roleChecks(context: Context): Check[] {
  const { aws, account, partition, shown, expected } = context;
  const policies = expected.resources("aws_iam_role_policy");
  return expected.resources("aws_iam_role").map((role) => {
    const name = textOf(role.body.name);
    const { id, subject, title, ledger, effect } = useOf(role, expected);
    const inline = policies.filter(({ body }) => body.role === name);
    return {
      id,
      ...(subject !== undefined && { subject }),
      title,
      required: true,
      ledger,
      call: { action: "iam:GetRole", resource: `arn:${partition}:iam::${account}:role/${name}` },
      async run(signal) {
        const [found, ...documents] = await Promise.all([
          readRole(aws, name, signal),
          ...inline.map(({ body }) => readRolePolicy(aws, name, textOf(body.name), signal)),
        ]);
        return roleOutcome({ name, effect, shown, role, found, inline, documents });
      },
    };
  });
}

interface RoleAnswers {
  readonly name: string;
  readonly effect: string;
  readonly shown: string;
  readonly role: ExpectedElement;
  readonly found: Role | undefined;
  readonly inline: readonly ExpectedElement[];
  readonly documents: ReadonlyArray<string | undefined>;
}

export function roleOutcome({
  name,
  effect,
  shown,
  role,
  found,
  inline,
  documents,
}: RoleAnswers): CheckOutcome {
  if (found === undefined)
    return error(`The role ${name} does not exist: ${effect}.`, deployAgain(shown, "creates it"));
  const trust = comparePolicies(textOf(role.body.assume_role_policy), found.trust);
  const restore = deployAgain(shown, "restores the policy");
  if (trust && !trust.onlyMore)
    return error(`The trust policy of the role ${name} ${trust.text}: ${effect}.`, restore);
  const boundary = textOf(role.body.permissions_boundary);
  if ((found.boundary ?? "") !== boundary)
    return error(
      `The role ${name} has ${found.boundary ? `the permissions boundary ${found.boundary}` : "no permissions boundary"}, not ${boundary || "none"}.`,
      deployAgain(shown, "restores it"),
    );
  for (const [index, { body }] of inline.entries()) {
    const policy = `The policy ${textOf(body.name)} of the role ${name}`;
    const wanted = textOf(body.policy);
    const unknown = unknownKeyOutcome(wanted, policy);
    if (unknown !== undefined) return unknown;
    if (isUnresolved(wanted))
      return notKnown(
        `${policy} cannot be compared without the access point.`,
        deployAgain(shown, "creates it"),
      );
    const difference = comparePolicies(wanted, documents[index]);
    if (difference === undefined) continue;
    if (!difference.onlyMore) return error(`${policy} ${difference.text}: ${effect}.`, restore);
    return warning(`${policy} ${difference.text}. It allows more than the stack gives it.`, restore);
  }
  if (trust) return warning(`The trust policy of the role ${name} ${trust.text}.`, restore);
  return ok(`The role ${name} has the trust policy and the permissions of the stack.`);
}

function useOf(role: ExpectedElement, expected: ExpectedStack): Use {
  const name = textOf(role.body.name);
  const named = (arn: unknown): boolean => typeof arn === "string" && arn.endsWith(`/${name}`);
  const replication = expected
    .resources("aws_s3_bucket_replication_configuration")
    .find(({ body }) => named(body.role));
  if (replication)
    return {
      id: "replication-role",
      subject: replication.region,
      title: "Replication role",
      ledger: ["policy-form"],
      effect: "S3 cannot replicate all changes from its bucket",
    };
  if (expected.resources("aws_cloudwatch_event_target").some(({ body }) => named(body.role_arn)))
    return {
      id: "forwarding-role",
      title: "Role that forwards routing changes",
      ledger: ["policy-form"],
      effect: "EventBridge cannot forward routing changes from other Regions",
    };
  if (expected.resources("aws_ssm_document").some(({ body }) => textOf(body.content).includes(`/${name}"`)))
    return {
      id: "runbook-role",
      title: "Role of the runbook",
      ledger: ["policy-form"],
      effect: "the runbook cannot change the routing",
    };
  return {
    id: "role",
    subject: name,
    title: "Role",
    ledger: ["policy-form"],
    effect: "the resources that use it do not work",
  };
}
