/**
 * The networks of the Regions.
 *
 * Ledger: endpoint-private-dns, availability-zones, security-group-limits
 */
import {
  availabilityZonesIn,
  RULES_PER_SECURITY_GROUP,
  SECURITY_GROUPS_PER_ENDPOINT,
} from "../../constructs/limits";
import { asGroup, printed, textsOf, valueAt } from "../data";
import { vpcRule } from "../rules/network";
import type { PlacedMistake } from "../rules/rule";
import { regionsOf } from "./regions-of";

export function networkMistakes(data: unknown): PlacedMistake[] {
  return [
    ...regionsOf(data).flatMap(([name, region]) => [
      ...endpointOrVpc(name, region),
      ...clientsOrGroups(name, region),
      ...counts(name, region),
    ]),
    ...idsInTwoRegions(data),
  ];
}

const NEW_ENDPOINT_KEYS = ["vpc", "subnets", "securityGroups", "clients"];

function endpointOrVpc(name: string, region: unknown): PlacedMistake[] {
  const network = asGroup(valueAt(region, ["network"]));
  if (network === undefined) return [];
  const path = ["regions", name, "network"];
  if (network.endpoint === undefined) {
    if (network.vpc !== undefined) return [];
    return [
      {
        path: [...path, "vpc"],
        aboutKey: true,
        message: "is missing",
        allowed: vpcRule.allowed,
        fix: `add vpc under ${path.join(".")}, or endpoint to use an existing endpoint`,
      },
    ];
  }
  return NEW_ENDPOINT_KEYS.filter((key) => network[key] !== undefined).map((key) => ({
    path: [...path, key],
    aboutKey: true,
    message: "has no effect if endpoint is set. It only applies to a new endpoint",
    got: printed(key),
    allowed: "endpoint alone, or vpc with its other keys",
    fix: `remove ${key}, or remove endpoint to create a new endpoint`,
  }));
}

function clientsOrGroups(name: string, region: unknown): PlacedMistake[] {
  const groups = textsOf(valueAt(region, ["network", "securityGroups"]));
  const clients = textsOf(valueAt(region, ["network", "clients"]));
  if (groups.length === 0 || clients.length === 0) return [];
  return [
    {
      path: ["regions", name, "network", "clients"],
      aboutKey: true,
      message:
        "has no effect if securityGroups is set. clients only applies to the security group that is created by default",
      got: `${clients.length} in clients, ${groups.length} in securityGroups`,
      allowed: "clients or securityGroups",
      fix: "remove clients and allow them in those security groups, or remove securityGroups",
    },
  ];
}

function counts(name: string, region: unknown): PlacedMistake[] {
  const entries = (key: string) => textsOf(valueAt(region, ["network", key])).length;
  const mistake = (key: string, message: string, most: number, fix: string): PlacedMistake[] => {
    const count = entries(key);
    if (count <= most) return [];
    return [
      {
        path: ["regions", name, "network", key],
        aboutKey: true,
        message,
        got: `${count} entries`,
        allowed: `at most ${most}`,
        fix,
      },
    ];
  };
  return [
    ...mistake(
      "subnets",
      `has more subnets than ${printed(name)} has Availability Zones. An endpoint has one subnet in each zone`,
      availabilityZonesIn(name),
      "name one subnet for each Availability Zone",
    ),
    ...mistake(
      "securityGroups",
      "has more security groups than AWS allows for an endpoint",
      SECURITY_GROUPS_PER_ENDPOINT,
      "combine security groups",
    ),
    ...mistake(
      "clients",
      "has more clients than AWS allows rules in a security group",
      RULES_PER_SECURITY_GROUP,
      "use larger CIDR blocks or a prefix list, or name your own security groups in securityGroups",
    ),
  ];
}

function idsInTwoRegions(data: unknown): PlacedMistake[] {
  const regionOfId = new Map<string, string>();
  return regionsOf(data).flatMap(([name, region]) => {
    const network = valueAt(region, ["network"]);
    const single = ["vpc", "endpoint"].flatMap((key): [string, (string | number)[]][] => {
      const value = valueAt(network, [key]);
      return typeof value === "string" ? [[value, [key]]] : [];
    });
    const lists = ["subnets", "securityGroups", "clients"].flatMap((key) =>
      textsOf(valueAt(network, [key])).map(([text, index]): [string, (string | number)[]] => [
        text,
        [key, index],
      ]),
    );
    return [...single, ...lists].flatMap(([id, path]) => {
      if (!/^(vpc|vpce|subnet|sg|pl)-/.test(id)) return [];
      const first = regionOfId.get(id) ?? name;
      regionOfId.set(id, first);
      if (first === name) return [];
      return [
        {
          path: ["regions", name, "network", ...path],
          message: `is also used in ${printed(first)}. An ID exists in one Region only`,
          got: printed(id),
          allowed: `an ID in ${printed(name)}`,
          fix: `copy the ID from the VPC console in ${printed(name)}`,
        },
      ];
    });
  });
}
