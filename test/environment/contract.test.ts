import { keyPaths } from "../../environment/keys";
import { PENDING } from "../../environment/pending";

/** Keys may be added here; none may be renamed or dropped without an error that names its successor. */
const CONTRACT = [
  "access",
  "access.administrators",
  "access.onlyFromEndpoints",
  "access.onlyThroughAccessPoint",
  "access.organization",
  "access.readers",
  "access.writers",
  "assumeRole",
  "encryption",
  "encryption.keys",
  "encryption.keys.*",
  "encryption.type",
  "failover",
  "failover.announceChanges",
  "failover.runbook",
  "lifecycle",
  "lifecycle.abortIncompleteUploadsAfterDays",
  "lifecycle.expireNoncurrentVersionsAfterDays",
  "monitoring",
  "monitoring.dashboard",
  "monitoring.failedOperations",
  "monitoring.latencySeconds",
  "monitoring.notify",
  "monitoring.pendingBytes",
  "monitoring.requestMetrics",
  "name",
  "protect",
  "regions",
  "regions.*",
  "regions.*.account",
  "regions.*.adopt",
  "regions.*.bucket",
  "regions.*.network",
  "regions.*.network.clients",
  "regions.*.network.securityGroups",
  "regions.*.network.subnets",
  "regions.*.network.vpc",
  "regions.*.role",
  "regions.*.routing",
  "replication",
  "replication.deleteMarkers",
  "replication.prefixes",
  "replication.replicaModifications",
  "replication.timeControl",
  "state",
  "state.bucket",
  "state.key",
  "state.kmsKey",
  "state.region",
  "tags",
  "tags.*",
];

test("the keys of an environment file", () => {
  expect(keyPaths()).toEqual(CONTRACT);
});

test("what is not supported yet is a key of the contract", () => {
  for (const { path } of PENDING) expect(CONTRACT).toContain(path.join("."));
});
