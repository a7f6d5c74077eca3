import { DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeSecurityGroupsCommand, DescribeVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListAliasesCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { ListMultiRegionAccessPointsCommand } from "@aws-sdk/client-s3-control";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { ListDocumentsCommand } from "@aws-sdk/client-ssm";
import { ROUTES_REGIONS } from "../constructs/limits";
import type { DeployedEnvironment } from "./clients";
import { expectEqual } from "./expect";

/** After a destroy, only the state bucket is left. Asks every service. */
export async function checkNothingLeft(environment: DeployedEnvironment): Promise<string[]> {
  const { state } = environment.environment;
  const inS3 = state !== "local" && "bucket" in state ? state : undefined;
  const stateBucket = inS3 === undefined ? [] : [inS3.bucket];
  const { Buckets = [] } = await environment.s3("us-east-1").send(new ListBucketsCommand({}));
  expectEqual(
    "the buckets",
    Buckets.map(({ Name }) => Name),
    stateBucket,
  );

  const { AccessPoints = [] } = await environment
    .s3Control()
    .send(new ListMultiRegionAccessPointsCommand({ AccountId: environment.accountId }));
  expectEqual(
    "the Multi-Region Access Points",
    AccessPoints.map(({ Name }) => Name),
    [],
  );

  const { Roles = [] } = await environment.iam().send(new ListRolesCommand({}));
  expectEqual(
    "the IAM roles",
    Roles.map(({ RoleName }) => RoleName),
    [],
  );

  const regions = new Set([...environment.regions, ...ROUTES_REGIONS]);
  for (const region of regions) await checkRegion(environment, region);
  if (inS3 !== undefined) await checkState(environment, inS3);
  return [
    "Only the state bucket is left. There is no access point and no role.",
    `${[...regions].join(", ")}: no alarm, dashboard, topic, queue, key alias, endpoint, security group, document or event rule.`,
  ];
}

async function checkRegion(environment: DeployedEnvironment, region: string): Promise<void> {
  const cloudwatch = environment.cloudwatch(region);
  const ec2 = environment.ec2(region);
  const [alarms, dashboards, topics, queues, aliases, endpoints, groups, documents, rules] =
    await Promise.all([
      cloudwatch.send(new DescribeAlarmsCommand({})),
      cloudwatch.send(new ListDashboardsCommand({})),
      environment.sns(region).send(new ListTopicsCommand({})),
      environment.sqs(region).send(new ListQueuesCommand({})),
      environment.kms(region).send(new ListAliasesCommand({})),
      ec2.send(new DescribeVpcEndpointsCommand({})),
      ec2.send(new DescribeSecurityGroupsCommand({})),
      environment
        .ssm(region)
        .send(new ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }] })),
      environment.events(region).send(new ListRulesCommand({})),
    ]);
  const left = {
    alarms: alarms.MetricAlarms?.map(({ AlarmName }) => AlarmName) ?? [],
    dashboards: dashboards.DashboardEntries?.map(({ DashboardName }) => DashboardName) ?? [],
    topics: topics.Topics?.map(({ TopicArn }) => TopicArn) ?? [],
    queues: queues.QueueUrls ?? [],
    aliases:
      aliases.Aliases?.map(({ AliasName }) => AliasName).filter((name) => !name?.startsWith("alias/aws/")) ??
      [],
    endpoints:
      endpoints.VpcEndpoints?.filter(({ State }) => !/^delet/i.test(State ?? "")).map(
        ({ VpcEndpointId }) => VpcEndpointId,
      ) ?? [],
    groups:
      groups.SecurityGroups?.map(({ GroupName }) => GroupName).filter((name) => name !== "default") ?? [],
  };
  const more = {
    documents: documents.DocumentIdentifiers?.map(({ Name }) => Name) ?? [],
    rules: rules.Rules?.map(({ Name }) => Name) ?? [],
  };
  expectEqual(`what is left in ${region}`, left, {
    alarms: [],
    dashboards: [],
    topics: [],
    queues: [],
    aliases: [],
    endpoints: [],
    groups: [],
  });
  expectEqual(`what is left in ${region}`, more, { documents: [], rules: [] });
}

/** The state exists, is unlocked and contains no resource. */
async function checkState(
  environment: DeployedEnvironment,
  state: { bucket: string; region: string; key: string },
): Promise<void> {
  const s3 = environment.s3(state.region);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: state.bucket }));
  expectEqual(
    "the objects of the state bucket",
    Contents.map(({ Key }) => Key),
    [state.key],
  );
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: state.bucket, Key: state.key }));
  const { resources } = JSON.parse((await Body?.transformToString()) ?? "{}") as { resources: unknown[] };
  expectEqual("the resources in the state", resources, []);
}
