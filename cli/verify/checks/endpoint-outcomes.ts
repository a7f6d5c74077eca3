import { SERVICE_NAME } from "../../../constructs/endpoint";
import type { Subnet } from "../../adapters/aws/ec2";
import type { EndpointDetails, IngressRule } from "../../adapters/aws/endpoint-details";
import { error, notKnown, ok, warning, type CheckOutcome } from "../../checks/check";
import { isUnresolved } from "../../checks/expected";
import { comparePolicies } from "../../checks/policy-comparison";
import { deployAgain } from "../repair";

interface EndpointAnswers {
  readonly region: string;
  readonly shown: string;
  readonly found: EndpointDetails | undefined;
}

const missing = ({ region, shown }: EndpointAnswers): CheckOutcome =>
  notKnown(`There is no endpoint in ${region}.`, deployAgain(shown, "creates it"));

export function endpointOutcome({
  region,
  shown,
  network,
  vpc,
  found,
}: EndpointAnswers & {
  readonly network: { readonly vpc?: string | undefined; readonly endpoint?: string | undefined };
  readonly vpc: string | undefined;
}): CheckOutcome {
  if (found === undefined) {
    if (network.endpoint !== undefined)
      return error(
        `The endpoint ${network.endpoint} does not exist in ${region}.`,
        `Correct regions.${region}.network.endpoint.`,
      );
    if (vpc === undefined)
      return error(`${region} has no default VPC.`, `Name a VPC in regions.${region}.network.vpc.`);
    return error(
      `The VPC ${vpc} in ${region} has no endpoint for ${SERVICE_NAME}.`,
      deployAgain(shown, "creates it"),
    );
  }
  const what = `The endpoint ${found.id} in ${region}`;
  if (/^pending/i.test(found.state))
    return error(`${what} is ${found.state}.`, "Wait until it is available, then run the command again.");
  if (!/^available$/i.test(found.state))
    return error(`${what} is ${found.state}, not available.`, deployAgain(shown, "creates a new one"));
  if (!found.privateDns)
    return error(
      `${what} has no private DNS: the host name of the access point does not resolve to it.`,
      network.endpoint === undefined
        ? deployAgain(shown, "turns it on")
        : "Turn on private DNS of the endpoint.",
    );
  return ok(`${what} is available with private DNS.`);
}

export function policyOutcome(answers: EndpointAnswers & { readonly wanted: string }): CheckOutcome {
  const { region, shown, wanted, found } = answers;
  if (found === undefined) return missing(answers);
  if (isUnresolved(wanted))
    return notKnown(
      `The policy of the endpoint in ${region} cannot be compared without the access point.`,
      deployAgain(shown, "creates it"),
    );
  const difference = comparePolicies(wanted, found.policy || undefined);
  const what = `The policy of the endpoint ${found.id} in ${region}`;
  if (difference === undefined) return ok(`${what} allows the access point and its buckets.`);
  const restore = deployAgain(shown, "restores the policy");
  return difference.onlyMore
    ? warning(`${what} ${difference.text}.`, restore)
    : error(`${what} ${difference.text}: requests of its clients can be denied.`, restore);
}

export function subnetsOutcome(
  answers: EndpointAnswers & {
    /** The subnets in the environment file, if it names any. */
    readonly wanted: readonly string[] | undefined;
    /** All subnets of the VPC. */
    readonly subnets: readonly Subnet[];
    /** The zones of the endpoint service. */
    readonly zones: readonly string[];
  },
): CheckOutcome {
  const { region, shown, wanted, found, subnets, zones } = answers;
  if (found === undefined) return missing(answers);
  const what = `The endpoint ${found.id} in ${region}`;
  if (wanted?.length) {
    const lacking = wanted.filter((one) => !found.subnets.includes(one));
    if (lacking.length > 0)
      return error(`${what} is not in the subnets ${lacking.join(", ")}.`, deployAgain(shown, "adds them"));
    return ok(`${what} is in the subnets of the environment file.`);
  }
  const supported = new Set(
    subnets.filter(({ zone, ipv6Only }) => zones.includes(zone) && !ipv6Only).map(({ zone }) => zone),
  );
  if (supported.size === 0)
    return notKnown(
      `The zones that the VPC and the endpoint service have in common in ${region} are not known.`,
      `Check whether ${region} has the service ${SERVICE_NAME}.`,
    );
  const covered = new Set(subnets.filter(({ id }) => found.subnets.includes(id)).map(({ zone }) => zone));
  const lacking = [...supported].filter((zone) => !covered.has(zone));
  if (lacking.length > 0)
    return error(`${what} has no subnet in ${lacking.join(", ")}.`, deployAgain(shown, "adds one"));
  return ok(`${what} has a subnet in each zone that the VPC and the service have in common.`);
}

export function groupOutcome(
  answers: EndpointAnswers & {
    /** The name of the security group of the stack. */
    readonly name: string;
    /** The security groups in the environment file. */
    readonly given: readonly string[];
    /** The ID of the security group of the stack. */
    readonly group: string | undefined;
    readonly clients: readonly string[];
    readonly rules: readonly IngressRule[];
  },
): CheckOutcome {
  const { region, shown, name, given, group, clients, rules, found } = answers;
  if (found === undefined) return missing(answers);
  const what = `The endpoint ${found.id} in ${region}`;
  const again = (effect: string): string => deployAgain(shown, effect);
  if (given.length > 0) {
    const lacking = given.filter((one) => !found.groups.includes(one));
    if (lacking.length > 0)
      return error(`${what} does not have the security groups ${lacking.join(", ")}.`, again("adds them"));
    return ok(`${what} has the security groups of the environment file. Their rules are not checked.`);
  }
  if (group === undefined)
    return error(`There is no security group ${name} in ${region}.`, again("creates it"));
  if (!found.groups.includes(group))
    return error(`${what} does not have the security group ${name} (${group}).`, again("adds it"));
  const closed = clients.filter(
    (client) => !rules.some(({ ports, source }) => source === client && /^tcp 443-443$|^-1 /.test(ports)),
  );
  if (closed.length > 0)
    return error(
      `The security group ${name} in ${region} does not allow port 443 from ${closed.join(", ")}.`,
      again("adds the rule"),
    );
  const more = rules.filter(({ ports, source }) => ports !== "tcp 443-443" || !clients.includes(source));
  if (more.length > 0)
    return warning(
      `The security group ${name} in ${region} also allows ${more.map(({ ports, source }) => `${ports} from ${source}`).join(", ")}.`,
      "Remove the rules that you do not need.",
    );
  return ok(`The security group ${name} in ${region} allows port 443 from its clients only.`);
}
