import type { DescribeAlarmsCommandInput } from "@aws-sdk/client-cloudwatch";
import type { ListRulesCommandInput } from "@aws-sdk/client-eventbridge";
import type { ListBucketsCommandInput } from "@aws-sdk/client-s3";
import type { Aws } from "../adapters/aws/aws";

/** How many buckets the account has. */
export async function bucketCount(aws: Aws, abortSignal: AbortSignal): Promise<number> {
  const { ListBucketsCommand } = await import("@aws-sdk/client-s3");
  const client = await aws.s3("us-east-1");
  const options = { MaxBuckets: 10_000 };
  let count = 0;
  for (let token: string | undefined = ""; token !== undefined;) {
    const page: ListBucketsCommandInput = { ...options, ...(token !== "" && { ContinuationToken: token }) };
    const { Buckets = [], ContinuationToken } = await client.send(new ListBucketsCommand(page), {
      abortSignal,
    });
    count += Buckets.length;
    token = ContinuationToken;
  }
  return count;
}

/** How many rules the default event bus of a Region has. */
export async function ruleCount(aws: Aws, region: string, abortSignal: AbortSignal): Promise<number> {
  const { ListRulesCommand } = await import("@aws-sdk/client-eventbridge");
  const client = await aws.eventBridge(region);
  let count = 0;
  for (let token: string | undefined = ""; token !== undefined;) {
    const page: ListRulesCommandInput = token === "" ? {} : { NextToken: token };
    const { Rules = [], NextToken } = await client.send(new ListRulesCommand(page), { abortSignal });
    count += Rules.length;
    token = NextToken;
  }
  return count;
}

/** How many alarms of a Region have a Metrics Insights query. */
export async function alarmQueries(aws: Aws, region: string, abortSignal: AbortSignal): Promise<number> {
  const { DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = await aws.cloudWatch(region);
  let count = 0;
  for (let token: string | undefined = ""; token !== undefined;) {
    const page: DescribeAlarmsCommandInput = { MaxRecords: 100, ...(token !== "" && { NextToken: token }) };
    const { MetricAlarms = [], NextToken } = await client.send(new DescribeAlarmsCommand(page), {
      abortSignal,
    });
    count += MetricAlarms.filter(({ Metrics = [] }) =>
      Metrics.some(({ Expression = "" }) => /^\s*SELECT\b/i.test(Expression)),
    ).length;
    token = NextToken;
  }
  return count;
}
