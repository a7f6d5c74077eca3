import type { Check } from "../checks/check";
import { alarmChecks } from "./checks/alarms";
import { bucketKeyChecks } from "./checks/bucket-keys";
import { dashboardChecks } from "./checks/dashboard";
import { endpointDnsChecks } from "./checks/endpoint-dns";
import { endpointChecks } from "./checks/endpoints";
import { eventChecks } from "./checks/events";
import { keyPermissionChecks } from "./checks/key-permissions";
import { keyChecks } from "./checks/keys";
import { permissionChecks } from "./checks/permissions";
import { queueChecks } from "./checks/queues";
import { roleChecks } from "./checks/roles";
import { runbookChecks } from "./checks/runbook";
import { stateBucketChecks } from "./checks/state-bucket";
import { topicChecks } from "./checks/topics";
import { trailChecks } from "./checks/trail";
import type { VerifyContext } from "./context";

/** The checks of the resources around the access point and its buckets. */
export function componentChecks(context: VerifyContext): Check[] {
  return [
    ...roleChecks(context),
    ...permissionChecks(context),
    ...endpointChecks(context),
    ...endpointDnsChecks(context),
    ...keyChecks(context),
    ...bucketKeyChecks(context),
    ...keyPermissionChecks(context),
    ...topicChecks(context),
    ...alarmChecks(context),
    ...dashboardChecks(context),
    ...eventChecks(context),
    ...trailChecks(context),
    ...queueChecks(context),
    ...runbookChecks(context),
    ...stateBucketChecks(context),
  ];
}
