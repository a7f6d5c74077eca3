import { SHORTEST, load, region, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a name that Systems Manager reserves",
    SHORTEST.replace("my-mrap", "aws-data"),
    `e.yaml:1:7  name
  starts with "aws". Systems Manager reserves this prefix, and the failover runbook is named aws-data-failover
  got:     aws-data
  allowed: a name that does not start with "aws", "amazon", "amzn"
  fix:     choose another name, or set failover.runbook: false`,
  ],
  [
    "another name that Systems Manager reserves",
    SHORTEST.replace("my-mrap", "amazonian"),
    `e.yaml:1:7  name
  starts with "amazon". Systems Manager reserves this prefix, and the failover runbook is named
  amazonian-failover
  got:     amazonian
  allowed: a name that does not start with "aws", "amazon", "amzn"
  fix:     choose another name, or set failover.runbook: false`,
  ],
  [
    "a name that starts like a security group's ID",
    region("network: { vpc: default }").replace("my-mrap", "sg-data"),
    `e.yaml:1:7  name
  starts with "sg-". Amazon EC2 reserves this prefix, and the security group of the endpoint is named
  sg-data-endpoint
  got:     sg-data
  allowed: a name that does not start with "sg-"
  fix:     choose another name, or name existing security groups in network.securityGroups`,
  ],
]);

test.each([
  [
    "a reserved name without the runbook",
    SHORTEST.replace("my-mrap", "amzn-data") + "failover: { runbook: false }\n",
  ],
  ["sg- without a network", SHORTEST.replace("my-mrap", "sg-data")],
  [
    "sg- with security groups that exist",
    region("network: { vpc: default, securityGroups: [sg-0123456789abcdef0] }").replace("my-mrap", "sg-data"),
  ],
  ["a name that contains aws", SHORTEST.replace("my-mrap", "my-aws-data")],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
