import type { Finding } from "./finding";
import type { Group, Verdict } from "./review";

export const HEADINGS: Readonly<Record<Group, string>> = {
  delete: "Delete",
  replace: "Replace",
  forget: "Forget",
  other: "Other",
  update: "Update",
  import: "Import",
  move: "Move",
  create: "Create",
  again: "Policy written again, with the same statements",
  tags: "Tags only",
};

const many = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;

/** The verdict in words. */
export function verdictText(verdict: Verdict, findings: readonly Finding[]): string {
  const open = findings.filter((finding) => finding.accepted === undefined);
  const accepted = findings.length - open.length;
  const dangers = open.filter((finding) => finding.family.severity === "danger").length;
  const warnings = open.length - dangers;
  const counts = [
    ...(dangers > 0 ? [many(dangers, "danger")] : []),
    ...(warnings > 0 ? [many(warnings, "warning")] : []),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
  ].join(", ");
  switch (verdict) {
    case "danger":
      return `Dangerous: ${counts}`;
    case "warning":
      return `Look twice: ${counts}`;
    case "harmless":
      return accepted > 0
        ? `Nothing more than what was accepted: ${counts}`
        : "Nothing here endangers the data";
    case "no changes":
      return "No changes";
  }
}

/** Findings of one kind together, the accepted ones apart and at the end. */
export function byFamily(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const accepted of [false, true]) {
    for (const finding of findings) {
      if ((finding.accepted !== undefined) !== accepted) continue;
      const key = `${finding.family.id} ${accepted}`;
      const group = groups.get(key);
      if (group) group.push(finding);
      else groups.set(key, [finding]);
    }
  }
  return [...groups.values()];
}
