import { lookup } from "node:dns/promises";
import { hostOf } from "../../access-point/host";
import { addressesOf } from "../../adapters/aws/endpoint-details";
import { notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { checkOf } from "../access-points";
import type { VerifyContext } from "../context";
import { endpointsOf } from "./endpoints";

type Context = Pick<
  VerifyContext,
  "aws" | "account" | "partition" | "shown" | "expected" | "environment" | "accessPoints"
>;

/**
 * The host name of the access point resolves to an endpoint, if the command runs in its VPC. Only a resolver of the VPC
 * knows the private name. Ledger: endpoint-dns
 */
export function endpointDnsChecks(context: Context): Check[] {
  const { aws, account, partition, accessPoints } = context;
  const endpoints = endpointsOf(context);
  if (endpoints.length === 0) return [];
  return accessPoints.flatMap((point) => {
    if (point.deployed === undefined) return [];
    const host = hostOf(point.deployed.alias);
    return checkOf(point, {
      id: "endpoint-dns",
      title: "Host name in the VPC",
      required: false,
      ledger: ["endpoint-dns"],
      call: { action: "ec2:DescribeNetworkInterfaces", resource: `arn:${partition}:ec2:*:${account}:*` },
      consequenceOf: endpoints.map(({ region }) => `endpoint ${region}`),
      async run(signal) {
        const resolved = await lookup(host, { all: true, family: 4 }).catch(() => []);
        const addresses = resolved.map(({ address }) => address);
        if (!addresses.every(isPrivate) || addresses.length === 0)
          return dnsOutcome({ host, addresses, endpoints: [] });
        const found = await Promise.all(
          endpoints.map(async ({ region, endpoint }) => {
            const { id = "", interfaces = [] } = (await endpoint()) ?? {};
            return { id, region, addresses: await addressesOf(aws, region, interfaces, signal) };
          }),
        );
        return dnsOutcome({ host, addresses, endpoints: found });
      },
    });
  });
}

/** An address of a private network (RFC 1918), or of the shared address space that VPCs also use. */
export function isPrivate(address: string): boolean {
  const [first = 0, second = 0] = address.split(".").map(Number);
  return (
    first === 10 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second < 128)
  );
}

interface DnsAnswers {
  readonly host: string;
  /** What the resolver of this computer answers. */
  readonly addresses: readonly string[];
  readonly endpoints: ReadonlyArray<{
    readonly id: string;
    readonly region: string;
    readonly addresses: readonly string[];
  }>;
}

export function dnsOutcome({ host, addresses, endpoints }: DnsAnswers): CheckOutcome {
  const inside = "Run the command on a computer in the VPC of an endpoint.";
  if (addresses.length === 0)
    return notKnown(`This computer cannot resolve ${host}.`, "Check the DNS of this computer.");
  if (!addresses.every(isPrivate))
    return notKnown(
      `${host} resolves to public addresses here, so this computer does not use an endpoint.`,
      inside,
    );
  const found = endpoints.find((one) => addresses.every((address) => one.addresses.includes(address)));
  if (found) return ok(`${host} resolves to the endpoint ${found.id} in ${found.region}.`);
  return notKnown(
    `${host} resolves to private addresses (${addresses.join(", ")}) that are not of an endpoint of this environment.`,
    `Check the DNS of this network: another endpoint or a proxy answers. ${inside}`,
  );
}
