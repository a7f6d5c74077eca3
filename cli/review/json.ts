import { GROUPS, type Review } from "./review";
import { plain } from "./text";

/** The review for gates and other programs. Fields are added, never renamed or removed. */
export function json(review: Review): string {
  const { plan, options, counts, verdict, findings, stale, groups, drift, warnings } = review;
  const document = {
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
      })),
    ),
    outputs: review.outputs.map((output) => output.address),
    drift: drift.map(({ change, attributes }) => ({
      address: change.address,
      attributes: attributes.map((each) => each.path),
    })),
    warnings,
    plan: {
      terraformVersion: plan.terraformVersion,
      formatVersion: plan.formatVersion,
      sha256: options.hash,
      sha256Of: options.hashOf,
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
