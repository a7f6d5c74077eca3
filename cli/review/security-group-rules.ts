/** The rules of security groups, whichever resource they are written in. */
import { append } from "./lists";
import type { Change } from "./change";
import type { Context } from "./context";
import { parseRange, rangeCovers } from "./policy/conditions";
import { say } from "./text";
import { at, elements, text, type Value } from "./values";

/** A rule of a security group, whichever resource it is written in. */
export interface Opening {
  readonly group: string;
  readonly direction: "in" | "out";
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A CIDR block, a prefix list or another group. */
  readonly source: string;
  readonly change: Change;
}

/** The numbers that EC2 accepts in place of names. */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ["1", "icmp"],
  ["6", "tcp"],
  ["17", "udp"],
  ["58", "icmpv6"],
]);

const number = (value: Value, otherwise: number): number => (typeof value === "number" ? value : otherwise);
export const strings = (value: Value): readonly string[] =>
  elements(value).flatMap((each) => text(each) ?? []);

function openings(change: Change, side: Value): readonly Opening[] {
  if (side === null || side === undefined) return [];
  const make = (
    rule: Value,
    group: string,
    direction: "in" | "out",
    sources: readonly string[],
  ): readonly Opening[] => {
    const given = text(at(rule, "ip_protocol")) ?? text(at(rule, "protocol")) ?? "-1";
    const protocol = PROTOCOLS.get(given) ?? given.toLowerCase();
    const all = protocol === "-1" || protocol === "all";
    const [from, to] = all
      ? [0, 65535]
      : [number(at(rule, "from_port"), 0), number(at(rule, "to_port"), 65535)];
    return sources.map((source) => ({
      group,
      direction,
      protocol: all ? "-1" : protocol,
      from,
      to,
      source,
      change,
    }));
  };
  switch (change.type) {
    case "aws_vpc_security_group_ingress_rule":
    case "aws_vpc_security_group_egress_rule": {
      const sources = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"].flatMap(
        (each) => text(at(side, each)) ?? [],
      );
      return make(
        side,
        text(at(side, "security_group_id")) ?? "?",
        /ingress/.test(change.type) ? "in" : "out",
        sources,
      );
    }
    case "aws_security_group_rule":
      return make(
        side,
        text(at(side, "security_group_id")) ?? "?",
        at(side, "type") === "egress" ? "out" : "in",
        [
          ...strings(at(side, "cidr_blocks")),
          ...strings(at(side, "ipv6_cidr_blocks")),
          ...strings(at(side, "prefix_list_ids")),
          ...(text(at(side, "source_security_group_id")) === undefined
            ? []
            : [text(at(side, "source_security_group_id")) ?? ""]),
        ],
      );
    default:
      return (["ingress", "egress"] as const).flatMap((block) =>
        elements(at(side, block)).flatMap((rule) =>
          make(rule, text(at(change.before, "id")) ?? change.address, block === "ingress" ? "in" : "out", [
            ...strings(at(rule, "cidr_blocks")),
            ...strings(at(rule, "ipv6_cidr_blocks")),
            ...strings(at(rule, "prefix_list_ids")),
            ...strings(at(rule, "security_groups")),
          ]),
        ),
      );
  }
}

export const TYPES = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_security_group_rule",
  "aws_security_group",
  "aws_default_security_group",
] as const;

/** So large a block is the internet: every IPv6 address in use is in 2000::/3. */
export function isWorld(source: string): boolean {
  const range = source.includes("/") ? parseRange(source) : undefined;
  return range !== undefined && range.length < (range.family === 4 ? 8 : 16);
}
export const takesIn = (wide: Opening, narrow: Opening): boolean =>
  wide.group === narrow.group &&
  wide.direction === narrow.direction &&
  (wide.protocol === "-1" || wide.protocol === narrow.protocol) &&
  wide.from <= narrow.from &&
  wide.to >= narrow.to &&
  (wide.source === narrow.source || rangeCovers(wide.source, narrow.source));

export const described = ({ protocol, from, to, source }: Opening) =>
  say`${source} on ${protocol === "-1" ? "every port" : from === to ? `${protocol} port ${from}` : `${protocol} ports ${from} to ${to}`}`;

/** Rules before and after the plan, those of an unchanged resource on both sides. */
export function rules(context: Context): { before: readonly Opening[]; after: readonly Opening[] } {
  const before: Opening[] = [];
  const after: Opening[] = [];
  for (const change of context.of(...TYPES)) {
    if (change.type.includes("default") || change.type === "aws_security_group") {
      if (!context.decides(change, ["ingress"]) && !context.decides(change, ["egress"])) continue;
    }
    append(before, openings(change, change.before));
    if (change.action !== "delete") append(after, openings(change, change.after));
  }
  return { before, after };
}
