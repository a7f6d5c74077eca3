import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { Op, Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "./encryption-key";
import { PropsError } from "./errors";

export interface ExistingBucketKeyProps {
  /** ARN of the key. An alias is not accepted. */
  readonly arn: string;
  /** The Region of the bucket. The key must be in the same Region. */
  readonly region: string;
  /** The account of the bucket. The key must be in the same account. @default the account is not checked */
  readonly accountId?: string;
  /**
   * The key only decrypts objects that it has encrypted before. New objects are encrypted with S3 managed keys.
   * @default false
   */
  readonly retired?: boolean;
  /** The provider of the Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
}

const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):([0-9]{12}):key\/[A-Za-z0-9-]+$/;

/**
 * An existing KMS key for the objects of one bucket. Its policy is not changed: it must allow the replication roles, or
 * let the identity policies of the account decide, as the default policy of KMS does. S3 accepts a key that it cannot use,
 * and replication then fails without an error. The plan therefore fails unless the key is symmetric, enabled and in the
 * account.
 *
 * @example
 * const existingKey = new ExistingBucketKey(stack, "existing-key", {
 *   arn: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
 *   region: "eu-west-1",
 *   provider: providers.in("eu-west-1"),
 * });
 */
export class ExistingBucketKey extends Construct implements EncryptionKey {
  readonly arn: string;
  readonly retired: boolean;

  constructor(scope: Construct, id: string, props: ExistingBucketKeyProps) {
    super(scope, id);
    const { arn, region, accountId, provider } = props;
    this.retired = props.retired ?? false;
    const account = this.check(arn, region);
    const which = `The KMS key ${arn}`;
    this.arn = new DataAwsKmsKey(this, "Resource", {
      provider,
      keyId: arn,
      lifecycle: {
        precondition:
          account === undefined || accountId === undefined
            ? undefined
            : [
                {
                  condition: Token.asString(Op.eq(accountId, account)),
                  errorMessage: `${which} is in the account ${account}, and its bucket is in ${accountId}. Name a key in the account of the bucket.`,
                },
              ],
        postcondition: [
          {
            condition: '${self.key_state == "Enabled"}',
            errorMessage: `${which} is in the state \${self.key_state}. S3 needs an enabled key. Enable it or cancel its deletion, or name another key.`,
          },
          {
            condition: '${self.key_spec == "SYMMETRIC_DEFAULT" && self.key_usage == "ENCRYPT_DECRYPT"}',
            errorMessage: `${which} is a \${self.key_spec} key for \${self.key_usage}. S3 needs a symmetric key for encryption and decryption. Name another key.`,
          },
        ],
      },
    }).arn;
  }

  /** Returns the account of the key, if it is known. */
  private check(arn: string, region: string): string | undefined {
    if (Token.isUnresolved(arn)) return undefined;
    const [, ofKey, account] = KEY_ARN.exec(arn) ?? [];
    if (ofKey === undefined)
      throw new PropsError(this, `'arn' should be arn:aws:kms:REGION:ACCOUNT:key/ID, got '${arn}'`);
    if (!Token.isUnresolved(region) && ofKey !== region)
      throw new PropsError(this, `'arn' should be a key in '${region}', got a key in '${ofKey}'`);
    return account;
  }
}
