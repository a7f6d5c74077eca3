import { REACH, audiences, isDangerous, reachOf, type Accounts, type Audience } from "../policy/audience";
import { parseOperator } from "../policy/conditions";
import type { Context } from "../context";
import { partOf, type AccessStep } from "../policy/access";
import type { PolicyStatement } from "../policy/document";
import { named } from "../policy/part";
import type { Family, Hit } from "../finding";
import type { Severity } from "../severity";
import { usesObjectsAlready } from "../key-users";
import { allowsNewEncryption, isReplicationGain } from "../kms-switch";
import { policyChanges, type PolicyChange } from "../policy-changes";
import { also, say } from "../text";
import { why } from "../causes";
import { gain, under } from "../gain";
import { isOnlyMoved } from "../role-gains";
import { granted } from "./grants";
import { attached } from "./permissions";
import { isSweeping } from "./sweeping";
import { largest } from "../lists";

export { gain };

/** The principals that a loosened Deny statement newly exempts, if it names them. */
function exempted({ conditions }: AccessStep): readonly string[] | undefined {
  const added = conditions.after.flatMap((after) => {
    if (!parseOperator(after.operator).negated) return [undefined];
    const before = conditions.before.find((each) => each.key.toLowerCase() === after.key.toLowerCase());
    return after.values.filter((value) => !before?.values.includes(value));
  });
  const names = added.filter((each) => each !== undefined);
  return names.length < added.length || names.length === 0 ? undefined : names;
}

function severityOf(
  step: AccessStep,
  who: readonly Audience[],
  { kind }: PolicyChange,
  accounts: Accounts,
): Severity {
  if (step.kind === "denial")
    return kind.controls === "trust" || kind.controls === "identity" ? "warning" : "danger";
  if (step.kind === "exemption") {
    const names = exempted(step);
    const own = names?.every(
      (each) =>
        !/:((role|user)\/?)?\*$/.test(each) && ["own", "service", "named"].includes(reachOf(each, accounts)),
    );
    return own ? "warning" : "danger";
  }
  if (kind.controls === "identity") return isSweeping(step.what, step.where) ? "danger" : "warning";
  if (kind.controls === "endpoint")
    return step.where.not || step.where.values.some((each) => /^(\*|arn:aws[\w-]*:s3:::\*)/.test(each))
      ? "danger"
      : "warning";
  return who.some((each) => isDangerous(each.reach)) ? "danger" : "warning";
}

/** The switch to another encryption is a finding of its own. */
const isPartOfSwitch = (context: Context, policy: PolicyChange, step: AccessStep): boolean =>
  policy.kind.controls === "identity"
    ? isReplicationGain(context, step)
    : policy.kind.controls === "resource" && allowsNewEncryption(context, policy, step);

const isConditional = (step: AccessStep): boolean => step.kind !== "grant";

/** The farthest that a gain reaches comes first. */
function hits(
  context: Context,
  controls: readonly string[],
  wanted: (step: AccessStep) => boolean,
): readonly Hit[] {
  const all = [...found(context, controls, wanted)];
  return all.sort((one, other) => other.rank - one.rank).map(({ hit }) => hit);
}

function* found(
  context: Context,
  controls: readonly string[],
  wanted: (step: AccessStep) => boolean,
): Iterable<{ readonly rank: number; readonly hit: Hit }> {
  for (const policy of policyChanges(context)) {
    const { change, kind, attribute, access, fresh, sensitive } = policy;
    if (!controls.includes(kind.controls)) continue;
    for (const step of access?.gains ?? []) {
      if (!wanted(step) || isPartOfSwitch(context, policy, step)) continue;
      if (step.statement.effect === "Allow" && change.type === "aws_iam_role_policy") {
        const role = context.resolver.symbol(change, ["role"]);
        if (isOnlyMoved(context, role, [partOf(step)], change)) continue;
      }
      const all = audiences(step.who, step.statement.conditions, context.accounts);
      // Nothing at all is known of whom: that is for policy-unknown.
      const known = all.filter((each) => each.who !== "\u0000");
      const isNothingNew = ({ who }: Audience): boolean =>
        fresh && kind.noun === "key policy" && usesObjectsAlready(context, policy, step, who);
      const severe = severityOf(step, known, policy, context.accounts);
      const split =
        kind.controls === "identity" ||
        step.kind === "denial" ||
        step.kind === "exemption" ||
        kind.controls === "endpoint";
      const groups = split
        ? [[severe, known] as const]
        : ([
            ["danger", known.filter((each) => isDangerous(each.reach) && !isNothingNew(each))],
            ["warning", known.filter((each) => !isDangerous(each.reach) || isNothingNew(each))],
          ] as const);
      for (const [severity, who] of groups) {
        // A new policy of a new resource opens nothing that exists; it is judged by whether it allows other accounts.
        if (
          who.length === 0 ||
          (fresh && severity !== "danger" && !who.some((each) => isDangerous(each.reach)))
        )
          continue;
        const hit: Hit = {
          address: change.address,
          attribute,
          change,
          sensitive,
          severity,
          cause: say`${[fresh ? "new " : "", kind.noun]}: ${gain(step, who, severity === "danger" ? Infinity : 4)}${why(change)}`,
        };
        yield { rank: largest(who.map(({ reach }) => REACH.indexOf(reach))), hit };
      }
    }
  }
}

const contentOf = ({ effect, sets, conditions }: PolicyStatement): unknown => [effect, [...sets], conditions];

/** The parts of a policy that cannot be reviewed. */
function* unknowns(context: Context): Iterable<Hit> {
  for (const { change, kind, attribute, access, after: next, inexact, sensitive } of policyChanges(context)) {
    const base = { address: change.address, attribute, change, sensitive };
    // An exception accepts this expression, and not whatever is unknown.
    const expression = context.resolver.expression(change, kind.path);
    if (!access) {
      const [before, after] = [typeof change.before, change.after];
      if (before === "undefined" && after === undefined) continue;
      yield {
        ...base,
        severity: "danger",
        cause: say`the ${[kind.noun]} is known only after the apply${also(expression)}`,
      };
      continue;
    }
    if (inexact) {
      yield {
        ...base,
        severity: "danger",
        cause: say`the ${[kind.noun]} comes from a data source, but the plan does not show whether a function changes it on the way${also(expression, next?.statements.map(contentOf))}`,
      };
    }
    for (const statement of access.unknown) {
      const reaches = audiences(named(statement, "Principal"), statement.conditions, context.accounts);
      const allow = statement.effect === "Allow";
      const dangerous =
        kind.controls === "identity" ? false : reaches.some((each) => isDangerous(each.reach));
      yield {
        ...base,
        severity: allow && dangerous ? "danger" : "warning",
        cause: say`a part of the ${[kind.noun]} is known only after the apply${under(statement)}${also(contentOf(statement))}`,
      };
    }
    if (access.unknown.length === 0 && access.gains.length === 0 && !access.whole)
      yield {
        ...base,
        severity: "danger",
        cause: say`statements of the ${[kind.noun]} are known only after the apply${also(expression)}`,
      };
  }
}

export const policies: readonly Family[] = [
  {
    id: "policy-opened",
    severity: "danger",
    varies: true,
    title: "A policy grants more access",
    why: "Every principal listed here can do this from the moment of the apply, with existing data too.",
    instead:
      "Grant the exact roles and actions only, in the access point's policy if possible. Use conditions that name your organization, accounts or endpoints.",
    *find(context) {
      yield* hits(context, ["resource", "endpoint"], (step) => !isConditional(step));
      yield* granted(context);
    },
  },
  {
    id: "policy-condition-dropped",
    severity: "danger",
    varies: true,
    title: "A policy drops or loosens a condition or a Deny statement",
    why: "Conditions and Deny statements keep out requests that the rest of the policy allows: other organizations, other networks, requests without TLS, requests that bypass the access point.",
    instead: "Keep the condition. If a role needs an exception, exempt exactly that role.",
    find: (context) => hits(context, ["resource", "endpoint"], isConditional),
  },
  {
    id: "trust-widened",
    severity: "warning",
    varies: true,
    title: "A trust, topic or queue policy grants more access",
    why: "A principal that assumes the role or publishes to the topic acts with its permissions.",
    instead: "Name the exact principals, and keep the conditions on account and source.",
    find: (context) => hits(context, ["trust"], () => true),
  },
  {
    id: "permissions-widened",
    severity: "warning",
    varies: true,
    title: "A role gains permissions",
    why: "Everyone who can assume the role can do this from the moment of the apply.",
    instead:
      "Grant the exact actions on the exact resources. Do not combine all actions of a service with all resources.",
    *find(context) {
      yield* hits(context, ["identity"], () => true);
      yield* attached(context);
    },
  },
  {
    id: "policy-unknown",
    severity: "danger",
    varies: true,
    title: "A policy cannot be reviewed: it is known only after the apply",
    why: "The plan does not contain the new policy, so it can grant access to anyone.",
    instead:
      "Apply what the policy depends on first, then plan again. In the configuration, use the data source's json attribute without a function around it.",
    find: unknowns,
  },
];
