import type { Idle } from "./accept";
import type { Finding } from "./finding";
import type { Group, Review } from "./review";

export const HEADINGS: Readonly<Record<Group, string>> = {
  delete: "Delete",
  replace: "Replace",
  forget: "Forget",
  other: "Other",
  update: "Update",
  import: "Import",
  move: "Move",
  create: "Create",
  again: "Policies with the same statements",
  tags: "Tags only",
};

const many = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;

/** The verdict in words: what was found, and what was not judged. */
export function verdictText({
  verdict,
  findings,
  notJudged,
}: Pick<Review, "verdict" | "findings" | "notJudged">): string {
  const open = findings.filter((finding) => finding.accepted === undefined);
  const accepted = findings.length - open.length;
  const dangers = open.filter((finding) => finding.severity === "danger").length;
  const warnings = open.length - dangers;
  const rest =
    notJudged.length === 0
      ? ""
      : `${many(notJudged.length, "change")} ${notJudged.length === 1 ? "was" : "were"} not judged`;
  const counts = [
    ...(dangers > 0 ? [many(dangers, "danger")] : []),
    ...(warnings > 0 ? [many(warnings, "warning")] : []),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...(rest === "" ? [] : [rest]),
  ].join(", ");
  switch (verdict) {
    case "danger":
      return `Dangerous: ${counts}`;
    case "warning":
      return `Check first: ${counts}`;
    case "not judged":
      return accepted > 0 ? `${rest}; ${accepted} accepted` : rest;
    case "harmless":
      return accepted > 0
        ? `No data risk found apart from what was accepted: ${counts}`
        : "No data risk found";
    case "no changes":
      return "No changes";
  }
}

/** The number of imported and forgotten resources, and of the others. Undefined if the plan imports and forgets none. */
export function importText({ counts, plan }: Pick<Review, "counts" | "plan">): string | undefined {
  const parts: string[] = [];
  const imported = plan.changes.filter((change) => change.managed && change.imported);
  if (imported.length > 0) {
    const of = (action: string): number => imported.filter((change) => change.action === action).length;
    const [same, updated, replaced] = [of("none"), of("update"), of("replace")];
    const how = [
      ...(same > 0 ? [`${same} without a change`] : []),
      ...(updated > 0 ? [`${updated} updated in place`] : []),
      ...(replaced > 0 ? [`${replaced} replaced`] : []),
    ];
    parts.push(
      `${many(imported.length, "existing resource")} ${are(imported.length)} imported: ${how.join(", ")}.`,
    );
  }
  if (counts.forget > 0)
    parts.push(
      `${many(counts.forget, "resource")} ${are(counts.forget)} forgotten: Terraform no longer manages ${counts.forget === 1 ? "it" : "them"}, and changes nothing of ${counts.forget === 1 ? "it" : "them"} in AWS.`,
    );
  if (parts.length === 0) return undefined;
  const { create, replace, delete: deleted } = counts;
  if (create > 0) parts.push(`${many(create, "resource")} ${are(create)} created.`);
  if (replace > 0) parts.push(`${many(replace, "resource")} ${are(replace)} replaced.`);
  if (deleted > 0) parts.push(`${many(deleted, "resource")} ${are(deleted)} deleted.`);
  const none = [...(replace > 0 ? [] : ["replaced"]), ...(deleted > 0 ? [] : ["deleted"])];
  if (none.length > 0) parts.push(`No resource is ${none.join(" or ")}.`);
  return parts.join(" ");
}

const are = (n: number): string => (n === 1 ? "is" : "are");

/** Findings of one kind and severity together, the accepted ones apart and last. */
export function byFamily(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const accepted of [false, true]) {
    for (const finding of findings) {
      if ((finding.accepted !== undefined) !== accepted) continue;
      const key = `${finding.family.id} ${finding.severity} ${accepted}`;
      const group = groups.get(key);
      if (group) group.push(finding);
      else groups.set(key, [finding]);
    }
  }
  return [...groups.values()];
}

/** Why an exception accepts nothing. */
export const IDLE: Readonly<Record<Idle["problem"], string>> = {
  stale: "stale exception, remove it",
  expired: "expired exception",
  "no cause": "exception without a cause accepts nothing; add the hash shown beside the finding as cause",
  "another cause": "exception for another cause accepts nothing; review the finding again",
};
