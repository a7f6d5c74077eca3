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
