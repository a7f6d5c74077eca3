/** The VPC endpoint of one Region. */
import * as z from "zod/mini";
import { optionalList, section, text } from "../fields";
import { clientRule, endpointRule, securityGroupRule, subnetRule, vpcRule } from "../rules/network";

export const network = section(
  {
    vpc: text(vpcRule, 'ID of the VPC, or "default" for the default VPC of the Region.'),
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
      "IPv4 CIDR blocks and security groups that the new security group allows to connect to the endpoint.",
      "the IPv4 CIDR block of the VPC",
    ),
    endpoint: z.optional(
      text(endpointRule, "ID of a VPC endpoint for Multi-Region Access Points that exists already."),
    ),
  },
  "An interface VPC endpoint for the access point in a VPC of this Region. Default: none.",
);
