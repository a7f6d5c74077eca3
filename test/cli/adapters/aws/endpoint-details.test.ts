import type { Aws } from "../../../../cli/adapters/aws/aws";
import { ingressRules, readEndpoint } from "../../../../cli/adapters/aws/endpoint-details";

const signal = new AbortController().signal;
const answering = (body: string) => {
  const reply = { status: 200, body } as Awaited<ReturnType<Aws["send"]>>;
  return { send: () => Promise.resolve(reply) } as unknown as Aws;
};

test("an endpoint that is being deleted does not hide the new one", async () => {
  const endpoint = (id: string, state: string) =>
    `<item><vpcEndpointId>${id}</vpcEndpointId><state>${state}</state><privateDnsEnabled>true</privateDnsEnabled><policyDocument>{}</policyDocument><subnetIdSet><item>subnet-1</item></subnetIdSet><groupSet><item><groupId>sg-1</groupId></item></groupSet><networkInterfaceIdSet><item>eni-1</item></networkInterfaceIdSet></item>`;
  const answer = (...items: string[]) =>
    answering(
      `<DescribeVpcEndpointsResponse><vpcEndpointSet>${items.join("")}</vpcEndpointSet></DescribeVpcEndpointsResponse>`,
    );
  const by = { vpc: "vpc-1", service: "s" };
  const both = answer(endpoint("vpce-old", "Deleting"), endpoint("vpce-new", "Available"));
  expect(await readEndpoint(both, "eu-west-1", by, signal)).toEqual({
    id: "vpce-new",
    state: "Available",
    privateDns: true,
    policy: "{}",
    subnets: ["subnet-1"],
    groups: ["sg-1"],
    interfaces: ["eni-1"],
  });
  const old = await readEndpoint(answer(endpoint("vpce-old", "deleted")), "eu-west-1", by, signal);
  expect(old?.state).toBe("deleted");
  expect(await readEndpoint(answer(), "eu-west-1", by, signal)).toBeUndefined();
});

test("the inbound rules of a security group, with every kind of source", async () => {
  const rule = (source: string, egress = false) =>
    `<item><isEgress>${egress}</isEgress><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort>${source}</item>`;
  const aws = answering(
    `<DescribeSecurityGroupRulesResponse><securityGroupRuleSet>${rule("<cidrIpv4>10.0.0.0/16</cidrIpv4>")}${rule("<prefixListId>pl-1</prefixListId>")}${rule("<referencedGroupInfo><groupId>sg-2</groupId></referencedGroupInfo>")}${rule("<cidrIpv4>0.0.0.0/0</cidrIpv4>", true)}</securityGroupRuleSet></DescribeSecurityGroupRulesResponse>`,
  );
  expect(await ingressRules(aws, "eu-west-1", "sg-1", signal)).toEqual(
    ["10.0.0.0/16", "pl-1", "sg-2"].map((source) => ({ ports: "tcp 443-443", source })),
  );
});
