import type { Family } from "../finding";
import { say, some } from "../text";

export const drift: Family = {
  id: "drift",
  severity: "warning",
  title: "Something was changed outside Terraform",
  why: "Somebody or something changed it by hand. What Terraform also sets, this apply puts back without asking; the rest it takes as it is.",
  instead:
    "Find out who changed it and why; then write it into the code, or let the apply undo it on purpose.",
  *find({ plan, drift }) {
    const planned = new Map(plan.changes.map((change) => [change.address, change]));
    for (const { change, attributes } of drift) {
      const action = planned.get(change.address)?.action ?? "none";
      const undone =
        action === "none" || action === "read" ? "this plan leaves it so" : `this plan has to ${action} it`;
      yield {
        address: change.address,
        attribute: attributes[0]?.path,
        cause:
          change.action === "delete"
            ? say`it was deleted; ${[undone]}`
            : say`${some(
                attributes.map((each) => each.path),
                4,
              )} changed; ${[undone]}`,
      };
    }
  },
};
