import { isIPv4, isIPv6 } from "node:net";
import { patternRule, type Mistake, type Rule } from "./rule";

// Ids have 8 or 17 hexadecimal digits today; AWS does not promise a length.
const HEX = "[0-9a-f]{3,17}";

/** A VPC. */
export const vpcRule: Rule = patternRule(
  new RegExp(`^(default|vpc-${HEX})$`),
  "a VPC",
  'a VPC\'s id such as vpc-0123456789abcdef0, or the word "default"',
  "copy the id from the VPC console",
);

/** A subnet. */
export const subnetRule: Rule = patternRule(
  new RegExp(`^subnet-${HEX}$`),
  "a subnet's id",
  "an id such as subnet-0123456789abcdef0",
  "copy the id from the VPC console",
);

/** A security group. */
export const securityGroupRule: Rule = patternRule(
  new RegExp(`^sg-${HEX}$`),
  "a security group's id",
  "an id such as sg-0123456789abcdef0",
  "copy the id from the VPC console",
);

/** Who may reach an endpoint: an IPv4 block or a security group. */
export const clientRule: Rule = {
  allowed: "an IPv4 CIDR block such as 10.0.0.0/16, or a security group's id such as sg-0123456789abcdef0",
  pattern: new RegExp(`^(sg-${HEX}|[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2})$`),
  check: (value) => (value.startsWith("sg-") ? securityGroupRule.check(value) : cidrMistake(value)),
};

/** What is wrong with a text as an IPv4 CIDR block. */
export function cidrMistake(value: string): Mistake | undefined {
  const [address = "", mask, ...more] = value.split("/");
  if (isIPv6(address)) {
    return {
      message: "is an IPv6 block, and Multi-Region Access Points are reached through IPv4 only",
      fix: "write the clients' IPv4 block",
    };
  }
  if (!isIPv4(address) || more.length > 0) {
    return {
      message: "is neither a CIDR block nor a security group",
      fix: "write a block such as 10.0.0.0/16",
    };
  }
  if (mask === undefined) return { message: "has no mask", fix: `did you mean "${address}/32"?` };
  const bits = /^[0-9]{1,2}$/.test(mask) ? Number(mask) : Number.NaN;
  if (!(bits <= 32))
    return { message: `has a mask that is not a number from 0 to 32`, fix: `did you mean "${address}/32"?` };
  const network = networkOf(address, bits);
  if (network !== address || mask !== String(bits)) {
    return {
      message: `is not a block: its first address is ${network}`,
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
