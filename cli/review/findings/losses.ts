import type { Change } from "../change";
import { why } from "../causes";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { isMove, ownerOf } from "../moves";
import { partOf, type AccessStep } from "../policy/access";
import { parseOperator, type PolicyCondition } from "../policy/conditions";
import { shownElement } from "../policy/difference";
import { isLater, type Named, type PolicyDocument } from "../policy/document";
import { excess } from "../policy/excess";
import { globsOverlap } from "../policy/glob";
import { policyChanges, type PolicyChange } from "../policy-changes";
import { replicationRoles } from "../replication-roles";
import { join, say, some, type Text } from "../text";
import { at, isMapping, text } from "../values";
import { administers } from "./keys";

/** Condition keys that name who calls, or from where. */
const CALLERS =
  /^(aws:(principal(arn|account|orgid|orgpaths)|source(vpce|vpc|account|arn)|userid|userarn)|kms:(calleraccount|callerarn)|s3:dataaccesspoint(arn|account))$/;

/** The id that AWS puts in the place of a role or a user that was deleted. */
const DELETED = /^A(RO|ID)A[A-Z0-9]{10,}$/;

/** The values of conditions on the caller, of the wanted sign, that one list has and the other does not. */
function callersOnlyIn(
  one: readonly PolicyCondition[],
  other: readonly PolicyCondition[],
  negated: boolean,
): readonly string[] {
  return one.flatMap((each) => {
    const key = each.key.toLowerCase();
    if (!CALLERS.test(key) || parseOperator(each.operator).negated !== negated) return [];
    const rest = other.filter(
      (also) => also.key.toLowerCase() === key && parseOperator(also.operator).negated === negated,
    );
    return each.values.filter((value) => !rest.some((also) => also.values.includes(value)));
  });
}

/** The principals that the old policy names, and that a Deny statement with NotPrincipal does not exempt any more. */
function noLongerExempt(
  { statement, who, what, where }: AccessStep,
  before: PolicyDocument,
): readonly string[] {
  const denials = before.statements.filter(({ effect }) => effect === "Deny");
  const names = before.statements.flatMap((old) => {
    const speaksTo = old.sets.get("Principal");
    const concerns = overlap(what, old.sets.get("Action")) && overlap(where, old.sets.get("Resource"));
    // Other conditions only limit how those call that the policy allows.
    const counts =
      old.effect === "Deny" ? speaksTo?.not : !speaksTo?.not && statement.conditions.length === 0;
    return concerns && counts ? (speaksTo?.values ?? []) : [];
  });
  return [...new Set(names)].filter((name) => {
    if (name === "*" || isLater(name) || who.values.includes(name)) return false;
    const sets = new Map([...statement.sets, ["Principal", { not: false, values: [name] }] as const]);
    return excess([{ ...statement, sets }], denials).length > 0;
  });
}

/** Whom a step shuts out, by name. */
function losers(step: AccessStep, before: PolicyDocument | undefined): readonly string[] {
  const { kind, statement, who, conditions } = step;
  const names = who.not ? [] : who.values;
  if (statement.effect === "Allow") {
    // A condition that names fewer callers shuts out the others. Other conditions only limit how they call.
    if (kind === "condition") {
      const names = (each: PolicyCondition): boolean =>
        conditions.before.some((now) => now.key.toLowerCase() === each.key.toLowerCase());
      return callersOnlyIn(conditions.after.filter(names), conditions.before, false);
    }
    return who.not ? [`everyone except ${who.values.join(", ")}`] : names;
  }
  if (who.not) return before ? noLongerExempt(step, before) : [];
  const named = names.filter((each) => each !== "*");
  if (named.length > 0) return named;
  // A Deny statement for everyone names its losers in its conditions: who it is for, or who is no longer exempt.
  if (kind === "exemption") return callersOnlyIn(conditions.after, conditions.before, true);
  return callersOnlyIn(statement.conditions, [], false);
}

/** Do the policies of the same object grant elsewhere what one of them no longer grants? */
function isGranted(step: AccessStep, who: readonly string[], others: readonly PolicyChange[]): boolean {
  const granted = others.flatMap(({ access }) =>
    (access?.gains ?? []).filter((gain) => gain.statement.effect === "Allow").map((gain) => gain.statement),
  );
  if (granted.length === 0 || step.statement.effect !== "Allow") return false;
  const part = partOf(step, { not: step.who.not, values: step.who.not ? step.who.values : who });
  return excess([part], granted).length === 0;
}

const overlap = (one: Named, other: Named | undefined): boolean =>
  other === undefined ||
  one.not ||
  other.not ||
  one.values.some((a) => other.values.some((b) => globsOverlap(a.toLowerCase(), b.toLowerCase())));

/** Does the new policy still allow a part of what a step takes away? */
function remains(step: AccessStep, who: readonly string[], { after }: PolicyChange): boolean {
  if (step.statement.effect !== "Allow" || step.kind === "condition") return false;
  const principals: Named = { not: false, values: who };
  return (after?.statements ?? []).some(({ effect, sets, conditions }) => {
    const speaksTo = sets.get("Principal");
    // What everyone is allowed under a condition, such as through an access point, is not what they had.
    const isTheirs = conditions.length === 0 || who.some((each) => speaksTo?.values.includes(each));
    return (
      effect === "Allow" &&
      isTheirs &&
      overlap(principals, speaksTo) &&
      overlap(step.what, sets.get("Action")) &&
      overlap(step.where, sets.get("Resource"))
    );
  });
}

/** The actions that a list of excluded actions takes away by growing; none if the new policy allows them elsewhere. */
function newlyExcluded(step: AccessStep, who: readonly string[], { after }: PolicyChange): readonly string[] {
  if (!step.what.not || step.statement.effect !== "Allow") return [];
  const allowed = (after?.statements ?? []).filter(({ effect }) => effect === "Allow");
  const principals: Named = { not: step.who.not, values: step.who.not ? step.who.values : who };
  const isLost = (action: string): boolean =>
    !step.what.values.some((old) => globsOverlap(old.toLowerCase(), action.toLowerCase())) &&
    excess([partOf({ ...step, what: { not: false, values: [action] } }, principals)], allowed).length > 0;
  const excluded = allowed.flatMap(({ sets }) => {
    const actions = sets.get("Action");
    return actions?.not &&
      overlap(principals, sets.get("Principal")) &&
      overlap(step.where, sets.get("Resource"))
      ? actions.values
      : [];
  });
  return [...new Set(excluded)].filter(isLost);
}

/** The name or id of the object that a policy is attached to. */
function target({ change }: PolicyChange): string | undefined {
  const owner = ownerOf(change.type) ?? (/kms/.test(change.type) ? "key_id" : "bucket");
  return text(at(change.before, owner)) ?? text(at(change.after, owner));
}

/** The buckets and access points in ARNs that continue to exist. A deleted object needs no access. */
function surviving({ not, values }: Named, context: Context): Named {
  const isGone = (value: string): boolean => {
    const arn = value.replace(
      /^(arn:[^:]*:s3:::[^/]*|arn:[^:]*:s3:[^:]*:[^:]*:accesspoint\/[^/]*)\/.*$/,
      "$1",
    );
    return context.isGone(arn) || context.isGone(/^arn:[^:]*:s3:::(.*)$/.exec(arn)?.[1]);
  };
  return { not, values: not ? values : values.filter((value) => !isGone(value)) };
}

/** The objects that a policy names are deleted with it, or a finding of their own tells that they lose it. */
function isToldElsewhere(
  { address, action, before }: Change,
  context: Context,
  moved: ReadonlySet<string>,
): boolean {
  if (isMapping(before))
    for (const value of Object.values(before))
      if (typeof value === "string" && context.isGone(value)) return true;
  return action === "delete" && moved.has(address);
}

const things = ({ not, values }: Named): Text =>
  not ? say`everything except ${some(values.map(shownElement), 4)}` : some(values.map(shownElement), 4);

function* lost(context: Context): Iterable<Hit> {
  const roles = replicationRoles(context);
  const isGone = (identity: string): boolean => context.isGone(identity);
  const all = policyChanges(context).filter(({ kind }) => ["resource", "endpoint"].includes(kind.controls));
  const together = new Map<string, PolicyChange[]>();
  for (const each of all) {
    const place = target(each);
    if (place === undefined) continue;
    const same = together.get(place);
    if (same) same.push(each);
    else together.set(place, [each]);
  }
  const moved = new Set(
    context.plan.changes.filter((each) => isMove(each, context)).map(({ address }) => address),
  );
  for (const policy of all) {
    const { change, kind, attribute, access, sensitive } = policy;
    if (change.action === "create" || !access || access.losses.length === 0) continue;
    if (isToldElsewhere(change, context, moved)) continue;
    const place = target(policy);
    const others = place === undefined ? [] : (together.get(place) ?? []).filter((each) => each !== policy);
    /** By what happens to whom: a statement for objects and one for the bucket are one loss. */
    const found = new Map<string, { who: readonly string[]; verb: string; what: Text[] }>();
    for (const step of access.losses) {
      // The finding of a deleted access point also covers the grants through it.
      if (step.statement.conditions.some(({ values }) => values.length > 0 && values.every(isGone))) continue;
      const isRoot = (name: string): boolean =>
        kind.noun === "key policy" &&
        administers(step) &&
        [...context.accounts.own].some((account) => name === `arn:aws:iam::${account}:root`);
      // Other findings are about the replication roles, and about the account in a key policy.
      const who = losers(step, policy.before).filter(
        (name) => !roles.has(name) && !DELETED.test(name) && !isGone(name) && !isRoot(name),
      );
      const where = surviving(step.where, context);
      if (who.length === 0 || where.values.length === 0 || isGranted(step, who, others)) continue;
      const excluded = newlyExcluded(step, who, policy);
      const partly = excluded.length === 0 && remains(step, who, policy);
      // Whoever replaces a pattern by the actions that are needed takes nothing away that is used.
      if (partly && (step.what.not || step.what.values.some((each) => /[*?]/.test(each)))) continue;
      const denied = step.statement.effect === "Deny";
      const verb = denied ? "is denied" : partly ? "keeps only a part of" : "loses";
      const what = say`${things(excluded.length > 0 ? { not: false, values: excluded } : step.what)} on ${things(where)}${step.statement.sid === "" ? [] : say` (statement ${step.statement.sid})`}`;
      const key = `${verb} ${who.join()}`;
      const same = found.get(key);
      if (same) same.what.push(what);
      else found.set(key, { who, verb, what: [what] });
    }
    for (const { who, verb, what } of found.values())
      yield {
        address: change.address,
        attribute,
        change,
        sensitive,
        cause: say`${[kind.noun]}: ${some(who.map(shownElement), 10)} ${[verb]} ${join(what, "; ")}${why(change)}`,
      };
  }
}

export const losses: Family = {
  id: "access-lost",
  severity: "warning",
  title: "A principal loses access",
  why: "Requests that only this policy allows fail with AccessDenied from the moment of the apply.",
  instead:
    "Make sure that nothing uses this access any more. Otherwise keep the statement until the application has moved.",
  find: lost,
};
