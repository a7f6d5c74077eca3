import type { Change } from "./change";
import { Scope } from "./lifecycle-rules";
import { LATER } from "./policy/document";
import type { Resolver } from "./resolve";
import { at, elements, isMark, isNothing, text, unknownPaths, type Path, type Value } from "./values";

export interface ReplicationRule {
  readonly id: string;
  readonly enabled: boolean;
  /** Of several rules to one destination, S3 follows the one with the highest number. */
  readonly priority: number;
  /** The destination bucket's name; undefined if it is known only after the apply. */
  readonly to: string | undefined;
  /** True if nothing in the plan tells the destination. */
  readonly unknown: boolean;
  readonly deleteMarkers: boolean | undefined;
  readonly modifications: boolean | undefined;
  readonly kms: boolean | undefined;
  readonly account: string | undefined;
  readonly key: string | undefined;
  readonly owner: string | undefined;
  readonly timeControl: boolean;
  readonly metrics: boolean;
  readonly archive: boolean;
  readonly scope: Scope;
  /** The parts of the filter that are known only after the apply. */
  readonly unknownFilter: readonly Path[];
}

const on = (value: Value): boolean | undefined => (isMark(value) ? undefined : value === "Enabled");

export const bucketName = (arn: string | undefined): string | undefined =>
  arn?.replace(/^arn:[^:]*:s3:::/, "");

/** The rules of one side of a change; a bucket's own block in older code included. */
export function rulesOf(
  change: Change,
  side: Value,
  resolver: Resolver | undefined,
): readonly ReplicationRule[] {
  const inline = change.type === "aws_s3_bucket";
  const path: readonly (string | number)[] = inline ? ["replication_configuration", 0, "rules"] : ["rule"];
  return elements(at(side, ...path)).map((rule, i) => {
    /** The known part of a value that is known after apply, from the configuration. A new resource has a name at least. */
    const read = (...rest: readonly string[]): string | undefined => {
      const value = at(rule, ...rest);
      if (isMark(value)) return resolver?.symbol(change, [...path, i, ...rest]);
      return isNothing(value) || value === "" ? undefined : text(value);
    };
    /** The same, or LATER for a value of which nothing is known. */
    const setting = (...rest: readonly string[]): string | undefined =>
      read(...rest) ?? (isMark(at(rule, ...rest)) ? LATER : undefined);
    const destination = read("destination", "bucket");
    const metrics = at(rule, "destination", "metrics");
    const time = at(rule, "destination", "replication_time");
    const active = (block: Value): boolean =>
      isMark(block) || (!isNothing(block) && at(block, "status") !== "Disabled");
    const criteria = at(rule, "source_selection_criteria");
    const kms = at(criteria, "sse_kms_encrypted_objects");
    const scope = Scope.of(rule);
    return {
      id: text(at(rule, "id")) ?? "?",
      enabled: at(rule, "status") !== "Disabled",
      priority: Number(at(rule, "priority") ?? 0) || 0,
      to: bucketName(destination),
      unknown: destination === undefined && isMark(at(rule, "destination", "bucket")),
      deleteMarkers: on(
        inline
          ? at(rule, "delete_marker_replication_status")
          : at(rule, "delete_marker_replication", "status"),
      ),
      modifications: on(at(criteria, "replica_modifications", "status")),
      kms:
        inline && typeof at(kms, "enabled") === "boolean"
          ? at(kms, "enabled") === true
          : on(at(kms, "status")),
      account: setting("destination", "account") ?? setting("destination", "account_id"),
      key:
        setting("destination", "encryption_configuration", "replica_kms_key_id") ??
        setting("destination", "replica_kms_key_id"),
      owner: setting("destination", "access_control_translation", "owner"),
      timeControl: active(time),
      metrics: active(metrics),
      archive: ["GLACIER", "DEEP_ARCHIVE"].includes(text(at(rule, "destination", "storage_class")) ?? ""),
      scope,
      unknownFilter: scope.open
        ? ["filter", "prefix"].flatMap((name) => [...unknownPaths(at(rule, name), [...path, i, name])])
        : [],
    };
  });
}
