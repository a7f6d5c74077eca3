import { endOf } from "../../../environment/adopted";
import type { Check } from "../../checks/check";
import type { Examination } from "../examination";
import { bucketKeyChecks } from "./bucket-keys";
import { bucketChecks } from "./buckets";
import { callerChecks } from "./caller";
import { nameChecks } from "./names";
import { networkChecks } from "./network";
import { permissionChecks } from "./permissions";
import { principalChecks } from "./principals";
import { quotaChecks } from "./quotas";
import { regionChecks } from "./regions";
import { stateBucketChecks } from "./state-bucket";
import { toolChecks } from "./tools";
import { topicChecks } from "./topics";
import { trailChecks } from "./trail";

/** Every check of an environment before its deploy, in the order in which they are shown. */
export function doctorChecks(examination: Examination): Check[] {
  const ending = endOf(examination.environment) !== undefined;
  return [
    ...toolChecks(examination.id),
    ...callerChecks(examination),
    ...regionChecks(examination),
    ...permissionChecks(examination),
    ...stateBucketChecks(examination),
    ...bucketChecks(examination),
    ...bucketKeyChecks(examination),
    // The stack has no network, principals, notifications and trails any more if its adoption ends.
    ...(ending ? [] : networkChecks(examination)),
    ...nameChecks(examination),
    ...(ending ? [] : [...principalChecks(examination), ...topicChecks(examination)]),
    ...quotaChecks(examination),
    ...(ending ? [] : trailChecks(examination)),
  ];
}
