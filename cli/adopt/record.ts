/** The record of a bucket, before its adoption and after it. */
import { isDeepStrictEqual } from "node:util";
import { OWN_RULE_ID, OWN_SIDS } from "../../constructs/adoption-conditions";
import type { ExistingBucket } from "../../constructs/existing-bucket";
import { SID_SUFFIX } from "../../constructs/existing-policy";
import { LIFECYCLE_RULE_IDS } from "../../constructs/lifecycle-rules";
import type { AdoptedBucket } from "../../environment/adopted";
import type { Environment } from "../../environment/load";
import { environmentName } from "../synthesized/access-points";
import { compact } from "./convert";
import type { Inspection } from "./inspection";

/** Whether the policy of a bucket has the statements of an environment. */
export function isManaged({ delegatesTo }: Inspection): boolean {
  return delegatesTo.length > 0;
}

/**
 * The record of an inspected bucket. A bucket that is adopted already keeps what its record says about the parts that the
 * adoption changed, and what the adoption added is left out. So does a bucket whose deploy was interrupted. A part that
 * means the same as the earlier one keeps its text.
 */
export function recordOf(
  inspection: Inspection,
  earlier: AdoptedBucket | undefined,
  environment: Environment,
): AdoptedBucket {
  const { existing, region } = inspection;
  if (earlier === undefined) return { region, ...existing };
  const kept: Partial<AdoptedBucket> = Object.fromEntries(
    deployedParts(inspection, earlier, environment).map((part) => [part, earlier[part]]),
  );
  const now: AdoptedBucket = isManaged(inspection)
    ? adoptedAlready(existing, earlier)
    : compact({ region, ...existing, ...kept });
  const parts = (Object.keys(now) as (keyof AdoptedBucket)[]).map((part) => {
    const { [part]: value } = now;
    const { [part]: before } = earlier;
    return [part, differs(value, before) ? value : before] as const;
  });
  return Object.fromEntries(parts) as unknown as AdoptedBucket;
}

/**
 * The parts that differ from the record of a bucket and have what a deploy of the environment writes. The policy is written
 * late, because it names the access point. If a deploy is interrupted before that, only these parts show the adoption.
 */
export function deployedParts(
  inspection: Inspection,
  earlier: AdoptedBucket | undefined,
  environment: Environment,
): (keyof ExistingBucket)[] {
  if (earlier === undefined || isManaged(inspection)) return [];
  const { existing, region } = inspection;
  const { publicAccessBlock, encryption, logging, lifecycle, replication } = existing;
  const role = `role${environment.iam.path}${environmentName(environment)}-replication-${region}`;
  const ids: readonly string[] = LIFECYCLE_RULE_IDS;
  const parts: readonly (keyof ExistingBucket | false | undefined)[] = [
    existing.versioning === "Enabled" && "versioning",
    publicAccessBlock && !Object.values(publicAccessBlock).includes(false) && "publicAccessBlock",
    existing.ownership === "BucketOwnerEnforced" && "ownership",
    encryption && isOfEnvironment(encryption, environment, region) && "encryption",
    existing.requestMetrics && "requestMetrics",
    logging && logging.bucket === environment.accessLogs[region] && "logging",
    !earlier.lifecycle && lifecycle?.rules.every(({ id }) => ids.includes(id)) && "lifecycle",
    replication?.role.endsWith(`:${role}`) && "replication",
  ];
  return parts.filter(
    (part) => part !== false && part !== undefined && differs(existing[part], earlier[part]),
  ) as (keyof ExistingBucket)[];
}

function isOfEnvironment(
  { algorithm, key, arn = key }: NonNullable<ExistingBucket["encryption"]>,
  { encryption }: Environment,
  region: string,
): boolean {
  if (encryption?.type !== "kms") return algorithm === "AES256";
  return algorithm === "aws:kms" && (encryption.keys?.[region] ?? arn) === arn;
}

/** One sentence about such parts, with what to do if no deploy wrote them. */
export function deployedSentence(bucket: string, parts: readonly string[]): string {
  return `${bucket} differs from its record in parts that a deploy of the environment writes: ${[...parts].sort().join(", ")}. The record keeps the earlier values, which adopt: restore gives back. If someone else changed them, delete ${bucket} from NAME.adopted.yaml, and run mrap adopt again.`;
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
    // The adoption adds no rule to a bucket that has rules.
    lifecycle: earlier.lifecycle && existing.lifecycle,
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
export function differences(
  inspection: Inspection,
  recorded: AdoptedBucket,
  environment: Environment,
): string[] {
  return partsThatDiffer(recordOf(inspection, recorded, environment), recorded);
}

/** The parts in which a bucket differs from the configuration before its adoption. */
export function notRestored({ existing, region }: Inspection, recorded: AdoptedBucket): string[] {
  return partsThatDiffer({ region, ...existing }, recorded);
}

function partsThatDiffer(now: AdoptedBucket, recorded: AdoptedBucket): string[] {
  const parts = new Set([...Object.keys(now), ...Object.keys(recorded)]) as Set<keyof AdoptedBucket>;
  return [...parts].filter((part) => differs(now[part], recorded[part])).sort();
}

function differs(one: unknown, other: unknown): boolean {
  return !isDeepStrictEqual(meaning(one), meaning(other));
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
