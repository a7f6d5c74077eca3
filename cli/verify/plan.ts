import type { Check } from "../checks/check";
import { accessChecks } from "./checks/access";
import { accessPointChecks } from "./checks/access-point";
import { bucketChecks } from "./checks/buckets";
import { canaryChecks, replicationChecks } from "./checks/replication";
import { replicationRuleChecks } from "./checks/replication-rules";
import { routingChecks } from "./checks/routing";
import { componentChecks } from "./components";
import type { VerifyContext } from "./context";

/** All checks of an environment. The first one starts the canary objects, and the last ones wait for them. */
export function verifyChecks(context: VerifyContext): Check[] {
  return [
    ...canaryChecks(context),
    ...accessPointChecks(context),
    ...routingChecks(context),
    ...bucketChecks(context),
    ...replicationRuleChecks(context),
    ...accessChecks(context),
    ...componentChecks(context),
    ...replicationChecks(context),
  ];
}
