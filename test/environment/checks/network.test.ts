import { load, region, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a network without a VPC",
    region("network: { clients: [10.0.0.0/8] }"),
    `e.yaml:3:40  regions.eu-west-1.network.vpc
  is missing
  allowed: an ID such as vpc-0123456789abcdef0, with 17 (or, if it is old, 8) hexadecimal digits, or the word
           "default"
  fix:     add vpc under regions.eu-west-1.network, or endpoint to use an existing endpoint`,
  ],
  [
    "an existing endpoint with keys of a new one",
    region("network: { endpoint: vpce-01234567, vpc: default, clients: [10.0.0.0/8] }"),
    `e.yaml:3:76  regions.eu-west-1.network.vpc
  has no effect if endpoint is set. It only applies to a new endpoint
  got:     vpc
  allowed: endpoint alone, or vpc with its other keys
  fix:     remove vpc, or remove endpoint to create a new endpoint

e.yaml:3:90  regions.eu-west-1.network.clients
  has no effect if endpoint is set. It only applies to a new endpoint
  got:     clients
  allowed: endpoint alone, or vpc with its other keys
  fix:     remove clients, or remove endpoint to create a new endpoint`,
  ],
  [
    "clients together with security groups",
    region("network: { vpc: default, clients: [10.0.0.0/8], securityGroups: [sg-0123456789abcdef0] }"),
    `e.yaml:3:65  regions.eu-west-1.network.clients
  has no effect if securityGroups is set. clients only applies to the security group that is created by
  default
  got:     1 in clients, 1 in securityGroups
  allowed: clients or securityGroups
  fix:     remove clients and allow them in those security groups, or remove securityGroups`,
  ],
  [
    "one ID in two Regions",
    region("network: { vpc: vpc-01234567, subnets: [subnet-01234567], clients: [pl-01234567] }").replace(
      "routing: passive",
      "routing: passive, network: { vpc: vpc-01234567, subnets: [subnet-01234567], clients: [pl-01234567] }",
    ),
    `e.yaml:4:75  regions.us-east-1.network.vpc
  is also used in eu-west-1. An ID exists in one Region only
  got:     vpc-01234567
  allowed: an ID in us-east-1
  fix:     copy the ID from the VPC console in us-east-1

e.yaml:4:99  regions.us-east-1.network.subnets[0]
  is also used in eu-west-1. An ID exists in one Region only
  got:     subnet-01234567
  allowed: an ID in us-east-1
  fix:     copy the ID from the VPC console in us-east-1

e.yaml:4:127  regions.us-east-1.network.clients[0]
  is also used in eu-west-1. An ID exists in one Region only
  got:     pl-01234567
  allowed: an ID in us-east-1
  fix:     copy the ID from the VPC console in us-east-1`,
  ],
  [
    "more subnets than Availability Zones",
    region(
      `network: { vpc: default, subnets: [${[1, 2, 3, 4].map((n) => `subnet-0000000${n}`).join(", ")}] }`,
    ),
    `e.yaml:3:65  regions.eu-west-1.network.subnets
  has more subnets than eu-west-1 has Availability Zones. An endpoint has one subnet in each zone
  got:     4 entries
  allowed: at most 3
  fix:     name one subnet for each Availability Zone`,
  ],
  [
    "more clients than a security group has rules",
    region(
      `network: { vpc: default, clients: [${Array.from({ length: 61 }, (_, n) => `10.0.${n}.0/24`).join(", ")}] }`,
    ),
    `e.yaml:3:65  regions.eu-west-1.network.clients
  has more clients than AWS allows rules in a security group
  got:     61 entries
  allowed: at most 60
  fix:     use larger CIDR blocks or a prefix list, or name your own security groups in securityGroups`,
  ],
  [
    "too many security groups",
    region(
      `network: { vpc: default, securityGroups: [${Array.from({ length: 17 }, (_, n) => `sg-${String(n).padStart(8, "0")}`).join(", ")}] }`,
    ),
    `e.yaml:3:65  regions.eu-west-1.network.securityGroups
  has more security groups than AWS allows for an endpoint
  got:     17 entries
  allowed: at most 16
  fix:     combine security groups`,
  ],
]);

test.each([
  ["an existing endpoint", region("network: { endpoint: vpce-01234567 }")],
  [
    "one subnet for each Availability Zone",
    region(`network: { vpc: default, subnets: [${[1, 2, 3].map((n) => `subnet-0000000${n}`).join(", ")}] }`),
  ],
  [
    "60 clients",
    region(
      `network: { vpc: default, clients: [${Array.from({ length: 60 }, (_, n) => `10.0.${n}.0/24`).join(", ")}] }`,
    ),
  ],
  [
    "the default VPC and one CIDR block in two Regions",
    region("network: { vpc: default, clients: [10.0.0.0/8] }").replace(
      "routing: passive",
      "routing: passive, network: { vpc: default, clients: [10.0.0.0/8] }",
    ),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
