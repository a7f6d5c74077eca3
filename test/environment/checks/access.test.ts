import { SHORTEST, load, plus, region, removeFolders, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "onlyFromEndpoints without a VPC endpoint",
    plus("access: { onlyFromEndpoints: true }\n"),
    `e.yaml:6:30  access.onlyFromEndpoints
  would deny every request: no Region has a network, so there is no VPC endpoint
  got:     true
  allowed: true only if at least one Region has a network
  fix:     add a network to a Region, or remove onlyFromEndpoints`,
  ],
  [
    "everyone as a reader without an organization",
    plus("access: { readers: ['*'], writers: ['*'] }\n"),
    `e.yaml:6:21  access.readers[0]
  would make the access point public, and S3 blocks public policies
  got:     *
  allowed: "*" only together with access.organization
  fix:     set access.organization, or name each principal

e.yaml:6:37  access.writers[0]
  would make the access point public, and S3 blocks public policies
  got:     *
  allowed: "*" only together with access.organization
  fix:     set access.organization, or name each principal`,
  ],
  [
    "CloudFront with buckets in opt-in Regions",
    SHORTEST.replace("eu-west-1", "eu-south-1") +
      "access: { cloudfront: ['arn:aws:cloudfront::210987654321:distribution/E1'] }\n",
    `e.yaml:6:11  access.cloudfront
  does not work with buckets in opt-in Regions. CloudFront cannot sign requests for them
  got:     a bucket in eu-south-1
  allowed: only Regions that are enabled by default
  fix:     remove cloudfront, or choose other Regions for the buckets`,
  ],
  [
    "an account in two forms",
    plus(`access:\n  readers: ["arn:aws:iam::210987654321:root","210987654321"]\n`),
    `e.yaml:7:46  access.readers[1]
  is the same account as arn:aws:iam::210987654321:root
  got:     210987654321
  allowed: each account once
  fix:     remove one of the two`,
  ],
]);

test.each([
  [
    "onlyFromEndpoints with a VPC endpoint",
    region("network: { vpc: default }") + "access: { onlyFromEndpoints: true }\n",
  ],
  [
    "CloudFront with buckets in default Regions",
    plus("access: { cloudfront: ['arn:aws:cloudfront::210987654321:distribution/E1'] }\n"),
  ],
  ["everyone in an organization", plus("access: { readers: ['*'], organization: o-0123456789 }\n")],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
