import { S3ControlMultiRegionAccessPoint } from "@cdktf/provider-aws/lib/s3control-multi-region-access-point";
import { Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { RegionalBucket } from "./bucket";
import { DEFAULTS } from "./defaults";
import { PropsError } from "./errors";
import { ACCESS_POINT_NAME, ACCESS_POINT_NAME_RULE, ACCESS_POINT_REGIONS } from "./limits";

export interface MultiRegionAccessPointProps {
  /** 3 to 50 lower-case letters, digits and hyphens, unique in the account; immutable. */
  readonly name: string;
  /** The members: 2 to 17 buckets, one for each Region; immutable. */
  readonly buckets: readonly RegionalBucket[];
  /** Any of the account's providers: the AWS provider itself goes to us-west-2. @default the one without an alias */
  readonly provider?: TerraformProvider;
  /** Terraform refuses to destroy or replace the access point. @default true */
  readonly protect?: boolean;
}

/**
 * The Multi-Region Access Point. Its name, its buckets and its public access block cannot be changed: Terraform
 * replaces it, and every client then needs the new alias, ARN and host name.
 */
export class MultiRegionAccessPoint extends Construct {
  readonly accessPoint: S3ControlMultiRegionAccessPoint;

  constructor(scope: Construct, id: string, props: MultiRegionAccessPointProps) {
    super(scope, id);
    this.check(props);
    this.accessPoint = new S3ControlMultiRegionAccessPoint(this, "Resource", {
      provider: props.provider,
      details: {
        name: props.name,
        publicAccessBlock: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
        // References, not names: the buckets can only be deleted after the access point.
        region: props.buckets.map((bucket) => ({ bucket: bucket.name })),
      },
      lifecycle: (props.protect ?? DEFAULTS.protect) ? { preventDestroy: true } : undefined,
    });
  }

  private check({ name, buckets }: MultiRegionAccessPointProps): void {
    if (!Token.isUnresolved(name) && !ACCESS_POINT_NAME.test(name)) {
      throw new PropsError(
        this,
        `'name' should be ${ACCESS_POINT_NAME_RULE}, got '${name}'`,
      );
    }
    const { minimum, maximum } = ACCESS_POINT_REGIONS;
    if (buckets.length < minimum || buckets.length > maximum) {
      throw new PropsError(
        this,
        `'buckets' should have ${minimum} to ${maximum} buckets, got ${buckets.length}`,
      );
    }
  }

  /** The name, as a reference to the resource. */
  get name(): string {
    return this.accessPoint.details.name;
  }

  /** `arn:aws:s3::ACCOUNT:accesspoint/ALIAS`: what clients and policies name. */
  get arn(): string {
    return this.accessPoint.arn;
  }

  /** All objects, as policies name them. */
  get objectsArn(): string {
    return `${this.arn}/object/*`;
  }

  /** `xxxxxxxxxxxxx.mrap`, made by AWS and never used again. */
  get alias(): string {
    return this.accessPoint.alias;
  }

  /** `ALIAS.accesspoint.s3-global.amazonaws.com` */
  get domainName(): string {
    return this.accessPoint.domainName;
  }

  get status(): string {
    return this.accessPoint.status;
  }
}
