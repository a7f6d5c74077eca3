import { load, region, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "an address without a mask",
    region("network: { vpc: default, clients: [10.0.0.1] }"),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  has no mask
  got:     10.0.0.1
  allowed: an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security
           group such as sg-0123456789abcdef0
  fix:     did you mean "10.0.0.1/32"?`,
  ],
  [
    "a block with host bits",
    region("network: { vpc: default, clients: [10.1.2.3/12] }"),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  is not a CIDR block: the first address of the block is 10.0.0.0
  got:     10.1.2.3/12
  allowed: an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security
           group such as sg-0123456789abcdef0
  fix:     did you mean "10.0.0.0/12"?`,
  ],
  [
    "an IPv6 block",
    region('network: { vpc: default, clients: ["2001:db8::/32"] }'),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  is an IPv6 block. Multi-Region Access Points support IPv4 only
  got:     2001:db8::/32
  allowed: an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security
           group such as sg-0123456789abcdef0
  fix:     write the IPv4 block of the clients`,
  ],
  [
    "a mask above 32",
    region("network: { vpc: default, clients: [10.0.0.0/33] }"),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  has a mask that is not a number from 0 to 32
  got:     10.0.0.0/33
  allowed: an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security
           group such as sg-0123456789abcdef0
  fix:     did you mean "10.0.0.0/32"?`,
  ],
  [
    "a host name",
    region("network: { vpc: default, clients: [example.com] }"),
    `e.yaml:3:75  regions.eu-west-1.network.clients[0]
  is not a CIDR block, a prefix list or a security group
  got:     example.com
  allowed: an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security
           group such as sg-0123456789abcdef0
  fix:     write a block such as 10.0.0.0/16`,
  ],
  [
    "IDs of the wrong kind",
    region("network: { vpc: vpc-x, subnets: [sg-0123456789abcdef0], securityGroups: [default] }"),
    `e.yaml:3:56  regions.eu-west-1.network.vpc
  is not the ID of a VPC
  got:     vpc-x
  allowed: an ID such as vpc-0123456789abcdef0, with 17 (or, if it is old, 8) hexadecimal digits, or the word
           "default"
  fix:     copy the ID from the VPC console

e.yaml:3:73  regions.eu-west-1.network.subnets[0]
  is not the ID of a subnet
  got:     sg-0123456789abcdef0
  allowed: an ID such as subnet-0123456789abcdef0, with 17 (or, if it is old, 8) hexadecimal digits
  fix:     copy the ID from the VPC console

e.yaml:3:113  regions.eu-west-1.network.securityGroups[0]
  is not the ID of a security group
  got:     default
  allowed: an ID such as sg-0123456789abcdef0, with 17 (or, if it is old, 8) hexadecimal digits
  fix:     copy the ID from the VPC console`,
  ],
  [
    "IDs of the wrong length",
    region(
      "network: { vpc: vpc-0123, subnets: [subnet-0123456789abcdef01], clients: [pl-012345678, sg-0123456] }",
    ),
    `e.yaml:3:56  regions.eu-west-1.network.vpc
  is not the ID of a VPC
  got:     vpc-0123
  allowed: an ID such as vpc-0123456789abcdef0, with 17 (or, if it is old, 8) hexadecimal digits, or the word
           "default"
  fix:     copy the ID from the VPC console

e.yaml:3:76  regions.eu-west-1.network.subnets[0]
  is not the ID of a subnet
  got:     subnet-0123456789abcdef01
  allowed: an ID such as subnet-0123456789abcdef0, with 17 (or, if it is old, 8) hexadecimal digits
  fix:     copy the ID from the VPC console

e.yaml:3:114  regions.eu-west-1.network.clients[0]
  is not the ID of a prefix list
  got:     pl-012345678
  allowed: an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security
           group such as sg-0123456789abcdef0
  fix:     copy the ID from the VPC console

e.yaml:3:128  regions.eu-west-1.network.clients[1]
  is not the ID of a security group
  got:     sg-0123456
  allowed: an IPv4 CIDR block such as 10.0.0.0/16, a prefix list such as pl-0123456789abcdef0, or a security
           group such as sg-0123456789abcdef0
  fix:     copy the ID from the VPC console`,
  ],
]);

test.each([
  [
    "IDs with 8 and with 17 digits",
    region(
      "network: { vpc: vpc-01234567, subnets: [subnet-0123456789abcdef0, subnet-01234567], clients: [10.0.0.0/8, pl-63a5400a, sg-0123456789abcdef0] }",
    ),
  ],
  ["every IPv4 address", region("network: { vpc: default, clients: [0.0.0.0/0] }")],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
