import { load, plus, removeFolders, state, testReports } from "../support";

afterAll(removeFolders);

testReports([
  [
    "an alias instead of a KMS key",
    state("bucket: a-state, region: eu-west-1, kmsKey: alias/state"),
    `e.yaml:5:54  state.kmsKey
  is a KMS alias
  got:     alias/state
  allowed: arn:aws:kms:REGION:ACCOUNT:key/ID
  fix:     write the ARN of the key that the alias points to`,
  ],
  [
    "a KMS key in a Region that does not exist",
    state(
      "bucket: a-state, region: eu-west-1, kmsKey: 'arn:aws:kms:eu-wst-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef'",
    ).replace("region: eu-west-1", "region: eu-west-2"),
    `e.yaml:5:54  state.kmsKey
  is not the ARN of a KMS key: "eu-wst-1" is not an AWS Region
  got:     arn:aws:kms:eu-wst-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef
  allowed: arn:aws:kms:REGION:ACCOUNT:key/ID
  fix:     did you mean "eu-west-1"?

e.yaml:5:54  state.kmsKey
  is a key in eu-wst-1. S3 encrypts with a key in the Region of the bucket
  got:     arn:aws:kms:eu-wst-1:210987654321:key/mrk-0123456789abcdef0123456789abcdef
  allowed: a key in eu-west-2
  fix:     name a key in eu-west-2, or remove kmsKey`,
  ],
  [
    "a KMS key in an account that does not exist",
    state(
      "bucket: a-state, region: eu-west-1, kmsKey: 'arn:aws:kms:eu-west-1:000000000000:key/mrk-0123456789abcdef0123456789abcdef'",
    ),
    `e.yaml:5:54  state.kmsKey
  is not the ARN of a KMS key: no AWS account has the ID 000000000000
  got:     arn:aws:kms:eu-west-1:000000000000:key/mrk-0123456789abcdef0123456789abcdef
  allowed: arn:aws:kms:REGION:ACCOUNT:key/ID
  fix:     copy the ARN of the key from the KMS console`,
  ],
  [
    "half a KMS key",
    state("bucket: a-state, region: eu-west-1, kmsKey: 'arn:aws:kms'"),
    `e.yaml:5:54  state.kmsKey
  is not the ARN of a KMS key: the ARN is incomplete
  got:     arn:aws:kms
  allowed: arn:aws:kms:REGION:ACCOUNT:key/ID
  fix:     copy the ARN of the key from the KMS console`,
  ],
  [
    "a distribution's ID, and a distribution in an account that does not exist",
    plus("access:\n  cloudfront: [E1, 'arn:aws:cloudfront::000000000000:distribution/E1']\n"),
    `e.yaml:7:16  access.cloudfront[0]
  is not the ARN of a CloudFront distribution
  got:     E1
  allowed: arn:aws:cloudfront::ACCOUNT:distribution/ID
  fix:     copy the ARN of the distribution from the CloudFront console

e.yaml:7:20  access.cloudfront[1]
  is not the ARN of a CloudFront distribution: no AWS account has the ID 000000000000
  got:     arn:aws:cloudfront::000000000000:distribution/E1
  allowed: arn:aws:cloudfront::ACCOUNT:distribution/ID
  fix:     copy the ARN of the distribution from the CloudFront console`,
  ],
]);

test.each([
  [
    "a KMS key",
    state(
      "bucket: a-state, region: eu-west-1, kmsKey: 'arn:aws:kms:eu-west-1:210987654321:key/01234567-89ab-cdef-0123-456789abcdef'",
    ),
  ],
])("accepts %s", (_what, text) => {
  expect(load(text).name).toBeDefined();
});
