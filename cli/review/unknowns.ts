import type { Change } from "./change";
import type { Context, Unresolved } from "./context";
import { HARMLESS, UTILITIES, isKnown, knowsAttribute } from "./known-types";
import { kmsKey } from "./kms-keys";
import { POLICY_KINDS } from "./policy-changes";
import type { Severity } from "./severity";
import { at, isList, isMapping, isNothing, text, unknownPaths, type Path } from "./values";

/** Types of which an unknown attribute endangers neither data nor access. */
const CONTENT =
  /^(aws_cloudwatch_dashboard|aws_ssm_document|aws_s3_bucket_metric|terraform_data|null_resource)$/;
/** Types whose findings are warnings. */
const MONITORING = /^aws_(cloudwatch_|sns_|sqs_|s3_bucket_notification$)/;
const GROUP_RULES = /^aws_(vpc_security_group_(in|e)gress|security_group)_rule$/;
/** AWS computes these, even if the code can set them. */
const COMPUTED: ReadonlySet<string> = new Set([
  ...HARMLESS,
  "security_group_rule_id",
  "owner_id",
  "version_id",
  "etag",
]);

const startsWith = (path: Path, prefix: Path): boolean => prefix.every((step, i) => step === path[i]);
/** The path without the indexes of blocks. */
const names = (path: Path): readonly string[] => path.filter((step) => typeof step === "string");

/** Attributes that other findings report as unknown themselves. */
const isReported = (change: Change, path: Path): boolean =>
  (POLICY_KINDS.get(change.type) ?? []).some(({ path: policy }) => startsWith(names(path), policy)) ||
  (/replication_configuration|^aws_s3_bucket$/.test(change.type) &&
    names(path).slice(-2).join(".") === "destination.bucket");

/** Does the code set it, rather than AWS? Blocks that a dynamic block makes are not in the plan's configuration. */
function isSet(change: Change, path: Path, context: Context): boolean {
  if (context.isConfigured(change, path)) return true;
  const top = path.slice(0, 1);
  if (change.action !== "update" || context.isConfigured(change, top)) return false;
  const before = at(change.before, ...top);
  return isList(before) && before.some((each) => isMapping(each));
}

/** A key of the plan is known well enough, in HCL too. */
const namesKey = (context: Context, change: Change, path: Path): boolean =>
  /^(kms_master_key_id|replica_kms_key_id)$/.test(String(path.at(-1))) &&
  kmsKey(context, change, path) !== undefined;

/** The judged attributes of a plan that nothing in it tells: each could become anything. */
export function* unknowns(context: Context): Iterable<Unresolved> {
  for (const change of context.changes) {
    const { type, action } = change;
    if (!isKnown(type) || CONTENT.test(type) || UTILITIES.test(type)) continue;
    const group = text(context.resolver.attribute(change, ["security_group_id"]));
    const joins =
      action === "create" && GROUP_RULES.test(type) && group !== undefined && !context.isMade(group);
    if (action !== "update" && action !== "replace" && !joins) continue;
    if (!isMapping(change.after)) continue;
    for (const [name, value] of Object.entries(change.after)) {
      if (!knowsAttribute(type, name) || COMPUTED.has(name) || isNothing(value)) continue;
      for (const path of unknownPaths(value, [name])) {
        if (isReported(change, path) || !isSet(change, path, context)) continue;
        if (context.resolver.symbol(change, path) !== undefined || namesKey(context, change, path)) continue;
        const severity: Severity =
          MONITORING.test(type) || (type === "aws_vpc_endpoint" && name === "subnet_ids")
            ? "warning"
            : "danger";
        yield { change, path, severity };
      }
    }
  }
}
