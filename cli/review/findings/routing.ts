import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { say } from "../text";
import { at, elements, text } from "../values";

const SUBMITS = /submit-?multi-?region-?access-?point-?routes/i;

/** Nobody can have failed over an access point that this plan creates. */
function isNew(context: Context, mrap: string | undefined): boolean {
  const made = context
    .of("aws_s3control_multi_region_access_point")
    .filter((change) => change.action === "create");
  const all = context
    .of("aws_s3control_multi_region_access_point")
    .filter((change) => change.action !== "delete");
  return (
    made.length > 0 &&
    (made.length === all.length || mrap === undefined || context.isMade(mrap) || mrap.startsWith("\u0000"))
  );
}

function* touched(context: Context): Iterable<Hit> {
  for (const change of context.of("aws_s3control_multi_region_access_point_routes")) {
    if (!["create", "update", "replace", "delete"].includes(change.action)) continue;
    if (change.action === "create" && isNew(context, context.resolver.symbol(change, ["mrap"]))) continue;
    const dials = elements(at(change.after, "route")).map((route) => {
      const [where, dial] = [
        at(route, "region") ?? at(route, "bucket"),
        at(route, "traffic_dial_percentage"),
      ];
      return `${text(where) ?? "?"} ${typeof dial === "number" ? dial : "?"} %`;
    });
    yield {
      address: change.address,
      change,
      attribute: "route",
      cause:
        change.action === "delete"
          ? say`Terraform no longer manages the routes; AWS keeps them`
          : say`${[change.action]}: ${dials.join(", ")}`,
    };
  }
  for (const change of context.changes) {
    const { action } = change;
    if (action !== "create" && action !== "replace" && action !== "delete") continue;
    if (!context.configured(change)?.commands.some((command) => SUBMITS.test(command))) continue;
    if (action === "create" && isNew(context, undefined)) continue;
    yield {
      address: change.address,
      change,
      attribute: "provisioner",
      cause: say`its provisioner submits routes when it is ${[`${action}d`]}`,
    };
  }
}

export const routing: Family = {
  id: "routing-touched",
  severity: "danger",
  title: "Terraform changes the routing",
  why: "An apply resets the routing to what the code says. After a failover, that sends the traffic back to the Region that it was moved away from.",
  instead:
    "Let Terraform set the initial routing only, with ignore_changes on it. Change the routing with mrap failover.",
  find: touched,
};
