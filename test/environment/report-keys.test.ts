import { load, plus, region, removeFolders, SHORTEST, testReports } from "./support";

afterAll(removeFolders);

testReports([
  [
    "an unknown key near a known one",
    plus("replicaton: {}\n"),
    `e.yaml:6:1  replicaton
  is not a known key
  got:     replicaton
  allowed: name, regions, state, replication, encryption, lifecycle, access, monitoring, failover, protect,
           assumeRole, tags
  fix:     did you mean "replication"?`,
  ],
  [
    "a key that belongs elsewhere",
    plus("prefixes: [a]\n"),
    `e.yaml:6:1  prefixes
  is not a known key
  got:     prefixes
  allowed: name, regions, state, replication, encryption, lifecycle, access, monitoring, failover, protect,
           assumeRole, tags
  fix:     it belongs under replication`,
  ],
  [
    "an unknown key that is near nothing",
    region("zzzzzzzz: 1"),
    `e.yaml:3:40  regions.eu-west-1.zzzzzzzz
  is not a known key
  got:     zzzzzzzz
  allowed: bucket, routing, network, adopt, account, role
  fix:     leave it out, or write one of the allowed keys`,
  ],
  [
    "a missing key",
    SHORTEST.replace("name: my-mrap", "protect: true"),
    `e.yaml:1:1  name
  is missing
  allowed: 3 to 50 lower-case letters, digits and hyphens, with a letter or digit at both ends
  fix:     write name at the top of the file`,
  ],
  [
    "a section without its keys",
    plus("lifecycle:\n"),
    `e.yaml:6:1  lifecycle
  has no value
  got:     nothing
  allowed: a group of the keys abortIncompleteUploadsAfterDays, expireNoncurrentVersionsAfterDays
  fix:     write its keys below it, indented, or leave out lifecycle to have the default`,
  ],
  [
    "a misspelt Region",
    SHORTEST.replace("us-east-1", "us-esat-1"),
    `e.yaml:4:3  regions.us-esat-1
  is not an AWS Region that can hold a Multi-Region Access Point's bucket
  got:     us-esat-1
  allowed: (Regions)
  fix:     did you mean "us-east-1"?`,
  ],
  [
    "an availability zone",
    SHORTEST.replace("us-east-1", "us-east-1b"),
    `e.yaml:4:3  regions.us-east-1b
  is not an AWS Region that can hold a Multi-Region Access Point's bucket
  got:     us-east-1b
  allowed: (Regions)
  fix:     "us-east-1b" is an availability zone: write its Region, "us-east-1"`,
  ],
  [
    "a Region of another partition",
    SHORTEST.replace("us-east-1", "cn-north-1"),
    `e.yaml:4:3  regions.cn-north-1
  is not an AWS Region that can hold a Multi-Region Access Point's bucket
  got:     cn-north-1
  allowed: (Regions)
  fix:     Multi-Region Access Points exist in the commercial partition (aws) only: take one of its Regions`,
  ],
  [
    "a Region that access points do not support",
    SHORTEST.replace("us-east-1", "mx-central-1"),
    `e.yaml:4:3  regions.mx-central-1
  is an AWS Region that Multi-Region Access Points do not support
  got:     mx-central-1
  allowed: (Regions)
  fix:     take a supported Region nearby`,
  ],
  [
    "a Region written twice",
    SHORTEST.replace("us-east-1", "eu-west-1").replace(", routing: passive", ""),
    `e.yaml:2:1  regions
  must be 2 to 17 Regions
  got:     1 Region
  allowed: 2 to 17
  fix:     add a Region: there is nothing to fail over to otherwise

e.yaml:4:3  regions.eu-west-1
  is a Region written twice: each Region has one bucket
  got:     eu-west-1
  fix:     leave out one of the two, or name another Region`,
  ],
  [
    "a key written twice",
    plus("protect: true\nprotect: false\n"),
    `e.yaml:7:1  protect
  is a key written twice
  got:     protect
  fix:     leave out one of the two`,
  ],
  [
    "no active Region",
    region("routing: passive"),
    `e.yaml:2:1  regions
  has no active Region, and AWS routes nothing then
  got:     routing: passive in every Region
  allowed: at least one active Region
  fix:     write routing: active in one Region`,
  ],
  [
    "a routing that is no word for it",
    region("routing: Active"),
    `e.yaml:3:49  regions.eu-west-1.routing
  is not one of the allowed words
  got:     Active
  allowed: active, passive
  fix:     did you mean "active"?`,
  ],
]);

test("the shortest environment has no mistake", () => {
  expect(load(SHORTEST).name).toBe("my-mrap");
});
