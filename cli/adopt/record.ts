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
 * adoption changed, and what the adoption added is left out. A part that means the same as the earlier one keeps its text.
 */
export function recordOf(inspection: Inspection, earlier: AdoptedBucket | undefined): AdoptedBucket {
  const { existing, region } = inspection;
  if (earlier === undefined) return { region, ...existing };
  const now: AdoptedBucket = isManaged(inspection)
    ? adoptedAlready(existing, earlier)
    : { region, ...existing };
  const parts = (Object.keys(now) as (keyof AdoptedBucket)[]).map((part) => {
    const { [part]: value } = now;
    const { [part]: before } = earlier;
    return [part, isDeepStrictEqual(meaning(value), meaning(before)) ? before : value] as const;
  });
  return Object.fromEntries(parts) as unknown as AdoptedBucket;
}

function adoptedAlready(existing: ExistingBucket, earlier: AdoptedBucket): AdoptedBucket {
  const without = withoutOwn(existing);
  const { region, versioning, publicAccessBlock, ownership, encryption, requestMetrics, logging } = earlier;
  return compact({
    region,
    ...without,
    versioning,
    publicAccessBlock,
    ownership,
    encryption,
    requestMetrics,
    logging,
    // The adoption writes these in another form.
    policy: earlier.policy,
    policyDocument: earlier.policyDocument,
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

/** The parts in which a bucket differs from its record. A part that the adoption changed is compared only before it. */
export function differences(inspection: Inspection, recorded: AdoptedBucket): string[] {
  return partsThatDiffer(recordOf(inspection, recorded), recorded);
}

/** The parts in which a bucket differs from the configuration before its adoption. */
export function notRestored({ existing, region }: Inspection, recorded: AdoptedBucket): string[] {
  return partsThatDiffer({ region, ...existing }, recorded);
}

function partsThatDiffer(now: AdoptedBucket, recorded: AdoptedBucket): string[] {
  const parts = new Set([...Object.keys(now), ...Object.keys(recorded)]) as Set<keyof AdoptedBucket>;
  return [...parts].filter((part) => !isDeepStrictEqual(meaning(now[part]), meaning(recorded[part]))).sort();
}

/**
 * A value without what has no meaning: the order of lists, a list of one entry instead of the entry, and the type of numbers
 * and flags. S3 and Terraform do not keep them.
 */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(meaning);
    return all.length === 1 ? all[0] : all.sort((one, other) => (text(one) < text(other) ? -1 : 1));
  }
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => [key, meaning(one)])
        .sort(([one], [other]) => (one! < other! ? -1 : 1)),
    );
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
