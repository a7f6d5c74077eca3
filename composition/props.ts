/** The contents of an environment: one Multi-Region Access Point and its resources. */

import type { ExistingAccessPoint } from "../constructs/existing-access-point";
import type { ExistingBucket } from "../constructs/existing-bucket";
import type { ObjectLock } from "../constructs/object-lock";
import type { AzureStateProps, HttpStateProps } from "../constructs/state-outside-aws";

/** The initial routing status. Failovers change it later, and Terraform does not revert them. */
export type Routing = "active" | "passive";

/** The interface endpoint in one Region: a new one in `vpc`, or the existing one in `endpoint`. */
export interface NetworkProps {
  /** Id of the VPC for a new endpoint, or `default` for the Region's default VPC. */
  readonly vpc?: string;
  /** Id of an existing endpoint for access points. Its policy is not changed, and the other keys do not apply. */
  readonly endpoint?: string;
  /** @default one subnet of the VPC for each availability zone that the service supports */
  readonly subnets?: readonly string[];
  /** Security groups of the endpoint. @default creates one that allows port 443 from the clients */
  readonly securityGroups?: readonly string[];
  /** IPv4 CIDR blocks, prefix lists and security groups that may connect. @default the VPC's IPv4 CIDR blocks */
  readonly clients?: readonly string[];
}

/** One Region of the access point. */
export interface RegionProps {
  /** The bucket's name. */
  readonly bucket: string;
  /** @default "active" */
  readonly routing?: Routing;
  /** @default no VPC endpoint in this Region */
  readonly network?: NetworkProps;
  /**
   * The bucket exists: it is imported with its configuration in `existing`, and never created or deleted. `restore` gives
   * it back that configuration and takes the access point away. `forget` removes it from Terraform. @default false
   */
  readonly adopt?: boolean | "restore" | "forget";
}

/** The access point that clients still use while its Regions are changed. */
export interface PreviousProps {
  readonly name: string;
  /** Its Regions. If a Region is also in the new set, it has the same bucket, and the new set has its other keys. */
  readonly regions: Readonly<Record<string, RegionProps>>;
}

/** The S3 bucket that stores Terraform's state. */
export interface StateProps {
  readonly bucket: string;
  readonly region: string;
  /** @default "NAME/terraform.tfstate" */
  readonly key?: string;
  /** ARN of the KMS key that encrypts the state. @default encryption with S3 managed keys */
  readonly kmsKey?: string | null;
}

/** A workspace of HCP Terraform or Terraform Enterprise. */
export interface CloudStateProps {
  readonly organization: string;
  /** @default the access point's name */
  readonly workspace?: string;
  /** Project in which Terraform creates the workspace. @default the default project */
  readonly project?: string | null;
  /** Host of Terraform Enterprise. @default "app.terraform.io" */
  readonly hostname?: string | null;
}

/** A bucket of Google Cloud Storage. */
export interface GcsStateProps {
  readonly bucket: string;
  /** @default the access point's name */
  readonly prefix?: string;
  /** Cloud KMS key that encrypts the state. @default encryption with Google managed keys */
  readonly kmsKey?: string | null;
}

/** A container of Azure Blob Storage. */
export interface AzurermStateProps extends Omit<AzureStateProps, "key" | "subscriptionId" | "tenantId"> {
  /** @default "NAME/terraform.tfstate" */
  readonly key?: string;
  /** @default ARM_SUBSCRIPTION_ID */
  readonly subscriptionId?: string | null;
  /** @default ARM_TENANT_ID */
  readonly tenantId?: string | null;
}

/** A server with the HTTP protocol of Terraform, such as GitLab. */
export interface HttpBackendProps extends Omit<HttpStateProps, "username"> {
  /** @default TF_HTTP_USERNAME */
  readonly username?: string | null;
}

/** State outside AWS. */
export type StateOutsideAwsProps =
  | { readonly cloud: CloudStateProps }
  | { readonly http: HttpBackendProps }
  | { readonly gcs: GcsStateProps }
  | { readonly azurerm: AzurermStateProps };

export interface ReplicationProps {
  /** Replication Time Control (RTC). @default true */
  readonly timeControl?: boolean;
  /** Replicate delete markers. @default true */
  readonly deleteMarkers?: boolean;
  /** Replicate metadata changes of replicas back to the source. @default true */
  readonly replicaModifications?: boolean;
  /** Key prefixes to replicate. @default all objects */
  readonly prefixes?: readonly string[];
}

/** How the objects are encrypted. */
export interface EncryptionProps {
  /** S3 managed keys, or one KMS key for each Region. @default "s3" */
  readonly type?: "s3" | "kms";
  /**
   * ARNs of existing KMS keys, by Region. With `kms`, the other Regions get a new key. With `s3`, the keys only decrypt
   * and replicate objects that they encrypted before. @default none
   */
  readonly keys?: Readonly<Record<string, string>>;
}

export interface LifecycleProps {
  /** @default 7 */
  readonly abortIncompleteUploadsAfterDays?: number;
  /** @default 90 */
  readonly expireNoncurrentVersionsAfterDays?: number;
}

export interface AccessProps {
  /** Principals that may read through the access point. @default none */
  readonly readers?: readonly string[];
  /** Principals that may read and write through the access point. @default none */
  readonly writers?: readonly string[];
  /** AWS Organizations id. Principals outside this organization are denied. @default no restriction */
  readonly organization?: string | null;
  /** Deny object requests to the buckets that bypass the access point. @default true */
  readonly onlyThroughAccessPoint?: boolean;
  /** Deny requests to the access point that do not use the environment's VPC endpoints. @default false */
  readonly onlyFromEndpoints?: boolean;
  /** ARNs of principals that `onlyThroughAccessPoint` and `onlyFromEndpoints` do not apply to. @default none */
  readonly administrators?: readonly string[];
  /** ARNs of CloudFront distributions that may read with origin access control. @default none */
  readonly cloudfront?: readonly string[];
}

export interface MonitoringProps {
  /** Email addresses and SNS topic ARNs. A topic receives the alarms of its own Region. @default none */
  readonly notify?: readonly string[];
  /** Replication latency in seconds above which an alarm notifies. @default 900 */
  readonly latencySeconds?: number;
  /** Bytes pending replication above which an alarm notifies. @default 1073741824 (1 GiB) */
  readonly pendingBytes?: number;
  /** Failed replication operations within five minutes at which an alarm notifies. @default 1 */
  readonly failedOperations?: number;
  /** @default true */
  readonly dashboard?: boolean;
  /** S3 request metrics for each bucket. @default true */
  readonly requestMetrics?: boolean;
}

export interface FailoverProps {
  /** An Automation document that fails over without this project. @default true */
  readonly runbook?: boolean;
  /** Notify when the routing changes. @default true */
  readonly announceChanges?: boolean;
  /** The Regions whose calls are announced: all five that serve the routes API, or us-west-2 only. @default "all" */
  readonly announceFrom?: "all" | "us-west-2";
}

export interface RepairProps {
  /** A role and buckets for S3 Batch Replication jobs. @default true */
  readonly batchReplication?: boolean;
}

/** Options of every IAM role of the stack. */
export interface IamProps {
  /** @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits the permissions of the roles. @default none */
  readonly permissionsBoundary?: string | null;
}

/** An environment. Only the name, the Regions and the state are required. */
export interface EnvironmentProps {
  /** The access point's name: unique in the account, and it cannot be changed. */
  readonly name: string;
  /** 2 to 17 Regions, keyed by the Region's name. */
  readonly regions: Readonly<Record<string, RegionProps>>;
  /**
   * The access point that is replaced by the one above. The stack has both, and the buckets of both.
   * @default the environment has one access point
   */
  readonly previous?: PreviousProps;
  /**
   * The environment's first name. The names of all resources except the access points are made from it.
   * @default the name of the previous access point, or the name
   */
  readonly environmentName?: string;
  /** True if the environment ever had a previous access point. `moved` blocks then keep the access points. @default false */
  readonly hadGenerations?: boolean;
  /**
   * Buckets that belonged to an earlier access point, by Region. Terraform forgets them and does not destroy them. A bucket
   * that is a member again is imported. @default none
   */
  readonly retired?: Readonly<Record<string, string>>;
  /**
   * `adopt`: the access point exists with the buckets of `regions`. Terraform imports it, and never creates, changes or
   * deletes it. `forget` removes it from Terraform together with the end of the adoption of its buckets.
   * @default Terraform creates the access point
   */
  readonly accessPoint?: "adopt" | "forget" | null;
  /** Where Terraform stores its state. `local` is for trials. */
  readonly state: StateProps | StateOutsideAwsProps | "local";
  readonly replication?: ReplicationProps;
  readonly encryption?: EncryptionProps;
  readonly lifecycle?: LifecycleProps;
  readonly access?: AccessProps;
  /** Existing buckets that receive the server access logs, by Region. @default no server access logs */
  readonly accessLogs?: Readonly<Record<string, string>>;
  readonly monitoring?: MonitoringProps;
  readonly failover?: FailoverProps;
  readonly repair?: RepairProps;
  readonly iam?: IamProps;
  /** Object Lock of the new buckets. Adopted buckets keep their own. `null` is the same as `false`. @default false */
  readonly objectLock?: ObjectLock | null;
  /**
   * Prevent Terraform from destroying the buckets and the access point. If false, a destroy also deletes all objects.
   * @default true
   */
  readonly protect?: boolean;
  /** ARN of the role that Terraform's providers assume. @default the credentials of the caller */
  readonly assumeRole?: string | null;
  /** Tags of all resources that support tags. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Regions that keep their provider although nothing here needs it. Terraform needs the provider of a removed Region until
   * the Region's resources are destroyed. @default none
   */
  readonly keepProviders?: readonly string[];
  /** The configuration that each adopted bucket had before its adoption, by Region. @default nothing is known */
  readonly existing?: Readonly<Record<string, ExistingBucket>>;
  /** The access point as it was before its adoption. Required with `accessPoint: "adopt"`. */
  readonly existingAccessPoint?: ExistingAccessPoint;
  /** Regions whose adopted bucket is no longer part of the environment. Terraform forgets it. @default none */
  readonly formerlyAdopted?: readonly string[];
}

/** An environment without its state and its providers, which belong to the stack. */
export type ComposedProps = Omit<EnvironmentProps, "state" | "assumeRole" | "tags" | "keepProviders">;
