import type { Change } from "./change";
import type { Context } from "./context";
import {
  COMPUTED,
  HARMLESS,
  isDataStore,
  isKnown,
  isS3Endpoint,
  knowsAttribute,
  UTILITIES,
} from "./known-types";
import { newRecipients } from "./recipients";
import { replicationRoles } from "./replication-roles";
import type { Severity } from "./severity";
import { UNKNOWN, at, equal, isMapping, own, text, type Mapping } from "./values";

/** A change that no finding judges. */
export interface Unjudged {
  readonly address: string;
  readonly change?: Change;
  readonly reason: string;
  /** Deletions, replacements and unknown actions have one. */
  readonly severity?: Severity;
}

const found = new WeakMap<Context, readonly Unjudged[]>();

/** Every change of a plan that no finding judges. */
export function unjudged(context: Context): readonly Unjudged[] {
  const known = found.get(context);
  if (known) return known;
  const all: Unjudged[] = [
    ...context.plan.changes
      .filter((change) => change.managed)
      .flatMap((change) => judge(change, context) ?? []),
    ...context.plan.deferred.map((change): Unjudged => {
      const grave = !isKnown(change.type) && (change.action === "delete" || change.action === "replace");
      const reason = `deferred to a later plan (${change.deferred ?? "unknown"}); judged only by what this plan tells`;
      const severity = change.action === "other" ? ofUnknown(change) : grave ? "warning" : undefined;
      return { address: change.address, change, reason, ...(severity ? { severity } : {}) };
    }),
    ...context.plan.invocations.map((address): Unjudged => ({
      address,
      reason: "the apply invokes this action, and the plan does not show what it does",
      severity: "warning",
    })),
  ];
  found.set(context, all);
  return all;
}

/** Types whose updates are judged, and whose deletions are not. */
const UNJUDGED_DELETIONS = /^aws_((default_)?vpc|s3_access_point|iam_role|vpc_endpoint|kms_grant)$/;

/** Other findings judge the replication roles and their grants, and the endpoints of S3. */
function isJudgedDeletion({ type, before }: Change, context: Context): boolean {
  const replicates = (attribute: string): boolean =>
    replicationRoles(context).has(text(at(before, attribute)) ?? "");
  switch (type) {
    case "aws_iam_role":
      return replicates("arn");
    case "aws_kms_grant":
      return replicates("grantee_principal");
    case "aws_vpc_endpoint":
      return isS3Endpoint(text(at(before, "service_name")) ?? "");
    default:
      return false;
  }
}

const ofUnknown = ({ actions }: Change): Severity =>
  actions.some((each) => /delete|destroy|remove|replace|recreate/i.test(each)) ? "danger" : "warning";

function judge(change: Change, context: Context): Unjudged | undefined {
  const { address, action, type } = change;
  const note = (reason: string, severity?: Severity): Unjudged => ({
    address,
    change,
    reason,
    ...(severity ? { severity } : {}),
  });
  const strangers = action === "none" || action === "forget" ? [] : newRecipients(change, context);
  if (strangers.length > 0) {
    // The number of an account can be part of a secret.
    const which = change.isSensitive([]) ? "" : `: ${strangers.join(", ")}`;
    return note(`it sends events to an account that this plan does not know${which}`, "warning");
  }
  switch (action) {
    case "none":
    case "forget":
      return undefined;
    // Only data sources are read.
    case "read":
    case "other":
      return note(`unknown action ${change.actions.join(", ")}`, ofUnknown(change));
    case "delete":
    case "replace":
      if (isDataStore(type) || /^aws_kms_(external|replica)_key$/.test(type)) return undefined;
      if (UNJUDGED_DELETIONS.test(type) && !isJudgedDeletion(change, context))
        return note(`no finding judges that ${type} is ${action}d`, "warning");
      if (!isKnown(type)) return note(`${type} is not known to this review, and is ${action}d`, "warning");
      return provisioned(change, context) ?? undefined;
    case "create":
      return isKnown(type) ? provisioned(change, context) : note(`${type} is not known to this review`);
    case "update": {
      if (change.extent === "tags") return undefined;
      if (UTILITIES.test(type)) return undefined;
      const strange = differing(change, context).filter(
        (each) => !HARMLESS.has(each) && !COMPUTED.has(each) && !knowsAttribute(type, each),
      );
      if (isKnown(type))
        return strange.length === 0
          ? undefined
          : note(`no finding judges ${strange.slice(0, 6).join(", ")} of ${type}`);
      return note(`${type} is not known to this review`);
    }
  }
}

/** Routes have a finding of their own; of other commands nothing is known. */
function provisioned(change: Change, context: Context): Unjudged | undefined {
  const configured = context.configured(change);
  if (!configured || configured.provisioners === 0) return undefined;
  if (configured.commands.some((command) => /submit-?multi-?region|mrap.{0,40}routes/i.test(command)))
    return undefined;
  return {
    address: change.address,
    change,
    reason: "it runs a provisioner, and the plan does not show what that does",
    severity: "warning",
  };
}

/** The attributes that change, apart from those that AWS computes during the apply. */
function differing(change: Change, context: Context): readonly string[] {
  const [before, after]: [Mapping, Mapping] = [
    isMapping(change.before) ? change.before : {},
    isMapping(change.after) ? change.after : {},
  ];
  const found: string[] = [];
  const add = (name: string): void => {
    const now = own(after, name);
    if (!equal(own(before, name), now) && (now !== UNKNOWN || context.isConfigured(change, [name])))
      found.push(name);
  };
  for (const name of Object.keys(before)) add(name);
  for (const name of Object.keys(after)) if (!Object.hasOwn(before, name)) add(name);
  return found;
}
