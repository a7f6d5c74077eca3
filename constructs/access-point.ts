import { S3ControlMultiRegionAccessPoint } from "@cdktf/provider-aws/lib/s3control-multi-region-access-point";
import { Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { MemberBucket } from "./member-bucket";
import { DEFAULTS } from "./defaults";
import { PropsError } from "./errors";
import {
  ACCESS_POINT_NAME,
  ACCESS_POINT_NAME_RULE,
  ACCESS_POINT_REGIONS,
  CONTROL_PLANE_TIMEOUT,
} from "./limits";

export interface MultiRegionAccessPointProps {
  /** The name: 3 to 50 lowercase letters, digits and hyphens, unique in the account. It cannot be changed. */
  readonly name: string;
  /** 2 to 17 buckets, one in each Region. The set cannot be changed. */
  readonly buckets: readonly MemberBucket[];
  /** The provider of any Region: the AWS provider sends these calls to us-west-2. @default the stack's provider without an alias */
  readonly provider?: TerraformProvider;
  /** Prevent Terraform from destroying or replacing the access point. @default true */
  readonly protect?: boolean;
}

/**
 * The Multi-Region Access Point. Its name, buckets and Block Public Access settings cannot be changed. Any change
 * replaces the access point, and every client then needs the new alias, ARN and host name.
 *
 * @example
 * new MultiRegionAccessPoint(stack, "Archive", { name: "archive", buckets });
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
        // References, not names, because S3 deletes a member bucket only after the access point.
        region: props.buckets.map((bucket) => ({ bucket: bucket.name })),
      },
      // The provider gives up after 60 minutes by default and taints the access point. The next apply would then replace
      // it, and every client would need the new alias.
      timeouts: { create: CONTROL_PLANE_TIMEOUT, delete: CONTROL_PLANE_TIMEOUT },
      lifecycle: (props.protect ?? DEFAULTS.protect) ? { preventDestroy: true } : undefined,
    });
  }

  private check({ name, buckets }: MultiRegionAccessPointProps): void {
    if (!Token.isUnresolved(name) && !ACCESS_POINT_NAME.test(name)) {
      throw new PropsError(this, `'name' should be ${ACCESS_POINT_NAME_RULE}, got '${name}'`);
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

  /** The ARN that clients and policies use: `arn:aws:s3::ACCOUNT:accesspoint/ALIAS`. */
  get arn(): string {
    return this.accessPoint.arn;
  }

  /** The ARN of all objects, for policies. */
  get objectsArn(): string {
    return `${this.arn}/object/*`;
  }

  /** The alias that AWS generates and never reuses: `xxxxxxxxxxxxx.mrap`. */
  get alias(): string {
    return this.accessPoint.alias;
  }

  /** The host name: `ALIAS.accesspoint.s3-global.amazonaws.com`. */
  get domainName(): string {
    return this.accessPoint.domainName;
  }

  /** The status. `READY` means that the access point can be used. */
  get status(): string {
    return this.accessPoint.status;
  }
}
