/** Faults of alarms, topics, keys, the dashboard, queues and event rules. */
import {
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { jsonCall } from "../../../local-aws/raw";
import { ACCOUNT, MUMBAI, RESTORE, VIRGINIA, without, type Fault, type World } from "./fault";

const ALARM = `faults-${MUMBAI}-replication-latency`;
const TOPIC = `arn:aws:sns:${MUMBAI}:${ACCOUNT}:faults-alerts`;
const RULE = "faults-routing";
const CONTROL = "us-west-2";

async function alarm({ deployed }: World): Promise<PutMetricAlarmCommandInput> {
  const { MetricAlarms = [] } = await deployed
    .cloudwatch(MUMBAI)
    .send(new DescribeAlarmsCommand({ AlarmNames: [ALARM] }));
  return MetricAlarms[0] as PutMetricAlarmCommandInput;
}

/** Changes the settings of an alarm. */
function alarmFault(name: string, change: (alarm: PutMetricAlarmCommandInput) => object): Fault {
  return {
    name,
    causes: [`alarm ${ALARM}`],
    fix: RESTORE,
    async make(world) {
      const cloudwatch = world.deployed.cloudwatch(MUMBAI);
      const before = await alarm(world);
      await cloudwatch.send(new PutMetricAlarmCommand({ ...before, ...change(before) }));
      return () => cloudwatch.send(new PutMetricAlarmCommand(before));
    },
  };
}

const alarmFaults: readonly Fault[] = [
  {
    name: "an alarm is deleted",
    causes: [`alarm ${ALARM}`],
    fix: `creates it in ${MUMBAI}`,
    async make(world) {
      const cloudwatch = world.deployed.cloudwatch(MUMBAI);
      const before = await alarm(world);
      await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [ALARM] }));
      return () => cloudwatch.send(new PutMetricAlarmCommand(before));
    },
  },
  {
    name: "an alarm is in the wrong Region",
    causes: [`alarm ${ALARM}`],
    fix: `Delete the alarm in ${VIRGINIA}.`,
    async make(world) {
      const [right, wrong] = [MUMBAI, VIRGINIA].map((region) => world.deployed.cloudwatch(region));
      const before = await alarm(world);
      const names = { AlarmNames: [ALARM] };
      await wrong!.send(new PutMetricAlarmCommand(before));
      await right!.send(new DeleteAlarmsCommand(names));
      return async () => {
        await right!.send(new PutMetricAlarmCommand(before));
        await wrong!.send(new DeleteAlarmsCommand(names));
      };
    },
  },
  alarmFault("the threshold of an alarm is another one", () => ({ Threshold: 86_400 })),
  alarmFault("an alarm notifies no topic", () => ({ AlarmActions: [] })),
  alarmFault("an alarm ignores fewer periods", () => ({ EvaluationPeriods: 24, DatapointsToAlarm: 24 })),
  alarmFault("the query of an alarm reads another bucket", ({ Metrics = [] }) => ({
    Metrics: Metrics.map((one) => ({
      ...one,
      Expression: one.Expression?.replace("faults-in-mumbai", "another"),
    })),
  })),
  alarmFault("an alarm treats missing data as good", () => ({ TreatMissingData: "notBreaching" })),
  alarmFault("the actions of an alarm are off", () => ({ ActionsEnabled: false })),
  {
    name: "an alarm is in the state ALARM",
    causes: [`alarm ${ALARM}`],
    level: "warning",
    fix: "Run mrap status",
    async make({ deployed }) {
      const set = (StateValue: "ALARM" | "OK") =>
        deployed.cloudwatch(MUMBAI).send(
          new SetAlarmStateCommand({
            AlarmName: ALARM,
            StateValue,
            StateReason: "The threshold was crossed",
          }),
        );
      await set("ALARM");
      return () => set("OK");
    },
  },
];

/** Changes an attribute of the topic. */
function topicFault(
  name: string,
  AttributeName: "Policy" | "KmsMasterKeyId",
  change: (value: string) => string,
): Fault {
  return {
    name,
    causes: [`topic ${MUMBAI} faults-alerts`],
    fix: RESTORE,
    async make({ deployed }) {
      const sns = deployed.sns(MUMBAI);
      const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));
      const before = Attributes[AttributeName] ?? "";
      const set = (AttributeValue: string) =>
        sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName, AttributeValue }));
      await set(change(before));
      return () => set(before);
    },
  };
}

const topicFaults: readonly Fault[] = [
  topicFault("the policy of a topic does not let CloudWatch publish", "Policy", (policy) =>
    policy.replace("cloudwatch.amazonaws.com", "events.amazonaws.com"),
  ),
  topicFault("a topic is encrypted with the AWS managed key", "KmsMasterKeyId", () => "alias/aws/sns"),
  {
    name: "a topic is deleted",
    causes: [`topic ${MUMBAI} faults-alerts`],
    fix: RESTORE,
    async make({ deployed }) {
      const sns = deployed.sns(MUMBAI);
      const { Attributes: { Policy = "", KmsMasterKeyId = "" } = {} } = await sns.send(
        new GetTopicAttributesCommand({ TopicArn: TOPIC }),
      );
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }));
      await sns.send(new DeleteTopicCommand({ TopicArn: TOPIC }));
      return async () => {
        const Attributes = { Policy, KmsMasterKeyId };
        await sns.send(new CreateTopicCommand({ Name: "faults-alerts", Attributes }));
        for (const { Protocol, Endpoint } of Subscriptions)
          await sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol, Endpoint }));
      };
    },
  },
  {
    name: "a subscription is removed",
    causes: [`topic-subscriptions ${MUMBAI} faults-alerts`],
    fix: RESTORE,
    async make({ deployed }) {
      const sns = deployed.sns(MUMBAI);
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }));
      const { SubscriptionArn, Protocol, Endpoint } = Subscriptions[0]!;
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      return () => sns.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol, Endpoint }));
    },
  },
];

async function keyId({ deployed }: World): Promise<string> {
  const { Aliases = [] } = await deployed.kms(MUMBAI).send(new ListAliasesCommand({}));
  return Aliases.find(({ AliasName }) => AliasName === "alias/faults-alerts")!.TargetKeyId!;
}

const keyFaults: readonly Fault[] = [
  {
    name: "the alias of a key is deleted",
    causes: [`kms-key ${MUMBAI} faults-alerts`],
    fix: RESTORE,
    async make(world) {
      const TargetKeyId = await keyId(world);
      const kms = world.deployed.kms(MUMBAI);
      const AliasName = "alias/faults-alerts";
      await kms.send(new DeleteAliasCommand({ AliasName }));
      return () => kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    },
  },
  {
    name: "a key is disabled",
    causes: [`kms-key ${MUMBAI} faults-alerts`],
    fix: "Enable the key arn:aws:kms:",
    async make(world) {
      const KeyId = await keyId(world);
      await world.deployed.kms(MUMBAI).send(new DisableKeyCommand({ KeyId }));
      return () => world.deployed.kms(MUMBAI).send(new EnableKeyCommand({ KeyId }));
    },
  },
  {
    name: "a key is about to be deleted",
    causes: [`kms-key ${MUMBAI} faults-alerts`],
    fix: "Cancel the deletion of the key arn:aws:kms:",
    async make(world) {
      const KeyId = await keyId(world);
      const kms = world.deployed.kms(MUMBAI);
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return async () => {
        await kms.send(new CancelKeyDeletionCommand({ KeyId }));
        await kms.send(new EnableKeyCommand({ KeyId }));
      };
    },
  },
  {
    name: "the policy of a key does not let CloudWatch use it",
    causes: [`kms-key ${MUMBAI} faults-alerts`],
    fix: RESTORE,
    async make(world) {
      const name = { KeyId: await keyId(world), PolicyName: "default" };
      const kms = world.deployed.kms(MUMBAI);
      const { Policy = "" } = await kms.send(new GetKeyPolicyCommand(name));
      await kms.send(
        new PutKeyPolicyCommand({ ...name, Policy: without(Policy, "ServicePublishesEncrypted") }),
      );
      return () => kms.send(new PutKeyPolicyCommand({ ...name, Policy }));
    },
  },
];

const dashboardFaults = (["deleted", "changed"] as const).map((how): Fault => ({
  name: `the dashboard is ${how}`,
  causes: ["dashboard"],
  level: how === "deleted" ? "error" : "warning",
  fix: RESTORE,
  async make({ deployed }) {
    const cloudwatch = deployed.cloudwatch(CONTROL);
    const DashboardName = "faults";
    const { DashboardBody = "" } = await cloudwatch.send(new GetDashboardCommand({ DashboardName }));
    const put = (body: string) =>
      cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody: body }));
    if (how === "deleted")
      await cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [DashboardName] }));
    else await put(JSON.stringify({ widgets: [] }));
    return () => put(DashboardBody);
  },
}));

const QUEUE = { region: VIRGINIA, name: "faults-routing-undelivered" };

async function queueUrl({ deployed }: World): Promise<string> {
  const { QueueUrl } = await deployed
    .sqs(QUEUE.region)
    .send(new GetQueueUrlCommand({ QueueName: QUEUE.name }));
  return QueueUrl!;
}

const queueFaults: readonly Fault[] = [
  {
    name: "a dead-letter queue is deleted",
    causes: [`queue ${QUEUE.region} ${QUEUE.name}`],
    fix: RESTORE,
    async make(world) {
      const sqs = world.deployed.sqs(QUEUE.region);
      const QueueUrl = await queueUrl(world);
      const { Attributes: { Policy = "" } = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }),
      );
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      const Attributes = { Policy, SqsManagedSseEnabled: "true", MessageRetentionPeriod: "1209600" };
      return () => sqs.send(new CreateQueueCommand({ QueueName: QUEUE.name, Attributes }));
    },
  },
  {
    name: "the policy of a dead-letter queue does not let EventBridge send",
    causes: [`queue ${QUEUE.region} ${QUEUE.name}`],
    fix: RESTORE,
    async make(world) {
      const sqs = world.deployed.sqs(QUEUE.region);
      const QueueUrl = await queueUrl(world);
      const { Attributes: { Policy = "" } = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }),
      );
      const set = (policy: string) =>
        sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policy } }));
      await set(Policy.replace("events.amazonaws.com", "s3.amazonaws.com"));
      return () => set(Policy);
    },
  },
  {
    name: "a queue is not encrypted",
    causes: [`queue ${QUEUE.region} ${QUEUE.name}`],
    fix: RESTORE,
    async make(world) {
      const sqs = world.deployed.sqs(QUEUE.region);
      const QueueUrl = await queueUrl(world);
      const { Attributes: { Policy = "" } = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }),
      );
      // moto deletes the policy if a request does not contain it.
      const set = (SqsManagedSseEnabled: "true" | "false") =>
        sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy, SqsManagedSseEnabled } }));
      await set("false");
      return () => set("true");
    },
  },
  {
    name: "a routing change was not delivered",
    causes: [`queue ${QUEUE.region} ${QUEUE.name}`],
    level: "warning",
    fix: "Read the messages",
    async make(world) {
      const sqs = world.deployed.sqs(QUEUE.region);
      const QueueUrl = await queueUrl(world);
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "undelivered" }));
      return () => sqs.send(new PurgeQueueCommand({ QueueUrl }));
    },
  },
];

async function targets({ deployed }: World): Promise<Target[]> {
  const { Targets = [] } = await deployed.events(VIRGINIA).send(new ListTargetsByRuleCommand({ Rule: RULE }));
  return Targets;
}

/** A call of CloudTrail, whose client is not installed. */
async function trail({ aws }: World, action: string, body: object): Promise<void> {
  const target = `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${action}`;
  const { status, text } = await jsonCall(aws as never, "cloudtrail", "us-east-1", target, body);
  if (status !== 200) throw new Error(`${action}: ${status} ${text}`);
}

const TRAIL = "management-events";

const eventFaults: readonly Fault[] = [
  {
    name: "an event rule is disabled",
    causes: [`event-rule ${VIRGINIA}`],
    fix: `aws events enable-rule --name ${RULE} --region ${VIRGINIA}`,
    async make({ deployed }) {
      await deployed.events(VIRGINIA).send(new DisableRuleCommand({ Name: RULE }));
      return () => deployed.events(VIRGINIA).send(new EnableRuleCommand({ Name: RULE }));
    },
  },
  {
    name: "an event rule is deleted",
    causes: [`event-rule ${VIRGINIA}`],
    fix: RESTORE,
    async make(world) {
      const events = world.deployed.events(VIRGINIA);
      const { EventPattern, Description } = await events.send(new DescribeRuleCommand({ Name: RULE }));
      const before = await targets(world);
      await events.send(new RemoveTargetsCommand({ Rule: RULE, Ids: before.map(({ Id }) => Id!) }));
      await events.send(new DeleteRuleCommand({ Name: RULE }));
      return async () => {
        await events.send(new PutRuleCommand({ Name: RULE, Description, EventPattern }));
        await events.send(new PutTargetsCommand({ Rule: RULE, Targets: before }));
      };
    },
  },
  {
    name: "an event rule matches another call",
    causes: [`event-rule ${VIRGINIA}`],
    fix: RESTORE,
    async make({ deployed }) {
      const events = deployed.events(VIRGINIA);
      const { EventPattern = "", Description } = await events.send(new DescribeRuleCommand({ Name: RULE }));
      const put = (pattern: string) =>
        events.send(new PutRuleCommand({ Name: RULE, Description, EventPattern: pattern }));
      await put(
        EventPattern.replace("SubmitMultiRegionAccessPointRoutes", "GetMultiRegionAccessPointRoutes"),
      );
      return () => put(EventPattern);
    },
  },
  {
    name: "the target of an event rule is removed",
    causes: [`event-target ${VIRGINIA}`],
    fix: RESTORE,
    async make(world) {
      const before = await targets(world);
      const events = world.deployed.events(VIRGINIA);
      await events.send(new RemoveTargetsCommand({ Rule: RULE, Ids: before.map(({ Id }) => Id!) }));
      return () => events.send(new PutTargetsCommand({ Rule: RULE, Targets: before }));
    },
  },
  {
    name: "the target of an event rule has no dead-letter queue",
    causes: [`event-target ${VIRGINIA}`],
    fix: RESTORE,
    async make(world) {
      const before = await targets(world);
      const events = world.deployed.events(VIRGINIA);
      const changed = before.map(({ DeadLetterConfig: _, ...target }) => target);
      await events.send(new PutTargetsCommand({ Rule: RULE, Targets: changed }));
      return () => events.send(new PutTargetsCommand({ Rule: RULE, Targets: before }));
    },
  },
  {
    name: "the trail is stopped",
    causes: ["trail"],
    level: "warning",
    fix: `aws cloudtrail start-logging --name ${TRAIL}`,
    async make(world) {
      await trail(world, "StopLogging", { Name: TRAIL });
      return () => trail(world, "StartLogging", { Name: TRAIL });
    },
  },
  {
    name: "the trail records reads only",
    causes: ["trail"],
    level: "warning",
    fix: "Record write management events with the trail",
    async make(world) {
      const put = (ReadWriteType: string) =>
        trail(world, "PutEventSelectors", {
          TrailName: TRAIL,
          EventSelectors: [{ ReadWriteType, IncludeManagementEvents: true }],
        });
      await put("ReadOnly");
      return () => put("All");
    },
  },
];

export const monitoringFaults: readonly Fault[] = [
  ...alarmFaults,
  ...topicFaults,
  ...keyFaults,
  ...dashboardFaults,
  ...queueFaults,
  ...eventFaults,
];
