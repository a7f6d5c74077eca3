import { load, removeFolders, state, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "a KMS key in another Region than the state",
    state(
      "bucket: a-state, region: eu-west-1, kmsKey: 'arn:aws:kms:us-east-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef'",
    ),
    `e.yaml:5:54  state.kmsKey
  is a key in us-east-1. S3 encrypts with a key in the Region of the bucket
  got:     arn:aws:kms:us-east-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef
  allowed: a key in eu-west-1
  fix:     name a key in eu-west-1, or remove kmsKey`,
  ],
]);

test.each([
  [
    "a KMS key in the Region of the state",
    state(
      "bucket: a-state, region: us-east-1, kmsKey: 'arn:aws:kms:us-east-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef'",
    ),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
