/**
 * The constructs, the whole environment and the loader of environment files. A module is loaded when one of its exports
 * is first used, so importing this entry costs nothing.
 */
export {
  MultiRegionAccessPointEnvironment,
  type MultiRegionAccessPointEnvironmentProps,
} from "./composition/environment-construct";
export { MultiRegionAccessPointStack } from "./composition/stack";
export type { ComposedProps, EnvironmentProps } from "./composition/props";
export { AccessLogs, type AccessLogsProps } from "./constructs/access-logs";
export { AccessPointPolicy, type AccessPointPolicyProps } from "./constructs/access-point-policy";
export { MultiRegionAccessPoint, type MultiRegionAccessPointProps } from "./constructs/access-point";
export { ApplicationPolicy, type ApplicationPolicyProps } from "./constructs/application-policy";
export { MemberBucketPolicy, type MemberBucketPolicyProps } from "./constructs/bucket-policy";
export { BatchReplicationRole, type BatchReplicationRoleProps } from "./constructs/batch-replication-role";
export { RegionalBucket, type RegionalBucketProps } from "./constructs/bucket";
export { BucketKey, type BucketKeyProps } from "./constructs/bucket-key";
export { AccessPointDashboard, type AccessPointDashboardProps } from "./constructs/dashboard";
export { EncryptedTopic, type EncryptedTopicProps } from "./constructs/encrypted-topic";
export { AccessPointEndpoint, type AccessPointEndpointProps } from "./constructs/endpoint";
export { PropsError } from "./constructs/errors";
export { EventDeadLetterQueue, type EventDeadLetterQueueProps } from "./constructs/event-dead-letter-queue";
export type { EncryptionKey, KeyReplicationRoles } from "./constructs/encryption-key";
export {
  ExistingAccessPointPolicy,
  type ExistingAccessPointPolicyProps,
} from "./constructs/existing-access-point-policy";
export { ExistingBucketKey, type ExistingBucketKeyProps } from "./constructs/existing-bucket-key";
export { ExistingEndpoint, type ExistingEndpointProps } from "./constructs/existing-endpoint";
export { FailoverRunbook, type FailoverRunbookProps } from "./constructs/failover-runbook";
export { JobBucket, type JobBucketProps } from "./constructs/job-bucket";
export { JobPolicy, type JobPolicyProps } from "./constructs/job-policy";
export type { MemberBucket } from "./constructs/member-bucket";
export type { DefaultRetention, ObjectLock, RetentionMode } from "./constructs/object-lock";
export { RegionalProviders, type RegionalProvidersProps } from "./constructs/providers";
export { RemoteState, TrialState, type RemoteStateProps } from "./constructs/remote-state";
export { ReplicationAlarms, type ReplicationAlarmsProps } from "./constructs/replication-alarms";
export { ReplicationEvents, type ReplicationEventsProps } from "./constructs/replication-events";
export { ReplicationRole, type KeyOfBucket, type ReplicationRoleProps } from "./constructs/replication-role";
export { ReplicationMesh, type ReplicationMeshProps, type MeshRule } from "./constructs/replication";
export { RestoredBucket, type RestoredBucketProps } from "./constructs/restored-bucket";
export type { RoleOptions } from "./constructs/role-options";
export {
  RoutingChangeForwarding,
  type RoutingChangeForwardingProps,
} from "./constructs/routing-change-forwarding";
export {
  RoutingChangeNotification,
  type RoutingChangeNotificationProps,
} from "./constructs/routing-change-notification";
export { RunbookPolicy, type RunbookPolicyProps } from "./constructs/runbook-policy";
export {
  AzureState,
  GoogleCloudState,
  HcpTerraformState,
  HttpState,
  type AzureStateProps,
  type GoogleCloudStateProps,
  type HcpTerraformStateProps,
  type HttpStateProps,
} from "./constructs/state-outside-aws";
export { EnvironmentError } from "./environment/error";
export { loadEnvironment, loadEnvironments, type Environment } from "./environment/load";
export { recordIdentities } from "./environment/record-identities";
