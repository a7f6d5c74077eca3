import { Context } from "../context";
import type { Family } from "../finding";
import { alsoAll, say, some } from "../text";
import { changesOfDrift } from "../drift";

/** Findings about what somebody did outside Terraform, if this plan leaves it so: by address. */
function dangers(context: Context, families: readonly Family[]): ReadonlyMap<string, string> {
  const changes = changesOfDrift(context.drift);
  if (changes.length === 0) return new Map();
  const inner = new Context({ ...context.plan, changes, drift: [], deferred: [] });
  const found = new Map<string, string>();
  for (const family of families) {
    for (const hit of family.find(inner)) {
      if ((hit.severity ?? family.severity) === "danger" && !found.has(hit.address))
        found.set(hit.address, family.id);
    }
  }
  return found;
}

/** Judged last: what changed outside Terraform is judged by all the other findings. */
export const driftOf = (families: readonly Family[]): Family => ({
  id: "drift",
  severity: "warning",
  varies: true,
  title: "Something was changed outside Terraform",
  why: "Terraform resets the attributes that the code sets. It accepts all other changes as they are.",
  instead: "Find out who made the change and why. Add it to the code, or let the apply reset it.",
  *find(context) {
    const { plan, drift } = context;
    if (drift.length === 0) return;
    const planned = new Map(plan.changes.map((change) => [change.address, change]));
    const dangerous = dangers(context, families);
    for (const { change, attributes } of drift) {
      const action = planned.get(change.address)?.action ?? "none";
      const remains = action === "none" || action === "read";
      const undone = remains ? "this plan does not undo it" : `this plan has to ${action} it`;
      const danger = dangerous.get(change.address);
      yield {
        address: change.address,
        change,
        attribute: attributes[0]?.path,
        severity: danger !== undefined && remains ? "danger" : "warning",
        cause:
          change.action === "delete"
            ? say`it was deleted; ${[undone]}`
            : say`${some(
                attributes.map((each) => each.path),
                4,
              )} changed; ${[undone]}${danger === undefined ? [] : say` (see ${danger})`}${alsoAll(attributes.map(({ before, after }) => [before, after]))}`,
      };
    }
  },
});
