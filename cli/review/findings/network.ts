import type { Change } from "../change";
import type { Context } from "../context";
import type { Family, Hit } from "../finding";
import { GLOBAL_ENDPOINT, isS3Endpoint } from "../known-types";
import { parseRange, rangesCover } from "../policy/conditions";
import { name, say, some } from "../text";
import { described, isWorld, rules, strings, takesIn, TYPES, type Opening } from "../security-group-rules";
import { allBy } from "../tables";
import { UNKNOWN, at, elements, isMark, isNothing, text } from "../values";
import { causes, why } from "../causes";

/** The share of all IPv4 addresses from which several blocks together are the internet. */
const LARGE = 1 / 8;

/** The inbound rules for blocks of addresses by what they open, whatever the source. */
const byPort = (all: readonly Opening[]): ReadonlyMap<string, readonly Opening[]> =>
  allBy(
    all.filter(({ direction, source }) => direction === "in" && source.includes("/")),
    ({ group, protocol, from, to }) => [[group, protocol, from, to].join()],
  );

/** The share of all IPv4 addresses in the blocks of rules, each of which is small enough by itself. */
function shareOf(all: readonly Opening[] = []): number {
  const ranges = [...new Set(all.map(({ source }) => source))]
    .flatMap((source) => (isWorld(source) ? [] : (parseRange(source) ?? [])))
    .filter(({ family }) => family === 4)
    .sort((one, other) => one.length - other.length);
  const counted = new Set<number>();
  let share = 0;
  for (const { bits, length } of ranges) {
    // One number for the first bits of the address and for how many they are.
    const block = (size: number): number => Math.floor(Number(bits) / 2 ** (32 - size)) * 64 + size;
    // What is within a larger block counts once.
    let size = 0;
    while (size <= length && !counted.has(block(size))) size++;
    if (size <= length) continue;
    counted.add(block(length));
    share += 2 ** -length;
  }
  return share;
}

/** Many blocks that together are the internet. */
function* openTogether(before: readonly Opening[], after: readonly Opening[]): Iterable<Hit> {
  const old = byPort(before);
  for (const [key, now] of byPort(after)) {
    const last = now.findLast(({ change }) => change.action !== "none");
    const share = shareOf(now);
    if (!last || share < LARGE || shareOf(old.get(key)) >= share) continue;
    if ((old.get(key) ?? []).some(({ source }) => isWorld(source))) continue;
    yield {
      address: last.change.address,
      change: last.change,
      cause: say`it accepts ${described({ ...last, source: `${Math.floor(share * 100)}% of all IPv4 addresses` })}`,
    };
  }
}

const isGroupGone = (context: Context, opening: Opening): boolean => context.isGone(opening.group);

export const network: readonly Family[] = [
  {
    id: "private-dns-off",
    severity: "danger",
    title: "Private DNS of a VPC endpoint is switched off",
    why: "Inside the VPC, the access point's host name then resolves to public addresses. Requests leave the private network, or fail if there is no other way out.",
    instead: "Keep private_dns_enabled = true. Endpoint-specific host names do not work for access points.",
    *find(context) {
      for (const change of context.of("aws_vpc_endpoint")) {
        if (!["create", "update", "replace"].includes(change.action)) continue;
        const attribute = "private_dns_enabled";
        const { before, after } = context.pair(change, [attribute]);
        const service = text(at(change.after, "service_name")) ?? text(at(change.before, "service_name"));
        const was = change.action === "create" ? service === GLOBAL_ENDPOINT : before === true;
        if (!was || isMark(after) || (after !== false && !isNothing(after))) continue;
        yield {
          address: change.address,
          change,
          attribute,
          cause: say`endpoint of ${service ?? "?"}: ${name(attribute)} becomes ${"false"}`,
        };
      }
    },
  },
  {
    id: "vpc-dns-off",
    severity: "danger",
    title: "DNS of a VPC is switched off",
    why: "Private DNS of endpoints needs DNS support and DNS host names in the VPC. Without them, clients do not reach the access point through the endpoint.",
    instead: "Keep enable_dns_support and enable_dns_hostnames on.",
    *find(context) {
      for (const change of context.of("aws_vpc", "aws_default_vpc")) {
        if (!["update", "replace"].includes(change.action)) continue;
        for (const attribute of ["enable_dns_support", "enable_dns_hostnames"]) {
          const { before, after } = context.pair(change, [attribute]);
          if (before === true && after !== true && after !== UNKNOWN)
            yield {
              address: change.address,
              change,
              attribute,
              cause: say`VPC ${text(at(change.before, "id")) ?? "?"}: ${name(attribute)} becomes ${"false"}`,
            };
        }
      }
    },
  },
  {
    id: "endpoint-deleted",
    severity: "warning",
    title: "A VPC endpoint to the access point is deleted or replaced",
    why: "Until there is another endpoint, clients in the VPC have no private way to the access point.",
    instead: "Create the new endpoint in an earlier plan, or move the clients first.",
    *find(context) {
      for (const change of context.of("aws_vpc_endpoint")) {
        const service = text(at(change.before, "service_name")) ?? "";
        if (!isS3Endpoint(service)) continue;
        const base = { address: change.address, change };
        if (change.action === "delete")
          yield { ...base, cause: say`in VPC ${text(at(change.before, "vpc_id")) ?? "?"}${why(change)}` };
        if (change.action === "replace") yield { ...base, cause: causes(change) };
      }
    },
  },
  {
    id: "endpoint-in-one-subnet",
    severity: "warning",
    title: "A VPC endpoint loses subnets and remains in only one",
    why: "If that Availability Zone fails, the VPC loses its private way to the access point.",
    instead: "Keep a subnet in at least two Availability Zones.",
    *find(context) {
      yield* dissociated(context);
      for (const change of context.of("aws_vpc_endpoint")) {
        if (!["update", "replace"].includes(change.action)) continue;
        const { before, after } = context.pair(change, ["subnet_ids"], "warning");
        const [had, has] = [elements(before).length, elements(after).length];
        if (after === UNKNOWN || had < 2 || has > 1) continue;
        yield {
          address: change.address,
          change,
          attribute: "subnet_ids",
          cause: say`${had} subnets before, ${has} after (${some(strings(after))})`,
        };
      }
    },
  },
  {
    id: "security-group-open",
    severity: "danger",
    title: "A security group accepts traffic from every address",
    why: "Everyone who can reach the network interface can connect to it.",
    instead: "Name the CIDR blocks, prefix lists or security groups of the clients.",
    *find(context) {
      const { before, after } = rules(context);
      for (const opening of after) {
        if (opening.direction !== "in" || !isWorld(opening.source) || opening.change.action === "none")
          continue;
        if (before.some((old) => takesIn(old, opening))) continue;
        yield {
          address: opening.change.address,
          change: opening.change,
          cause: say`it accepts ${described(opening)}`,
        };
      }
      yield* openTogether(before, after);
    },
  },
  {
    id: "security-group-rule-lost",
    severity: "warning",
    title: "A security group no longer accepts traffic that it accepts now",
    why: "Clients with these addresses lose their way to the access point's endpoint.",
    instead: "Keep the rule until no client uses it.",
    *find(context): Iterable<Hit> {
      const { before, after } = rules(context);
      for (const opening of before) {
        if (
          opening.change.action === "none" ||
          isGroupGone(context, opening) ||
          after.some((now) => takesIn(now, opening)) ||
          rangesCover(
            after
              .filter((now) => takesIn({ ...now, source: opening.source }, opening))
              .map(({ source }) => source),
            opening.source,
          )
        )
          continue;
        if (hasUnknownRule(context, opening.group)) continue;
        yield {
          address: opening.change.address,
          change: opening.change,
          cause: say`${[opening.direction === "in" ? "from" : "to"]} ${described(opening)}${why(opening.change)}`,
        };
      }
    },
  },
];

/** Endpoints whose subnets are resources of their own. */
function* dissociated(context: Context): Iterable<Hit> {
  const endpoints = new Map<string, { before: number; after: number; change?: Change }>();
  for (const change of context.of("aws_vpc_endpoint_subnet_association")) {
    const endpoint = text(at(change.before, "vpc_endpoint_id")) ?? text(at(change.after, "vpc_endpoint_id"));
    if (endpoint === undefined || context.isGone(endpoint)) continue;
    const count = endpoints.get(endpoint) ?? { before: 0, after: 0 };
    if (change.action !== "create") count.before++;
    if (change.action === "delete") count.change = change;
    else count.after++;
    endpoints.set(endpoint, count);
  }
  for (const [endpoint, { before, after, change }] of endpoints) {
    const own = context.of("aws_vpc_endpoint").find((each) => text(at(each.before, "id")) === endpoint);
    const listed =
      own && context.isConfigured(own, ["subnet_ids"]) ? elements(at(own.after, "subnet_ids")).length : 0;
    // Without the endpoint in the plan, its other subnets are not known.
    if (change && (before + listed > 1 || !own) && after + listed <= 1)
      yield {
        address: change.address,
        change,
        attribute: "subnet_id",
        cause: say`${before + listed} subnets before, ${after + listed} after, as far as this plan contains them`,
      };
  }
}

/** A rule whose source is known only later may be the replacement. */
const hasUnknownRule = (context: Context, group: string): boolean =>
  context
    .of(...TYPES)
    .some(
      (change) =>
        text(at(change.after, "security_group_id")) === group &&
        ["cidr_ipv4", "referenced_security_group_id", "prefix_list_id", "cidr_blocks"].some(
          (each) => at(change.after, each) === UNKNOWN && context.isConfigured(change, [each]),
        ),
    );
