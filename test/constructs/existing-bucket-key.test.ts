import { ExistingBucketKey } from "../../constructs/existing-bucket-key";
import { Token } from "cdktf";
import { messageOf, synthPlain } from "../support/synth";

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const ARN = `arn:aws:kms:eu-west-1:123456789012:key/${ID}`;

const make = (arn = ARN, account = true) =>
  synthPlain(["eu-west-1"], (stack) => {
    const { accountId } = stack;
    new ExistingBucketKey(stack, "key", { arn, region: "eu-west-1", ...(account ? { accountId } : {}) });
  });

test("fails the plan if the key is in another account, not enabled or not symmetric", () => {
  const { lifecycle, key_id } = make().data("aws_kms_key")["key/Resource"]!;
  expect(key_id).toBe(ARN);
  expect(lifecycle.precondition).toEqual([
    {
      condition: '${(data.aws_caller_identity.current.account_id == "123456789012")}',
      error_message: `The KMS key ${ARN} is in the account 123456789012, and its bucket is in \${data.aws_caller_identity.current.account_id}. Name a key in the account of the bucket.`,
    },
  ]);
  expect(lifecycle.postcondition).toEqual([
    {
      condition: '${self.key_state == "Enabled"}',
      error_message: `The KMS key ${ARN} is in the state \${self.key_state}. S3 needs an enabled key. Enable it or cancel its deletion, or name another key.`,
    },
    {
      condition: '${self.key_spec == "SYMMETRIC_DEFAULT" && self.key_usage == "ENCRYPT_DECRYPT"}',
      error_message: `The KMS key ${ARN} is a \${self.key_spec} key for \${self.key_usage}. S3 needs a symmetric key for encryption and decryption. Name another key.`,
    },
  ]);
});

test("does not check the account if it is unknown", () => {
  expect(make(ARN, false).data("aws_kms_key")["key/Resource"]!.lifecycle).not.toHaveProperty("precondition");
});

test.each([
  [
    `arn:aws:kms:eu-west-1:123456789012:alias/photos`,
    "'arn' should be arn:aws:kms:REGION:ACCOUNT:key/ID, got 'arn:aws:kms:eu-west-1:123456789012:alias/photos' (at plain/key)",
  ],
  [
    ARN.replace("eu-west-1", "us-east-1"),
    "'arn' should be a key in 'eu-west-1', got a key in 'us-east-1' (at plain/key)",
  ],
])("rejects %s", (arn, message) => {
  expect(messageOf(() => make(arn))).toBe(message);
});

test("accepts an ARN that only Terraform knows", () => {
  expect(() => make(Token.asString({ resolve: () => ARN }))).not.toThrow();
});
