import type { ITerraformDependable, TerraformProvider } from "cdktf";

/** A member bucket, created by this package (`RegionalBucket`) or by the caller. It is read and never modified. */
export interface MemberBucket {
  /** The bucket's Region. */
  readonly region: string;
  /** The bucket's name. Use a reference to the bucket, so that Terraform deletes it after what depends on it. */
  readonly name: string;
  readonly arn: string;
  /** The AWS provider of the bucket's Region. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** The versioning of the bucket. Replication is configured after it. @default no dependency */
  readonly versioning?: ITerraformDependable;
  /** The public access block of the bucket. The bucket policy is created after it. @default no dependency */
  readonly publicAccessBlock?: ITerraformDependable;
}
