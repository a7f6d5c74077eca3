import {
  READ_BUCKET_ACTIONS,
  READ_OBJECT_ACTIONS,
  WRITE_BUCKET_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "../../../constructs/access-actions";
import { simulate, type Decision } from "../../adapters/aws/iam";
import { kindOf } from "../../adapters/aws/errors";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { keysFor, throughText, type AccessPointToCheck } from "../access-points";
import type { VerifyContext } from "../context";
import { ACCESS_POINT_CHECK } from "./access-point";

type Context = Pick<VerifyContext, "aws" | "account" | "environment" | "accessPoints" | "partition">;

/** The list of the environment file that names a principal. */
export type Part = "reader" | "writer";

/**
 * The policies of readers and writers let them use the access point, as IAM simulates them. A reader may not write.
 * In the account of the access point, S3 asks the policies of the principal. Ledger: access-identity, iam-simulation
 */
export function permissionChecks(context: Context): Check[] {
  const { readers, writers } = context.environment.access;
  const onlyReaders = readers.filter((one) => !writers.includes(one));
  return [
    ...onlyReaders.map((arn) => check(arn, "reader", context)),
    ...writers.map((arn) => check(arn, "writer", context)),
  ];
}

/** The outcome if IAM does not know the principal. Throws any other problem. */
export function missingPrincipal(problem: unknown, principal: string, part: Part): CheckOutcome {
  if (kindOf(problem) !== "missing") throw problem;
  return error(
    `${principal} is a ${part} in the environment file and does not exist.`,
    `Create it, or remove it from access.${part}s.`,
  );
}

function check(principal: string, part: Part, context: Context): Check {
  const { aws, account, accessPoints, partition } = context;
  return {
    id: "permissions",
    subject: principal,
    title: part === "reader" ? "Permissions of a reader" : "Permissions of a writer",
    required: false,
    ledger: ["iam-simulation"],
    call: { action: "iam:SimulatePrincipalPolicy", resource: principal },
    consequenceOf: keysFor(context, ACCESS_POINT_CHECK),
    async run(signal) {
      const missing = accessPoints.find(({ deployed }) => deployed === undefined);
      if (missing !== undefined)
        return notKnown(
          missing.generation === undefined
            ? "There is no access point."
            : `There is no access point ${missing.name}.`,
          "Deploy the environment, then run the command again.",
        );
      if (principal.split(":")[4] !== account) return otherAccount(principal);
      if (!/:(role|user)\//.test(principal)) return noEntity(principal);
      const through = async ({ deployed, members }: AccessPointToCheck): Promise<Decision[]> => {
        const { arn } = deployed!;
        const buckets = members.map(({ bucket }) => `arn:${partition}:s3:::${bucket}`);
        const ask = (actions: readonly string[], resources: string[]): Promise<Decision[]> =>
          simulate(aws, principal, actions, resources, { "s3:DataAccessPointArn": arn }, signal);
        const [objects, listing] = await Promise.all([
          ask(
            [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS],
            [`${arn}/object/*`, ...buckets.map((one) => `${one}/*`)],
          ),
          ask([...READ_BUCKET_ACTIONS, ...WRITE_BUCKET_ACTIONS], [arn, ...buckets]),
        ]);
        return [...objects, ...listing];
      };
      try {
        const decisions = await Promise.all(accessPoints.map(through));
        const outcomes = decisions.map((one, index) =>
          permissionsOutcome(principal, part, one, throughText({ accessPoints: [accessPoints[index]!] })),
        );
        return (
          outcomes.find(({ level }) => level !== "ok") ??
          permissionsOutcome(principal, part, decisions.flat(), throughText(context))
        );
      } catch (problem) {
        return missingPrincipal(problem, principal, part);
      }
    },
  };
}

function otherAccount(principal: string): CheckOutcome {
  return notKnown(
    `${principal} is in another account, whose policies IAM does not show here.`,
    "Run iam:SimulatePrincipalPolicy in that account.",
  );
}

function noEntity(principal: string): CheckOutcome {
  return notKnown(
    `${principal} is not a role or a user: IAM cannot simulate the policies of a whole account.`,
    "Name roles in the environment file.",
  );
}

/** The actions that change an object. Readers may have the other actions of writers, which list uploads. */
const CHANGES = /^s3:(Put|Delete|Abort)/;
const READS = new Set<string>([...READ_OBJECT_ACTIONS, ...READ_BUCKET_ACTIONS]);

export function permissionsOutcome(
  principal: string,
  part: Part,
  decisions: readonly Decision[],
  /** What the principal uses, in a sentence. */
  through = "the access point",
): CheckOutcome {
  const needed = (action: string): boolean => part === "writer" || READS.has(action);
  const lacking = decisions.filter(({ action, decision }) => needed(action) && decision !== "allowed");
  const actions = (of: readonly Decision[]): string =>
    [...new Set(of.map(({ action }) => action))].join(", ");
  const organization = lacking.filter(({ byOrganization }) => !byOrganization);
  if (organization.length > 0)
    return error(
      `A service control policy denies ${actions(organization)} to ${principal}.`,
      "Ask the administrators of your organization to allow these actions.",
    );
  // The policies of readers and writers also have statements about keys, whose condition keys no request to S3 has.
  const depends = [
    ...new Set(lacking.flatMap(({ missingKeys = [] }) => missingKeys).filter((key) => !/^kms:/i.test(key))),
  ];
  if (depends.length > 0)
    return notKnown(
      `Whether ${principal} may use ${through} depends on ${depends.join(", ")}, which only a request has: ${actions(lacking)} is not allowed without it.`,
      "Send a request as this principal.",
    );
  const denied = lacking.filter(({ decision }) => decision === "explicitDeny");
  if (denied.length > 0)
    return error(
      `A policy of ${principal} denies ${actions(denied)} through ${through}.`,
      "Remove the Deny statement from the policies or the permissions boundary.",
    );
  if (lacking.length > 0)
    return error(
      `The policies of ${principal} do not allow ${actions(lacking)} through ${through}.`,
      `Attach the policy of the output ${part}_policy (terraform output -raw ${part}_policy) to it.`,
    );
  const more = decisions.filter(
    ({ action, decision }) => !needed(action) && CHANGES.test(action) && decision === "allowed",
  );
  if (more.length > 0)
    return warning(
      `${principal} is a reader, and its policies also allow ${actions(more)} through ${through}.`,
      "Remove these actions from its policies, or list it in access.writers.",
    );
  return ok(
    part === "writer"
      ? `The policies of ${principal} allow reads and writes through ${through}.`
      : `The policies of ${principal} allow reads through ${through}, and no writes.`,
  );
}
