/** What an environment is made of: one Multi-Region Access Point and all that belongs to it. */

/** Where routing starts. A failover moves it later, and Terraform leaves it where it was moved to. */
export type Routing = "active" | "passive";

/** The interface endpoint of one Region. */
export interface NetworkProps {
  /** The VPC's id, or `default` for the Region's default VPC. */
  readonly vpc: string;
  /** @default one subnet of the VPC for each availability zone */
  readonly subnets?: readonly string[];
  /** Security groups of the endpoint. @default one is made, which lets port 443 in from the clients */
  readonly securityGroups?: readonly string[];
  /** IPv4 CIDR blocks and security groups that may reach the endpoint. @default the VPC's own CIDR block */
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
}

/** The S3 bucket that holds Terraform's state. */
export interface StateProps {
  readonly bucket: string;
  readonly region: string;
  /** @default "NAME/terraform.tfstate" */
  readonly key?: string;
  /** The KMS key that encrypts the state. @default S3-managed encryption */
  readonly kmsKey?: string | null;
}

export interface ReplicationProps {
  /** S3 Replication Time Control: 15 minutes, with metrics and events. @default true */
  readonly timeControl?: boolean;
  /** @default true */
  readonly deleteMarkers?: boolean;
  /** @default true */
  readonly replicaModifications?: boolean;
  /** Key prefixes to replicate. @default every object */
  readonly prefixes?: readonly string[];
}

export interface LifecycleProps {
  /** Days. @default 7 */
  readonly abortIncompleteUploadsAfterDays?: number;
  /** Days. @default 90 */
  readonly expireNoncurrentVersionsAfterDays?: number;
}

export interface AccessProps {
  /** ARNs of principals that may read through the access point. @default none */
  readonly readers?: readonly string[];
  /** ARNs of principals that may read and write through the access point. @default none */
  readonly writers?: readonly string[];
  /** An AWS Organizations id: the access point refuses everybody else. @default no such limit */
  readonly organization?: string | null;
  /** The buckets refuse object requests that do not come through the access point. @default true */
  readonly onlyThroughAccessPoint?: boolean;
  /** The access point refuses what does not come through the environment's VPC endpoints. @default false */
  readonly onlyFromEndpoints?: boolean;
  /** ARNs of principals exempt from the two refusals above. @default none */
  readonly administrators?: readonly string[];
}

export interface MonitoringProps {
  /** E-mail addresses and SNS topic ARNs (a topic hears the alarms of its own Region). @default none */
  readonly notify?: readonly string[];
  /** Seconds of replication latency that raise an alarm. @default 900 */
  readonly latencySeconds?: number;
  /** Bytes pending replication that raise an alarm. @default 1073741824 (1 GiB) */
  readonly pendingBytes?: number;
  /** Failed replication operations in five minutes that raise an alarm. @default 1 */
  readonly failedOperations?: number;
  /** @default true */
  readonly dashboard?: boolean;
  /** S3 request metrics for each bucket. @default true */
  readonly requestMetrics?: boolean;
}

export interface FailoverProps {
  /** An Automation document that fails over without this project installed. @default true */
  readonly runbook?: boolean;
  /** A notification whenever anybody changes the routing. @default true */
  readonly announceChanges?: boolean;
}

/** An environment. Everything but the name, the Regions and the state has a default. */
export interface EnvironmentProps {
  /** The access point's name; immutable, unique in the account. */
  readonly name: string;
  /** Two to seventeen Regions, keyed by the Region's name. */
  readonly regions: Readonly<Record<string, RegionProps>>;
  /** Where Terraform keeps its state; `local` for a trial. */
  readonly state: StateProps | "local";
  readonly replication?: ReplicationProps;
  readonly lifecycle?: LifecycleProps;
  readonly access?: AccessProps;
  readonly monitoring?: MonitoringProps;
  readonly failover?: FailoverProps;
  /** Terraform refuses to destroy the buckets and the access point; false also lets a destroy delete the objects. @default true */
  readonly protect?: boolean;
  /** ARN of the role that Terraform's providers assume. @default the caller's own credentials */
  readonly assumeRole?: string | null;
  /** Tags of every resource that can have them. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}
