/** The checks of an environment whose adoption ends. Terraform has no access point then, and no replication. */
import type { ExistingBucket } from "../../../constructs/existing-bucket";
import type { AdoptedParts } from "../../../environment/adopted";
import type { Environment } from "../../../environment/load";
import { samePolicy } from "../../adopt/access-point-record";
import type { Inspection } from "../../adopt/inspection";
import { isManaged, notRestored } from "../../adopt/record";
import { describeAccessPoint } from "../../adapters/aws/access-point";
import { kindOf } from "../../adapters/aws/errors";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { listed } from "../../text/listed";
import type { Member, VerifyContext } from "../context";
import { deployAgain } from "../repair";
import { bucketChecks } from "./buckets";
import { keyChecks } from "./keys";
import { stateBucketChecks } from "./state-bucket";

type End = "restore" | "forget";
type Ending = Environment & AdoptedParts;

/** The checks that an environment has instead of all others while its adoption ends. */
export function endingChecks(context: VerifyContext, end: End): Check[] {
  const { environment, members } = context;
  const isAdopted = ({ region }: Member) => environment.regions[region]?.adopt !== undefined;
  const created = members.filter((one) => !isAdopted(one));
  return [
    accessPointCheck(context, end),
    ...members.filter(isAdopted).map((member) => configurationCheck(context, end, member)),
    // The bucket policy delegated to the access point, and is deleted with it.
    ...bucketChecks({ ...context, members: created }).filter(({ id }) => id !== "bucket-policy"),
    ...keyChecks(context),
    ...stateBucketChecks(context),
  ];
}

function configurationCheck(context: VerifyContext, end: End, member: Member): Check {
  const { aws, account, partition, shown } = context;
  const { region, bucket } = member;
  const { existing = {} } = context.environment as Ending;
  return {
    id: "bucket-restored",
    subject: region,
    title: "Configuration before the adoption",
    required: true,
    ledger: [],
    call: { action: "s3:ListBucket", resource: `arn:${partition}:s3:::${bucket}` },
    async run() {
      const { inspectBucket } = await import("../../adopt/inspect");
      const names = context.members.map((one) => one.bucket);
      const inspection = await inspectBucket(aws, { account, bucket, region, members: names, size: false });
      return configurationOutcome(end, inspection, existing[region] ?? {}, shown);
    },
  };
}

/** @param before the configuration from before the adoption */
export function configurationOutcome(
  end: End,
  inspection: Inspection,
  before: ExistingBucket,
  shown: string,
): CheckOutcome {
  const { bucket, region, place, unread } = inspection;
  if (place.kind === "missing")
    return error(
      `The bucket ${bucket} does not exist.`,
      "Terraform never creates an adopted bucket. If you deleted it, remove it from the environment file.",
    );
  if (place.kind !== "here")
    return notKnown(
      `${bucket} is not in ${region}, belongs to another account, or s3:ListBucket on it is denied to you.`,
      "Use credentials of the account that owns the bucket.",
    );
  const [reason] = unread;
  if (reason !== undefined) return notKnown(reason, "Run the command again with the permission.");
  const versioned = before.versioning !== "Enabled" && inspection.existing.versioning === "Enabled";
  const parts = notRestored(inspection, { region, ...before }).filter(
    (part) => !(part === "versioning" && versioned),
  );
  const exception = versioned ? " Versioning remains enabled." : "";
  if (parts.length === 0) return ok(`${bucket} has the configuration from before the adoption.${exception}`);
  const text = `${bucket} differs from its configuration before the adoption: ${listed(parts)}.`;
  if (end === "forget")
    return isManaged(inspection)
      ? error(text, BACK_TO_RESTORE)
      : warning(text, "Terraform does not manage the bucket. Change it in AWS if you did not intend this.");
  // Terraform never changes existing lifecycle rules.
  if (before.lifecycle && parts.every((part) => part === "lifecycle"))
    return warning(
      text,
      "Terraform does not change these rules. Change them in AWS if you did not intend this.",
    );
  return error(text, deployAgain(shown, "restores it"));
}

const BACK_TO_RESTORE =
  "Write adopt: restore for every adopted bucket, and deploy it. Then write adopt: forget.";

function accessPointCheck(context: VerifyContext, end: End): Check {
  const { aws, account, partition, shown, environment } = context;
  const { name, accessPoint } = environment;
  const { existingAccessPoint: before } = environment as Ending;
  return {
    id: "access-point-ended",
    title: "Access point",
    required: true,
    ledger: [],
    call: {
      action: "s3:GetMultiRegionAccessPoint",
      resource: `arn:${partition}:s3::${account}:accesspoint/${name}`,
    },
    async run(signal) {
      if (accessPoint === undefined || before === undefined) {
        const status = await describeAccessPoint(aws, account, name, signal).then(
          (found) => found.status,
          (problem: unknown) => {
            if (kindOf(problem) === "missing") return undefined;
            throw problem;
          },
        );
        return createdOutcome(end, name, status, shown);
      }
      const { inspectAccessPoint } = await import("../../adopt/inspect-access-point");
      const { found, unread } = await inspectAccessPoint(aws, account, environment);
      const [reason] = unread;
      if (reason !== undefined) return notKnown(reason, "Run the command again with the permission.");
      if (found === undefined)
        return error(
          `The account ${account} has no access point ${name}.`,
          "Terraform only forgets an adopted access point. If you deleted it, nothing is left to do.",
        );
      const changed = [
        ...(found.alias === before.alias ? [] : ["the alias"]),
        ...(samePolicy(found.policy, before.policy) ? [] : ["the policy"]),
      ];
      return changed.length === 0
        ? ok(`The adopted access point ${name} has the alias and the policy from before the adoption.`)
        : warning(
            `The adopted access point ${name} differs from its record: ${listed(changed)}.`,
            "Terraform does not change it. Change it in AWS if you did not intend this.",
          );
    },
  };
}

/** @param status the status of the access point. Undefined if it does not exist */
export function createdOutcome(
  end: End,
  name: string,
  status: string | undefined,
  shown: string,
): CheckOutcome {
  if (status === undefined) return ok(`The access point ${name} of the environment does not exist any more.`);
  if (status === "DELETING")
    return notKnown(`AWS is deleting the access point ${name}.`, "Run the command again in a few minutes.");
  return error(
    `The access point ${name} of the environment exists.`,
    end === "forget" ? BACK_TO_RESTORE : deployAgain(shown, "deletes it"),
  );
}
