import { blocks, bucket, load, removeFolders, SHORTEST, testReports } from "./support";

afterAll(removeFolders);

const BUCKET = "3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends";

testReports([
  [
    "a Region without its bucket",
    SHORTEST.replace("bucket: two-in-virginia, ", ""),
    `e.yaml:4:3  regions.us-east-1.bucket
  is missing
  allowed: ${BUCKET}
  fix:     write bucket under regions.us-east-1`,
  ],
  [
    "a name with an underscore and capitals",
    SHORTEST.replace("my-mrap", "My_Mrap"),
    `e.yaml:1:7  name
  is not a name that a Multi-Region Access Point can have
  got:     My_Mrap
  allowed: 3 to 50 lower-case letters, digits and hyphens, with a letter or digit at both ends
  fix:     did you mean "my-mrap"?`,
  ],
  [
    "a name that is too long",
    SHORTEST.replace("my-mrap", "m".repeat(51)),
    `e.yaml:1:7  name
  is not a name that a Multi-Region Access Point can have: it has 51 characters
  got:     ${"m".repeat(51)}
  allowed: 3 to 50 lower-case letters, digits and hyphens, with a letter or digit at both ends
  fix:     write a shorter name`,
  ],
  [
    "a name that YAML takes for a number",
    SHORTEST.replace("my-mrap", "0123"),
    `e.yaml:1:7  name
  is a number to YAML, and must be a text
  got:     0123
  allowed: 3 to 50 lower-case letters, digits and hyphens, with a letter or digit at both ends
  fix:     write it in quotes: "0123"`,
  ],
  [
    "a bucket in two Regions",
    bucket("two-in-virginia"),
    `e.yaml:4:24  regions.us-east-1.bucket
  is the bucket of eu-west-1 too, and a bucket is in one Region
  got:     two-in-virginia
  allowed: a bucket of its own for each Region
  fix:     give the bucket in us-east-1 another name`,
  ],
  [
    "a bucket name that S3 refuses",
    bucket("Bucket_One"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a bucket name
  got:     Bucket_One
  allowed: ${BUCKET}
  fix:     did you mean "bucket-one"?`,
  ],
  [
    "a bucket name that is too short",
    bucket("ab"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a bucket name: it has 2 characters
  got:     ab
  allowed: ${BUCKET}
  fix:     write a longer name`,
  ],
  [
    "a bucket name with dots",
    bucket("a.b.c"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  has a dot in the bucket's name, and S3's TLS certificate does not cover such a host
  got:     a.b.c
  allowed: ${BUCKET}
  fix:     write hyphens: "a-b-c"`,
  ],
  [
    "a bucket name with two dots in a row",
    bucket("a..b"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a bucket name: it has two dots in a row
  got:     a..b
  allowed: ${BUCKET}
  fix:     write a hyphen instead`,
  ],
  [
    "a bucket name like an IP address",
    bucket("192.168.5.4"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a bucket name: it has the form of an IP address
  got:     192.168.5.4
  allowed: ${BUCKET}
  fix:     write a name with letters`,
  ],
]);

test.each(["xn--a-bucket", "sthree-a-bucket", "amzn-s3-demo-bucket"])(
  "the bucket's beginning: %s",
  (name) => {
    expect(blocks(bucket(name))).toContain("which S3 keeps for itself");
  },
);

test.each(["a-s3alias", "a--ol-s3", "a--x-s3", "a--table-s3", "a.mrap"])(
  "the bucket's ending: %s",
  (name) => {
    expect(blocks(bucket(name))).toContain("which S3 keeps for itself");
  },
);

test.each(["-abc", "abc-", "a b", "ABC", "ünïcode", "a".repeat(64)])("no bucket name: %s", (name) => {
  expect(blocks(bucket(name))).toContain("is not a bucket name");
});

test.each(["abc", "a".repeat(63), "1bucket", "bucket1-in-mumbai"])("a bucket name: %s", (name) => {
  expect(load(bucket(`"${name}"`)).regions["eu-west-1"]?.bucket).toBe(name);
});

test("one Region, and eighteen", () => {
  expect(blocks("name: abc\nstate: local\nregions: { eu-west-1: { bucket: one } }\n")).toContain(
    "got:     1 Region\n",
  );
  const names =
    "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2".split(
      " ",
    );
  const file = (count: number): string =>
    `name: abc\nstate: local\nregions:\n${names
      .slice(0, count)
      .map((name) => `  ${name}: { bucket: in-${name} }\n`)
      .join("")}`;
  expect(Object.keys(load(file(17)).regions)).toHaveLength(17);
  expect(blocks(file(18))).toBe(`e.yaml:3:1  regions
  must be 2 to 17 Regions
  got:     18 Regions
  allowed: 2 to 17
  fix:     take Regions out; AWS takes no more`);
});
