import { SERVICE_NAME } from "../../../constructs/endpoint";
import type { SecurityGroup, Subnet, VpcEndpoint } from "../../adapters/aws/ec2";
import { error, notKnown, ok, type CheckOutcome } from "../../checks/check";
import { listed } from "../../text/listed";

export function vpcOutcome(wanted: string, region: string, found: string | undefined): CheckOutcome {
  if (found !== undefined)
    return ok(
      wanted === "default" ? `The default VPC of ${region} is ${found}.` : `The VPC ${found} exists.`,
    );
  return wanted === "default"
    ? error(
        `${region} has no default VPC.`,
        `Name a VPC in network.vpc, or run aws ec2 create-default-vpc --region ${region}.`,
      )
    : error(`The VPC ${wanted} does not exist in ${region}.`, "Correct network.vpc in the environment file.");
}

export function dnsOutcome(
  vpc: string,
  { support, hostnames }: { readonly support: boolean; readonly hostnames: boolean },
): CheckOutcome {
  const off = [...(support ? [] : ["DNS support"]), ...(hostnames ? [] : ["DNS hostnames"])];
  if (off.length === 0) return ok(`DNS support and DNS hostnames are on in ${vpc}.`);
  return error(
    `${listed(off)} ${off.length === 1 && off[0] === "DNS support" ? "is" : "are"} off in ${vpc}. Without them, the host name of the access point does not resolve to the endpoint.`,
    `Turn on ${listed(off)} in the settings of the VPC.`,
  );
}

export interface SubnetsFound {
  readonly vpc: string;
  readonly region: string;
  /** The subnets that the environment file names. Empty if the stack chooses them. */
  readonly named: readonly string[];
  readonly found: readonly Subnet[];
  /** The zones of the endpoint service. Undefined if the Region does not have the service. */
  readonly zones: readonly string[] | undefined;
}

export function subnetsOutcome({ vpc, region, named, found, zones }: SubnetsFound): CheckOutcome {
  if (zones === undefined)
    return error(
      `${region} does not offer the endpoint service ${SERVICE_NAME}.`,
      "Remove network from this Region.",
    );
  const usable = found.filter(({ zone, ipv6Only }) => zones.includes(zone) && !ipv6Only);
  if (named.length === 0) {
    const used = [...new Set(usable.map(({ zone }) => zone))].sort();
    return used.length > 0
      ? ok(`${vpc} has subnets in ${listed(used)}, where the endpoint service is.`)
      : error(
          `${vpc} has no subnet with IPv4 in a zone of the endpoint service (${zones.join(", ")}).`,
          "Create a subnet in one of these zones.",
        );
  }
  const fix = "Correct network.subnets in the environment file.";
  const missing = named.filter((id) => !found.some((one) => one.id === id));
  if (missing.length > 0)
    return error(
      `${missing.length === 1 ? "The subnet" : "The subnets"} ${listed(missing)} ${missing.length === 1 ? "does" : "do"} not exist in ${region}.`,
      fix,
    );
  const elsewhere = found.find((one) => one.vpc !== vpc);
  if (elsewhere)
    return error(`The subnet ${elsewhere.id} is in ${elsewhere.vpc}, and the endpoint is in ${vpc}.`, fix);
  const unserved = found.find(({ zone }) => !zones.includes(zone));
  if (unserved)
    return error(
      `The subnet ${unserved.id} is in ${unserved.zone}, and the endpoint service is in ${listed(zones)} only.`,
      "Name a subnet of another zone, or omit network.subnets: the stack then chooses the zones.",
    );
  const ipv6 = found.find(({ ipv6Only }) => ipv6Only);
  if (ipv6)
    return error(`The subnet ${ipv6.id} has no IPv4 addresses.`, "Name a subnet with IPv4 addresses.");
  const twin = found.find((one) => found.some((other) => other.id !== one.id && other.zone === one.zone));
  if (twin)
    return error(
      `${listed(found.filter(({ zone }) => zone === twin.zone).map(({ id }) => id))} are both in ${twin.zone}. An endpoint has one subnet in each zone.`,
      fix,
    );
  return ok(`The subnets ${listed(named)} are in zones of the endpoint service.`);
}

/** @param own whether Terraform's state has the endpoint of the stack; undefined if the state is not known */
export function privateDnsOutcome(
  vpc: string,
  other: string | undefined,
  own: boolean | undefined,
): CheckOutcome {
  if (other === undefined) return ok(`No endpoint of ${vpc} has the private DNS names of access points.`);
  if (own === true) return ok(`The endpoint ${other} of ${vpc} is deployed by this environment.`);
  if (own === false)
    return error(
      `The endpoint ${other} of ${vpc} has the private DNS names of access points already. Only one endpoint of a VPC can have them, so a deploy would fail.`,
      `Use that endpoint: write network: {endpoint: ${other}} in place of network.vpc. Its policy must allow this access point.`,
    );
  return notKnown(
    `The endpoint ${other} of ${vpc} has the private DNS names of access points. Whether this environment deployed it is not known, because Terraform's state cannot be read.`,
    "Use credentials that can read the state of Terraform.",
  );
}

export function existingEndpointOutcome(
  endpoint: string,
  region: string,
  found: VpcEndpoint | undefined,
): CheckOutcome {
  const fix = `Name an endpoint for ${SERVICE_NAME}, or name the VPC to create one.`;
  if (found === undefined) return error(`The VPC endpoint ${endpoint} does not exist in ${region}.`, fix);
  if (found.service !== SERVICE_NAME)
    return error(
      `The VPC endpoint ${endpoint} is for the service ${found.service}, and not for ${SERVICE_NAME}.`,
      fix,
    );
  if (!found.privateDns)
    return error(
      `The VPC endpoint ${endpoint} has no private DNS names. Without them, the host name of the access point does not resolve to the endpoint.`,
      "Turn on private DNS names for the endpoint.",
    );
  if (found.state !== "available")
    return error(
      `The state of the VPC endpoint ${endpoint} is ${found.state}.`,
      "Wait until its state is available, or name another endpoint.",
    );
  return ok(`The VPC endpoint ${endpoint} is available and has private DNS names.`);
}

export function securityGroupsOutcome(
  vpc: string,
  named: readonly string[],
  found: readonly SecurityGroup[],
): CheckOutcome {
  const fix = "Correct network.securityGroups in the environment file.";
  const missing = named.filter((id) => !found.some((one) => one.id === id));
  if (missing.length > 0)
    return error(
      `${missing.length === 1 ? "The security group" : "The security groups"} ${listed(missing)} ${missing.length === 1 ? "does" : "do"} not exist.`,
      fix,
    );
  const elsewhere = found.find((one) => one.vpc !== vpc);
  if (elsewhere)
    return error(
      `The security group ${elsewhere.id} is in ${elsewhere.vpc}, and the endpoint is in ${vpc}.`,
      fix,
    );
  return ok(`The security groups ${listed(named)} are in ${vpc}.`);
}
