import { lazily } from "../lazily";
import { implies, type PolicyCondition } from "./conditions";
import type { Named, PolicyDocument, PolicyStatement } from "./document";
import { excess } from "./excess";
import { isUnknown } from "./part";

/**
 * The access that one policy gives and another does not. Each statement is a set of (principal, action, resource), under
 * its conditions. The union of one policy's statements is compared with the union of the other's, so that it does
 * not matter how the statements are written, ordered, split or merged.
 */
export interface AccessStep {
  /**
   * `grant`: allowed, and not allowed before. `condition`: allowed before under a condition that the new statement does
   * not make. `denial`: denied before, and no longer. `exemption`: still denied, but for fewer requests.
   */
  readonly kind: "grant" | "condition" | "denial" | "exemption";
  readonly statement: PolicyStatement;
  readonly who: Named;
  readonly what: Named;
  readonly where: Named;
  /** The conditions before and after, of a `condition` or an `exemption`. */
  readonly conditions: {
    readonly before: readonly PolicyCondition[];
    readonly after: readonly PolicyCondition[];
  };
}

/** The part of a statement that a step is about. @param who the principals, if not those of the statement */
export function partOf({ statement, what, where }: AccessStep, who?: Named): PolicyStatement {
  const sets = new Map(statement.sets);
  if (who) sets.set("Principal", who);
  sets.set("Action", what);
  if (sets.has("Resource")) sets.set("Resource", where);
  return { ...statement, sid: "", sets };
}

export interface Access {
  readonly gains: readonly AccessStep[];
  readonly losses: readonly AccessStep[];
  /** Statements of the new policy, of which a part is known only after the apply. */
  readonly unknown: readonly PolicyStatement[];
  /** False if more statements become known only after the apply. */
  readonly whole: boolean;
}

const later = (statement: PolicyStatement): boolean =>
  [...statement.sets.values()].some((set) => set.values.some(isUnknown)) ||
  statement.conditions.some(
    (each) => isUnknown(each.operator) || isUnknown(each.key) || each.values.some(isUnknown),
  );

const only = (policy: PolicyDocument, effect: "Allow" | "Deny"): readonly PolicyStatement[] =>
  policy.statements.filter((statement) => statement.effect === effect);

/** The conditions of one statement that are not made by another one. */
const dropped = (from: PolicyStatement, by: PolicyStatement): readonly PolicyCondition[] =>
  from.conditions.filter((each) => !by.conditions.some((other) => implies(other, each)));

function steps(mine: PolicyDocument, theirs: PolicyDocument, deny: "Allow" | "Deny"): readonly AccessStep[] {
  return excess(only(mine, deny), only(theirs, deny)).map((each): AccessStep => {
    const { statement, but } = each;
    const loose = but && dropped(but, statement);
    if (deny === "Allow") {
      return {
        ...each,
        kind: but ? "condition" : "grant",
        conditions: { before: loose ?? [], after: statement.conditions },
      };
    }
    // A denial of before that the new policy makes only under more conditions.
    return {
      ...each,
      kind: but ? "exemption" : "denial",
      conditions: { before: statement.conditions, after: but ? dropped(but, statement) : [] },
    };
  });
}

/** The access that principals gain and lose from one policy to the next. */
export function compareAccess(before: PolicyDocument, after: PolicyDocument): Access {
  const { whole } = after;
  // A statement that is not known yet may be the one that seems to be missing.
  const gains = lazily(() => [
    ...steps(after, before, "Allow"),
    ...(whole ? steps(before, after, "Deny") : []),
  ]);
  // Few findings ask for the losses.
  const losses = lazily(() =>
    whole ? [...steps(before, after, "Allow"), ...steps(after, before, "Deny")] : [],
  );
  return {
    get gains() {
      return gains();
    },
    get losses() {
      return losses();
    },
    unknown: after.statements.filter(later),
    whole,
  };
}
