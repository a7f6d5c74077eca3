import { SERVICE_NAME } from "../../../constructs/endpoint";
import { defaultVpc, findSubnets, serviceZones } from "../../adapters/aws/ec2";
import {
  groupOf,
  ingressRules,
  readEndpoint,
  vpcBlocks,
  type EndpointDetails,
} from "../../adapters/aws/endpoint-details";
import type { Check } from "../../checks/check";
import { textOf, type ExpectedElement } from "../../checks/expected";
import type { VerifyContext } from "../context";
import { once } from "../../checks/once";
import { allRegions, environmentName } from "../../synthesized/access-points";
import { endpointOutcome, groupOutcome, policyOutcome, subnetsOutcome } from "./endpoint-outcomes";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "expected" | "environment">;
type Network = NonNullable<Context["environment"]["regions"][string]["network"]>;

const TIMEOUT_MS = 9000;

/** An endpoint of the environment, and how to ask for it. Several checks share the answer. */
export interface EndpointToCheck {
  readonly region: string;
  readonly network: Network;
  /** Undefined for an existing endpoint. */
  readonly element: ExpectedElement | undefined;
  readonly vpc: () => Promise<string | undefined>;
  readonly endpoint: () => Promise<EndpointDetails | undefined>;
}

/** The endpoints of the environment. */
export function endpointsOf({ aws, environment, expected }: Context): EndpointToCheck[] {
  return Object.entries(allRegions(environment) as Context["environment"]["regions"]).flatMap(
    ([region, { network }]) => {
      if (network === undefined) return [];
      const vpc = once(async () =>
        network.vpc === "default" ? defaultVpc(aws, region, AbortSignal.timeout(TIMEOUT_MS)) : network.vpc,
      );
      const endpoint = once(async () => {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        if (network.endpoint !== undefined)
          return readEndpoint(aws, region, { id: network.endpoint }, signal);
        const id = await vpc();
        return id === undefined
          ? undefined
          : readEndpoint(aws, region, { vpc: id, service: SERVICE_NAME }, signal);
      });
      const element = expected.resources("aws_vpc_endpoint").find((one) => one.region === region);
      return [{ region, network, element, vpc, endpoint }];
    },
  );
}

/** The endpoints are available with private DNS, their policies, their subnets and their security groups. */
export function endpointChecks(context: Context): Check[] {
  return endpointsOf(context).flatMap((one) => checksOf(one, context));
}

function checksOf(one: EndpointToCheck, context: Context): Check[] {
  const { region, network, element, vpc, endpoint } = one;
  const { aws, account, partition, shown, environment } = context;
  const call = (action: string) => ({ action, resource: `arn:${partition}:ec2:${region}:${account}:*` });
  const shared = { subject: region, required: true } as const;
  const consequenceOf = [`endpoint ${region}`];
  const own = element !== undefined && network.vpc !== undefined;
  const groupName = textOf(
    context.expected.resources("aws_security_group").find((group) => group.region === region)?.body.name,
  );
  return [
    {
      ...shared,
      id: "endpoint",
      title: "VPC endpoint",
      ledger: ["endpoint-service", "settings-stored"],
      call: call("ec2:DescribeVpcEndpoints"),
      async run() {
        return endpointOutcome({ region, shown, network, vpc: await vpc(), found: await endpoint() });
      },
    },
    ...(own
      ? [
          {
            ...shared,
            id: "endpoint-policy",
            title: "Policy of the endpoint",
            ledger: ["policy-form"],
            call: call("ec2:DescribeVpcEndpoints"),
            consequenceOf,
            async run() {
              return policyOutcome({
                region,
                shown,
                wanted: textOf(element.body.policy),
                found: await endpoint(),
              });
            },
          },
          {
            ...shared,
            id: "endpoint-subnets",
            title: "Subnets of the endpoint",
            ledger: ["settings-stored"],
            call: call("ec2:DescribeSubnets"),
            consequenceOf,
            async run(signal: AbortSignal) {
              const [id, found] = await Promise.all([vpc(), endpoint()]);
              const [subnets, zones] = await Promise.all([
                id === undefined ? [] : findSubnets(aws, region, { "vpc-id": [id] }, signal),
                serviceZones(aws, region, SERVICE_NAME, signal),
              ]);
              return subnetsOutcome({
                region,
                shown,
                wanted: network.subnets,
                found,
                subnets,
                zones: zones ?? [],
              });
            },
          },
          {
            ...shared,
            id: "endpoint-security-group",
            title: "Security group of the endpoint",
            ledger: ["settings-stored"],
            call: call("ec2:DescribeSecurityGroupRules"),
            consequenceOf,
            async run(signal: AbortSignal) {
              const [id, found] = await Promise.all([vpc(), endpoint()]);
              const own = network.securityGroups?.length
                ? undefined
                : id && (await groupOf(aws, region, { vpc: id, name: groupName }, signal));
              const [rules, blocks] = await Promise.all([
                own ? ingressRules(aws, region, own, signal) : [],
                id === undefined ? [] : vpcBlocks(aws, region, id, signal),
              ]);
              return groupOutcome({
                region,
                shown,
                name: groupName || environmentName(environment),
                given: network.securityGroups ?? [],
                group: own || undefined,
                clients: network.clients?.length ? network.clients : blocks,
                rules,
                found,
              });
            },
          },
        ]
      : []),
  ];
}
