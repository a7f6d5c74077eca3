/**
 * The constructs, the whole environment and the loader of environment files. A module is loaded when one of its exports
 * is first used, so importing this entry costs nothing.
 */
export { MultiRegionAccessPointStack } from "./composition/stack";
export type { EnvironmentProps } from "./composition/props";
export { MultiRegionAccessPoint } from "./constructs/access-point";
export { AccessPointPolicy } from "./constructs/access-point-policy";
export { ApplicationPolicy } from "./constructs/application-policy";
export { RegionalBucket } from "./constructs/bucket";
export { MemberBucketPolicy } from "./constructs/bucket-policy";
export { AccessPointDashboard } from "./constructs/dashboard";
export { EncryptedTopic } from "./constructs/encrypted-topic";
export { AccessPointEndpoint } from "./constructs/endpoint";
export { PropsError } from "./constructs/errors";
export { FailoverRunbook } from "./constructs/failover-runbook";
export { RegionalProviders } from "./constructs/providers";
export { RemoteState, TrialState } from "./constructs/remote-state";
export { ReplicationMesh } from "./constructs/replication";
export { ReplicationAlarms } from "./constructs/replication-alarms";
export { ReplicationEvents } from "./constructs/replication-events";
export { ReplicationRole } from "./constructs/replication-role";
export { EnvironmentError } from "./environment/error";
export { loadEnvironment, loadEnvironments, type Environment } from "./environment/load";
