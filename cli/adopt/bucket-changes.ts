/** Lists what the adoption of a bucket changes. */
import { REQUEST_METRICS_FILTER } from "../../constructs/bucket";
import type { ExistingLogging, ExistingReplication } from "../../constructs/existing-bucket";
import type { Environment } from "../../environment/load";
import { listed } from "../text/listed";
import type { Finding, Inspection } from "./inspection";

/** The changes that the adoption of a bucket makes. */
export function changesOf(inspection: Inspection, environment: Environment): Finding[] {
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
    (now.algorithm !== wanted || (wanted === "aws:kms" && key !== undefined && (now.arn ?? now.key) !== key))
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
  if (existing.replication) overwrites(replicationText(existing.replication));
  changes(
    existing.notifications
      ? "The notification configuration keeps its targets and gets the queue of replication events."
      : "The bucket gets a notification to the queue of replication events.",
  );
  if (Object.keys(environment.tags ?? {}).length > 0)
    note("tags in the environment file does not apply to this bucket. It keeps its own tags.");
  if (environment.monitoring.requestMetrics && !existing.requestMetrics)
    changes(`The bucket gets the request metrics filter ${REQUEST_METRICS_FILTER}.`);
  const logs = environment.accessLogs[region];
  if (logs !== undefined) {
    if (existing.logging)
      overwrites(`The server access logs are sent to ${logs} (now: ${targetOf(existing.logging)}).`);
    else changes(`Server access logs are turned on and sent to ${logs}.`);
  } else if (Object.values(environment.regions).some((one) => one.bucket === existing.logging?.bucket)) {
    note(
      `The server access logs are sent to ${existing.logging!.bucket}, a bucket of the environment, and are replicated.`,
      "Send them to another bucket.",
    );
  }
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
    "Objects that exist do not replicate by themselves. After the deploy, mrap backfill copies them with S3 Batch Replication.",
  );
  return findings;
}

function replicationText({ role, rules, replaced = [] }: ExistingReplication): string {
  const kept = `It keeps its ${count(rules.length, "rule")} to other buckets, with the role of the environment instead of ${role}.`;
  const ids = replaced.map(({ id }) => id ?? "without an id");
  const lost =
    ids.length === 1
      ? `The rule ${listed(ids)} to another bucket of the environment is replaced.`
      : `The rules ${listed(ids)} to other buckets of the environment are replaced.`;
  return [
    "The replication configuration is replaced.",
    ...(rules.length > 0 ? [kept] : []),
    ...(ids.length > 0 ? [lost] : []),
  ].join(" ");
}

function targetOf({ bucket, prefix }: ExistingLogging): string {
  return prefix === "" ? bucket : `${bucket}, key prefix ${prefix}`;
}

function on(block: object): string {
  const names = Object.entries(block).filter(([, value]) => value === true);
  return names.length === 0 ? "none" : names.map(([name]) => name).join(", ");
}

function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
