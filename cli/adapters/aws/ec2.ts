import type { Aws } from "./aws";
import { details } from "./errors";
import { entriesOf, queryApi } from "./query-api";
import { child, childText } from "./xml-answer";

/** The Regions that are enabled for the account. Ledger: mrap-supported-regions */
export async function enabledRegions(aws: Aws, region: string, signal: AbortSignal): Promise<string[]> {
  const root = await queryApi(aws, "ec2", region, "DescribeRegions", {}, signal);
  return entriesOf(root, "regionInfo").flatMap((one) => childText(one, "regionName") ?? []);
}

/** Each Region of the partition, and whether the account has opted in, such as `not-opted-in`. */
export async function optInStatuses(
  aws: Aws,
  region: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const root = await queryApi(aws, "ec2", region, "DescribeRegions", { AllRegions: "true" }, signal);
  return new Map(
    entriesOf(root, "regionInfo").map((one) => [
      childText(one, "regionName") ?? "",
      childText(one, "optInStatus") ?? "",
    ]),
  );
}

/** The ID of the default VPC of a Region, if there is one. */
export async function defaultVpc(aws: Aws, region: string, signal: AbortSignal): Promise<string | undefined> {
  const filter = filters({ "is-default": ["true"] });
  const root = await queryApi(aws, "ec2", region, "DescribeVpcs", filter, signal);
  return childText(entriesOf(root, "vpcSet")[0], "vpcId");
}

/** Whether a VPC has that ID. A filter finds nothing where a list of IDs would fail. */
export async function vpcExists(
  aws: Aws,
  region: string,
  vpc: string,
  signal: AbortSignal,
): Promise<boolean> {
  const filter = filters({ "vpc-id": [vpc] });
  const root = await queryApi(aws, "ec2", region, "DescribeVpcs", filter, signal);
  return entriesOf(root, "vpcSet").length > 0;
}

export type VpcDnsAttribute = "enableDnsSupport" | "enableDnsHostnames";

export async function vpcHasDns(
  aws: Aws,
  region: string,
  vpc: string,
  attribute: VpcDnsAttribute,
  signal: AbortSignal,
): Promise<boolean> {
  const parameters = { VpcId: vpc, Attribute: attribute };
  const root = await queryApi(aws, "ec2", region, "DescribeVpcAttribute", parameters, signal);
  return childText(child(root, attribute), "value") === "true";
}

export interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
  /** It has no IPv4 addresses. */
  readonly ipv6Only: boolean;
}

/** The subnets with these IDs, or of a VPC. Those that do not exist are missing. */
export async function findSubnets(
  aws: Aws,
  region: string,
  by: { readonly "subnet-id": readonly string[] } | { readonly "vpc-id": readonly string[] },
  signal: AbortSignal,
): Promise<Subnet[]> {
  const pages = await allPages(aws, region, "DescribeSubnets", filters(by), "subnetSet", signal);
  return pages.map((one) => ({
    id: childText(one, "subnetId") ?? "",
    vpc: childText(one, "vpcId") ?? "",
    zone: childText(one, "availabilityZone") ?? "",
    ipv6Only: childText(one, "ipv6Native") === "true",
  }));
}

/** The zones in which an endpoint service is. Undefined if the Region does not have the service. */
export async function serviceZones(
  aws: Aws,
  region: string,
  service: string,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const parameters = { "ServiceName.1": service };
  const root = await queryApi(aws, "ec2", region, "DescribeVpcEndpointServices", parameters, signal);
  const [found] = entriesOf(root, "serviceDetailSet");
  return found && entriesOf(found, "availabilityZoneSet").map(({ text }) => text);
}

export interface VpcEndpoint {
  readonly id: string;
  readonly vpc: string;
  readonly service: string;
  readonly type: string;
  readonly state: string;
  readonly privateDns: boolean;
}

/** The endpoints of a VPC. */
export async function findEndpoints(
  aws: Aws,
  region: string,
  by: { readonly "vpc-id": readonly string[] },
  signal: AbortSignal,
): Promise<VpcEndpoint[]> {
  return describeEndpoints(aws, region, filters(by), signal);
}

/** The endpoint with an ID. Undefined if there is none. */
export async function findEndpoint(
  aws: Aws,
  region: string,
  id: string,
  signal: AbortSignal,
): Promise<VpcEndpoint | undefined> {
  try {
    return (await describeEndpoints(aws, region, { "VpcEndpointId.1": id }, signal))[0];
  } catch (error) {
    if (/^InvalidVpcEndpointId/.test(details(error).code)) return undefined;
    throw error;
  }
}

async function describeEndpoints(
  aws: Aws,
  region: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<VpcEndpoint[]> {
  const pages = await allPages(aws, region, "DescribeVpcEndpoints", parameters, "vpcEndpointSet", signal);
  return pages.map((one) => ({
    id: childText(one, "vpcEndpointId") ?? "",
    vpc: childText(one, "vpcId") ?? "",
    service: childText(one, "serviceName") ?? "",
    type: childText(one, "vpcEndpointType") ?? "",
    state: childText(one, "state") ?? "",
    privateDns: childText(one, "privateDnsEnabled") === "true",
  }));
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpc: string;
}

/** The security groups of a Region that match. Without filters, all of them. */
export async function findSecurityGroups(
  aws: Aws,
  region: string,
  by: Readonly<Partial<Record<"group-id" | "group-name" | "vpc-id", readonly string[]>>>,
  signal: AbortSignal,
): Promise<SecurityGroup[]> {
  const parameters = { ...filters(by), MaxResults: "1000" };
  const pages = await allPages(
    aws,
    region,
    "DescribeSecurityGroups",
    parameters,
    "securityGroupInfo",
    signal,
  );
  return pages.map((one) => ({
    id: childText(one, "groupId") ?? "",
    name: childText(one, "groupName") ?? "",
    vpc: childText(one, "vpcId") ?? "",
  }));
}

async function allPages(
  aws: Aws,
  region: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
  list: string,
  signal: AbortSignal,
) {
  const found = [];
  for (let token: string | undefined = ""; token !== undefined;) {
    const page = token === "" ? parameters : { ...parameters, NextToken: token };
    const root = await queryApi(aws, "ec2", region, action, page, signal);
    found.push(...entriesOf(root, list));
    token = childText(root, "nextToken") || undefined;
  }
  return found;
}

/** `Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-…` */
function filters(by: Readonly<Record<string, readonly string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(by).flatMap(([name, values = []], index) => [
      [`Filter.${index + 1}.Name`, name],
      ...values.map((value, at) => [`Filter.${index + 1}.Value.${at + 1}`, value]),
    ]),
  ) as Record<string, string>;
}
