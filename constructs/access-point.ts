import { DataAwsS3ControlMultiRegionAccessPoint } from "@cdktf/provider-aws/lib/data-aws-s3control-multi-region-access-point";
import { S3ControlMultiRegionAccessPoint } from "@cdktf/provider-aws/lib/s3control-multi-region-access-point";
import { Op, Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { MemberBucket } from "./member-bucket";
import { DEFAULTS } from "./defaults";
import { PropsError } from "./errors";
import type { ExistingAccessPoint } from "./existing-access-point";
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
  /**
   * The access point exists with these buckets: Terraform imports it, and never creates, changes or deletes it. It is then
   * always protected, whatever `protect` says. @default creates the access point
   */
  readonly existing?: ExistingAccessPoint;
  /** The account in which Terraform runs. It is compared with the one in `existing`. @default is not compared */
  readonly callerAccount?: string;
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
    const { existing } = props;
    const protect = existing !== undefined || (props.protect ?? DEFAULTS.protect);
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
      // it, and every client would need the new alias. An import does not know the timeouts, so Terraform would update the
      // access point to add them.
      timeouts: existing ? undefined : { create: CONTROL_PLANE_TIMEOUT, delete: CONTROL_PLANE_TIMEOUT },
      lifecycle: protect ? { preventDestroy: true } : undefined,
      dependsOn: existing && [this.lookUp(props, existing)],
    });
    if (existing) this.accessPoint.importFrom(`${existing.account}:${props.name}`, props.provider);
  }

  /**
   * Finds the access point before the resource is planned. Without it, Terraform would create an access point that somebody
   * deleted, and take one of another account for a missing one.
   */
  private lookUp(
    { name, provider, callerAccount }: MultiRegionAccessPointProps,
    { account, alias }: ExistingAccessPoint,
  ): DataAwsS3ControlMultiRegionAccessPoint {
    return new DataAwsS3ControlMultiRegionAccessPoint(this, "Existing", {
      provider,
      name,
      lifecycle: {
        precondition: callerAccount
          ? [
              {
                condition: Token.asString(Op.eq(callerAccount, account)),
                errorMessage: `The access point ${name} is in the account ${account} according to the record of its adoption. Run Terraform with credentials of this account.`,
              },
            ]
          : undefined,
        postcondition: [
          {
            condition: `\${self.alias == "${alias}"}`,
            errorMessage: `The access point ${name} does not have the recorded alias ${alias}: it was deleted and created again after the adoption was recorded. Run mrap adopt again, and review what changed before you plan again.`,
          },
        ],
      },
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
