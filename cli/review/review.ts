import { applyExceptions, type Exception, type Idle } from "./accept";
import { Context, rewrites, type Configurations } from "./context";
import type { Drift } from "./drift";
import { unjudged, type Unjudged } from "./coverage";
import { byDanger, toFinding, type Finding } from "./finding";
import type { Severity } from "./severity";
import { families } from "./findings";
import type { Change } from "./change";
import { NEWEST_KNOWN_MINOR, type Plan } from "./plan";

export interface Options {
  /** The environment's name, if there are several. */
  readonly name?: string;
  readonly exceptions?: readonly Exception[];
  readonly configurations?: Configurations;
  /** SHA-256 of the reviewed plan. */
  readonly hash: string;
  /** What the hash is of. */
  readonly hashOf: string;
  /** The time for which exceptions must be valid. Default: now. */
  readonly now?: Date;
}

/** The groups of changes, in the order in which they are shown. */
export const GROUPS = [
  "delete",
  "replace",
  "forget",
  "other",
  "update",
  "import",
  "move",
  "create",
  "again",
  "tags",
] as const;
export type Group = (typeof GROUPS)[number];

export const COUNTED = ["create", "update", "replace", "delete", "import", "move", "forget"] as const;

/** `not judged`: there is no finding, but not every change was judged. */
export type Verdict = "danger" | "warning" | "not judged" | "harmless" | "no changes";

/** A review: everything that the renderers show. */
export interface Review {
  readonly plan: Plan;
  readonly context: Context;
  readonly options: Options;
  readonly counts: Readonly<Record<(typeof COUNTED)[number], number>>;
  readonly verdict: Verdict;
  /** In order of danger, the accepted ones included. */
  readonly findings: readonly Finding[];
  readonly stale: readonly Idle[];
  /** The changes that no finding judges. */
  readonly notJudged: readonly Unjudged[];
  readonly groups: ReadonlyMap<Group, readonly Change[]>;
  /** The changes that an open finding is about, the most dangerous first. */
  readonly suspects: ReadonlySet<Change>;
  readonly outputs: readonly Change[];
  readonly reads: number;
  readonly drift: readonly Drift[];
  readonly warnings: readonly string[];
}

export function review(plan: Plan, options: Options): Review {
  const context = new Context(plan, options.configurations);
  const found = byDanger(
    families.flatMap((family) =>
      [...family.find(context)].map((hit) => toFinding(hit, family, plan.secrets)),
    ),
  );
  const { findings, stale } = applyExceptions(
    found,
    options.exceptions ?? [],
    options.name,
    options.now ?? new Date(),
  );
  const notJudged = unjudged(context);

  const counts = { create: 0, update: 0, replace: 0, delete: 0, import: 0, move: 0, forget: 0 };
  const groups = new Map<Group, Change[]>(GROUPS.map((group) => [group, []]));
  for (const change of plan.changes) {
    if (!change.managed) continue;
    if (change.imported) counts.import++;
    if (change.previousAddress !== undefined) counts.move++;
    if (isCounted(change.action)) counts[change.action]++;
    const group = groupOf(change, context);
    if (group) groups.get(group)?.push(change);
  }
  const ranks = new Map<string, number>();
  for (const { address, accepted } of findings) {
    if (accepted === undefined && !ranks.has(address)) ranks.set(address, ranks.size);
  }
  const ordered = ranked(plan.changes, ranks);
  const suspects = new Set(ordered);
  // The changes that a finding is about come first in their group, the most dangerous first of all.
  for (const [group, changes] of groups) {
    const members = new Set(changes);
    const first = ordered.filter((change) => members.has(change));
    groups.set(group, [...first, ...changes.filter((change) => !suspects.has(change))]);
  }
  const outputs = plan.outputs.filter((output) => output.action !== "none" && output.extent !== "none");
  const changed = [...groups.values()].some((changes) => changes.length > 0) || outputs.length > 0;
  return {
    plan,
    context,
    options,
    counts,
    verdict:
      worst(findings) ??
      (notJudged.length > 0
        ? "not judged"
        : changed || !plan.complete || plan.errored
          ? "harmless"
          : "no changes"),
    findings,
    stale,
    notJudged,
    groups,
    suspects,
    outputs,
    reads: plan.changes.filter((change) => change.action === "read").length,
    drift: context.drift,
    warnings: warnings(plan),
  };
}

/** The changes whose address has a rank, by rank. */
function ranked(changes: readonly Change[], ranks: ReadonlyMap<string, number>): readonly Change[] {
  const found: { readonly change: Change; readonly rank: number }[] = [];
  for (const change of changes) {
    const rank = ranks.get(change.address);
    if (rank !== undefined) found.push({ change, rank });
  }
  return found.sort((one, other) => one.rank - other.rank).map(({ change }) => change);
}

const isCounted = (action: string): action is "create" | "update" | "replace" | "delete" | "forget" =>
  ["create", "update", "replace", "delete", "forget"].includes(action);

/** The group of a change; undefined if it is not shown. */
export function groupOf(change: Change, context: Context): Group | undefined {
  switch (change.action) {
    case "update":
      if (change.imported) return "update";
      if (change.extent === "tags") return "tags";
      return rewrites(context, change) ? "again" : "update";
    case "none":
    case "read":
      return change.imported ? "import" : change.previousAddress !== undefined ? "move" : undefined;
    default:
      return change.action;
  }
}

/** The worst severity of the findings that are not accepted. */
export function worst(findings: readonly Finding[]): Severity | undefined {
  const open = findings.filter((finding) => finding.accepted === undefined);
  if (open.some((finding) => finding.severity === "danger")) return "danger";
  return open.length > 0 ? "warning" : undefined;
}

/** The notes about the plan itself. */
function warnings(plan: Plan): readonly string[] {
  const checks = plan.failedChecks.length;
  return [
    ...(checks === 0
      ? []
      : [`${checks} ${checks === 1 ? "check or condition fails" : "checks or conditions fail"}`]),
    ...(Number(plan.formatVersion.split(".")[1]) > NEWEST_KNOWN_MINOR
      ? [
          `the plan's format ${plan.formatVersion} is newer than this version knows: something can be missing here`,
        ]
      : []),
  ];
}
