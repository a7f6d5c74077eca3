import { SHORTEST, load, removeFolders, state, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a typo",
    SHORTEST.replace("us-east-1", "us-esat-1"),
    `e.yaml:4:3  regions.us-esat-1
  is not an AWS Region in which a Multi-Region Access Point can have a bucket
  got:     us-esat-1
  allowed: (Regions)
  fix:     did you mean "us-east-1"?`,
  ],
  [
    "an Availability Zone",
    SHORTEST.replace("us-east-1", "us-east-1b"),
    `e.yaml:4:3  regions.us-east-1b
  is not an AWS Region in which a Multi-Region Access Point can have a bucket
  got:     us-east-1b
  allowed: (Regions)
  fix:     "us-east-1b" is an Availability Zone. Write its Region, "us-east-1"`,
  ],
  [
    "a Region of another partition",
    SHORTEST.replace("us-east-1", "cn-north-1"),
    `e.yaml:4:3  regions.cn-north-1
  is not an AWS Region in which a Multi-Region Access Point can have a bucket
  got:     cn-north-1
  allowed: (Regions)
  fix:     choose a Region of the commercial partition (aws): Multi-Region Access Points exist only there`,
  ],
  [
    "a Region that access points do not support",
    SHORTEST.replace("us-east-1", "mx-central-1"),
    `e.yaml:4:3  regions.mx-central-1
  is an AWS Region that Multi-Region Access Points do not support
  got:     mx-central-1
  allowed: (Regions)
  fix:     choose a supported Region nearby`,
  ],
  [
    "a Region that does not exist",
    SHORTEST.replace("us-east-1", "moon"),
    `e.yaml:4:3  regions.moon
  is not an AWS Region in which a Multi-Region Access Point can have a bucket
  got:     moon
  allowed: (Regions)
  fix:     choose one of the allowed Regions`,
  ],
  [
    "a typo in the Region of the state",
    state("bucket: a-state, region: eu-wst-1"),
    `e.yaml:5:35  state.region
  is not an AWS Region
  got:     eu-wst-1
  allowed: (Regions)
  fix:     did you mean "eu-west-1"?`,
  ],
]);

test.each([
  ["a state in a Region that access points do not support", state("bucket: a-state, region: mx-central-1")],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
