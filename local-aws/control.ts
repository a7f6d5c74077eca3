import { LocalAwsError } from "./error";

/** The replication settings. A field that is omitted keeps its value. */
export interface ReplicationSettings {
  /** @default 0.2 */
  delaySeconds?: number;
  /** Seconds after which an object has missed its replication time. @default 900 */
  thresholdSeconds?: number;
  /** Regions that receive nothing. The operations stay pending. */
  pausedDestinations?: string[];
  /** Regions to which every replication fails. */
  failingDestinations?: string[];
  /** Patterns of keys, with * and ?, whose replication fails, live and in a job. */
  failingKeys?: string[];
  /** Every n-th object, and every n-th delete marker, is reported as replicated but is not. @default 0, none */
  dropEvery?: number;
  /** S3 sends aws:SourceArn and aws:SourceAccount when it assumes the replication role. @default false */
  sendSourceToRole?: boolean;
}

/** The settings of S3 Batch Operations. A field that is omitted keeps its value. */
export interface BatchSettings {
  /** How long a job is prepared. @default 0 */
  prepareSeconds?: number;
  /** @default 0, no limit */
  tasksPerSecond?: number;
  /** No job advances. @default false */
  stalled?: boolean;
  /** Why the preparation of every job fails. @default null, it does not fail */
  preparationError?: string | null;
  /** What becomes of the completion reports. @default "written" */
  report?: "written" | "missing" | "corrupt";
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
  /** The delay of a slow answer. @default 1 */
  seconds?: number;
  /** The HTTP status of a status fault. @default 503 */
  status?: number;
  /** The AWS error code of a status fault. @default "SlowDown" */
  code?: string;
  /** The message of a status fault. @default "injected fault" */
  message?: string;
  /** How often the fault occurs. @default always */
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
  /** The Region that the client sent. */
  readonly client?: string | null;
  /** The connection fault, if the server read no request. */
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

  /** Deletes resources, settings, faults and the journal. Aliases stay used. */
  async reset(): Promise<void> {
    await this.call("POST", "reset");
  }

  /** Publishes the metrics now. */
  async flushMetrics(): Promise<void> {
    await this.call("POST", "flush");
  }

  async setReplication(settings: ReplicationSettings): Promise<Required<ReplicationSettings>> {
    return (await this.call("PUT", "replication", settings)) as Required<ReplicationSettings>;
  }

  async replication(): Promise<Required<ReplicationSettings>> {
    return (await this.call("GET", "replication")) as Required<ReplicationSettings>;
  }

  async setBatch(settings: BatchSettings): Promise<Required<BatchSettings>> {
    return (await this.call("PUT", "batch", settings)) as Required<BatchSettings>;
  }

  /** The pending replication, one entry for each rule. */
  async pending(): Promise<PendingReplication[]> {
    return (await this.call("GET", "pending")) as PendingReplication[];
  }

  /** Replaces all faults. An empty list removes them. */
  async setFaults(faults: Fault[]): Promise<void> {
    await this.call("PUT", "faults", faults);
  }

  async faults(): Promise<Fault[]> {
    return (await this.call("GET", "faults")) as Fault[];
  }

  /** Sets the status that the control plane reports for an access point. Routing and requests do not change. */
  async setAccessPointStatus(name: string, status: AccessPointStatus): Promise<void> {
    await this.call("PUT", "access-point", { name, status });
  }

  /** Sets the organization of the account, which is aws:PrincipalOrgID of every caller. @param organization undefined for none */
  async setOrganization(organization: string | undefined): Promise<void> {
    await this.call("PUT", "organization", { organization: organization ?? null });
  }

  /** Sets the zones that the endpoint service of access points supports. @param zones undefined for all zones */
  async setEndpointZones(region: string, zones: readonly string[] | undefined): Promise<void> {
    await this.call("PUT", "endpoint-zones", { region, zones: zones ?? null });
  }

  /** Sets a quota of the account in every Region. @param value undefined for the default */
  async setQuota(service: string, code: string, value: number | undefined): Promise<void> {
    await this.call("PUT", "quota", { service, code, value: value ?? null });
  }

  /** Sets the endpoints whose subscriptions to topics are not confirmed. */
  async setPendingSubscriptions(endpoints: readonly string[]): Promise<void> {
    await this.call("PUT", "pending-subscriptions", endpoints);
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

  /** Publishes the metrics and returns every AWS/S3 value published in a Region. */
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
    if (!response.ok) throw new LocalAwsError(`the local AWS rejected ${method} ${path}: ${value.error}`);
    return value;
  }
}
