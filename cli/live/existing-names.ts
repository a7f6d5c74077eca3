import type { Aws } from "../adapters/aws/aws";
import { kindOf } from "../adapters/aws/errors";
import { findRole } from "../adapters/aws/iam";
import { jsonApi } from "../adapters/aws/json-api";
import { queryApi } from "../adapters/aws/query-api";

/** The resources of a type in a Region that have one of these names. */
export interface Wanted {
  readonly region: string;
  readonly account: string;
  readonly names: readonly string[];
}

/** A type of resource whose name may exist before a first deploy. */
export interface NamedKind {
  readonly noun: string;
  /** The argument that has the name. */
  readonly argument: string;
  /** The action that finds the names. */
  readonly action: string;
  /**
   * The effect of a deploy on a resource of that name: the deploy replaces it, uses it as its own, or fails.
   * Ledger: names-overwritten, names-rejected
   */
  readonly deploy: "replaces" | "adopts" | "fails";
  /** Returns names that exist, at least those among the wanted names. */
  readonly list: (aws: Aws, wanted: Wanted, signal: AbortSignal) => Promise<(string | undefined)[]>;
}

/** By the type of the resource in Terraform. */
export const NAMED_KINDS: Readonly<Record<string, NamedKind>> = {
  aws_cloudwatch_dashboard: {
    noun: "dashboard",
    argument: "dashboard_name",
    action: "cloudwatch:ListDashboards",
    deploy: "replaces",
    async list(aws, { region, names: [name] }, abortSignal) {
      const { ListDashboardsCommand } = await import("@aws-sdk/client-cloudwatch");
      const client = await aws.cloudWatch(region);
      const found = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: name }), {
        abortSignal,
      });
      return (found.DashboardEntries ?? []).map(({ DashboardName }) => DashboardName);
    },
  },
  aws_cloudwatch_metric_alarm: {
    noun: "alarm",
    argument: "alarm_name",
    action: "cloudwatch:DescribeAlarms",
    deploy: "replaces",
    async list(aws, { region, names }, abortSignal) {
      const { DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
      const client = await aws.cloudWatch(region);
      const found = await client.send(new DescribeAlarmsCommand({ AlarmNames: [...names] }), { abortSignal });
      return (found.MetricAlarms ?? []).map(({ AlarmName }) => AlarmName);
    },
  },
  aws_cloudwatch_event_rule: {
    noun: "rule",
    argument: "name",
    action: "events:ListRules",
    deploy: "replaces",
    async list(aws, { region, names: [NamePrefix] }, abortSignal) {
      const { ListRulesCommand } = await import("@aws-sdk/client-eventbridge");
      const client = await aws.eventBridge(region);
      const found = await client.send(new ListRulesCommand({ NamePrefix }), { abortSignal });
      return (found.Rules ?? []).map(({ Name }) => Name);
    },
  },
  aws_sns_topic: {
    noun: "topic",
    argument: "name",
    action: "sns:GetTopicAttributes",
    deploy: "adopts",
    list: (aws, { region, account, names }, signal) =>
      each(names, (name) => {
        const TopicArn = `arn:aws:sns:${region}:${account}:${name}`;
        return queryApi(aws, "sns", region, "GetTopicAttributes", { TopicArn }, signal);
      }),
  },
  aws_sqs_queue: {
    noun: "queue",
    argument: "name",
    action: "sqs:GetQueueUrl",
    deploy: "adopts",
    list: (aws, { region, names }, signal) =>
      each(
        names,
        (QueueName) => jsonApi(aws, "sqs", region, "GetQueueUrl", { QueueName }, signal),
        // SQS answers with status 400.
        /\bNonExistentQueue$|^QueueDoesNotExist$/,
      ),
  },
  aws_iam_role: {
    noun: "role",
    argument: "name",
    action: "iam:GetRole",
    deploy: "fails",
    list: (aws, { names }, signal) =>
      Promise.all(
        names.map(async (name) => ((await findRole(aws, name, signal)) === undefined ? undefined : name)),
      ),
  },
  aws_kms_alias: {
    noun: "key alias",
    argument: "name",
    action: "kms:DescribeKey",
    deploy: "fails",
    list: (aws, { region, names }, signal) =>
      each(
        names,
        (KeyId) => jsonApi(aws, "kms", region, "DescribeKey", { KeyId }, signal),
        /^NotFoundException$/,
      ),
  },
  aws_ssm_document: {
    noun: "document",
    argument: "name",
    action: "ssm:DescribeDocument",
    deploy: "fails",
    list: (aws, { region, names }, signal) =>
      each(
        names,
        (Name) => jsonApi(aws, "ssm", region, "DescribeDocument", { Name }, signal),
        /^InvalidDocument$/,
      ),
  },
};

/** The names for which a call succeeds. @param missing the codes of a name that does not exist, besides status 404 */
function each(
  names: readonly string[],
  find: (name: string) => Promise<unknown>,
  missing = /^NotFound$/,
): Promise<(string | undefined)[]> {
  return Promise.all(
    names.map((name) =>
      find(name).then(
        () => name,
        (error: unknown) => {
          if (kindOf(error) === "missing" || missing.test((error as { code?: string }).code ?? ""))
            return undefined;
          throw error;
        },
      ),
    ),
  );
}
