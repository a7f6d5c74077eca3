import { COUNTED, GROUPS, type Group, type Review, type Verdict } from "./review";
import type { Severity } from "./severity";
import { jsonText, plain } from "./text";

/** A finding. */
export interface ReviewedFinding {
  /** Id of the kind of finding, such as `bucket-deleted`. */
  readonly finding: string;
  readonly severity: Severity;
  /** The reason of the exception that accepts the finding, or null. */
  readonly accepted: string | null;
  /** Address of the resource. */
  readonly address: string;
  readonly attribute: string | null;
  readonly title: string;
  readonly cause: string;
  /** The value for `cause:` in an exception, or null if no exception can cover the finding. */
  readonly causeHash: string | null;
  readonly why: string;
  readonly instead: string;
}

/** A change of one resource. */
export interface ReviewedChange {
  readonly address: string;
  readonly group: Group;
  readonly actions: readonly string[];
  readonly reason: string | null;
  readonly previousAddress: string | null;
  /** Terraform imports the resource, which exists. */
  readonly imported: boolean;
}

/** The review as data. Fields are added, never renamed or removed. */
export interface ReviewDocument {
  readonly version: 1;
  readonly name: string | null;
  /** The worst severity of the findings that no exception accepts. `not judged`: no finding, but not all changes were judged. */
  readonly verdict: Verdict;
  readonly counts: Readonly<Record<(typeof COUNTED)[number], number>>;
  /** The most dangerous first, accepted findings included. */
  readonly findings: readonly ReviewedFinding[];
  /** Exceptions that accept nothing. */
  readonly staleExceptions: Review["stale"];
  /** Changes that no finding judges. */
  readonly notJudged: ReadonlyArray<{
    readonly address: string;
    readonly reason: string;
    readonly severity: Severity | null;
  }>;
  readonly changes: readonly ReviewedChange[];
  /** Names of changed outputs. */
  readonly outputs: readonly string[];
  /** Changes outside Terraform. */
  readonly drift: ReadonlyArray<{ readonly address: string; readonly attributes: readonly string[] }>;
  readonly warnings: readonly string[];
  readonly plan: {
    /** The program that made the plan. */
    readonly tool: "Terraform" | "OpenTofu";
    readonly terraformVersion: string | null;
    readonly formatVersion: string;
    readonly sha256: string;
    /** The file that the hash is of. */
    readonly sha256Of: string;
  };
}

/** The review for gates and other programs. */
export function json(review: Review): string {
  return `${jsonText(reviewDocument(review))}\n`;
}

/** The review as data. */
export function reviewDocument(review: Review): ReviewDocument {
  const { plan, options, counts, verdict, findings, stale, groups, drift, warnings } = review;
  return {
    version: 1,
    name: options.name ?? null,
    verdict,
    counts,
    findings: findings.map(({ family, severity, address, attribute, cause, accepted, hash }) => ({
      finding: family.id,
      severity,
      accepted: accepted ?? null,
      address,
      attribute: attribute ?? null,
      title: family.title,
      cause: plain(cause),
      causeHash: hash ?? null,
      why: family.why,
      instead: family.instead,
    })),
    staleExceptions: stale,
    notJudged: review.notJudged.map(({ address, reason, severity }) => ({
      address,
      reason,
      severity: severity ?? null,
    })),
    changes: GROUPS.flatMap((group) =>
      (groups.get(group) ?? []).map((change) => ({
        address: change.address,
        group,
        actions: change.actions,
        reason: change.reason ?? null,
        previousAddress: change.previousAddress ?? null,
        imported: change.imported,
      })),
    ),
    outputs: review.outputs.map((output) => output.address),
    drift: drift.map(({ change, attributes }) => ({
      address: change.address,
      attributes: attributes.map((each) => each.path),
    })),
    warnings,
    plan: {
      tool: plan.tool,
      terraformVersion: plan.terraformVersion,
      formatVersion: plan.formatVersion,
      sha256: options.hash,
      sha256Of: options.hashOf,
    },
  };
}
