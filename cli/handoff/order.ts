/** The order of arguments within a block: identifying arguments first, arguments of Terraform itself last. */

const FIRST = [
  "for_each",
  "count",
  "provider",
  "region",
  "alias",
  "source",
  "sid",
  "effect",
  "name",
  "alarm_name",
  "dashboard_name",
  "bucket",
  "vpc_id",
  "security_group_id",
  "id",
  "status",
  "priority",
  "service_name",
  "vpc_endpoint_type",
  "description",
  "alarm_description",
  "comparison_operator",
  "threshold",
  "evaluation_periods",
  "treat_missing_data",
  "ip_protocol",
  "role",
  "key",
  "type",
  "test",
  "variable",
  "principals",
  "filter",
];

const LAST = ["tags", "lifecycle", "depends_on"];

export function compareArguments(one: string, other: string): number {
  return rank(one) - rank(other) || (one < other ? -1 : one > other ? 1 : 0);
}

/** Whether the argument follows the blocks. */
export function isLast(name: string): boolean {
  return name === "lifecycle" || name === "depends_on";
}

function rank(name: string): number {
  const first = FIRST.indexOf(name);
  if (first !== -1) return first - FIRST.length;
  return LAST.indexOf(name) + 1;
}
