import { bucketEncryptions, type BucketEncryption } from "./bucket-encryption";
import type { Change } from "./change";
import type { Context } from "./context";
import { keyAllows, roleAllows, type KeyRequest } from "./key-permissions";
import { kmsKey, regionOf, type KmsKey } from "./kms-keys";
import { REPLICATION_TYPES, counts, rulesAfter } from "./replication-changes";
import type { ReplicationRule } from "./replication-rules";
import { firstBy, table } from "./tables";
import { say, type Text } from "./text";
import { at, text } from "./values";
import { append } from "./lists";

/** The attribute by which a rule selects objects with SSE-KMS. */
export const SELECTION = "rule.source_selection_criteria.sse_kms_encrypted_objects.status";

/** Something that keeps objects with SSE-KMS from replicating. */
export interface Obstacle {
  readonly change: Change;
  readonly attribute: string;
  readonly cause: Text;
}

/** A rule that replicates from a bucket, with the keys at both ends. */
export interface KeyedRule {
  readonly rule: ReplicationRule;
  readonly change: Change;
  /** The key of the replica. */
  readonly key: KmsKey | undefined;
  readonly ready: boolean;
}

/** Whether the objects of a bucket replicate once its default encryption uses a KMS key. */
export interface Readiness {
  readonly encryption: BucketEncryption;
  readonly role: string | undefined;
  readonly rules: readonly KeyedRule[];
  readonly obstacles: readonly Obstacle[];
  /** True if there is no obstacle, and nothing that the plan does not tell. */
  readonly ready: boolean;
}

const known = new WeakMap<Context, Map<string, Readiness | undefined>>();

/** Undefined unless the default encryption of the bucket uses a KMS key after the plan. Few buckets are ever judged. */
export function readinessOf(context: Context, bucket: string): Readiness | undefined {
  let all = known.get(context);
  if (!all) known.set(context, (all = new Map<string, Readiness | undefined>()));
  if (!all.has(bucket)) {
    const encryption = bucketEncryptions(context).get(bucket);
    all.set(bucket, encryption?.after === "kms" ? judge(context, encryption) : undefined);
  }
  return all.get(bucket);
}

const configurations = new WeakMap<Context, ReadonlyMap<string, Change>>();

/** The replication configuration of a bucket after the plan. */
function configurationOf(context: Context, bucket: string): Change | undefined {
  let all = configurations.get(context);
  if (!all) {
    const found = new Map<string, Change>();
    for (const each of context.of(...REPLICATION_TYPES)) {
      if (each.action === "delete" || !counts(each, context)) continue;
      const owner = text(context.resolver.attribute(each, ["bucket"]));
      if (owner !== undefined && rulesAfter(each, context).length > 0) found.set(owner, each);
    }
    configurations.set(context, (all = found));
  }
  return all.get(bucket);
}

function judge(context: Context, encryption: BucketEncryption): Readiness {
  const { change, bucket, key, region } = encryption;
  const obstacles: Obstacle[] = [];
  let clear = key !== undefined && region !== undefined;
  const settle = (found: readonly Obstacle[] | "unclear"): boolean => {
    if (found === "unclear") clear = false;
    else append(obstacles, found);
    return found.length === 0;
  };
  if (key)
    settle(
      placed(context, key, region, { change, attribute: "kms_master_key_id", what: say`bucket ${bucket}` }),
    );
  const configuration = configurationOf(context, bucket);
  const rules: KeyedRule[] = [];
  const role = configuration && context.resolver.symbol(configuration, ["role"]);
  if (configuration) {
    if (role === undefined) clear = false;
    else if (key && region !== undefined)
      settle(
        permitted(context, configuration, [
          { role, key, action: "kms:Decrypt", region, encryptionContext: objectsOf(encryption) },
        ]),
      );
    rulesAfter(configuration, context).forEach((rule, i) => {
      if (!rule.enabled) return;
      const target = judgeRule(context, { configuration, bucket, role, rule, place: i });
      const ready = settle(target.found);
      rules.push({ rule, change: configuration, key: target.key, ready });
    });
  }
  return { encryption, role, rules, obstacles, ready: clear && obstacles.length === 0 };
}

/** The encryption context that S3 sends for the objects of a bucket. */
const objectsOf = ({ arn, bucketKey }: Pick<BucketEncryption, "arn" | "bucketKey">): string =>
  `${arn}${bucketKey ? "" : "/*"}`;

interface RuleToJudge {
  readonly configuration: Change;
  readonly bucket: string;
  readonly role: string | undefined;
  readonly rule: ReplicationRule;
  /** Its place among the rules. */
  readonly place: number;
}

function judgeRule(
  context: Context,
  { configuration: change, bucket, role, rule, place }: RuleToJudge,
): { readonly found: readonly Obstacle[] | "unclear"; readonly key: KmsKey | undefined } {
  const what = say`bucket ${bucket}: ${rule.id}`;
  if (rule.kms === undefined) return { found: "unclear", key: undefined };
  if (!rule.kms) {
    const cause = say`${what} does not select objects that are encrypted with SSE-KMS`;
    return { found: [{ change, attribute: SELECTION, cause }], key: undefined };
  }
  const attribute = "rule.destination.encryption_configuration.replica_kms_key_id";
  if (rule.key === undefined)
    return {
      found: [{ change, attribute, cause: say`${what} names no key for its replicas` }],
      key: undefined,
    };
  const key = kmsKey(context, change, [
    "rule",
    place,
    "destination",
    "encryption_configuration",
    "replica_kms_key_id",
  ]);
  const destination = rule.to === undefined ? undefined : bucketEncryptions(context).get(rule.to);
  const region = destination?.region ?? bucketRegion(context, rule.to);
  if (!key || region === undefined || role === undefined || rule.to === undefined)
    return { found: "unclear", key };
  const wrong = placed(context, key, region, { change, attribute, what });
  if (wrong === "unclear" || wrong.length > 0) return { found: wrong, key };
  // Without a default encryption in the plan, whether there is a bucket key is not known.
  const bucketKey = destination?.after === "kms" && destination.bucketKey;
  const encryptionContext = objectsOf({
    arn: destination?.arn ?? `arn:aws:s3:::${rule.to}`,
    bucketKey,
  });
  const actions = bucketKey ? ["kms:Encrypt", "kms:Decrypt"] : ["kms:Encrypt"];
  const requests = actions.map((action) => ({ role, key, action, region, encryptionContext }));
  return { found: permitted(context, change, requests), key };
}

const buckets = table((context) =>
  firstBy(context.of("aws_s3_bucket"), (each) => [at(each.after, "bucket")]),
);

function bucketRegion(context: Context, bucket: string | undefined): string | undefined {
  const change = buckets(context).get(bucket);
  return change && regionOf(context, change);
}

/** Why S3 cannot use a key of the plan at all. */
function unfitness({ change }: KmsKey): string | undefined {
  const is = (attribute: string): string | undefined => text(at(change?.after, attribute)) || undefined;
  const spec = is("customer_master_key_spec") ?? "SYMMETRIC_DEFAULT";
  const usage = is("key_usage") ?? "ENCRYPT_DECRYPT";
  if (spec !== "SYMMETRIC_DEFAULT" || usage !== "ENCRYPT_DECRYPT")
    return "is not a symmetric key for encryption, and S3 supports no other keys";
  return at(change?.after, "is_enabled") === false ? "is disabled" : undefined;
}

/** A key works only for a bucket in its Region. */
function placed(
  { accounts }: Context,
  key: KmsKey,
  region: string | undefined,
  { change, attribute, what }: { readonly change: Change; readonly attribute: string; readonly what: Text },
): readonly Obstacle[] | "unclear" {
  const unfit = unfitness(key);
  if (unfit !== undefined)
    return [{ change, attribute, cause: say`${what}: the key ${shown(key)} ${[unfit]}` }];
  if (key.region === undefined || region === undefined) return "unclear";
  if (key.region !== region)
    return [
      {
        change,
        attribute,
        cause: say`${what}: the key ${shown(key)} is in ${key.region}, and the bucket that it encrypts is in ${region}`,
      },
    ];
  const { account } = key;
  return account === undefined || accounts.own.has(account) || accounts.named.has(account) ? [] : "unclear";
}

/** The role's own policies must allow each request, and the policy of the key must not stand in the way. */
function permitted(
  context: Context,
  configuration: Change,
  requests: readonly KeyRequest[],
): readonly Obstacle[] | "unclear" {
  const obstacles: Obstacle[] = [];
  let unclear = false;
  for (const request of requests) {
    const { role, key, action, region, encryptionContext } = request;
    const through = say`through S3 in ${region} with the encryption context ${encryptionContext}`;
    const [own, policy] = [roleAllows(context, request), keyAllows(context, request)];
    if (own === "unclear" || policy === "unclear") unclear = true;
    const words = [role.replace("\u0000", ""), action, shown(key)] as const;
    if (own === "no")
      obstacles.push({
        change: configuration,
        attribute: "role",
        cause: say`the policies of the replication role ${words[0]} do not allow ${words[1]} on the key ${words[2]} ${through}`,
      });
    else if (policy === "no")
      obstacles.push({
        change: key.change ?? configuration,
        attribute: key.change ? "policy" : "role",
        cause: say`the policy of the key ${words[2]} does not allow ${words[1]} to the replication role ${words[0]} ${through}`,
      });
  }
  return obstacles.length === 0 && unclear ? "unclear" : obstacles;
}

/** A key that the plan creates is shown by its address. */
export const shown = ({ id }: KmsKey): string =>
  id.replace("\u0000", "").replace(/^(aws_kms_\w+\..+)\.arn$/, "$1");
