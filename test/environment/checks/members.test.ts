import { blocks, bucket, load, region, removeFolders, state, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a bucket in two Regions",
    bucket("two-in-virginia"),
    `e.yaml:4:24  regions.us-east-1.bucket
  is also the bucket of eu-west-1. A bucket exists in one Region only
  got:     two-in-virginia
  allowed: a different bucket for each Region
  fix:     choose another name for the bucket in us-east-1`,
  ],
  [
    "the state in a member bucket",
    state("bucket: two-in-virginia, region: us-east-1"),
    `e.yaml:5:18  state.bucket
  is also the member bucket in us-east-1. Terraform cannot keep its state in a bucket that it manages
  got:     two-in-virginia
  allowed: an existing bucket that is not a member
  fix:     name another bucket for the state`,
  ],
  [
    "no active Region",
    region("routing: passive"),
    `e.yaml:2:1  regions
  has no active Region. AWS requires at least one
  got:     routing: passive in every Region
  allowed: at least one active Region
  fix:     set routing: active in one Region`,
  ],
  [
    "one Region",
    "name: abc\nstate: local\nregions: { eu-west-1: { bucket: one } }\n",
    `e.yaml:3:1  regions
  must have 2 to 17 Regions
  got:     1 Region
  allowed: 2 to 17
  fix:     add a Region: a failover needs a second one`,
  ],
  [
    "a bucket name of the regional namespace",
    bucket("data-210987654321-eu-west-1-an"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  ends with "-an". S3 reserves this ending for buckets in an account's regional namespace, which the AWS
  provider cannot create
  got:     data-210987654321-eu-west-1-an
  allowed: a name that does not end with "-an"
  fix:     choose another ending`,
  ],
]);

const NAMES =
  "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2".split(
    " ",
  );

const file = (count: number): string =>
  `name: abc\nstate: local\nregions:\n${NAMES.slice(0, count)
    .map((name) => `  ${name}: { bucket: in-${name} }\n`)
    .join("")}`;

test("accepts 17 Regions and rejects 18", () => {
  expect(Object.keys(load(file(17)).regions)).toHaveLength(17);
  expect(blocks(file(18))).toBe(`e.yaml:3:1  regions
  must have 2 to 17 Regions
  got:     18 Regions
  allowed: 2 to 17
  fix:     remove Regions`);
});
