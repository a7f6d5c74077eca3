/** Finds the changes that the adoption of a bucket makes, and the reasons that prevent it. */
import type { Environment } from "../../environment/load";
import type { AdoptedBucket } from "../../environment/adopted";
import type { Finding, Inspection } from "./inspection";
import { isManaged } from "./record";

export interface FindingContext {
  readonly environment: Environment;
  /** The record of an earlier run. */
  readonly earlier?: AdoptedBucket;
  /** The bucket has to exist: the file or the option names it. */
  readonly required: boolean;
}

/** The findings of one bucket. Without a finding that prevents it, the bucket can be adopted. */
export function findingsOf(inspection: Inspection, context: FindingContext): Finding[] {
  const placed = placeFindings(inspection, context);
  if (inspection.place.kind !== "here") return placed;
  const managed = managedFindings(inspection, context);
  if (managed.length > 0) return managed;
  return [
    ...unreadFindings(inspection),
    ...prevented(inspection),
    ...(context.earlier && isManaged(inspection) ? [] : changed(inspection, context)),
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

function unreadFindings({ unread }: Inspection): Finding[] {
  return unread.map((reason) =>
    prevents(
      reason,
      "An adoption could overwrite what cannot be read. Repeat the command with the permission.",
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
  for (const rule of inspection.lostRules) {
    findings.push(
      prevents(
        `A bucket has one replication configuration with one role, and the rule ${rule}.`,
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
        `${bucket} encrypts with the AWS managed key aws/s3, which the replication roles cannot use in another Region.`,
        "Set the default encryption to a customer managed key or to SSE-S3.",
      ),
    );
  }
  for (const target of overlapping(inspection)) {
    findings.push(
      prevents(
        `The notification ${target} of ${bucket} already receives replication events. S3 sends an event to one target only.`,
        "Remove the s3:Replication events from it. The queue of the environment receives them.",
      ),
    );
  }
  return findings;
}

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

function changed(inspection: Inspection, { environment }: FindingContext): Finding[] {
  const { existing, region } = inspection;
  const findings: Finding[] = [];
  const changes = (text: string): void => void findings.push({ kind: "changes", text });
  const overwrites = (text: string, fix?: string): void =>
    void findings.push({ kind: "overwrites", text, ...(fix && { fix }) });
  const note = (text: string, fix?: string): void =>
    void findings.push({ kind: "note", text, ...(fix && { fix }) });
  if (existing.versioning !== "Enabled")
    changes(
      `Versioning is enabled (now: ${existing.versioning ?? "never enabled"}). It remains enabled when the adoption ends.`,
    );
  const block = existing.publicAccessBlock;
  if (block === undefined || Object.values(block).includes(false))
    overwrites(
      `All four settings of Block Public Access are turned on${block === undefined ? "" : ` (now: ${on(block)})`}.`,
    );
  if (existing.ownership !== "BucketOwnerEnforced")
    overwrites(
      `ACLs are disabled (now: ${existing.ownership ?? "ObjectWriter, the default of old buckets"}).`,
      "Objects that only their own ACL shares are then not shared. The command does not read the ACLs of objects.",
    );
  const wanted = environment.encryption?.type === "kms" ? "aws:kms" : "AES256";
  const now = existing.encryption;
  const key = environment.encryption?.keys?.[region];
  if (
    now !== undefined &&
    (now.algorithm !== wanted || (wanted === "aws:kms" && key !== undefined && now.key !== key))
  )
    overwrites(
      `The default encryption becomes ${wanted}${wanted === "aws:kms" ? ` with ${key ?? "a new key"}` : ""} (now: ${now.algorithm}${now.key ? ` with ${now.key}` : ""}).`,
    );
  changes(
    existing.policy
      ? `The policy keeps its ${count(existing.policy.length, "statement")} and gets the statements of the environment.`
      : "The bucket gets the policy of the environment.",
  );
  if (environment.access.onlyThroughAccessPoint)
    changes(
      "Object requests that bypass the access point are denied, except to the principals in access.administrators, the replication roles and AWS services. To keep direct access, write access.onlyThroughAccessPoint: false.",
    );
  if (existing.lifecycle)
    note(
      `The ${count(existing.lifecycle.rules.length, "lifecycle rule")} are kept, and the environment adds none. lifecycle in the environment file does not apply to this bucket.`,
    );
  else if (existing.versioning !== undefined)
    changes(
      "The bucket gets a lifecycle rule that aborts incomplete uploads. lifecycle.expireNoncurrentVersionsAfterDays does not apply: its noncurrent versions are data that exists.",
    );
  else changes("The bucket gets the lifecycle rules of the environment.");
  const rules = existing.replication?.rules ?? [];
  if (existing.replication)
    overwrites(
      `The replication configuration is replaced. It keeps its ${count(rules.length, "rule")} to other buckets, with the role of the environment instead of ${existing.replication.role}.`,
    );
  changes(
    existing.notifications
      ? "The notification configuration keeps its targets and gets the queue of replication events."
      : "The bucket gets a notification to the queue of replication events.",
  );
  const logs = environment.accessLogs[region];
  if (existing.logging && logs !== undefined)
    overwrites(
      `The server access logs are sent to ${logs} (now: ${existing.logging.bucket}). The end of the adoption does not restore this.`,
    );
  if (inspection.website) note("The website endpoint remains, but Block Public Access denies its visitors.");
  if (existing.objectLock)
    note(
      "Object Lock is enabled. Retention and legal holds are kept and replicated. Every member needs Object Lock.",
    );
  if (inspection.intelligentTiering + inspection.inventories > 0)
    note(
      `${count(inspection.intelligentTiering, "Intelligent-Tiering configuration")} and ${count(inspection.inventories, "inventory", "inventories")} are unchanged. Terraform does not manage them.`,
    );
  note(
    "Objects that exist do not replicate by themselves. S3 Batch Replication copies them after the deploy.",
  );
  return findings;
}

function on(block: object): string {
  const names = Object.entries(block).filter(([, value]) => value === true);
  return names.length === 0 ? "none" : names.map(([name]) => name).join(", ");
}

function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

function prevents(text: string, fix: string): Finding {
  return { kind: "prevents", text, fix };
}
