import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { BucketKey } from "../constructs/bucket-key";
import { DEFAULTS } from "../constructs/defaults";
import type { EncryptionKey } from "../constructs/encryption-key";
import { ExistingBucketKey } from "../constructs/existing-bucket-key";
import type { RegionalProviders } from "../constructs/providers";
import { literal } from "./literal";
import type { ComposedProps } from "./props";
import { addressBelow, addStateBlock } from "./state-blocks";

export interface EncryptionParts {
  readonly environment: ComposedProps;
  readonly accountId: string;
  readonly providers: RegionalProviders;
}

/** The KMS keys of an environment: a new key in each Region, or the existing one that the environment names. */
export class Encryption extends Construct {
  /** The keys by Region. Empty if the objects are encrypted with S3 managed keys. */
  readonly keys: ReadonlyMap<string, EncryptionKey>;

  constructor(scope: Construct, id: string, { environment, accountId, providers }: EncryptionParts) {
    super(scope, id);
    const { type = DEFAULTS.encryption.type, keys: existing = {} } = environment.encryption ?? {};
    const { access = {}, protect } = environment;
    const keys = new Map<string, EncryptionKey>();
    const withoutNewKey: string[] = [];
    for (const [region, { bucket }] of Object.entries(environment.regions)) {
      const provider = providers.in(region);
      const arn = existing[region];
      if (arn !== undefined) {
        const retired = type === "s3";
        keys.set(region, new ExistingBucketKey(this, region, { arn, region, accountId, retired, provider }));
      } else if (type === "kms") {
        keys.set(
          region,
          new BucketKey(this, region, {
            name: `${environment.name}-objects`,
            bucketArn: `arn:aws:s3:::${bucket}`,
            region,
            accountId,
            readers: access.readers?.map(literal),
            writers: access.writers?.map(literal),
            organization: access.organization ?? undefined,
            cloudFrontDistributions: access.cloudfront?.map(literal),
            protect,
            provider,
          }),
        );
        continue;
      }
      withoutNewKey.push(region);
    }
    this.keys = keys;
    // An environment that never had a section has no keys to keep.
    if (environment.encryption) withoutNewKey.forEach((region) => keepKey(this, region));
  }
}

/**
 * Lets Terraform forget the key that an earlier apply may have created in a Region. Without the `removed` block,
 * Terraform would delete the key, and the objects that it encrypts could not be read anymore. The block does nothing if
 * there is no such key.
 */
function keepKey(scope: Encryption, region: string): void {
  addStateBlock(scope, "removed", {
    from: addressBelow(scope, KmsKey.tfResourceType, region, "Resource"),
    lifecycle: { destroy: false },
  });
}
