/** The record of a bucket, before its adoption and after it. */
import { isDeepStrictEqual } from "node:util";
import { OWN_RULE_ID, OWN_SIDS } from "../../constructs/adoption-conditions";
import type { ExistingBucket } from "../../constructs/existing-bucket";
import { SID_SUFFIX } from "../../constructs/existing-policy";
import { LIFECYCLE_RULE_IDS } from "../../constructs/lifecycle-rules";
import type { AdoptedBucket } from "../../environment/adopted";
import { compact } from "./convert";
import type { Inspection } from "./inspection";

/** Whether the policy of a bucket has the statements of an environment. */
export function isManaged({ delegatesTo }: Inspection): boolean {
  return delegatesTo.length > 0;
}

/**
 * The record of an inspected bucket. A bucket that is adopted already keeps what its record says about the parts that the
 * adoption changed, and what the adoption added is left out.
 */
export function recordOf(inspection: Inspection, earlier: AdoptedBucket | undefined): AdoptedBucket {
  const { existing, region } = inspection;
  if (earlier === undefined || !isManaged(inspection)) {
    const { replication, ...rest } = existing;
    return { region, ...rest, ...(replication && { replication }) };
  }
  const without = withoutOwn(existing);
  const { versioning, publicAccessBlock, ownership, encryption, requestMetrics, logging } = earlier;
  return compact({
    region,
    ...without,
    versioning,
    publicAccessBlock,
    ownership,
    encryption,
    requestMetrics,
    logging,
    // The adoption writes these in another form, and adds tags of the environment.
    tags: earlier.tags,
    policy: earlier.policy,
    replication: earlier.replication,
    lifecycle: earlier.lifecycle && without.lifecycle,
    notifications: earlier.notifications && without.notifications,
  });
}

function withoutOwn({ lifecycle, policy, replication, ...rest }: ExistingBucket): ExistingBucket {
  const ids: readonly string[] = LIFECYCLE_RULE_IDS;
  return {
    ...rest,
    ...(lifecycle && {
      lifecycle: { ...lifecycle, rules: lifecycle.rules.filter(({ id }) => !ids.includes(id)) },
    }),
    ...(policy && { policy: policy.filter(({ Sid = "" }) => !isOwnSid(Sid)) }),
    ...(replication && {
      replication: {
        ...replication,
        rules: replication.rules.filter(({ id = "" }) => !OWN_RULE_ID.test(id)),
      },
    }),
  };
}

function isOwnSid(sid: string): boolean {
  return OWN_SIDS.some((own) => sid === own || sid === `${own}${SID_SUFFIX}`);
}

/** The parts in which a bucket that is not adopted yet differs from its record. */
export function differences(inspection: Inspection, recorded: AdoptedBucket): string[] {
  const now: Record<string, unknown> = plain(recordOf(inspection, recorded));
  const before: Record<string, unknown> = plain(recorded);
  return [...new Set([...Object.keys(now), ...Object.keys(before)])]
    .filter((key) => !isDeepStrictEqual(now[key], before[key]))
    .sort();
}

/** The value as the file has it. */
function plain(value: AdoptedBucket): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
