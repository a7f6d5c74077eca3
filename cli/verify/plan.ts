import { endOf } from "../../environment/adopted";
import type { Check } from "../checks/check";
import { accessChecks } from "./checks/access";
import { accessPointChecks } from "./checks/access-point";
import { bucketChecks } from "./checks/buckets";
import { endingChecks } from "./checks/ending";
import { canaryChecks, replicationChecks } from "./checks/replication";
import { replicationRuleChecks } from "./checks/replication-rules";
import { routingChecks } from "./checks/routing";
import { componentChecks } from "./components";
import type { VerifyContext } from "./context";
import { ofBucket } from "./repair";

/** All checks of an environment. The first one starts the canary objects, and the last ones wait for them. */
export function verifyChecks(context: VerifyContext): Check[] {
  const end = endOf(context.environment);
  if (end !== undefined) return endingChecks(context, end);
  return [
    ...canaryChecks(context),
    ...accessPointChecks(context),
    ...routingChecks(context),
    ...[...bucketChecks(context), ...replicationRuleChecks(context), ...accessChecks(context)].map((check) =>
      inBucket(context, check),
    ),
    ...componentChecks(context),
    ...replicationChecks(context),
  ];
}

/** The subject of these checks is the Region of a bucket. */
function inBucket({ members, shown }: VerifyContext, check: Check): Check {
  const member = members.find(({ region }) => region === check.subject);
  return member === undefined ? check : ofBucket(check, member.bucket, shown);
}
