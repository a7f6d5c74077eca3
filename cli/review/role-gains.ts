import type { Change } from "./change";
import type { Context } from "./context";
import { partOf } from "./policy/access";
import type { PolicyStatement } from "./policy/document";
import { excess } from "./policy/excess";
import { policyChanges } from "./policy-changes";
import { allBy, table } from "./tables";
import { at, text } from "./values";

/** The inline policies that a plan changes, by their role. */
const inline = table((context) =>
  allBy(
    policyChanges(context).filter(({ change }) => change.type === "aws_iam_role_policy"),
    ({ change }) => [text(at(change.before, "role")) ?? context.resolver.symbol(change, ["role"])],
  ),
);

/** Does a role get only permissions that its other inline policies lose in the same plan? */
export function isOnlyMoved(
  context: Context,
  role: string | undefined,
  statements: readonly PolicyStatement[],
  except?: Change,
): boolean {
  const lost = (role === undefined ? [] : (inline(context).get(role) ?? []))
    .filter(({ change }) => change !== except)
    .flatMap(({ access }) => access?.losses ?? [])
    .filter(({ statement }) => statement.effect === "Allow")
    .map((step) => partOf(step));
  return lost.length > 0 && excess(statements, lost).length === 0;
}
