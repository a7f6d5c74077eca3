import { blocks, load, plus, removeFolders, SHORTEST, state, testReports } from "./support";

afterAll(removeFolders);

testReports([
  [
    "the state in a member bucket",
    state("bucket: two-in-virginia, region: us-east-1"),
    `e.yaml:5:18  state.bucket
  is the member bucket in us-east-1 too, and Terraform cannot keep its state in what it manages
  got:     two-in-virginia
  allowed: a bucket that exists and is no member
  fix:     name another bucket for the state`,
  ],
  [
    "a state that is neither a bucket nor the word",
    SHORTEST.replace("local", "Local"),
    `e.yaml:5:8  state
  must be a group of keys
  got:     Local
  allowed: a group of the keys bucket, region, key, kmsKey, or the word "local" for a trial
  fix:     did you mean "local"?`,
  ],
  [
    "a state's Region, key and KMS key",
    state("bucket: a-state, region: eu-wst-1, key: /x/, kmsKey: alias/state"),
    `e.yaml:5:35  state.region
  is not an AWS Region
  got:     eu-wst-1
  allowed: (Regions)
  fix:     did you mean "eu-west-1"?

e.yaml:5:50  state.key
  is not a key that Terraform takes for its state
  got:     /x/
  allowed: a path of at most 1024 bytes, such as "NAME/terraform.tfstate", without "/" at either end or "//"
  fix:     did you mean "x"?

e.yaml:5:63  state.kmsKey
  is not the ARN of a KMS key, but an alias
  got:     alias/state
  allowed: arn:aws:kms:REGION:ACCOUNT:key/ID
  fix:     write the ARN of the key that the alias stands for`,
  ],
  [
    "a KMS key of another Region than the state's",
    state(
      "bucket: a-state, region: eu-west-1, kmsKey: 'arn:aws:kms:us-east-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef'",
    ),
    `e.yaml:5:54  state.kmsKey
  is a key in us-east-1, and S3 encrypts with a key of the bucket's own Region
  got:     arn:aws:kms:us-east-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef
  allowed: a key in eu-west-1
  fix:     name a key in eu-west-1, or leave out kmsKey`,
  ],
  [
    "numbers",
    plus(`lifecycle: { abortIncompleteUploadsAfterDays: 0, expireNoncurrentVersionsAfterDays: 1.5 }
monitoring: { latencySeconds: -1, pendingBytes: "1_000", failedOperations: one }
`),
    `e.yaml:6:47  lifecycle.abortIncompleteUploadsAfterDays
  must be from 1 to 2147483647
  got:     0
  allowed: a whole number of days from 1 to 2147483647
  fix:     write 1, or leave out the key to have the default, 7

e.yaml:6:85  lifecycle.expireNoncurrentVersionsAfterDays
  must be a whole number
  got:     1.5
  allowed: a whole number of days from 1 to 2147483647
  fix:     write 2, or leave out the key to have the default, 90

e.yaml:7:31  monitoring.latencySeconds
  must be from 0 to 2147483647
  got:     -1
  allowed: a whole number of seconds from 0 to 2147483647
  fix:     write 0, or leave out the key to have the default, 900

e.yaml:7:49  monitoring.pendingBytes
  must be a number
  got:     1_000
  allowed: a whole number of bytes from 0 to 9007199254740991
  fix:     write 1000, without quotes or separators

e.yaml:7:76  monitoring.failedOperations
  must be a number
  got:     one
  allowed: a whole number of operations from 1 to 2147483647
  fix:     write digits alone, without quotes or a unit`,
  ],
  [
    "prefixes",
    plus('replication: { prefixes: [a/, a/b/, a/, "", "*.jpg"] }\n'),
    `e.yaml:6:31  replication.prefixes[1]
  is covered by the prefix a/ already, and S3 refuses rules that overlap
  got:     a/b/
  allowed: prefixes of which none is the beginning of another
  fix:     leave out one of the two

e.yaml:6:37  replication.prefixes[2]
  is in the list already
  got:     a/
  allowed: each entry once
  fix:     leave out one of the two

e.yaml:6:41  replication.prefixes[3]
  is empty, which is every object
  got:     ""
  allowed: the beginning of an object's key, 1 to 1024 bytes, such as "invoices/"
  fix:     leave out prefixes to replicate every object

e.yaml:6:45  replication.prefixes[4]
  has a wildcard, and S3 takes a prefix literally
  got:     *.jpg
  allowed: the beginning of an object's key, 1 to 1024 bytes, such as "invoices/"
  fix:     write the beginning of the keys alone`,
  ],
  [
    "a text instead of a list, and a list instead of a text",
    plus("replication: { prefixes: a/ }\nassumeRole: [a]\n"),
    `e.yaml:6:26  replication.prefixes
  must be a list
  got:     a/
  allowed: a list; each entry is the beginning of an object's key, 1 to 1024 bytes, such as "invoices/"
  fix:     write it in brackets: [a/]

e.yaml:7:1  assumeRole
  must be a single value
  got:     a list of 1 entry
  allowed: arn:aws:iam::ACCOUNT:role/NAME
  fix:     write one value after the key`,
  ],
  [
    "tags",
    plus(`tags:
  aws:x: fine
  version: 1.10
  trial: true
  "key!": "a#b"
`),
    `e.yaml:7:3  tags["aws:x"]
  begins with "aws:", which AWS keeps for itself
  got:     aws:x
  allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @; not "aws:" at the beginning
  fix:     take another key

e.yaml:8:12  tags.version
  is a number to YAML, and must be a text
  got:     1.10
  allowed: at most 256 letters, digits, spaces and _ . : / = + - @
  fix:     write it in quotes: "1.10"

e.yaml:9:10  tags.trial
  is true or false to YAML, and must be a text
  got:     true
  allowed: at most 256 letters, digits, spaces and _ . : / = + - @
  fix:     write it in quotes: "true"

e.yaml:10:3  tags["key!"]
  is a tag key with a character that AWS refuses
  got:     key!
  allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @; not "aws:" at the beginning
  fix:     leave out the other characters

e.yaml:10:11  tags["key!"]
  has a character that AWS refuses in a tag
  got:     a#b
  allowed: at most 256 letters, digits, spaces and _ . : / = + - @
  fix:     leave out the other characters`,
  ],
]);

test("the state's bucket may have dots, for it exists already", () => {
  expect(load(state("bucket: my.old.state, region: eu-west-1")).state).toEqual({
    bucket: "my.old.state",
    region: "eu-west-1",
    key: "my-mrap/terraform.tfstate",
    kmsKey: null,
  });
});

test("at most a thousand rules a bucket", () => {
  const prefixes = (count: number): string =>
    plus(
      `replication: { prefixes: [${Array.from({ length: count }, (_, index) => `p${index}/`).join(", ")}] }\n`,
    );
  expect(load(prefixes(1000)).replication.prefixes).toHaveLength(1000);
  expect(blocks(prefixes(1001))).toBe(`e.yaml:6:16  replication.prefixes
  asks for 1001 replication rules on each bucket, and S3 takes 1000
  got:     1001 prefixes to 1 other Region
  allowed: at most 1000 prefixes with so many Regions
  fix:     write fewer, shorter prefixes, or leave out prefixes to replicate every object`);
});

test("at most fifty tags", () => {
  const tags = (count: number): string =>
    plus(`tags: { ${Array.from({ length: count }, (_, index) => `k${index}: v`).join(", ")} }\n`);
  expect(Object.keys(load(tags(50)).tags)).toHaveLength(50);
  expect(blocks(tags(51))).toContain("has more tags than AWS takes on a resource");
});
