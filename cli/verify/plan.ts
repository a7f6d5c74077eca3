import type { Check } from "../checks/check";
import { accessChecks } from "./checks/access";
import { accessPointChecks } from "./checks/access-point";
import { bucketChecks } from "./checks/buckets";
import { replicationChecks } from "./checks/replication";
import { routingChecks } from "./checks/routing";
import type { VerifyContext } from "./context";

/** All checks of an environment. */
export function verifyChecks(context: VerifyContext): Check[] {
  return [
    ...accessPointChecks(context),
    ...routingChecks(context),
    ...bucketChecks(context),
    ...replicationChecks(context),
    ...accessChecks(context),
  ];
}
