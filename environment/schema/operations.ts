/** Failover, repair and the roles of the stack. */
import * as z from "zod/mini";
import { DEFAULTS } from "../../constructs/defaults";
import { CONTROL_PLANE_REGION } from "../../constructs/limits";
import { flagOr, section, text, textOrNull, withDefault, wordOr } from "../fields";
import { policyRule, rolePathRule } from "../rules/iam";

const { runbook, announceChanges, announceFrom } = DEFAULTS.failover;

export const failover = section(
  {
    runbook: flagOr(runbook, "A Systems Manager Automation runbook that fails over without this project."),
    announceChanges: flagOr(announceChanges, "A notification when anyone changes the routing."),
    announceFrom: wordOr(
      announceFrom,
      ["all", CONTROL_PLANE_REGION],
      "Regions whose CloudTrail events are watched for routing changes: all five that serve the routes API, or one.",
    ),
  },
  "Resources that help with a failover.",
);

export const repair = section(
  {
    batchReplication: flagOr(
      DEFAULTS.repair.batchReplication,
      "A role, and a bucket for manifests and reports in each Region, for mrap backfill and mrap repair.",
    ),
  },
  "Resources that replicate objects again.",
);

export const iam = section(
  {
    path: z._default(
      text(rolePathRule, withDefault("Path of every role of the stack.", DEFAULTS.iam.path)),
      DEFAULTS.iam.path,
    ),
    permissionsBoundary: textOrNull(
      policyRule,
      "ARN of the policy that is the permissions boundary of every role of the stack.",
      "null, which means none",
    ),
  },
  "Settings for the IAM roles of the stack.",
);
