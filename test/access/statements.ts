/** All statements of all policies, by sid. */
import { statementsOf } from "./policy/statement";
import type { StackPolicies } from "./stack";

/** The policies of the environment with all options. `REGION` stands for the label of a Region. */
export const STATEMENTS: Readonly<Record<string, readonly string[]>> = {
  "access point this": [
    "OnlyOverTls",
    "OnlyBucketEncryption",
    "OnlyThisOrganization",
    "OnlyFromVpcEndpoints",
    "ReadersGetObjects",
    "ReadersListObjects",
    "WritersUseObjects",
    "WritersListObjects",
    "CloudFrontGetsObjects",
  ],
  "bucket REGION": [
    "OnlyOverTls",
    "DelegateObjectsToAccessPoint",
    "DelegateListingToAccessPoint",
    "CloudFrontGetsObjects",
    "OnlyThroughAccessPoint",
    "OnlyBucketEncryption",
  ],
  "bucket REGION_jobs": ["OnlyOverTls"],
  "endpoint REGION": ["ObjectsOfTheAccessPoint", "ListingOfTheAccessPoint"],
  "key REGION_alerts": ["AccountAdministersKey", "ServicePublishesEncrypted"],
  "key routing": ["AccountAdministersKey", "ServicePublishesEncrypted"],
  "output jobs": [
    "CreateAndListJobs",
    "FollowJobs",
    "PassTheRoleOfTheJobs",
    "ReadReports",
    "ListReports",
    "CompareBuckets",
    "FindTheAccessPoint",
    "ReadReplicationEvents",
  ],
  "output reader": [
    "AccessPointObjects",
    "AccessPointListing",
    "BucketObjectsThroughAccessPoint",
    "BucketListingThroughAccessPoint",
  ],
  "output runbook": ["StartTheRunbook", "WatchTheRunbook", "PassTheRoleOfTheRunbook"],
  "output writer": [
    "AccessPointObjects",
    "AccessPointListing",
    "BucketObjectsThroughAccessPoint",
    "BucketListingThroughAccessPoint",
  ],
  "queue REGION_replication_events": ["S3SendsEventsOfThisBucket"],
  "queue routing_REGION_undelivered": ["EventBridgeSendsEventsOfThisRule"],
  "queue routing_undelivered": ["EventBridgeSendsEventsOfThisRule"],
  "role REGION_replication": ["ReadReplicationConfiguration", "ReadSourceObjects", "WriteReplicas"],
  "role batch_replication": ["InitiateReplication", "GenerateManifest", "ManifestsAndReports"],
  "role routing_forwarding": ["PutEventsOnThisBus"],
  "role runbook": ["RouteThisAccessPoint"],
  "topic REGION_alerts": ["ServicePublishes"],
  "topic routing": ["ServicePublishes"],
  "trust REGION_replication": ["S3ForThisBucketOnly"],
  "trust batch_replication": ["BatchOperations"],
  "trust routing_forwarding": ["EventBridgeForwardsEvents"],
  "trust runbook": ["AutomationsOfThisAccountOnly"],
};

/** The statements that an environment with KMS keys has in addition. */
export const KMS_STATEMENTS: Readonly<Record<string, readonly string[]>> = {
  "bucket REGION": ["OnlyBucketKey"],
  "key REGION": [
    "AccountAdministersKey",
    "AccountUsesKeyThroughS3",
    "ReadersDecrypt",
    "WritersEncrypt",
    "CloudFrontDecrypts",
    "SourceRoleDecrypts",
    "DestinationRolesEncrypt",
  ],
  "output reader": ["KeyThroughS3InRegion"],
  "output writer": ["KeyThroughS3InRegion"],
  "role REGION_replication": ["DecryptSourceObjects", "EncryptReplicasInRegion"],
};

/**
 * The sids of an environment's policies. `REGION` stands for the label of a Region, and `InRegion` for the end of a sid that
 * names one. A policy that has other sids in another Region has an entry of its own.
 */
export function sidsOf(policies: StackPolicies): Record<string, string[]> {
  const sids: Record<string, string[]> = {};
  for (const [name, policy] of policies.all) {
    const kind = name.replace(/[a-z]{2}_[a-z]+_\d/, "REGION");
    const found = statementsOf(policy).map(({ Sid = "a statement without a sid" }) =>
      Sid.replace(/In(EuWest1|UsEast1|ApSouth1)$/, "InRegion"),
    );
    sids[sids[kind] === undefined || sids[kind].join() === [...new Set(found)].join() ? kind : name] = [
      ...new Set(found),
    ];
  }
  return sids;
}
