import type { Change } from "./change";
import type { Context } from "./context";
import { compareAccess, type Access } from "./policy/access";
import { NO_POLICY, parsePolicy, type PolicyDocument, type PolicyStatement } from "./policy/document";
import { ownerOf } from "./moves";
import { isKnown } from "./known-types";
import { UNKNOWN, at, elements, isMapping, isMark, isNothing, text, type Value } from "./values";

export interface PolicyKind {
  readonly path: readonly string[];
  readonly noun: string;
  /** What the policy controls: access to a resource, or to what an endpoint lets pass, or a role's own permissions. */
  readonly controls: "resource" | "trust" | "endpoint" | "identity";
}

export const kind = (
  noun: string,
  controls: PolicyKind["controls"],
  path: readonly string[] = ["policy"],
): PolicyKind => ({
  path,
  noun,
  controls,
});

/** Every policy that says who can do what. */
export const POLICY_KINDS: ReadonlyMap<string, readonly PolicyKind[]> = new Map([
  ["aws_s3_bucket_policy", [kind("bucket policy", "resource")]],
  ["aws_s3_bucket", [kind("bucket policy", "resource")]],
  ["aws_s3_access_point", [kind("access point policy", "resource")]],
  ["aws_s3control_access_point_policy", [kind("access point policy", "resource")]],
  [
    "aws_s3control_multi_region_access_point_policy",
    [kind("access point policy", "resource", ["details", "policy"])],
  ],
  ["aws_kms_key", [kind("key policy", "resource")]],
  ["aws_kms_replica_key", [kind("key policy", "resource")]],
  ["aws_kms_external_key", [kind("key policy", "resource")]],
  ["aws_kms_key_policy", [kind("key policy", "resource")]],
  ["aws_secretsmanager_secret_policy", [kind("secret policy", "resource")]],
  ["aws_vpc_endpoint", [kind("endpoint policy", "endpoint")]],
  ["aws_vpc_endpoint_policy", [kind("endpoint policy", "endpoint")]],
  ["aws_ecr_repository_policy", [kind("repository policy", "resource")]],
  ["aws_efs_file_system_policy", [kind("file system policy", "resource")]],
  ["aws_backup_vault_policy", [kind("vault policy", "resource")]],
  ["aws_glacier_vault", [kind("vault policy", "resource", ["access_policy"])]],
  ["aws_dynamodb_resource_policy", [kind("table policy", "resource")]],
  ["aws_kinesis_resource_policy", [kind("stream policy", "resource")]],
  ["aws_opensearch_domain_policy", [kind("domain policy", "resource", ["access_policies"])]],
  ["aws_s3tables_table_bucket_policy", [kind("table bucket policy", "resource", ["resource_policy"])]],
  ["aws_s3control_object_lambda_access_point_policy", [kind("access point policy", "resource")]],
  ["aws_cloudwatch_event_bus_policy", [kind("event bus policy", "trust")]],
  ["awscc_s3_bucket_policy", [kind("bucket policy", "resource", ["policy_document"])]],
  ["awscc_s3_multi_region_access_point_policy", [kind("access point policy", "resource")]],
  ["awscc_kms_key", [kind("key policy", "resource", ["key_policy"])]],
  ["awscc_sns_topic_policy", [kind("topic policy", "trust", ["policy_document"])]],
  ["awscc_sqs_queue_policy", [kind("queue policy", "trust", ["policy_document"])]],
  ["aws_sns_topic", [kind("topic policy", "trust")]],
  ["aws_sns_topic_policy", [kind("topic policy", "trust")]],
  ["aws_sqs_queue", [kind("queue policy", "trust")]],
  ["aws_sqs_queue_policy", [kind("queue policy", "trust")]],
  [
    "aws_iam_role",
    [
      kind("trust policy", "trust", ["assume_role_policy"]),
      kind("inline policies", "identity", ["inline_policy"]),
    ],
  ],
  ["aws_iam_role_policy", [kind("role policy", "identity")]],
  ["aws_iam_user_policy", [kind("user policy", "identity")]],
  ["aws_iam_group_policy", [kind("group policy", "identity")]],
  ["aws_iam_policy", [kind("managed policy", "identity")]],
]);

const EVERYTHING =
  parsePolicy('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}') ?? NO_POLICY;

/** One policy that a plan creates, changes or removes. */
export interface PolicyChange {
  readonly change: Change;
  readonly kind: PolicyKind;
  readonly attribute: string;
  /** Undefined if nothing at all is known about the old or the new policy. */
  readonly access: Access | undefined;
  /** The old and the new policy, as far as they are known. */
  readonly before: PolicyDocument | undefined;
  readonly after: PolicyDocument | undefined;
  /** The new policy comes from a data source, but perhaps through a function. */
  readonly inexact: boolean;
  /** What the policy belongs to is created by the same plan. */
  readonly fresh: boolean;
  readonly sensitive: boolean;
}

interface Side {
  readonly document: PolicyDocument | undefined;
  readonly inexact?: boolean;
}

export const isEmpty = (value: Value): boolean => isNothing(value) || value === "";

/** Inline policies are a set: together they are one. */
function merged(value: Value): PolicyDocument | undefined {
  const documents = elements(value).map((entry) => parsePolicy(at(entry, "policy")));
  const statements: PolicyStatement[] = documents.flatMap((document) => document?.statements ?? []);
  return isMark(value)
    ? undefined
    : { statements, whole: documents.every((document) => document !== undefined) };
}

function read(value: Value, { controls, path }: PolicyKind): Side {
  if (isEmpty(value)) return { document: controls === "endpoint" ? EVERYTHING : NO_POLICY };
  return { document: path[0] === "inline_policy" ? merged(value) : parsePolicy(value) };
}

export function next(change: Change, kind: PolicyKind, context: Context): Side {
  if (change.action === "delete") return read(null, kind);
  const value = context.resolver.attribute(change, kind.path);
  if (value !== UNKNOWN) return read(value, kind);
  const exact = context.resolver.policy(change, kind.path);
  return exact
    ? { document: exact }
    : { document: context.resolver.likelyPolicy(change, kind.path), inexact: true };
}

const changes = new WeakMap<Context, readonly PolicyChange[]>();

/** Every policy that a plan changes, compared once. */
export function policyChanges(context: Context): readonly PolicyChange[] {
  const known = changes.get(context);
  if (known) return known;
  const rename = renames(context);
  const found = [...POLICY_KINDS].flatMap(([type, kinds]) =>
    context
      .of(type)
      .flatMap((change) => kinds.flatMap((kind) => compare(change, kind, context, rename) ?? [])),
  );
  for (const change of context.changes)
    for (const kind of kindsOfOthers(change)) {
      const other = compare(change, kind, context, rename);
      if (other) found.push(other);
    }
  changes.set(context, found);
  return found;
}

/** Attributes of other types that contain a policy with principals, by their names and their text. */
function kindsOfOthers(change: Change): readonly PolicyKind[] {
  const { action, type, after } = change;
  if (action !== "create" && action !== "update" && action !== "replace") return [];
  if (POLICY_KINDS.has(type) || isKnown(type) || !isMapping(after)) return [];
  const kinds: PolicyKind[] = [];
  for (const attribute in after) {
    if (!/polic|document/i.test(attribute) || typeof after[attribute] !== "string") continue;
    const policy = parsePolicy(after[attribute]);
    if (!policy?.statements.some(({ sets }) => sets.has("Principal"))) continue;
    // The policy of a CloudFormation stack is about its updates.
    if (/^awscc?_cloudformation_/.test(type)) continue;
    const trusts = /assume|trust/i.test(attribute);
    kinds.push(kind(trusts ? "trust policy" : "resource policy", trusts ? "trust" : "resource", [attribute]));
  }
  return kinds;
}

function compare(
  change: Change,
  kind: PolicyKind,
  context: Context,
  rename: (policy: PolicyDocument) => PolicyDocument,
): PolicyChange | undefined {
  if (!["create", "update", "replace", "delete"].includes(change.action)) return undefined;
  const owner = ownerOf(change.type);
  const attached = /_policy$/.test(change.type);
  // The policy of a Multi-Region Access Point cannot be deleted, and what is part of a resource is deleted with it.
  if (change.action === "delete" && (!attached || /multi_region/.test(change.type))) return undefined;
  if (owner !== undefined && context.isGone(text(at(change.before, owner))) && change.action === "delete")
    return undefined;
  const [before, after] = [at(change.before, ...kind.path), at(change.after, ...kind.path)];
  if (change.action !== "delete" && (before === after || (isEmpty(before) && isEmpty(after))))
    return undefined;
  // The configuration does not set it: it only mirrors what another resource sets.
  if (after === UNKNOWN && !context.isConfigured(change, kind.path)) return undefined;
  const old = change.action === "create" ? NO_POLICY : read(before, kind).document;
  const { document, inexact = false } = next(change, kind, context);
  if (kind.controls === "endpoint" && change.action === "create") return undefined;
  const attribute = kind.path.join(".");
  const renamed = old && rename(old);
  const access = renamed && document && compareAccess(renamed, document);
  const ownerId = owner === undefined ? undefined : context.resolver.symbol(change, [owner]);
  const fresh = change.action === "create" && (owner === undefined || isNew(ownerId, context));
  return {
    change,
    kind,
    attribute,
    access,
    before: renamed,
    after: document,
    inexact,
    fresh,
    sensitive: change.isSensitive(kind.path),
  };
}

const isNew = (owner: string | undefined, context: Context): boolean =>
  owner === undefined || owner.startsWith("\u0000") || context.isMade(owner);

/** A replaced resource has a new ARN. A policy that names the new one instead of the old one grants nothing new. */
function renames(context: Context): (policy: PolicyDocument) => PolicyDocument {
  const now = new Map<string, string>();
  for (const change of context.changes) {
    const old = change.action === "replace" ? text(at(change.before, "arn")) : undefined;
    const arn = old === undefined ? undefined : context.resolver.identity(change);
    if (old !== undefined && arn !== undefined && old !== arn) now.set(old, arn);
  }
  if (now.size === 0) return (policy) => policy;
  const swap = (value: string): string => renamed(value, now);
  return (policy) => ({
    ...policy,
    statements: policy.statements.map((statement) => ({
      ...statement,
      sets: new Map(
        [...statement.sets].map(([field, set]) => [field, { ...set, values: set.values.map(swap) }]),
      ),
      conditions: statement.conditions.map((each) => ({ ...each, values: each.values.map(swap) })),
    })),
  });
}

/** A value with the new ARN in the place of an old one, which ends where a part of an ARN ends: orders is not orders-2. */
function renamed(value: string, now: ReadonlyMap<string, string>): string {
  if (!value.startsWith("arn:")) return value;
  for (const { index } of [...value.matchAll(/[:/]|$/g)].reverse()) {
    const arn = now.get(value.slice(0, index));
    if (arn !== undefined) return arn + value.slice(index);
  }
  return value;
}
