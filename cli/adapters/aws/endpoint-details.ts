import type { Aws } from "./aws";
import { entriesOf, queryApi } from "./query-api";
import { childText, child, type XmlElement } from "./xml-answer";

/** An interface endpoint with all that its stack sets. */
export interface EndpointDetails {
  readonly id: string;
  /** Such as available or pending. EC2 also answers with a capital letter. */
  readonly state: string;
  readonly privateDns: boolean;
  readonly policy: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly interfaces: readonly string[];
}

const GONE = /^(deleted|deleting|failed|rejected|expired)$/i;

/** The endpoint of a service in a VPC, or the one with an ID. Undefined if there is none. */
export async function readEndpoint(
  aws: Aws,
  region: string,
  by: { readonly vpc: string; readonly service: string } | { readonly id: string },
  signal: AbortSignal,
): Promise<EndpointDetails | undefined> {
  const filters: Record<string, string> =
    "id" in by ? { "vpc-endpoint-id": by.id } : { "vpc-id": by.vpc, "service-name": by.service };
  const root = await queryApi(aws, "ec2", region, "DescribeVpcEndpoints", filtersOf(filters), signal);
  const found = entriesOf(root, "vpcEndpointSet").map(endpointOf);
  return found.find(({ state }) => !GONE.test(state)) ?? found[0];
}

function endpointOf(one: XmlElement): EndpointDetails {
  return {
    id: childText(one, "vpcEndpointId") ?? "",
    state: childText(one, "state") ?? "",
    privateDns: childText(one, "privateDnsEnabled") === "true",
    policy: childText(one, "policyDocument") ?? "",
    subnets: entriesOf(one, "subnetIdSet").map(({ text }) => text),
    groups: entriesOf(one, "groupSet").map((group) => childText(group, "groupId") ?? ""),
    interfaces: entriesOf(one, "networkInterfaceIdSet").map(({ text }) => text),
  };
}

/** The private IPv4 addresses of network interfaces. */
export async function addressesOf(
  aws: Aws,
  region: string,
  interfaces: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  if (interfaces.length === 0) return [];
  const parameters = Object.fromEntries(
    interfaces.map((id, index) => [`NetworkInterfaceId.${index + 1}`, id]),
  );
  const root = await queryApi(aws, "ec2", region, "DescribeNetworkInterfaces", parameters, signal);
  return entriesOf(root, "networkInterfaceSet").flatMap((one) => childText(one, "privateIpAddress") ?? []);
}

/** An inbound rule of a security group. */
export interface IngressRule {
  /** Such as `tcp 443-443`. */
  readonly ports: string;
  /** A CIDR block, a prefix list or a security group. */
  readonly source: string;
}

/** The inbound rules of a security group. */
export async function ingressRules(
  aws: Aws,
  region: string,
  group: string,
  signal: AbortSignal,
): Promise<IngressRule[]> {
  const found: IngressRule[] = [];
  for (let token: string | undefined = ""; token !== undefined;) {
    const parameters = { ...filtersOf({ "group-id": group }), ...(token && { NextToken: token }) };
    const root = await queryApi(aws, "ec2", region, "DescribeSecurityGroupRules", parameters, signal);
    for (const one of entriesOf(root, "securityGroupRuleSet")) {
      if (childText(one, "isEgress") === "true") continue;
      const [from, to] = [childText(one, "fromPort"), childText(one, "toPort")];
      found.push({
        ports: `${childText(one, "ipProtocol")} ${from}-${to}`,
        source:
          childText(one, "cidrIpv4") ||
          childText(one, "cidrIpv6") ||
          childText(one, "prefixListId") ||
          childText(child(one, "referencedGroupInfo"), "groupId") ||
          "",
      });
    }
    token = childText(root, "nextToken") || undefined;
  }
  return found;
}

/** The IPv4 blocks of a VPC that are associated. Ledger: endpoint-secondary-blocks */
export async function vpcBlocks(
  aws: Aws,
  region: string,
  vpc: string,
  signal: AbortSignal,
): Promise<string[]> {
  const root = await queryApi(aws, "ec2", region, "DescribeVpcs", filtersOf({ "vpc-id": vpc }), signal);
  const [found] = entriesOf(root, "vpcSet");
  const blocks = found ? entriesOf(found, "cidrBlockAssociationSet") : [];
  const associated = blocks
    .filter((one) => childText(child(one, "cidrBlockState"), "state") === "associated")
    .flatMap((one) => childText(one, "cidrBlock") ?? []);
  return [
    ...new Set([...(childText(found, "cidrBlock") ? [childText(found, "cidrBlock")!] : []), ...associated]),
  ];
}

/** The ID of the security group with a name in a VPC. */
export async function groupOf(
  aws: Aws,
  region: string,
  { vpc, name }: { readonly vpc: string; readonly name: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const filters = filtersOf({ "vpc-id": vpc, "group-name": name });
  const root = await queryApi(aws, "ec2", region, "DescribeSecurityGroups", filters, signal);
  return childText(entriesOf(root, "securityGroupInfo")[0], "groupId");
}

function filtersOf(by: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(by).flatMap(([name, value], index) => [
      [`Filter.${index + 1}.Name`, name],
      [`Filter.${index + 1}.Value.1`, value],
    ]),
  );
}
