import type { Family } from "../finding";
import { say } from "../text";
import { at, elements, isMark, isNothing, text } from "../values";
import { causes, why } from "./causes";

const GLOBAL = "com.amazonaws.s3-global.accesspoint";

export const endpoints: readonly Family[] = [
  {
    id: "private-dns-off",
    severity: "danger",
    title: "The endpoint's private DNS is switched off",
    why: "The access point's host name then resolves to public addresses inside the VPC: requests leave the private way, or fail where there is no other.",
    instead: "Keep private_dns_enabled = true; endpoint-specific names do not work for access points.",
    *find(context) {
      for (const change of context.of("aws_vpc_endpoint")) {
        if (change.action !== "update" && change.action !== "replace") continue;
        const [before, after] = [
          at(change.before, "private_dns_enabled"),
          at(change.after, "private_dns_enabled"),
        ];
        if (before !== true || (after !== false && !isNothing(after))) continue;
        const attribute = "private_dns_enabled";
        yield {
          address: change.address,
          attribute,
          cause: say`endpoint of ${text(at(change.before, "service_name")) ?? "?"}: ${attribute} becomes ${"false"}`,
        };
      }
    },
  },
  {
    id: "endpoint-deleted",
    severity: "warning",
    title: "A VPC endpoint to the access point is deleted or replaced",
    why: "Until another one stands in its place, clients of that VPC have no private way to the access point.",
    instead: "Make the new endpoint in another plan first, or move the clients away.",
    *find(context) {
      for (const change of context.of("aws_vpc_endpoint")) {
        if (at(change.before, "service_name") !== GLOBAL) continue;
        if (change.action === "delete")
          yield {
            address: change.address,
            cause: say`in VPC ${text(at(change.before, "vpc_id")) ?? "?"}${why(change)}`,
          };
        if (change.action === "replace") yield { address: change.address, cause: causes(change) };
      }
    },
  },
];

const ALARMS = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"] as const;

export const alarms: readonly Family[] = [
  {
    id: "alarm-deleted",
    severity: "warning",
    title: "An alarm is deleted",
    why: "What it watched now fails without anybody being told.",
    instead: "Keep it, or raise its threshold if it speaks too often.",
    *find(context) {
      for (const change of context.of(...ALARMS)) {
        if (change.action !== "delete") continue;
        yield {
          address: change.address,
          cause: say`alarm ${text(at(change.before, "alarm_name")) ?? "?"}${why(change)}`,
        };
      }
    },
  },
  {
    id: "alarm-silenced",
    severity: "warning",
    title: "An alarm no longer tells anybody",
    why: "It still changes its state, and nobody hears of it.",
    instead: "Keep at least one topic in its alarm_actions.",
    *find(context) {
      for (const change of context.of(...ALARMS)) {
        if (change.action !== "update" && change.action !== "replace") continue;
        const [before, after] = [change.before, change.after];
        const name = text(at(before, "alarm_name")) ?? "?";
        const actions = at(after, "alarm_actions");
        if (elements(at(before, "alarm_actions")).length > 0 && !isMark(actions) && isNothing(actions)) {
          yield {
            address: change.address,
            attribute: "alarm_actions",
            cause: say`alarm ${name}: ${"alarm_actions"} is emptied`,
          };
        } else if (at(before, "actions_enabled") !== false && at(after, "actions_enabled") === false) {
          yield {
            address: change.address,
            attribute: "actions_enabled",
            cause: say`alarm ${name}: ${"actions_enabled"} becomes ${"false"}`,
          };
        }
      }
    },
  },
];

const SUBMITS = /submit-multi-region-access-point-routes/i;

export const routing: Family = {
  id: "routing-touched",
  severity: "danger",
  title: "Terraform touches the routing",
  why: "An apply puts the routing back to what the code says. If somebody has failed over in the meantime, that sends the traffic back to the Region that they left.",
  instead:
    "Let Terraform set where routing starts, with ignore_changes on it, and move it with mrap failover.",
  *find(context) {
    for (const change of context.of("aws_s3control_multi_region_access_point_routes")) {
      if (!["create", "update", "replace", "delete"].includes(change.action)) continue;
      const dials = elements(at(change.after, "route")).map((route) => {
        const [where, dial] = [
          at(route, "region") ?? at(route, "bucket"),
          at(route, "traffic_dial_percentage"),
        ];
        return `${text(where) ?? "?"} ${typeof dial === "number" ? dial : "?"} %`;
      });
      yield {
        address: change.address,
        attribute: "route",
        cause:
          change.action === "delete"
            ? say`Terraform lets go of the routes; AWS keeps them`
            : say`${[change.action]}: ${dials.join(", ")}`,
      };
    }
    for (const change of context.plan.changes) {
      if (
        !change.managed ||
        (change.action !== "create" && change.action !== "replace" && change.action !== "delete")
      )
        continue;
      if (context.configured(change)?.commands.some((command) => SUBMITS.test(command))) {
        yield {
          address: change.address,
          attribute: "provisioner",
          cause: say`its provisioner submits routes when it is ${[`${change.action}d`]}`,
        };
      }
    }
  },
};
