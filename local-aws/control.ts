import { LocalAwsError } from "./error";

/** How replication between the buckets behaves; a field left out keeps its value. */
export interface ReplicationSettings {
  /** @default 0.2 */
  delaySeconds?: number;
  /** After this long an object has missed its replication time. @default 900 */
  thresholdSeconds?: number;
  /** Regions that receive nothing for now; what waits for them is pending. */
  pausedDestinations?: string[];
  /** Regions toward which every replication fails. */
  failingDestinations?: string[];
  /** Each n-th replication is reported as done, and lost. @default 0, none */
  dropEvery?: number;
  /** S3 sends aws:SourceArn and aws:SourceAccount when it assumes the replication role. @default false */
  sendSourceToRole?: boolean;
}

export type ConnectionFault =
  "refuse" | "silent" | "wrong-certificate" | "untrusted-certificate" | "tls-abort";
export type RequestFault = "slow" | "status" | "lose-answer" | "no-answer";

export interface Fault {
  /** Host pattern with * and ?, such as `*.ap-south-1.amazonaws.com`. */
  host: string;
  fault: ConnectionFault | RequestFault;
  /** Only requests for this action, with * and ?, such as `s3:SubmitMultiRegionAccessPointRoutes`. */
  action?: string;
  /** For slow. @default 1 */
  seconds?: number;
  /** For status. @default 503 */
  status?: number;
  /** For status: the AWS error code. @default "SlowDown" */
  code?: string;
  /** How often it strikes. @default for ever */
  count?: number;
}

export interface LoggedRequest {
  readonly time: number;
  readonly method: string;
  readonly host: string;
  readonly path?: string;
  readonly status?: number;
  readonly seconds?: number;
  readonly action?: string | null;
  readonly bucket?: string | null;
  readonly key?: string | null;
  readonly error?: string | null;
  /** The member that served a request through an access point. */
  readonly servedBy?: { region: string; bucket: string; arn: string } | null;
  readonly userAgent?: string | null;
  /** The Region that the client says it is in. */
  readonly client?: string | null;
  /** A connection fault that struck before any request was read. */
  readonly event?: string;
}

export interface PendingReplication {
  readonly source: string;
  readonly destination: string;
  readonly ruleId: string;
  readonly operations: number;
  readonly bytes: number;
  readonly oldest: number;
}

export interface LedgerEntry {
  readonly key: string;
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly etag: string | null;
  readonly replication: "PENDING" | "COMPLETED" | "FAILED" | "REPLICA" | null;
}

export interface MetricValue {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly time: number;
}

export type AccessPointStatus =
  | "READY"
  | "INCONSISTENT_ACROSS_REGIONS"
  | "CREATING"
  | "PARTIALLY_CREATED"
  | "PARTIALLY_DELETED"
  | "DELETING";

/** The control interface of a running local AWS. */
export class Control {
  constructor(private readonly url: string) {}

  /** Forget everything: resources, settings, faults and the journal. Aliases stay used. */
  async reset(): Promise<void> {
    await this.call("POST", "reset");
  }

  /** Publish the metrics now, and not within the next second. */
  async flushMetrics(): Promise<void> {
    await this.call("POST", "flush");
  }

  async setReplication(settings: ReplicationSettings): Promise<Required<ReplicationSettings>> {
    return (await this.call("PUT", "replication", settings)) as Required<ReplicationSettings>;
  }

  async replication(): Promise<Required<ReplicationSettings>> {
    return (await this.call("GET", "replication")) as Required<ReplicationSettings>;
  }

  /** What waits to be replicated, one entry a rule. */
  async pending(): Promise<PendingReplication[]> {
    return (await this.call("GET", "pending")) as PendingReplication[];
  }

  /** Put these faults in place of all others; an empty list heals everything. */
  async setFaults(faults: Fault[]): Promise<void> {
    await this.call("PUT", "faults", faults);
  }

  async faults(): Promise<Fault[]> {
    return (await this.call("GET", "faults")) as Fault[];
  }

  /** What the control plane says of an access point from now on; its routing and its requests go on as before. */
  async setAccessPointStatus(name: string, status: AccessPointStatus): Promise<void> {
    await this.call("PUT", "access-point", { name, status });
  }

  /** The organization of the account: aws:PrincipalOrgID of every caller. @param organization undefined for none */
  async setOrganization(organization: string | undefined): Promise<void> {
    await this.call("PUT", "organization", { organization: organization ?? null });
  }

  /** The zones in which the endpoint service of access points is offered. @param zones undefined for all zones */
  async setEndpointZones(region: string, zones: readonly string[] | undefined): Promise<void> {
    await this.call("PUT", "endpoint-zones", { region, zones: zones ?? null });
  }

  /** Every request since the start or the last `clearRequests`, oldest first. */
  async requests(): Promise<LoggedRequest[]> {
    return (await this.call("GET", "requests")) as LoggedRequest[];
  }

  async clearRequests(): Promise<void> {
    await this.call("DELETE", "requests");
  }

  /** Every version in a bucket, the oldest of a key first. */
  async ledger(bucket: string): Promise<LedgerEntry[]> {
    return (await this.call("GET", `ledger?bucket=${encodeURIComponent(bucket)}`)) as LedgerEntry[];
  }

  /** Every AWS/S3 metric value published in a Region so far, after publishing what is due. */
  async metrics(region: string): Promise<MetricValue[]> {
    await this.flushMetrics();
    return (await this.call("GET", `metrics?region=${encodeURIComponent(region)}`)) as MetricValue[];
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/_local/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const value = (await response.json()) as { error?: string };
    if (!response.ok) throw new LocalAwsError(`the local AWS refused ${method} ${path}: ${value.error}`);
    return value;
  }
}
