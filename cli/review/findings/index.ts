import { byDanger, type Family } from "../finding";
import { accessPoint, forgotten } from "./access-point";
import { buckets, publicAccess, versioning } from "./buckets";
import { drift } from "./drifted";
import { keys } from "./keys";
import { alarms, endpoints, routing } from "./operations";
import { policies } from "./policies";
import { protection } from "./protection";
import { replication } from "./replication";
import { state } from "./state";

/** Every kind of finding, the most dangerous first. */
export const families: readonly Family[] = byDanger([
  ...accessPoint,
  ...buckets,
  ...keys,
  versioning,
  state,
  ...policies,
  publicAccess,
  ...replication,
  routing,
  protection,
  ...endpoints,
  ...alarms,
  forgotten,
  drift,
]);
