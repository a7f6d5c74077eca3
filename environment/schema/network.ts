/** The VPC endpoint of one Region. */
import * as z from "zod/mini";
import { optionalList, section, text } from "../fields";
import { clientRule, endpointRule, securityGroupRule, subnetRule, vpcRule } from "../rules/network";

export const network = section(
  {
    vpc: z.optional(
      text(vpcRule, 'ID of the VPC for a new endpoint, or "default" for the default VPC of the Region.'),
    ),
    subnets: optionalList(
      subnetRule,
      "Subnets of the endpoint, each in a different Availability Zone.",
      "one subnet of the VPC for each Availability Zone",
    ),
    securityGroups: optionalList(
      securityGroupRule,
      "Security groups of the endpoint.",
      "a new security group that allows port 443 from the clients",
    ),
    clients: optionalList(
      clientRule,
      "IPv4 CIDR blocks, prefix lists and security groups that the new security group allows to connect to the endpoint.",
      "the IPv4 CIDR blocks of the VPC",
    ),
    endpoint: z.optional(
      text(
        endpointRule,
        "ID of an existing VPC endpoint for Multi-Region Access Points, instead of a new one. Its policy is not changed.",
      ),
    ),
  },
  "An interface VPC endpoint for the access point: a new one in vpc, or the existing one in endpoint. Default: none.",
  {
    oneOf: ["vpc", "endpoint"].map((key) => ({ type: "object", properties: { [key]: {} }, required: [key] })),
  },
);
