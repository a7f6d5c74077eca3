import { isIPv4, isIPv6 } from "node:net";
import { patternRule, type Mistake, type Rule } from "./rule";

// Source: Amazon EC2 User Guide, "Resource IDs": 8 hexadecimal digits for old resources, otherwise 17.
const HEX = "([0-9a-f]{8}|[0-9a-f]{17})";
const CONSOLE = "copy the ID from the VPC console";
const DIGITS = "with 17 (or, if it is old, 8) hexadecimal digits";

const idRule = (prefix: string, what: string): Rule =>
  patternRule(
    new RegExp(`^${prefix}-${HEX}$`),
    what,
    `an ID such as ${prefix}-0123456789abcdef0, ${DIGITS}`,
    CONSOLE,
  );

/** A VPC. Ledger: vpc-ids */
export const vpcRule: Rule = patternRule(
  new RegExp(`^(default|vpc-${HEX})$`),
  "the ID of a VPC",
  `an ID such as vpc-0123456789abcdef0, ${DIGITS}, or the word "default"`,
  CONSOLE,
);

/** A subnet. Ledger: vpc-ids */
export const subnetRule: Rule = idRule("subnet", "the ID of a subnet");

/** A security group. Ledger: vpc-ids */
export const securityGroupRule: Rule = idRule("sg", "the ID of a security group");

/** A VPC endpoint. Ledger: vpc-ids */
export const endpointRule: Rule = idRule("vpce", "the ID of a VPC endpoint");

/** Clients of an endpoint: an IPv4 block, a prefix list or a security group. Ledger: vpc-ids */
export const clientRule: Rule = {
  allowed:
    "an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security group such as sg-0123456789abcdef0",
  pattern: new RegExp(`^((sg|pl)-${HEX}|[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2})$`),
  check: (value) => {
    if (value.startsWith("sg-")) return securityGroupRule.check(value);
    if (value.startsWith("pl-")) return prefixListRule.check(value);
    return cidrMistake(value);
  },
};

const prefixListRule: Rule = idRule("pl", "the ID of a prefix list");

/** Checks an IPv4 CIDR block. Ledger: endpoint-ipv4 */
export function cidrMistake(value: string): Mistake | undefined {
  const [address = "", mask, ...more] = value.split("/");
  if (isIPv6(address)) {
    return {
      message: "is an IPv6 block. Multi-Region Access Points support IPv4 only",
      fix: "write the IPv4 block of the clients",
    };
  }
  if (!isIPv4(address) || more.length > 0) {
    return {
      message: "is not a CIDR block, a prefix list or a security group",
      fix: "write a block such as 10.0.0.0/16",
    };
  }
  if (mask === undefined) return { message: "has no mask", fix: `did you mean "${address}/32"?` };
  const bits = /^[0-9]{1,2}$/.test(mask) ? Number(mask) : Number.NaN;
  if (!(bits <= 32))
    return { message: "has a mask that is not a number from 0 to 32", fix: `did you mean "${address}/32"?` };
  const network = networkOf(address, bits);
  if (network !== address || mask !== String(bits)) {
    return {
      message: `is not a CIDR block: the first address of the block is ${network}`,
      fix: `did you mean "${network}/${bits}"?`,
    };
  }
  return undefined;
}

function networkOf(address: string, bits: number): string {
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - bits);
  const first = number - (number % size);
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}
