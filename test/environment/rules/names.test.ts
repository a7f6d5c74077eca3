import { SHORTEST, blocks, bucket, load, plus, region, removeFolders, state, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a name with an underscore and capitals",
    SHORTEST.replace("my-mrap", "My_Mrap"),
    `e.yaml:1:7  name
  is not a valid name for a Multi-Region Access Point
  got:     My_Mrap
  allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     did you mean "my-mrap"?`,
  ],
  [
    "a name that is too long",
    SHORTEST.replace("my-mrap", "m".repeat(51)),
    `e.yaml:1:7  name
  is not a valid name for a Multi-Region Access Point: it has 51 characters
  got:     mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
  allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     shorten it`,
  ],
  [
    "a variable in the name",
    SHORTEST.replace("my-mrap", "$" + "{ENV}-x"),
    `e.yaml:1:7  name
  is not a valid name for a Multi-Region Access Point. Environment files contain no variables
  got:     \${ENV}-x
  allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     write the name itself. For several environments, write one file for each of them`,
  ],
  [
    "a template in the name",
    SHORTEST.replace("my-mrap", '"{{ env }}-x"'),
    `e.yaml:1:7  name
  is not a valid name for a Multi-Region Access Point. Environment files contain no variables
  got:     {{ env }}-x
  allowed: 3 to 50 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     write the name itself. For several environments, write one file for each of them`,
  ],
  [
    "a bucket name with an underscore and capitals",
    bucket("Bucket_One"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a valid bucket name
  got:     Bucket_One
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     did you mean "bucket-one"?`,
  ],
  [
    "a bucket name that is too short",
    bucket("ab"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a valid bucket name: it has 2 characters
  got:     ab
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     choose a longer name`,
  ],
  [
    "a bucket name that is too long",
    bucket("a".repeat(64)),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a valid bucket name: it has 64 characters
  got:     aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     shorten it`,
  ],
  [
    "a bucket name with dots",
    bucket("a.b.c"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  contains a dot. The TLS certificate of S3 does not cover bucket names with dots
  got:     a.b.c
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     replace the dots with hyphens: "a-b-c"`,
  ],
  [
    "a bucket name with two dots in a row",
    bucket("a..b"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a valid bucket name: it has two dots in a row
  got:     a..b
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     write a hyphen instead`,
  ],
  [
    "a bucket name that looks like an IP address",
    bucket("192.168.5.4"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  is not a valid bucket name: it has the form of an IP address
  got:     192.168.5.4
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     choose a name with letters`,
  ],
  [
    "a bucket name with a reserved beginning",
    bucket("xn--a-bucket"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  starts with "xn--", which S3 reserves
  got:     xn--a-bucket
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     choose another beginning`,
  ],
  [
    "a bucket name with a reserved ending",
    bucket("a-s3alias"),
    `e.yaml:3:24  regions.eu-west-1.bucket
  ends with "-s3alias", which S3 reserves
  got:     a-s3alias
  allowed: 3 to 63 lowercase letters, digits and hyphens, with a letter or digit at both ends
  fix:     choose another ending`,
  ],
  [
    "a state key with slashes at both ends",
    state("bucket: a-state, region: eu-west-1, key: /x//y/"),
    `e.yaml:5:51  state.key
  is not a valid key for the Terraform state
  got:     /x//y/
  allowed: a path of at most 1017 bytes, such as "NAME/terraform.tfstate", without "/" at either end and
           without "//"
  fix:     did you mean "x/y"?`,
  ],
  [
    "a state key that is a control character",
    state('bucket: a-state, region: eu-west-1, key: "a\\nb"'),
    `e.yaml:5:51  state.key
  is not a valid key for the Terraform state
  got:     "a\\nb"
  allowed: a path of at most 1017 bytes, such as "NAME/terraform.tfstate", without "/" at either end and
           without "//"
  fix:     remove the key: the default is NAME/terraform.tfstate`,
  ],
  [
    "a state key that is as long as S3 allows, but without room for the lock",
    state(`bucket: a-state, region: eu-west-1, key: ${"k".repeat(1018)}`),
    `e.yaml:5:51  state.key
  has 1018 bytes. Terraform appends ".tflock" for the lock, and an S3 key has at most 1024 bytes
  got:     kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…
           (1018 characters)
  allowed: a path of at most 1017 bytes, such as "NAME/terraform.tfstate", without "/" at either end and
           without "//"
  fix:     shorten it`,
  ],
  [
    "a state key that ends like a lock",
    state("bucket: a-state, region: eu-west-1, key: a/b.tflock"),
    `e.yaml:5:51  state.key
  is not a valid key for the Terraform state: Terraform uses ".tflock" for locks
  got:     a/b.tflock
  allowed: a path of at most 1017 bytes, such as "NAME/terraform.tfstate", without "/" at either end and
           without "//"
  fix:     choose another ending`,
  ],
  [
    "a state key that belongs to a workspace",
    state("bucket: a-state, region: eu-west-1, key: env:/prod/a"),
    `e.yaml:5:51  state.key
  is not a valid key for the Terraform state: Terraform uses the prefix "env:/" for the states of workspaces
  got:     env:/prod/a
  allowed: a path of at most 1017 bytes, such as "NAME/terraform.tfstate", without "/" at either end and
           without "//"
  fix:     choose another prefix`,
  ],
  [
    "prefixes that S3 cannot use",
    plus('replication: { prefixes: ["", "*.jpg", "a\\u0001b", "\\uFFFE"] }\n'),
    `e.yaml:6:27  replication.prefixes[0]
  is empty, which matches every object
  got:     ""
  allowed: a key prefix of 1 to 1024 bytes, such as "invoices/"
  fix:     remove prefixes to replicate every object

e.yaml:6:31  replication.prefixes[1]
  contains a wildcard. S3 takes a prefix literally
  got:     *.jpg
  allowed: a key prefix of 1 to 1024 bytes, such as "invoices/"
  fix:     write only the beginning of the keys

e.yaml:6:40  replication.prefixes[2]
  contains a character that XML cannot carry, and S3 receives prefixes in XML
  got:     "a\\u0001b"
  allowed: a key prefix of 1 to 1024 bytes, such as "invoices/"
  fix:     end the prefix before this character

e.yaml:6:52  replication.prefixes[3]
  contains a character that XML cannot carry, and S3 receives prefixes in XML
  got:     "\\u{fffe}"
  allowed: a key prefix of 1 to 1024 bytes, such as "invoices/"
  fix:     end the prefix before this character`,
  ],
  [
    "a prefix that is too long",
    plus(`replication: { prefixes: [${"ü".repeat(513)}] }\n`),
    `e.yaml:6:27  replication.prefixes[0]
  has 1026 bytes, and an S3 key has at most 1024
  got:     üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü…
           (513 characters)
  allowed: a key prefix of 1 to 1024 bytes, such as "invoices/"
  fix:     shorten it`,
  ],
  [
    "an organization",
    plus("access: { organization: o-1 }\n"),
    `e.yaml:6:25  access.organization
  is not the ID of an AWS organization
  got:     o-1
  allowed: "o-" and 10 to 32 lowercase letters and digits
  fix:     copy the "Organization ID" from the AWS Organizations console`,
  ],
  [
    "an account that is no account",
    region('account: "000000000000"'),
    `e.yaml:3:49  regions.eu-west-1.account
  is not an AWS account ID
  got:     000000000000
  allowed: 12 digits in quotes
  fix:     write the 12 digits without spaces or hyphens, in quotes: "210987654321"`,
  ],
]);

test.each([
  ["a bucket name of 63 characters", bucket("a".repeat(63))],
  ["a bucket name that starts with a digit", bucket("1bucket")],
  ["a state bucket with dots and a reserved ending", state("bucket: my.old-an, region: eu-west-1")],
  ["a state key of 1017 bytes", state(`bucket: a-state, region: eu-west-1, key: ${"k".repeat(1017)}`)],
  [
    "a prefix with spaces, tabs and characters of every plane",
    plus('replication: { prefixes: ["a b/", "c\\td", "é😀"] }\n'),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});

test.each(["xn--a-bucket", "sthree-a-bucket", "amzn-s3-demo-bucket"])(
  "rejects the beginning of %s",
  (name) => {
    expect(blocks(bucket(name))).toContain("which S3 reserves");
  },
);

test.each(["a-s3alias", "a--ol-s3", "a--x-s3", "a--table-s3", "a.mrap"])(
  "rejects the ending of %s",
  (name) => {
    expect(blocks(bucket(name))).toContain("which S3 reserves");
  },
);

test.each(["-abc", "abc-", "a b", "ABC", "ünïcode"])("rejects the bucket name %s", (name) => {
  expect(blocks(bucket(name))).toContain("is not a valid bucket name");
});
