/** All cases of the matrix. */
import type { Case } from "../table";
import { ACCESS_POINT } from "./access-point";
import { CONTROL_PLANE } from "./control-plane";
import { DIRECT } from "./direct";
import { ENCRYPTION } from "./encryption";
import { JOBS } from "./jobs";
import { KMS, KMS_UPLOADS } from "./kms";
import { MISSING_KEYS } from "./missing-keys";
import { NOTIFICATIONS } from "./notifications";
import { OBJECT_LOCK } from "./object-lock";
import { REPLICATION } from "./replication";
import { RESTRICTIONS } from "./restrictions";
import { RUNBOOK } from "./runbook";

export const TABLES: Readonly<Record<string, readonly Case[]>> = {
  "through the access point": ACCESS_POINT,
  "organization, VPC endpoints, administrators and CloudFront": RESTRICTIONS,
  "direct requests": DIRECT,
  "encryption header": ENCRYPTION,
  "control plane": CONTROL_PLANE,
  replication: REPLICATION,
  "Object Lock": OBJECT_LOCK,
  runbook: RUNBOOK,
  "jobs of S3 Batch Replication": JOBS,
  notifications: NOTIFICATIONS,
  "KMS keys": KMS,
  "encryption header with KMS keys": KMS_UPLOADS,
  "condition keys that a request does not have": MISSING_KEYS,
};

export const CASES: readonly Case[] = Object.values(TABLES).flat();
