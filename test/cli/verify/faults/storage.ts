/** Faults of the access point, its buckets, the replication and the state bucket. */
import {
  DeleteBucketLifecycleCommand,
  DeleteBucketMetricsConfigurationCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketReplicationCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import {
  GetMultiRegionAccessPointCommand,
  GetMultiRegionAccessPointPolicyCommand,
  PutMultiRegionAccessPointPolicyCommand,
  SubmitMultiRegionAccessPointRoutesCommand,
} from "@aws-sdk/client-s3-control";
import { ACCOUNT, MUMBAI, RESTORE, VIRGINIA, without, type Fault, type World } from "./fault";

const BLOCK = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
const STATE = { region: "eu-west-1", Bucket: "faults-state" };
const here = ({ deployed }: World) => ({ s3: deployed.s3(MUMBAI), Bucket: deployed.bucket(MUMBAI) });

async function putAccessPointPolicy({ deployed }: World, Policy: string): Promise<void> {
  await deployed.s3Control().send(
    new PutMultiRegionAccessPointPolicyCommand({
      AccountId: ACCOUNT,
      ClientToken: String(Math.random()),
      Details: { Name: deployed.name, Policy },
    }),
  );
}

async function route({ deployed }: World, active: string, passive: string): Promise<void> {
  const { AccessPoint } = await deployed
    .s3Control()
    .send(new GetMultiRegionAccessPointCommand({ AccountId: ACCOUNT, Name: deployed.name }));
  await deployed.s3Control("us-east-1").send(
    new SubmitMultiRegionAccessPointRoutesCommand({
      AccountId: ACCOUNT,
      Mrap: `arn:aws:s3::${ACCOUNT}:accesspoint/${AccessPoint?.Alias}`,
      RouteUpdates: [
        { Bucket: deployed.bucket(active), TrafficDialPercentage: 100 },
        { Bucket: deployed.bucket(passive), TrafficDialPercentage: 0 },
      ],
    }),
  );
}

/** Changes the rules of the bucket in Mumbai. */
function ruleFault(
  name: string,
  change: (rule: ReplicationRule) => ReplicationRule,
  more: Partial<Fault> = {},
): Fault {
  return {
    name,
    causes: [`replication-rules ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const { ReplicationConfiguration: before } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
      const put = (rules: ReplicationRule[]) =>
        s3.send(
          new PutBucketReplicationCommand({
            Bucket,
            ReplicationConfiguration: { Role: before!.Role, Rules: rules },
          }),
        );
      await put(before!.Rules!.map(change));
      return () => put(before!.Rules!);
    },
    ...more,
  };
}

const stateFix = "which adds only what is missing.";

export const storageFaults: readonly Fault[] = [
  {
    name: "the access point is inconsistent",
    causes: ["access-point"],
    fix: "contact AWS Support",
    async make({ aws, deployed }) {
      await aws.control.setAccessPointStatus(deployed.name, "INCONSISTENT_ACROSS_REGIONS");
      return () => aws.control.setAccessPointStatus(deployed.name, "READY");
    },
  },
  {
    name: "a statement of the access point policy is removed",
    causes: ["access-point-policy"],
    fix: RESTORE,
    async make(world) {
      const { Policy } = await world.deployed
        .s3Control()
        .send(new GetMultiRegionAccessPointPolicyCommand({ AccountId: ACCOUNT, Name: world.deployed.name }));
      const before = Policy?.Established?.Policy ?? "";
      await putAccessPointPolicy(world, without(before, "OnlyOverTls"));
      return () => putAccessPointPolicy(world, before);
    },
  },
  {
    name: "a failover moves the routing",
    causes: ["routing"],
    level: "warning",
    fix: "run mrap failback",
    async make(world) {
      await route(world, VIRGINIA, MUMBAI);
      return () => route(world, MUMBAI, VIRGINIA);
    },
  },
  {
    name: "the versioning of a bucket is suspended",
    causes: [`bucket-versioning ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const put = (Status: "Enabled" | "Suspended") =>
        s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      await put("Suspended");
      return () => put("Enabled");
    },
  },
  {
    name: "the Block Public Access of a bucket is deleted",
    causes: [`bucket-public-access ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      return () =>
        s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: BLOCK }));
    },
  },
  {
    name: "one setting of the Block Public Access of a bucket is off",
    causes: [`bucket-public-access ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const put = (PublicAccessBlockConfiguration: typeof BLOCK) =>
        s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
      await put({ ...BLOCK, RestrictPublicBuckets: false });
      return () => put(BLOCK);
    },
  },
  {
    name: "the encryption of a bucket is another one",
    causes: [`bucket-encryption ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const { ServerSideEncryptionConfiguration: before } = await s3.send(
        new GetBucketEncryptionCommand({ Bucket }),
      );
      const put = (ServerSideEncryptionConfiguration: typeof before) =>
        s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
      await put({ Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }] });
      return () => put(before);
    },
  },
  {
    name: "the ACLs of a bucket are enabled",
    causes: [`bucket-ownership ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const put = (ObjectOwnership: "BucketOwnerEnforced" | "ObjectWriter") =>
        s3.send(
          new PutBucketOwnershipControlsCommand({
            Bucket,
            OwnershipControls: { Rules: [{ ObjectOwnership }] },
          }),
        );
      await put("ObjectWriter");
      return () => put("BucketOwnerEnforced");
    },
  },
  ...["deleted", "disabled"].map((how): Fault => ({
    name: `a lifecycle rule of a bucket is ${how}`,
    causes: [`bucket-lifecycle ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      const put = (rules: typeof Rules) =>
        s3.send(
          new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: rules } }),
        );
      if (how === "deleted") await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
      else await put(Rules.map((rule) => ({ ...rule, Status: "Disabled" })));
      return () => put(Rules);
    },
  })),
  ...["deleted", "without TLS", "without the delegation"].map((how): Fault => ({
    name: `the policy of a bucket is ${how}`,
    causes: [`bucket-policy ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      const sid = how === "without TLS" ? "OnlyOverTls" : "DelegateObjectsToAccessPoint";
      if (how === "deleted") await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      else await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: without(Policy, sid) }));
      return () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
  })),
  {
    name: "the policy of a bucket no longer denies requests that bypass the access point",
    causes: [`bucket-policy ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      await s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: without(Policy, "OnlyThroughAccessPoint") }),
      );
      return () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
  },
  {
    name: "the request metrics of a bucket are deleted",
    causes: [`bucket-request-metrics ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const Id = "EntireBucket";
      await s3.send(new DeleteBucketMetricsConfigurationCommand({ Bucket, Id }));
      return () =>
        s3.send(new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id } }));
    },
  },
  {
    name: "the notification of replication events is removed",
    causes: [`bucket-notification ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const { QueueConfigurations = [] } = await s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket }),
      );
      const put = (queues: typeof QueueConfigurations) =>
        s3.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: { QueueConfigurations: queues },
          }),
        );
      await put([]);
      return () => put(QueueConfigurations);
    },
  },
  ruleFault("a replication rule is disabled", (rule) => ({ ...rule, Status: "Disabled" }), { canary: true }),
  ruleFault("the metrics and the time control of a rule are off", ({ Destination, ...rule }) => ({
    ...rule,
    Destination: { Bucket: Destination!.Bucket },
  })),
  ruleFault("a rule does not replicate delete markers", (rule) => ({
    ...rule,
    DeleteMarkerReplication: { Status: "Disabled" },
  })),
  ruleFault("a rule does not replicate changes of replicas", (rule) => ({
    ...rule,
    SourceSelectionCriteria: { ReplicaModifications: { Status: "Disabled" } },
  })),
  ruleFault("a rule replicates a key prefix only", (rule) => ({ ...rule, Filter: { Prefix: "photos/" } })),
  {
    name: "the replication configuration of a bucket is deleted",
    causes: [`replication-rules ${MUMBAI}`],
    fix: RESTORE,
    async make(world) {
      const { s3, Bucket } = here(world);
      const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
      await s3.send(new DeleteBucketReplicationCommand({ Bucket }));
      return () => s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    },
  },
  {
    name: "the replication to a Region is held back",
    causes: [`replication ${MUMBAI} to ${VIRGINIA}`],
    fix: "Run mrap status",
    canary: true,
    async make({ aws }) {
      await aws.control.setReplication({ pausedDestinations: [VIRGINIA] });
      return () => aws.control.setReplication({ pausedDestinations: [] });
    },
  },
  {
    name: "the replication to a Region fails",
    causes: [`replication ${MUMBAI} to ${VIRGINIA}`],
    fix: "Run mrap status",
    canary: true,
    async make({ aws }) {
      await aws.control.setReplication({ failingDestinations: [VIRGINIA] });
      return () => aws.control.setReplication({ failingDestinations: [] });
    },
  },
  {
    name: "a canary object is reported as replicated and lost",
    causes: [`replication ${MUMBAI} to ${VIRGINIA}`, `replication ${VIRGINIA} to ${MUMBAI}`],
    fix: "Run mrap status",
    canary: true,
    async make({ aws }) {
      await aws.control.setReplication({ dropEvery: 1 });
      return () => aws.control.setReplication({ dropEvery: 0 });
    },
  },
  {
    name: "the versioning of the state bucket is suspended",
    causes: ["state-bucket-protection"],
    fix: stateFix,
    async make({ deployed }) {
      const put = (Status: "Enabled" | "Suspended") =>
        deployed
          .s3(STATE.region)
          .send(
            new PutBucketVersioningCommand({ Bucket: STATE.Bucket, VersioningConfiguration: { Status } }),
          );
      await put("Suspended");
      return () => put("Enabled");
    },
  },
  {
    name: "the Block Public Access of the state bucket is deleted",
    causes: ["state-bucket-protection"],
    fix: stateFix,
    async make({ deployed }) {
      const s3 = deployed.s3(STATE.region);
      const { Bucket } = STATE;
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      return () =>
        s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: BLOCK }));
    },
  },
  {
    name: "the policy of the state bucket is deleted",
    causes: ["state-bucket-protection"],
    fix: stateFix,
    async make({ deployed }) {
      const s3 = deployed.s3(STATE.region);
      const { Bucket } = STATE;
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      return () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
  },
  {
    name: "the lifecycle rules of the state bucket are deleted",
    causes: ["state-bucket-protection"],
    fix: stateFix,
    async make({ deployed }) {
      const s3 = deployed.s3(STATE.region);
      const { Bucket } = STATE;
      const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
      return () =>
        s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    },
  },
];
