import type { Family } from "../finding";
import { accessPoint, forgotten } from "./access-point";
import { alarms } from "./alarms";
import { attachments } from "./attachments";
import { buckets, versioning } from "./buckets";
import { dataStores } from "./data-stores";
import { driftOf } from "./drifted";
import { encryption } from "./encryption";
import { acls, publicAccess } from "./exposure";
import { keys } from "./keys";
import { lifecycle } from "./lifecycle";
import { losses } from "./losses";
import { network } from "./network";
import { objectLock } from "./object-lock";
import { policies } from "./policies";
import { protection } from "./protection";
import { regionChange } from "./region-change";
import { replication } from "./replication";
import { replicationRole } from "./roles";
import { routing } from "./routing";
import { state } from "./state";
import { tools } from "./tools";
import { bucketUpdated, cannotBeReviewed, notJudged, planProblems } from "./unjudged";

const JUDGES: readonly Family[] = [
  ...accessPoint,
  ...regionChange,
  ...buckets,
  dataStores,
  ...keys,
  versioning,
  ...lifecycle,
  ...state,
  ...policies,
  losses,
  publicAccess,
  ...acls,
  ...encryption,
  ...replication,
  ...replicationRole,
  attachments,
  routing,
  ...protection,
  objectLock,
  ...network,
  ...alarms,
  ...tools,
  bucketUpdated,
  forgotten,
];

/** Every kind of finding, the most dangerous kinds first. The last ones depend on what the others could judge. */
export const families: readonly Family[] = [
  ...JUDGES,
  driftOf(JUDGES),
  planProblems,
  notJudged,
  cannotBeReviewed,
];
