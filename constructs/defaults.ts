/**
 * Every default of an environment and of the constructs. The schema, the composition, the constructs and the CLI read
 * them from here. This file loads no module.
 */

/** The defaults, grouped as in an environment file. A list or map without a default here is empty by default. */
export const DEFAULTS = {
  routing: "active",
  adopt: false,
  replication: { timeControl: true, deleteMarkers: true, replicaModifications: true },
  encryption: { type: "s3" },
  /** Days. */
  lifecycle: { abortIncompleteUploadsAfterDays: 7, expireNoncurrentVersionsAfterDays: 90 },
  access: { onlyThroughAccessPoint: true, onlyFromEndpoints: false },
  monitoring: {
    latencySeconds: 900,
    /** 1 GiB. */
    pendingBytes: 1_073_741_824,
    failedOperations: 1,
    dashboard: true,
    requestMetrics: true,
  },
  failover: { runbook: true, announceChanges: true, announceFrom: "all" },
  repair: {
    batchReplication: true,
    /** Days. As long as S3 lists a job that has ended. */
    expireReportsAfterDays: 90,
  },
  state: { azurerm: { useAzureadAuth: false, useOidc: false } },
  objectLock: { mode: "governance" },
  protect: true,
  iam: { path: "/" },
} as const;

/** The key of the Terraform state in its bucket or container, from the access point's name. */
export function defaultStateKey(name: string): string {
  return `${name}/terraform.tfstate`;
}

/**
 * The Region of the second failover runbook if no member Region serves the routes API. The first is in us-west-2.
 */
export const SECOND_RUNBOOK_REGION = "eu-west-1";
