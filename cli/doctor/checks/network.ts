import type { NetworkProps } from "../../../composition/props";
import { SERVICE_NAME } from "../../../constructs/endpoint";
import {
  defaultVpc,
  findEndpoint,
  findEndpoints,
  findSecurityGroups,
  findSubnets,
  serviceZones,
  vpcExists,
  vpcHasDns,
} from "../../adapters/aws/ec2";
import { notKnown, type Check } from "../../checks/check";
import { textOf } from "../../checks/expected";
import { once } from "../../checks/once";
import { awsCheck, type AwsCheck, type Examination } from "../examination";
import { namesOutcome } from "./names";
import {
  dnsOutcome,
  existingEndpointOutcome,
  privateDnsOutcome,
  securityGroupsOutcome,
  subnetsOutcome,
  vpcOutcome,
} from "./network-outcomes";
import { allRegions } from "../../synthesized/access-points";

/** The VPC, the subnets and the endpoint of each Region with a network. */
export function networkChecks(examination: Examination): Check[] {
  return Object.entries(allRegions(examination.environment)).flatMap(([region, { network }]) => {
    if (!network) return [];
    return network.endpoint === undefined
      ? newEndpointChecks(examination, region, network)
      : [existingEndpointCheck(examination, region, network.endpoint)];
  });
}

function existingEndpointCheck(examination: Examination, region: string, endpoint: string): Check {
  return awsCheck(examination, {
    id: "endpoint",
    subject: region,
    title: "VPC endpoint",
    ledger: ["endpoint-service", "endpoint-private-dns"],
    call: { action: "ec2:DescribeVpcEndpoints", resource: endpoint },
    async run(_, signal) {
      const found = await findEndpoint(examination.aws, region, endpoint, signal);
      return existingEndpointOutcome(endpoint, region, found);
    },
  });
}

function newEndpointChecks(
  examination: Examination,
  region: string,
  { vpc = "default", subnets = [], securityGroups = [] }: NetworkProps,
): Check[] {
  const { aws, stack } = examination;
  const signalOf = () => AbortSignal.timeout(8000);
  /** The ID of the VPC. Undefined if it does not exist. */
  const vpcId = once(async () =>
    vpc === "default"
      ? defaultVpc(aws, region, signalOf())
      : (await vpcExists(aws, region, vpc, signalOf()))
        ? vpc
        : undefined,
  );
  const check = (one: Omit<AwsCheck, "subject" | "consequenceOf">): Check =>
    awsCheck(examination, {
      ...one,
      subject: region,
      consequenceOf: one.id === "vpc" ? [] : [`vpc ${region}`],
    });
  /** A check that needs the VPC. */
  const inVpc = (
    one: Omit<AwsCheck, "subject" | "consequenceOf" | "run">,
    run: (vpc: string, signal: AbortSignal) => ReturnType<AwsCheck["run"]>,
  ): Check =>
    check({
      ...one,
      async run(_, signal) {
        const found = await vpcId();
        return found === undefined
          ? notKnown("The VPC does not exist.", "Fix the VPC first.")
          : run(found, signal);
      },
    });
  const group = stack.resources("aws_security_group").find((one) => one.region === region);
  const address = stack.resources("aws_vpc_endpoint").find((one) => one.region === region)?.address ?? "";
  return [
    check({
      id: "vpc",
      title: "VPC",
      ledger: ["vpc-ids"],
      call: { action: "ec2:DescribeVpcs", resource: vpc },
      run: async () => vpcOutcome(vpc, region, await vpcId()),
    }),
    inVpc(
      {
        id: "vpc-dns",
        title: "DNS of the VPC",
        ledger: ["endpoint-vpc-dns"],
        call: { action: "ec2:DescribeVpcAttribute", resource: vpc },
      },
      async (id, signal) => {
        const [support, hostnames] = await Promise.all([
          vpcHasDns(aws, region, id, "enableDnsSupport", signal),
          vpcHasDns(aws, region, id, "enableDnsHostnames", signal),
        ]);
        return dnsOutcome(id, { support, hostnames });
      },
    ),
    inVpc(
      {
        id: "subnets",
        title: "Subnets and zones",
        ledger: ["endpoint-service", "endpoint-zones"],
        call: { action: "ec2:DescribeSubnets and ec2:DescribeVpcEndpointServices", resource: vpc },
      },
      async (id, signal) => {
        const [zones, found] = await Promise.all([
          serviceZones(aws, region, SERVICE_NAME, signal),
          findSubnets(
            aws,
            region,
            subnets.length > 0 ? { "subnet-id": subnets } : { "vpc-id": [id] },
            signal,
          ),
        ]);
        return subnetsOutcome({ vpc: id, region, named: subnets, found, zones });
      },
    ),
    inVpc(
      {
        id: "private-dns",
        title: "Private DNS",
        ledger: ["endpoint-private-dns"],
        call: { action: "ec2:DescribeVpcEndpoints", resource: vpc },
      },
      async (id, signal) => {
        const endpoints = await findEndpoints(aws, region, { "vpc-id": [id] }, signal);
        const other = endpoints.find(
          (one) => one.service === SERVICE_NAME && one.privateDns && !/^delet/i.test(one.state),
        );
        return privateDnsOutcome(id, other?.id, other && (await examination.isOwn(address)));
      },
    ),
    ...(group !== undefined
      ? [
          inVpc(
            {
              id: "name-security-group",
              title: "Name of the security group",
              ledger: ["names-rejected"],
              call: { action: "ec2:DescribeSecurityGroups", resource: vpc },
            },
            async (id, signal) => {
              const name = textOf(group.body.name);
              const by = { "vpc-id": [id], "group-name": [name] };
              const found = await findSecurityGroups(aws, region, by, signal);
              const own = found.length > 0 ? await examination.isOwn(group.address) : undefined;
              const kind = { noun: "security group", deploy: "fails" } as const;
              return namesOutcome(kind, [name], found.length > 0 ? [{ name, own }] : []);
            },
          ),
        ]
      : []),
    ...(securityGroups.length > 0
      ? [
          inVpc(
            {
              id: "security-groups",
              title: "Security groups",
              ledger: ["security-group-limits"],
              call: { action: "ec2:DescribeSecurityGroups", resource: securityGroups.join(", ") },
            },
            async (id, signal) =>
              securityGroupsOutcome(
                id,
                securityGroups,
                await findSecurityGroups(aws, region, { "group-id": securityGroups }, signal),
              ),
          ),
        ]
      : []),
  ];
}
