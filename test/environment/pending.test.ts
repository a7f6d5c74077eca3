import { load, region, removeFolders, testReports } from "./support";

afterAll(removeFolders);

testReports([
  [
    "an account",
    region('account: "210987654321"'),
    `e.yaml:3:49  regions.eu-west-1.account
  is not supported yet: a bucket in another account
  got:     210987654321
  allowed: null
  fix:     remove account: the bucket is created in the account of the access point`,
  ],
  [
    "an account without quotes",
    region("account: 012345678901"),
    `e.yaml:3:49  regions.eu-west-1.account
  is a number in YAML and must be a string
  got:     012345678901
  allowed: 12 digits in quotes
  fix:     put it in quotes: "012345678901"`,
  ],
  [
    "a role for one Region",
    region("role: arn:aws:iam::210987654321:role/App"),
    `e.yaml:3:46  regions.eu-west-1.role
  is not supported yet: a separate role for one Region
  got:     arn:aws:iam::210987654321:role/App
  allowed: null
  fix:     remove role, and name one role for all Regions in assumeRole`,
  ],
]);

test.each([
  [
    "values of pending keys that request nothing",
    region("adopt: false, account: null, role: null") +
      "encryption: { type: s3, keys: {} }\naccess: { cloudfront: [] }\naccessLogs: {}\nfailover: { announceFrom: us-west-2 }\nobjectLock: false\naccessPoint: null\niam: { path: /, permissionsBoundary: null }\n",
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
