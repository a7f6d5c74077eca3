/** One fault in an account at a time. The check that names the cause fails, and no other check does. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { CreateDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { startLocalAws, type Fault, type LocalAws } from "../../../local-aws";
import { jsonCall } from "../../local-aws/raw";
import { versionedBucket } from "../../support/buckets";
import {
  environmentText,
  everything,
  frankfurt,
  ireland,
  makeDoctor,
  makeRole,
  makeSoundAccount,
  makeVpc,
  problems,
  sessionOf,
  setTopic,
  topicPolicy,
  virginia,
  type Doctor,
  type SoundAccount,
} from "./account";

let aws: LocalAws;
let account: SoundAccount;
let doctor: Doctor;

beforeAll(async () => {
  aws = await startLocalAws();
  account = await makeSoundAccount(aws);
  doctor = makeDoctor(aws, account);
  doctor.write(environmentText(account));
  expect(await doctor.createState()).toMatchObject({ status: 0 });
});
afterAll(async () => {
  doctor.remove();
  await aws.stop();
});
afterEach(() => aws.control.setFaults([]));

/** A fault of the account, of this computer or of the file. */
interface Broken {
  readonly edit?: (text: string) => string;
  readonly env?: Record<string, string>;
  readonly faults?: Fault[];
  readonly undo?: () => unknown;
  readonly found: readonly string[];
}
const denied = (host: string, more: Partial<Fault> = {}): Fault => ({
  host,
  fault: "status",
  status: 403,
  code: "AccessDenied",
  ...more,
});
const replace =
  (from: string, to: string) =>
  (text: string): string =>
    text.replace(from, to);
const ec2 = (region = ireland) => new EC2Client(aws.clientConfig(region));
const kms = (region: string) => new KMSClient(aws.clientConfig(region));
const own = "and Terraform's state does not have it.";

async function key(region: string): Promise<string> {
  return (await kms(region).send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
}
/** moto takes the id of a key for these calls, and not its ARN. */
const idOf = (arn: string): string => arn.split("/")[1]!;

async function topic(name: string, attributes: Record<string, string> = {}): Promise<string> {
  const { TopicArn } = await new SNSClient(aws.clientConfig(ireland)).send(
    new CreateTopicCommand({ Name: name }),
  );
  await setTopic(aws, TopicArn!, {
    Policy: topicPolicy(TopicArn!, ["cloudwatch.amazonaws.com"]),
    ...attributes,
  });
  return TopicArn!;
}
async function trail(action: string, body: object): Promise<void> {
  const target = `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${action}`;
  expect(await jsonCall(aws, "cloudtrail", virginia, target, body)).toMatchObject({ status: 200 });
}
const selectors = (ReadWriteType: string) =>
  trail("PutEventSelectors", {
    TrailName: "management-events",
    EventSelectors: [{ ReadWriteType, IncludeManagementEvents: true }],
  });
const controlRegions = ["ap-northeast-1", "ap-southeast-2", "eu-west-1", "us-east-1", "us-west-2"];
const silent = "EventBridge receives no event when the routing changes there, so no one is notified.";
const useNetwork =
  ({ vpc, subnets }: { vpc: string; subnets: readonly string[] }) =>
  (text: string) =>
    text.replace(/vpc: vpc-.*\n.*\n/, `vpc: ${vpc}\n      subnets: [${subnets.join(", ")}]\n`);
const useEndpoint = (id: string) => (text: string) => text.replace(/vpc: vpc-.*\n.*\n/, `endpoint: ${id}\n`);
const endpointIn = async (VpcId: string, ServiceName: string, PrivateDnsEnabled: boolean) =>
  (
    await ec2().send(
      new CreateVpcEndpointCommand({ VpcId, ServiceName, PrivateDnsEnabled, VpcEndpointType: "Interface" }),
    )
  ).VpcEndpoint!.VpcEndpointId!;
const S3_ENDPOINT = "com.amazonaws.s3-global.accesspoint";

const cases: Record<string, () => Promise<Broken> | Broken> = {
  "Terraform is not installed": () => ({
    env: { TERRAFORM_BINARY_NAME: "/nowhere/terraform" },
    found: ["error terraform: /nowhere/terraform cannot be started."],
  }),
  "Terraform is too old": () => {
    const binary = join(doctor.folder, "terraform");
    writeFileSync(binary, `#!/bin/sh\necho '{"terraform_version": "1.5.7"}'\n`);
    chmodSync(binary, 0o755);
    return {
      env: { TERRAFORM_BINARY_NAME: binary },
      found: [`error terraform: ${binary} is version 1.5.7, and the stack needs >= 1.10.`],
    };
  },
  "the lock file pins an old provider": () => {
    const stack = join(doctor.folder, "cdktf.out", "stacks", "photos");
    mkdirSync(stack, { recursive: true });
    const lock = join(stack, ".terraform.lock.hcl");
    writeFileSync(lock, `provider "registry.terraform.io/hashicorp/aws" {\n  version = "4.67.0"\n}\n`);
    return {
      undo: () => rmSync(lock),
      found: [
        "error provider: The lock file pins the AWS provider 4.67.0, and the stack needs >= 5.100.0, < 7.0.0.",
      ],
    };
  },
  "AWS rejects the access key": () => ({
    faults: [denied("sts.*", { code: "InvalidClientTokenId" })],
    found: [
      "error credentials: AWS does not accept your credentials (InvalidClientTokenId): check the access key, the secret and the session token.",
    ],
  }),
  "a Region is not enabled": () => ({
    edit: (text) => text.replace(virginia, "ap-east-1").replace(/ {4}network:\n {6}vpc: default\n/, ""),
    found: ["error region ap-east-1: ap-east-1 is not enabled in the account."],
  }),
  "a bucket name is the account's own": async () => {
    await versionedBucket(aws, ireland, "ours-already");
    return {
      edit: replace("photos-ireland", "ours-already"),
      found: [
        `error bucket-name eu-west-1: The account has the bucket ours-already, ${own} A deploy would try to create it and fail.`,
      ],
    };
  },
  "a bucket name is somebody else's": () => ({
    faults: [denied("photos-ireland.s3.*")],
    found: [
      "error bucket-name eu-west-1: The bucket name photos-ireland is taken by another account, or your role lacks s3:ListBucket on the bucket.",
    ],
  }),
  "a bucket is in another Region": async () => {
    await versionedBucket(aws, frankfurt, "elsewhere-already");
    return {
      edit: replace("photos-ireland", "elsewhere-already"),
      found: [
        "error bucket-name eu-west-1: The bucket elsewhere-already exists in another Region than eu-west-1.",
      ],
    };
  },
  "the state bucket does not exist": () => ({
    edit: replace("photos-state", "no-such-state"),
    found: ["error state-bucket eu-central-1: The state bucket no-such-state does not exist."],
  }),
  "the state bucket has no protection": async () => {
    await versionedBucket(aws, frankfurt, "plain-state");
    return {
      edit: replace("photos-state", "plain-state"),
      found: [
        `warning state-bucket-protection eu-central-1: The state bucket plain-state lacks: Block Public Access, all four settings; bucket owner enforced, ACLs disabled; encryption with the key ${account.stateKey}; TLS required, deletion of the bucket and of object versions denied; noncurrent versions expire after 90 days, except for the newest 100.`,
      ],
    };
  },
  "the key of the state is disabled": async () => {
    const KeyId = await key(frankfurt);
    await kms(frankfurt).send(new DisableKeyCommand({ KeyId: idOf(KeyId) }));
    return {
      edit: replace(account.stateKey, KeyId),
      found: [
        `warning state-bucket-protection eu-central-1: The state bucket photos-state lacks: encryption with the key ${KeyId}.`,
        `error state-key eu-central-1: The key ${KeyId} is disabled.`,
      ],
    };
  },
  "the key of the state is pending deletion": async () => {
    const KeyId = await key(frankfurt);
    await kms(frankfurt).send(new ScheduleKeyDeletionCommand({ KeyId: idOf(KeyId) }));
    return {
      edit: replace(account.stateKey, KeyId),
      found: [
        `warning state-bucket-protection eu-central-1: The state bucket photos-state lacks: encryption with the key ${KeyId}.`,
        `error state-key eu-central-1: The key ${KeyId} is pending deletion.`,
      ],
    };
  },
  "the VPC does not exist": () => ({
    edit: replace(account.vpc, "vpc-0123456789abcdef0"),
    found: ["error vpc eu-west-1: The VPC vpc-0123456789abcdef0 does not exist in eu-west-1."],
  }),
  "a subnet does not exist": () => ({
    edit: replace(account.subnets[0]!, "subnet-0123456789abcdef0"),
    found: ["error subnets eu-west-1: The subnet subnet-0123456789abcdef0 does not exist in eu-west-1."],
  }),
  "a subnet is in another VPC": async () => {
    const other = await makeVpc(aws, ireland, ["c"]);
    return {
      edit: replace(account.subnets[0]!, other.subnets[0]!),
      found: [
        `error subnets eu-west-1: The subnet ${other.subnets[0]} is in ${other.vpc}, and the endpoint is in ${account.vpc}.`,
      ],
    };
  },
  "a zone has no endpoint service": async () => {
    await aws.control.setEndpointZones(ireland, ["eu-west-1a"]);
    return {
      undo: () => aws.control.setEndpointZones(ireland, undefined),
      found: [
        `error subnets eu-west-1: The subnet ${account.subnets[1]} is in eu-west-1b, and the endpoint service is in eu-west-1a only.`,
      ],
    };
  },
  "two subnets are in one zone": async () => {
    const network = await makeVpc(aws, ireland, ["a", "a"]);
    return {
      edit: useNetwork(network),
      found: [
        `error subnets eu-west-1: ${network.subnets.join(" and ")} are both in eu-west-1a. An endpoint has one subnet in each zone.`,
      ],
    };
  },
  "DNS hostnames are off": async () => {
    const network = await makeVpc(aws, ireland, ["a"]);
    await ec2().send(
      new ModifyVpcAttributeCommand({ VpcId: network.vpc, EnableDnsHostnames: { Value: false } }),
    );
    return {
      edit: useNetwork(network),
      found: [
        `error vpc-dns eu-west-1: DNS hostnames are off in ${network.vpc}. Without them, the host name of the access point does not resolve to the endpoint.`,
      ],
    };
  },
  "DNS support is off": async () => {
    const network = await makeVpc(aws, ireland, ["a"]);
    await ec2().send(
      new ModifyVpcAttributeCommand({ VpcId: network.vpc, EnableDnsSupport: { Value: false } }),
    );
    return {
      edit: useNetwork(network),
      found: [
        `error vpc-dns eu-west-1: DNS support is off in ${network.vpc}. Without them, the host name of the access point does not resolve to the endpoint.`,
      ],
    };
  },
  "another endpoint has the private DNS names": async () => {
    const network = await makeVpc(aws, ireland, ["a"]);
    const id = await endpointIn(network.vpc, S3_ENDPOINT, true);
    return {
      edit: useNetwork(network),
      found: [
        `error private-dns eu-west-1: The endpoint ${id} of ${network.vpc} has the private DNS names of access points already. Only one endpoint of a VPC can have them, so a deploy would fail.`,
      ],
    };
  },
  "the named endpoint does not exist": () => ({
    edit: useEndpoint("vpce-0123456789abcdef0"),
    found: ["error endpoint eu-west-1: The VPC endpoint vpce-0123456789abcdef0 does not exist in eu-west-1."],
  }),
  "the named endpoint has no private DNS": async () => {
    const { vpc } = await makeVpc(aws, ireland, ["a"]);
    const id = await endpointIn(vpc, S3_ENDPOINT, false);
    return {
      edit: useEndpoint(id),
      found: [
        `error endpoint eu-west-1: The VPC endpoint ${id} has no private DNS names. Without them, the host name of the access point does not resolve to the endpoint.`,
      ],
    };
  },
  "the named endpoint is for another service": async () => {
    const { vpc } = await makeVpc(aws, ireland, ["a"]);
    const id = await endpointIn(vpc, "com.amazonaws.eu-west-1.sqs", true);
    return {
      edit: useEndpoint(id),
      found: [
        `error endpoint eu-west-1: The VPC endpoint ${id} is for the service com.amazonaws.eu-west-1.sqs, and not for ${S3_ENDPOINT}.`,
      ],
    };
  },
  "a security group of the name exists": async () => {
    const network = await makeVpc(aws, ireland, ["a"]);
    const group = { GroupName: "photos-endpoint", Description: "test", VpcId: network.vpc };
    await ec2().send(new CreateSecurityGroupCommand(group));
    return {
      edit: useNetwork(network),
      found: [
        `error name-security-group eu-west-1: The security group photos-endpoint exists, ${own} A deploy would fail.`,
      ],
    };
  },
  "the topic does not exist": () => ({
    edit: replace(":operators", ":nobody"),
    found: [
      "error topic arn:aws:sns:eu-west-1:123456789012:nobody: The topic arn:aws:sns:eu-west-1:123456789012:nobody does not exist.",
    ],
  }),
  "the policy of the topic does not allow CloudWatch": async () => {
    const arn = await topic("closed");
    await setTopic(aws, arn, { Policy: topicPolicy(arn, ["events.amazonaws.com"]) });
    return {
      edit: replace(account.topic, arn),
      found: [
        `error topic-policy ${arn}: The policy of the topic does not let CloudWatch publish, so the topic receives nothing from it.`,
      ],
    };
  },
  "the topic has the AWS managed key": async () => {
    const arn = await topic("managed-key", { KmsMasterKeyId: "alias/aws/sns" });
    return {
      edit: replace(account.topic, arn),
      found: [
        `error topic-key ${arn}: The topic is encrypted with the AWS managed key of SNS. AWS services cannot use that key, so the topic receives nothing from them.`,
      ],
    };
  },
  "the key of the topic does not allow CloudWatch": async () => {
    const id = await key(ireland);
    const arn = await topic("own-key", { KmsMasterKeyId: id });
    return {
      edit: replace(account.topic, arn),
      found: [
        `error topic-key ${arn}: The policy of the key ${id} does not let CloudWatch use the key, so the topic receives nothing from it.`,
      ],
    };
  },
  "a dashboard of the name exists": async () => {
    const client = new CloudWatchClient(aws.clientConfig("us-west-2"));
    await client.send(
      new PutDashboardCommand({ DashboardName: "taken-dashboard", DashboardBody: '{"widgets":[]}' }),
    );
    return {
      edit: replace("name: photos", "name: taken-dashboard"),
      found: [
        `error name-dashboard us-west-2: The dashboard taken-dashboard exists, ${own} A deploy would replace it, and a destroy would delete it.`,
      ],
    };
  },
  "an alarm of the name exists": async () => {
    const AlarmName = "taken-alarm-eu-west-1-replication-latency";
    await new CloudWatchClient(aws.clientConfig(ireland)).send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "AWS/S3",
        MetricName: "x",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
    return {
      edit: replace("name: photos", "name: taken-alarm"),
      found: [
        `error name-alarm eu-west-1: The alarm ${AlarmName} exists, ${own} A deploy would replace it, and a destroy would delete it.`,
      ],
    };
  },
  "a rule of the name exists": async () => {
    const rule = { Name: "taken-rule-routing", EventPattern: '{"source":["aws.s3"]}' };
    await new EventBridgeClient(aws.clientConfig("us-west-2")).send(new PutRuleCommand(rule));
    return {
      edit: replace("name: photos", "name: taken-rule"),
      found: [
        `error name-rule us-west-2: The rule taken-rule-routing exists, ${own} A deploy would replace it, and a destroy would delete it.`,
      ],
    };
  },
  "a role of the name exists": async () => {
    await makeRole(aws, "taken-role-replication-eu-west-1");
    return {
      edit: replace("name: photos", "name: taken-role"),
      found: [
        `error name-role: The role taken-role-replication-eu-west-1 exists, ${own} A deploy would fail.`,
      ],
    };
  },
  "a topic of the name exists": async () => {
    await topic("taken-topic-alerts");
    return {
      edit: replace("name: photos", "name: taken-topic"),
      found: [
        `error name-topic eu-west-1: The topic taken-topic-alerts exists, ${own} A deploy would use it as its own or fail, and a destroy would delete it.`,
      ],
    };
  },
  "a queue of the name exists": async () => {
    const queue = new CreateQueueCommand({ QueueName: "taken-queue-replication-events" });
    await new SQSClient(aws.clientConfig(ireland)).send(queue);
    return {
      edit: replace("name: photos", "name: taken-queue"),
      found: [
        `error name-queue eu-west-1: The queue taken-queue-replication-events exists, ${own} A deploy would use it as its own or fail, and a destroy would delete it.`,
      ],
    };
  },
  "a key alias of the name exists": async () => {
    const alias = { AliasName: "alias/taken-alias-alerts", TargetKeyId: await key(ireland) };
    await kms(ireland).send(new CreateAliasCommand(alias));
    return {
      edit: replace("name: photos", "name: taken-alias"),
      found: [
        `error name-key-alias eu-west-1: The key alias alias/taken-alias-alerts exists, ${own} A deploy would fail.`,
      ],
    };
  },
  "a document of the name exists": async () => {
    const Content = JSON.stringify({ schemaVersion: "0.3", mainSteps: [] });
    await new SSMClient(aws.clientConfig("us-west-2")).send(
      new CreateDocumentCommand({ Name: "taken-document-failover", DocumentType: "Automation", Content }),
    );
    return {
      edit: replace("name: photos", "name: taken-document"),
      found: [
        `error name-document us-west-2: The document taken-document-failover exists, ${own} A deploy would fail.`,
      ],
    };
  },
  "a reader does not exist": () => ({
    edit: replace("role/reader", "role/nobody"),
    found: [
      "error principal arn:aws:iam::123456789012:role/nobody: arn:aws:iam::123456789012:role/nobody does not exist. AWS rejects a policy with such a principal, so a deploy would fail.",
    ],
  }),
  "the permissions boundary does not exist": () => ({
    edit: (text) => `${text}iam:\n  permissionsBoundary: arn:aws:iam::123456789012:policy/none\n`,
    found: ["error permissions-boundary: The policy arn:aws:iam::123456789012:policy/none does not exist."],
  }),
  "the quota of endpoints is exhausted": async () => {
    await aws.control.setQuota("vpc", "L-29B6F2EB", 0);
    return {
      undo: () => aws.control.setQuota("vpc", "L-29B6F2EB", undefined),
      found: [ireland, virginia].map(
        (region) =>
          `error quota-VPC-endpoints ${region}: The account has 0 of 0 VPC endpoints, and a deploy creates 1. That is 1 too many.`,
      ),
    };
  },
  "no trail logs": async () => {
    await trail("StopLogging", { Name: "management-events" });
    return {
      undo: () => trail("StartLogging", { Name: "management-events" }),
      found: controlRegions.map(
        (region) =>
          `error trail ${region}: The trail management-events covers ${region}, but its logging is stopped. ${silent}`,
      ),
    };
  },
  "the trail records only reads": async () => {
    await selectors("ReadOnly");
    return {
      undo: () => selectors("All"),
      found: controlRegions.map(
        (region) =>
          `error trail ${region}: The trail management-events covers ${region}, but records no write management events of S3. ${silent}`,
      ),
    };
  },
  "a service control policy denies us-west-2": () => ({
    faults: [
      denied("*.s3-control.us-west-2.amazonaws.com", {
        message:
          "User: x is not authorized to perform: s3:ListMultiRegionAccessPoints with an explicit deny in a service control policy",
      }),
    ],
    found: [
      "error control-plane us-west-2: A service control policy of the organization denies s3:ListMultiRegionAccessPoints in us-west-2.",
    ],
  }),
  "the role may not create buckets": async () => {
    const deny = { Effect: "Deny", Action: "s3:CreateBucket", Resource: "*" };
    await makeRole(aws, "limited", [everything, deny]);
    return {
      env: await sessionOf(aws, "limited"),
      found: [
        "error permissions s3: The policies of arn:aws:iam::123456789012:role/limited do not allow s3:CreateBucket.",
      ],
    };
  },
  "one call is denied": () => ({
    faults: [
      denied("cloudtrail.us-west-2.*", {
        action: "cloudtrail:DescribeTrails",
        code: "AccessDeniedException",
      }),
    ],
    found: [
      "not known trail us-west-2: No permission: cloudtrail:DescribeTrails on the trails of us-west-2 is denied; allow it to your role, or use another one.",
    ],
  }),
};

test("there are at least 30 broken accounts", () => {
  expect(Object.keys(cases).length).toBeGreaterThanOrEqual(30);
});

test.each(Object.entries(cases))("%s", async (_, make) => {
  const { edit = (text: string) => text, env = {}, faults = [], undo, found } = await make();
  const text = environmentText(account);
  doctor.write(edit(text));
  await aws.control.setFaults(faults);
  try {
    const result = await doctor.run(env);
    expect(problems(result)).toEqual(found);
    expect(result.status).toBe(found.some((line) => line.startsWith("error")) ? 1 : 0);
  } finally {
    await undo?.();
  }
});
