import { load, region, removeFolders, testReports } from "./support";

afterAll(removeFolders);

const CLIENT =
  "an IPv4 CIDR block such as 10.0.0.0/16, or a security group's id such as sg-0123456789abcdef0";

testReports([
  [
    "an address without a mask",
    region("network: { vpc: default, clients: [10.0.0.1] }"),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  has no mask
  got:     10.0.0.1
  allowed: ${CLIENT}
  fix:     did you mean "10.0.0.1/32"?`,
  ],
  [
    "a block with host bits",
    region("network: { vpc: default, clients: [10.1.2.3/12] }"),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  is not a block: its first address is 10.0.0.0
  got:     10.1.2.3/12
  allowed: ${CLIENT}
  fix:     did you mean "10.0.0.0/12"?`,
  ],
  [
    "an IPv6 block",
    region('network: { vpc: default, clients: ["2001:db8::/32"] }'),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  is an IPv6 block, and Multi-Region Access Points are reached through IPv4 only
  got:     2001:db8::/32
  allowed: ${CLIENT}
  fix:     write the clients' IPv4 block`,
  ],
  [
    "a mask beyond 32",
    region("network: { vpc: default, clients: [10.0.0.0/33] }"),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  has a mask that is not a number from 0 to 32
  got:     10.0.0.0/33
  allowed: ${CLIENT}
  fix:     did you mean "10.0.0.0/32"?`,
  ],
  [
    "clients beside security groups",
    region("network: { vpc: default, clients: [10.0.0.0/8], securityGroups: [sg-0123] }"),
    `e.yaml:3:65  regions.eu-west-1.network.clients
  has no effect beside securityGroups: clients only shape the security group that is made without them
  got:     1 in clients, 1 in securityGroups
  allowed: clients or securityGroups
  fix:     leave out clients and allow them in those security groups, or leave out securityGroups`,
  ],
  [
    "ids of a network",
    region("network: { vpc: vpc-x, subnets: [sg-0123], securityGroups: [default] }"),
    `e.yaml:3:56  regions.eu-west-1.network.vpc
  is not a VPC
  got:     vpc-x
  allowed: a VPC's id such as vpc-0123456789abcdef0, or the word "default"
  fix:     copy the id from the VPC console

e.yaml:3:73  regions.eu-west-1.network.subnets[0]
  is not a subnet's id
  got:     sg-0123
  allowed: an id such as subnet-0123456789abcdef0
  fix:     copy the id from the VPC console

e.yaml:3:100  regions.eu-west-1.network.securityGroups[0]
  is not a security group's id
  got:     default
  allowed: an id such as sg-0123456789abcdef0
  fix:     copy the id from the VPC console`,
  ],
]);

test("lists of a network that are empty ask for the default", () => {
  const text = region(
    "network: { vpc: default, subnets: [], securityGroups: [], clients: [10.0.0.0/8, sg-0123] }",
  );
  expect(load(text).regions["eu-west-1"]?.network).toEqual({
    vpc: "default",
    clients: ["10.0.0.0/8", "sg-0123"],
  });
});
