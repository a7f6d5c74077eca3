import { compareAccess, type Access, type Step } from "../access";
import { plannedDocument, type Context } from "../context";
import type { Family, Hit } from "../finding";
import type { Change } from "../plan";
import { LATER, parsePolicy, type Policy } from "../policy";
import { say, some, type Text } from "../text";
import { UNKNOWN, at, isHidden, isNothing, text, type Value } from "../values";
import { why } from "./causes";

interface Kind {
  readonly path: readonly string[];
  readonly noun: string;
  /** What no policy at all means: for an endpoint, everything. */
  readonly without: "nothing" | "everything";
  readonly weight: "danger" | "warning";
}

const kind = (
  noun: string,
  weight: Kind["weight"],
  path: readonly string[] = ["policy"],
  without: Kind["without"] = "nothing",
): Kind => ({
  path,
  noun,
  without,
  weight,
});

/** The policies that say who may use a resource. */
export const KINDS: Readonly<Record<string, Kind>> = {
  aws_s3_bucket_policy: kind("bucket policy", "danger"),
  aws_s3_bucket: kind("bucket policy", "danger"),
  aws_s3_access_point: kind("access point policy", "danger"),
  aws_s3control_access_point_policy: kind("access point policy", "danger"),
  aws_s3control_multi_region_access_point_policy: kind("access point policy", "danger", [
    "details",
    "policy",
  ]),
  aws_kms_key: kind("key policy", "danger"),
  aws_kms_replica_key: kind("key policy", "danger"),
  aws_kms_key_policy: kind("key policy", "danger"),
  aws_vpc_endpoint: kind("endpoint policy", "danger", ["policy"], "everything"),
  aws_vpc_endpoint_policy: kind("endpoint policy", "danger", ["policy"], "everything"),
  aws_sns_topic_policy: kind("topic policy", "warning"),
  aws_sqs_queue_policy: kind("queue policy", "warning"),
  aws_iam_role: kind("trust policy", "warning", ["assume_role_policy"]),
};

const isEmpty = (value: Value): boolean => isNothing(value) || value === "";
/** The configuration does not set it: a replaced bucket's `policy` only mirrors what another resource sets. */
function isComputed(context: Context, change: Change, path: readonly string[]): boolean {
  const expressions = context.configured(change)?.expressions;
  return expressions !== undefined && at(expressions, ...path) === undefined;
}

const NOTHING: Policy = { statements: [], whole: true };
const EVERYTHING =
  parsePolicy('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}') ?? NOTHING;

/** One policy that a plan changes; `access` is undefined where nothing at all is known of the new one. */
export interface PolicyChange {
  readonly change: Change;
  readonly kind: Kind;
  readonly attribute: string;
  readonly access: Access | undefined;
}

function planned(value: Value, context: Context, change: Change, kind: Kind): Policy | undefined {
  if (value !== UNKNOWN)
    return isEmpty(value) ? (kind.without === "everything" ? EVERYTHING : NOTHING) : parsePolicy(value);
  return plannedDocument(context, change, kind.path);
}

const changes = new WeakMap<Context, readonly PolicyChange[]>();

/** Every policy of KINDS that a plan changes or removes, compared once. */
export function policyChanges(context: Context): readonly PolicyChange[] {
  const known = changes.get(context);
  if (known) return known;
  const found: PolicyChange[] = [];
  for (const change of context.of(...Object.keys(KINDS))) {
    const kind = KINDS[change.type];
    if (!kind || !["update", "replace", "delete"].includes(change.action)) continue;
    const attached = change.type.endsWith("_policy");
    if (change.action === "delete" && !attached) continue;
    if (change.action === "delete" && change.type === "aws_s3control_multi_region_access_point_policy")
      continue;
    if (context.bucketGoes(text(at(change.before, "bucket")))) continue;
    const [before, after] = [
      at(change.before, ...kind.path),
      change.action === "delete" ? null : at(change.after, ...kind.path),
    ];
    if (before === after || (isEmpty(before) && (after === UNKNOWN || isEmpty(after)))) continue;
    if (after === UNKNOWN && isComputed(context, change, kind.path)) continue;
    const old = isEmpty(before)
      ? kind.without === "everything"
        ? EVERYTHING
        : NOTHING
      : parsePolicy(before);
    const now = planned(after, context, change, kind);
    const access = old && now ? compareAccess(old, now) : undefined;
    if (!access && typeof before === "string" && typeof after === "string") continue;
    found.push({
      change,
      kind,
      attribute: kind.path.join("."),
      access: access && withoutRenames(change, access),
    });
  }
  changes.set(context, found);
  return found;
}

/** A replaced resource has a new ARN: that its policy names the new one is no gain. */
function withoutRenames(change: Change, access: Access): Access {
  if (change.action !== "replace") return access;
  return {
    ...access,
    gains: access.gains.filter((step) => step.kind !== "resource"),
    losses: access.losses.filter((step) => step.kind !== "resource"),
  };
}

const person = (who: string): string => (who === "*" ? "* (anybody)" : who === LATER ? UNKNOWN.label : who);
const people = (who: readonly string[]): Text =>
  who.length === 0 ? ["whoever carries it"] : some(who.map(person), 4);
const things = (values: readonly string[]): Text =>
  values.length === 0
    ? ["everything"]
    : some(
        values.map((value) => (value === LATER ? UNKNOWN.label : value)),
        4,
      );
const under = (step: Step): Text => (step.sid === "" ? [] : say` (statement ${step.sid})`);

/** Who gains what, in a sentence. */
export function gain(step: Step): Text {
  const deny = step.effect === "Deny";
  const free = step.conditions.length === 0 ? [", without any condition"] : [];
  // A trust policy has no resource: it is about its own role.
  const reach =
    step.where.length === 0 ? things(step.what) : say`${things(step.what)} on ${things(step.where)}`;
  const when = step.conditions.length === 0 ? [] : say` where ${some(step.conditions, 3)}`;
  switch (step.kind) {
    case "condition removed":
      return say`${people(step.who)} gains ${things(step.what)} without the condition ${step.detail[0] ?? ""}${under(step)}`;
    case "condition loosened":
      return deny
        ? say`${things(step.what)} is refused to fewer: the condition ${step.detail[0] ?? ""} becomes ${step.detail[1] ?? ""}${under(step)}`
        : say`${people(step.who)} gains ${things(step.what)}: the condition ${step.detail[0] ?? ""} becomes ${step.detail[1] ?? ""}${under(step)}`;
    case "condition tightened":
      return say`${things(step.what)} is refused to fewer: the condition ${step.detail[0] ?? ""} becomes ${step.detail[1] ?? ""}${under(step)}`;
    case "condition added":
      return say`${things(step.what)} is refused only when ${step.detail[0] ?? ""}${under(step)}`;
    default:
      if (deny) return say`${reach} is no longer refused to ${people(step.who)}${when}${under(step)}`;
      return say`${people(step.who)} gains ${reach}${free}${under(step)}`;
  }
}

const conditional = (step: Step): boolean => step.kind.startsWith("condition") || step.effect === "Deny";

function* hits(context: Context, weight: Kind["weight"], wanted: (step: Step) => boolean): Iterable<Hit> {
  for (const { change, kind, attribute, access } of policyChanges(context)) {
    if (kind.weight !== weight) continue;
    for (const step of access?.gains ?? []) {
      if (wanted(step))
        yield { address: change.address, attribute, cause: say`${[kind.noun]}: ${gain(step)}${why(change)}` };
    }
  }
}

/** New policies and new statements that let anybody in, with no condition: harm that is not a change of anything. */
function* openFromTheStart(context: Context): Iterable<Hit> {
  for (const change of context.of(...Object.keys(KINDS))) {
    const kind = KINDS[change.type];
    if (!kind || change.action !== "create" || kind.without === "everything") continue;
    const policy = planned(at(change.after, ...kind.path), context, change, kind);
    if (!policy) continue;
    for (const step of compareAccess(NOTHING, policy).gains) {
      if (step.conditions.length === 0 && step.who.includes("*")) {
        yield {
          address: change.address,
          attribute: kind.path.join("."),
          cause: say`new ${[kind.noun]}: ${gain(step)}`,
        };
      }
    }
  }
}

export const policies: readonly Family[] = [
  {
    id: "policy-opened",
    severity: "danger",
    title: "A policy lets more in",
    why: "Whoever is named here can do this from the moment of the apply, also with what is stored already.",
    instead:
      "Name the exact roles and actions, through the access point's policy where it can be, and keep everything else out.",
    *find(context) {
      yield* hits(context, "danger", (step) => !conditional(step));
      yield* openFromTheStart(context);
    },
  },
  {
    id: "policy-condition-dropped",
    severity: "danger",
    title: "A policy drops or loosens a condition or a refusal",
    why: "Conditions and refusals keep out those whom the rest of the policy lets in: other organizations, other networks, requests without TLS or past the access point.",
    instead: "Keep the condition; exempt one named role if something must come through.",
    find: (context) => hits(context, "danger", conditional),
  },
  {
    id: "trust-widened",
    severity: "warning",
    title: "A trust, topic or queue policy lets more in",
    why: "Whoever assumes the role or publishes to the topic acts with its rights.",
    instead: "Name the exact principals, and keep the conditions on account and source.",
    find: (context) => hits(context, "warning", () => true),
  },
  {
    id: "policy-unknown",
    severity: "warning",
    title: "A policy changes to something that is known only after the apply",
    why: "What cannot be read here cannot be reviewed: the new policy may let anybody in.",
    instead: "Plan again after what it depends on is applied, or write the values into the code.",
    *find(context) {
      for (const { change, kind, attribute, access } of policyChanges(context)) {
        if (access && !access.uncertain) continue;
        const hidden = isHidden(at(change.after, ...kind.path)) || isHidden(at(change.before, ...kind.path));
        const known = !access
          ? "as a whole"
          : access.gains.length > 0
            ? "in part; what is known of it is judged above"
            : "in part; what is known of it lets nobody more in";
        yield {
          address: change.address,
          attribute,
          cause: hidden
            ? say`the ${[kind.noun]} is marked as sensitive, and changes`
            : say`the ${[kind.noun]} is unknown ${[known]}`,
        };
      }
    },
  },
];
