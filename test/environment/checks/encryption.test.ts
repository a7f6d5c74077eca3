import { load, plus, removeFolders, testReports } from "../support";

afterAll(removeFolders);

const key = (region: string, account = "123456789012") =>
  `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

testReports([
  [
    "a key for a Region that is not a member",
    plus(`encryption: { type: kms, keys: { us-west-2: "${key("us-west-2")}" } }\n`),
    `e.yaml:6:34  encryption.keys.us-west-2
  is not a Region of this environment
  got:     us-west-2
  allowed: eu-west-1, us-east-1
  fix:     remove it, or name a Region of this environment`,
  ],
  [
    "a key in another Region",
    plus(`encryption: { type: kms, keys: { eu-west-1: "${key("us-east-1")}" } }\n`),
    `e.yaml:6:45  encryption.keys.eu-west-1
  is a key in us-east-1. S3 encrypts with a key in the Region of the bucket
  got:     ${key("us-east-1")}
  allowed: a key in eu-west-1
  fix:     name a key in eu-west-1, or remove it to create one`,
  ],
  [
    "an alias",
    plus(
      `encryption: { type: kms, keys: { eu-west-1: "arn:aws:kms:eu-west-1:123456789012:alias/photos" } }\n`,
    ),
    `e.yaml:6:45  encryption.keys.eu-west-1
  is a KMS alias
  got:     arn:aws:kms:eu-west-1:123456789012:alias/photos
  allowed: arn:aws:kms:REGION:ACCOUNT:key/ID
  fix:     write the ARN of the key that the alias points to`,
  ],
  [
    "keys in two accounts",
    plus(
      `encryption: { type: kms, keys: { eu-west-1: "${key("eu-west-1")}", us-east-1: "${key("us-east-1", "210987654321")}" } }\n`,
    ),
    `e.yaml:6:135  encryption.keys.us-east-1
  is in the account 210987654321, but the key of eu-west-1 is in 123456789012. Keys and buckets share one
  account
  got:     ${key("us-east-1", "210987654321")}
  allowed: a key in the account 123456789012
  fix:     name a key in the account 123456789012`,
  ],
  [
    "a key in another account than the role of the providers",
    plus(
      `encryption: { type: kms, keys: { eu-west-1: "${key("eu-west-1")}" } }\nassumeRole: arn:aws:iam::210987654321:role/deploy\n`,
    ),
    `e.yaml:6:45  encryption.keys.eu-west-1
  is in the account 123456789012, but the role in assumeRole is in 210987654321. Keys and buckets share one
  account
  got:     ${key("eu-west-1")}
  allowed: a key in the account 210987654321
  fix:     name a key in the account 210987654321`,
  ],
  [
    "keys of some Regions with the type s3",
    plus(`encryption: { keys: { eu-west-1: "${key("eu-west-1")}" } }\n`),
    `e.yaml:6:15  encryption.keys
  has no key for us-east-1. With the type s3, S3 replicates older objects only if every Region has its key
  got:     keys for eu-west-1
  allowed: with the type s3, a key for every Region or none; with the type kms, any
  fix:     write type: kms to create the missing keys, or add a key for every Region`,
  ],
]);

test.each([
  [
    "a mix of existing and new keys",
    plus(`encryption: { type: kms, keys: { eu-west-1: "${key("eu-west-1")}" } }\n`),
  ],
  [
    "keys of every Region with the type s3",
    plus(
      `encryption: { type: s3, keys: { eu-west-1: "${key("eu-west-1")}", us-east-1: "${key("us-east-1")}" } }\n`,
    ),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
