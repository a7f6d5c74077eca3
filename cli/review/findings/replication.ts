import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { leavingBuckets } from "../leaving-region";
import type { Severity } from "../severity";
import { changedReplication } from "../replication-changes";
import type { ReplicationRule } from "../replication-rules";
import { also, say, some } from "../text";
import { why } from "../causes";
import type { Path } from "../values";
import { destinationAdded, destinationChanged, destinationUnknown } from "./replication-destinations";
import { oneWay } from "./replication-directions";

/** One hit for each configuration, about the rules for which something holds. */
function family(
  about: Pick<Family, "id" | "title" | "why" | "instead"> & Partial<Pick<Family, "severity" | "varies">>,
  attribute: string,
  holds: (before: ReplicationRule, after: ReplicationRule | undefined) => boolean,
  words: string,
  severityOf?: (context: Context, bucket: string, rules: readonly ReplicationRule[]) => Severity,
  /** What an exception accepts besides. */
  value?: (after: ReplicationRule) => string,
  /** What is reported as unknown until after the apply, and not as a change. */
  unknown?: (after: ReplicationRule) => readonly Path[],
): Family {
  return {
    severity: "danger",
    ...about,
    *find(context): Iterable<Hit> {
      for (const [change, bucket, all] of changedReplication(context)) {
        if (unknown)
          for (const [before, after] of all)
            for (const path of before.enabled && still(after) ? unknown(after) : [])
              context.unresolved.set(`${change.address} ${path.join(".")}`, {
                change,
                path,
                severity: "danger",
              });
        const pairs = all.filter(([before, after]) => before.enabled && holds(before, after));
        const hit = pairs.map(([before]) => before);
        const values = pairs.flatMap(([, after]) => (value && after ? [value(after)] : []));
        if (hit.length === 0) continue;
        const which = some(hit.map((rule) => (rule.to === undefined ? rule.id : `${rule.id} → ${rule.to}`)));
        yield {
          address: change.address,
          change,
          attribute,
          cause: say`bucket ${bucket}: ${which} ${[words]}${why(change)}${value ? also(...values) : []}`,
          ...(severityOf && { severity: severityOf(context, bucket, hit) }),
        };
      }
    },
  };
}

const still = (rule: ReplicationRule | undefined): rule is ReplicationRule =>
  rule !== undefined && rule.enabled;

export const replication: readonly Family[] = [
  family(
    {
      id: "replication-rule-removed",
      varies: true,
      title: "A replication rule is removed",
      why: "New objects remain in one Region. After a failover to the other Region, clients do not find them.",
      instead: "Keep the rule. To remove the Region, stop routing traffic to it first.",
    },
    "rule",
    (_, after) => after === undefined,
    "is removed",
    // The bucket leaves at the end of a change of Regions.
    (context, bucket, rules) => {
      const leaving = leavingBuckets(context);
      const ends = leaving.has(bucket) || rules.every(({ to }) => to !== undefined && leaving.has(to));
      return ends ? "warning" : "danger";
    },
  ),
  family(
    {
      id: "replication-rule-disabled",
      title: "A replication rule is disabled",
      why: "Objects that are written while the rule is disabled are not replicated when it is enabled again. That takes a Batch Replication job.",
      instead: "Keep the rule enabled.",
    },
    "rule.status",
    (_, after) => after !== undefined && !after.enabled,
    "is disabled",
  ),
  oneWay,
  family(
    {
      id: "replication-narrowed",
      title: "A replication rule covers fewer objects",
      why: "New objects outside of the filter exist in one Region only.",
      instead: "Keep the filter, or add a second rule for the other objects.",
    },
    "rule.filter",
    (before, after) => still(after) && !after.scope.open && !after.scope.covers(before.scope),
    "covers fewer objects",
    undefined,
    ({ scope }) => scope.words,
    ({ unknownFilter }) => unknownFilter,
  ),
  family(
    {
      id: "delete-marker-sync-off",
      title: "Deletes are no longer replicated",
      why: "An object that is deleted in one Region remains readable in the other, and reappears after a failover.",
      instead: "Keep delete-marker replication enabled on every rule.",
    },
    "rule.delete_marker_replication.status",
    (before, after) =>
      after !== undefined && after.enabled && before.deleteMarkers === true && after.deleteMarkers === false,
    "no longer replicates delete markers",
  ),
  family(
    {
      id: "replica-modification-sync-off",
      title: "Changes made to replicas are no longer replicated",
      why: "Changes to tags, ACLs and locks of a replica do not reach the other Regions. That matters after a failover.",
      instead: "Keep replica modification sync enabled on every rule.",
    },
    "rule.source_selection_criteria.replica_modifications.status",
    (before, after) =>
      after !== undefined && after.enabled && before.modifications === true && after.modifications === false,
    "no longer replicates changes made to replicas",
  ),
  family(
    {
      id: "kms-replication-off",
      title: "Objects encrypted with SSE-KMS are no longer replicated",
      why: "S3 skips objects with SSE-KMS unless a rule selects them. New objects then exist in one Region only, without an error.",
      instead: "Keep sse_kms_encrypted_objects enabled on every rule.",
    },
    "rule.source_selection_criteria.sse_kms_encrypted_objects.status",
    (before, after) => still(after) && before.kms === true && after.kms === false,
    "no longer selects objects that are encrypted with SSE-KMS",
  ),
  destinationChanged,
  destinationAdded,
  family(
    {
      id: "replication-time-control-off",
      severity: "warning",
      title: "Replication Time Control or replication metrics are switched off",
      why: "Nothing then guarantees or measures how far replication is behind, and the alarms on replication receive no data.",
      instead: "Keep replication_time and metrics enabled on every rule.",
    },
    "rule.destination",
    (before, after) =>
      still(after) && ((before.timeControl && !after.timeControl) || (before.metrics && !after.metrics)),
    "loses Replication Time Control or metrics",
  ),
  family(
    {
      id: "replicas-archived",
      title: "Replicas are stored in an archive storage class",
      why: "After a failover, clients cannot read an archived replica until it is restored, which takes minutes to hours.",
      instead: "Use a storage class with immediate access for replicas.",
    },
    "rule.destination.storage_class",
    (before, after) => still(after) && !before.archive && after.archive,
    "stores replicas in an archive",
  ),
  destinationUnknown,
];
