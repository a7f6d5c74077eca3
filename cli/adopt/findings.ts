/** Finds what the adoption of a bucket means, and the reasons that prevent it. */
import { OWN_RULE_ID } from "../../constructs/adoption-conditions";
import { REPLICATION_EVENTS_ID } from "../../constructs/replication-events";
import type { AdoptedBucket } from "../../environment/adopted";
import type { Environment } from "../../environment/load";
import { changesOf } from "./bucket-changes";
import { denyFindings } from "./deny-statements";
import type { Finding, Inspection } from "./inspection";
import { deployedParts, deployedSentence, isManaged } from "./record";

export interface FindingContext {
  readonly account: string;
  readonly environment: Environment;
  /** The record of an earlier run. */
  readonly earlier?: AdoptedBucket;
  /** Another environment file that has the bucket. */
  readonly alsoIn?: string;
  /** The bucket has to exist: the file or the option names it. */
  readonly required: boolean;
}

/** The findings of one bucket. Without a finding that prevents it, the bucket can be adopted. */
export function findingsOf(inspection: Inspection, context: FindingContext): Finding[] {
  const placed = placeFindings(inspection, context);
  if (inspection.place.kind !== "here") return placed;
  const { bucket } = inspection;
  if (context.alsoIn !== undefined)
    return [
      prevents(
        `${bucket} is also a bucket of ${context.alsoIn}. Both environments would change its policy and its replication.`,
        "Name the bucket in one environment only.",
      ),
    ];
  const managed = managedFindings(inspection, context);
  if (managed.length > 0) return managed;
  return [
    ...unreadFindings(inspection),
    ...prevented(inspection),
    ...(isManaged(inspection)
      ? []
      : [...clashes(inspection), ...denyFindings(inspection, context.account, context.environment)]),
    ...(context.earlier && isManaged(inspection) ? [] : changesOf(inspection, context.environment)),
    ...deployedFindings(inspection, context),
  ];
}

function placeFindings({ place, bucket, region }: Inspection, { required }: FindingContext): Finding[] {
  switch (place.kind) {
    case "here":
      return [];
    case "missing":
      return required
        ? [
            prevents(
              `${bucket} does not exist.`,
              "Correct the name, or remove adopt: Terraform then creates the bucket.",
            ),
          ]
        : [{ kind: "note", text: `${bucket} does not exist. Terraform creates it.` }];
    case "elsewhere":
      return [
        prevents(
          `${bucket} is not in ${region}${place.region ? `. It is in ${place.region}` : ""}.`,
          `Write it under ${place.region ?? "its Region"} in the environment file, or name a bucket in ${region}.`,
        ),
      ];
    case "foreign":
      return [
        prevents(
          `${bucket} belongs to another account, or s3:ListBucket on it is denied to you.`,
          "Use credentials of the account that owns the bucket, or name another bucket.",
        ),
      ];
  }
}

/** A bucket whose policy delegates to an access point has an environment already. */
function managedFindings(inspection: Inspection, { earlier }: FindingContext): Finding[] {
  if (!isManaged(inspection) || earlier) return [];
  return [
    prevents(
      `An environment manages ${inspection.bucket} already: its policy delegates to ${inspection.delegatesTo.join(", ")}.`,
      "If it is this environment, restore its NAME.adopted.yaml from version control; a bucket that Terraform created needs no adoption. If it is another one, end the adoption there first.",
    ),
  ];
}

/** A deploy that was interrupted has written some parts. */
function deployedFindings(inspection: Inspection, { earlier, environment }: FindingContext): Finding[] {
  const parts = deployedParts(inspection, earlier, environment);
  return parts.length > 0 ? [{ kind: "note", text: deployedSentence(inspection.bucket, parts) }] : [];
}

function unreadFindings({ unread }: Inspection): Finding[] {
  return unread.map((reason) =>
    prevents(
      reason,
      "An adoption could overwrite a configuration that cannot be read. Run mrap adopt again when it can be read.",
    ),
  );
}

function prevented(inspection: Inspection): Finding[] {
  const { existing, bucket } = inspection;
  const findings: Finding[] = [];
  if (inspection.isPublic) {
    findings.push(
      prevents(
        `The policy of ${bucket} grants public access, and a member bucket blocks public access.`,
        "Remove the public statement, or serve these objects from another bucket.",
      ),
    );
  }
  if (inspection.aclGrants > 0) {
    findings.push(
      prevents(
        `The ACL of ${bucket} grants access to others than its owner (${inspection.aclGrants} ${inspection.aclGrants === 1 ? "grant" : "grants"}). S3 refuses to disable ACLs then.`,
        "Move these grants to the bucket policy, and set the ACL to private.",
      ),
    );
  }
  if (inspection.requesterPays) {
    findings.push(
      prevents(
        `${bucket} is a Requester Pays bucket. Requests through the access point, and canary objects, do not name a payer.`,
        "Set the payer to BucketOwner.",
      ),
    );
  }
  if (inspection.mfaDelete && existing.lifecycle === undefined) {
    findings.push(
      prevents(
        `MFA delete is enabled on ${bucket}. S3 accepts no lifecycle rules then, and an environment adds one to a bucket without rules.`,
        "Disable MFA delete with the credentials of the root user.",
      ),
    );
  }
  for (const rule of inspection.lostRules) {
    findings.push(
      prevents(
        `An adoption would lose the replication rule ${rule}.`,
        "Change the rule to the second version of the format, in this account and without SSE-KMS, or remove it.",
      ),
    );
  }
  const algorithm = existing.encryption?.algorithm;
  if (algorithm !== undefined && algorithm !== "AES256" && algorithm !== "aws:kms") {
    findings.push(
      prevents(`The default encryption of ${bucket} is ${algorithm}.`, "Set it to SSE-S3 or SSE-KMS."),
    );
  }
  if (algorithm === "aws:kms" && existing.encryption?.key === undefined) {
    findings.push(
      prevents(
        `${bucket} encrypts with the AWS managed key aws/s3, whose key policy cannot be changed.`,
        "Set the default encryption to a customer managed key or to SSE-S3.",
      ),
    );
  }
  for (const target of overlapping(inspection)) {
    findings.push(
      prevents(
        `The notification ${target} of ${bucket} already receives replication events. S3 rejects a second target for the same events.`,
        "Remove the s3:Replication events from it. The queue of the environment receives them.",
      ),
    );
  }
  return findings;
}

/** The parts of a bucket that S3 does not accept together with those of an environment. Ledger: configuration-ids */
function clashes({ bucket, existing }: Inspection): Finding[] {
  const { policy = [], replication, notifications = {} } = existing;
  const { queues = [], topics = [], functions = [] } = notifications;
  const rules = (replication?.rules ?? []).filter(({ id = "" }) => OWN_RULE_ID.test(id));
  const targets = [...queues, ...topics, ...functions].filter(({ id }) => id === REPLICATION_EVENTS_ID);
  const deleted = policy.flatMap(({ Principal, NotPrincipal }) =>
    [Principal, NotPrincipal].flatMap((one) => (typeof one === "object" ? (one["AWS"] ?? []) : [])),
  );
  return [
    ...rules.map(({ id }) =>
      prevents(
        `The replication rule ${id} of ${bucket} has an ID that an environment gives to its own rules. S3 rejects two rules with the same ID.`,
        "Give the rule another ID.",
      ),
    ),
    ...targets.map(({ id }) =>
      prevents(
        `The notification ${id} of ${bucket} has the ID that an environment gives to its own notification. S3 rejects two notifications with the same ID.`,
        "Give the notification another ID.",
      ),
    ),
    ...[...new Set(deleted)]
      .filter((name) => UNIQUE_ID.test(name))
      .map((name) =>
        prevents(
          `The policy of ${bucket} names ${name}, the unique ID of a user or role that was deleted. S3 rejects every new policy that names it.`,
          "Remove this principal from the policy.",
        ),
      ),
  ];
}

/** AWS shows a principal of a policy by its unique ID after the principal was deleted. Ledger: policy-deleted-principal */
const UNIQUE_ID = /^A[A-Z0-9]{15,127}$/;

function overlapping({ existing: { notifications = {} } }: Inspection): string[] {
  const all = [
    ...(notifications.queues ?? []),
    ...(notifications.topics ?? []),
    ...(notifications.functions ?? []),
  ];
  return all
    .filter(({ events }) => events.some((event) => event.startsWith("s3:Replication:")))
    .map(({ id }) => id ?? "without an id");
}

function prevents(text: string, fix: string): Finding {
  return { kind: "prevents", text, fix };
}
