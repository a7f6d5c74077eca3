import { load, plus, region, removeFolders, testReports } from "./support";

afterAll(removeFolders);

testReports([
  [
    "adopt",
    region("adopt: true"),
    `e.yaml:3:47  regions.eu-west-1.adopt
  is not supported yet: taking over a bucket that exists
  got:     true
  allowed: false
  fix:     leave out adopt, and name a bucket that does not exist`,
  ],
  [
    "a value of the wrong kind for a key that is not supported yet",
    region("adopt: yes"),
    `e.yaml:3:47  regions.eu-west-1.adopt
  must be true or false
  got:     yes
  allowed: true, false
  fix:     write true, without quotes`,
  ],
  [
    "an account",
    region('account: "210987654321"'),
    `e.yaml:3:49  regions.eu-west-1.account
  is not supported yet: a bucket in another account
  got:     210987654321
  allowed: null
  fix:     leave out account, and name a bucket to be made in the account of the access point`,
  ],
  [
    "an account without quotes",
    region("account: 012345678901"),
    `e.yaml:3:49  regions.eu-west-1.account
  is a number to YAML, and must be a text
  got:     012345678901
  allowed: 12 digits in quotes
  fix:     write it in quotes: "012345678901"`,
  ],
  [
    "a role for one Region",
    region("role: arn:aws:iam::210987654321:role/App"),
    `e.yaml:3:46  regions.eu-west-1.role
  is not supported yet: a role of its own for one Region
  got:     arn:aws:iam::210987654321:role/App
  allowed: null
  fix:     leave out role, and name the role for all Regions in assumeRole`,
  ],
  [
    "encryption with KMS",
    plus(
      "encryption: { type: kms, keys: { eu-west-1: arn:aws:kms:eu-west-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef } }\n",
    ),
    `e.yaml:6:21  encryption.type
  is not supported yet: encryption with KMS keys
  got:     kms
  allowed: "s3"
  fix:     leave out encryption: the buckets are encrypted with S3-managed keys

e.yaml:6:26  encryption.keys
  is not supported yet: encryption with KMS keys of your own
  got:     a group of the keys eu-west-1
  allowed: {}
  fix:     leave out encryption: the buckets are encrypted with S3-managed keys`,
  ],
]);

test("the values of keys that are not supported yet that ask for nothing", () => {
  const text = region("adopt: false, account: null, role: null") + "encryption: { type: s3, keys: {} }\n";
  expect(load(text).name).toBe("my-mrap");
});
