import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import type { FailoverRunbook } from "./failover-runbook";

export interface RunbookPolicyProps {
  readonly runbook: FailoverRunbook;
  readonly accountId: string;
}

/**
 * An identity policy to attach to a principal that starts the failover runbook. It needs no permission for the access
 * point, because the runbook runs under its own role. This construct creates no resource.
 *
 * @example
 * const runbook = new FailoverRunbook(stack, "second", {
 *   name: "archive",
 *   accessPointArn: accessPoint.arn,
 *   accountId: "123456789012",
 *   buckets: { "eu-west-1": "example-photos-eu-west-1", "us-east-1": "example-photos-us-east-1" },
 *   providers: new Map([
 *     ["us-west-2", providers.control],
 *     ["eu-west-1", providers.in("eu-west-1")],
 *   ]),
 * });
 * new RunbookPolicy(stack, "start-runbook", { runbook, accountId: "123456789012" });
 */
export class RunbookPolicy extends Construct {
  /** The policy as JSON. */
  readonly json: string;

  constructor(scope: Construct, id: string, { runbook, accountId }: RunbookPolicyProps) {
    super(scope, id);
    const arns = (resource: string) =>
      runbook.regions.map((region) => `arn:aws:ssm:${region}:${accountId}:${resource}`);
    this.json = new DataAwsIamPolicyDocument(this, "Resource", {
      statement: [
        {
          sid: "StartTheRunbook",
          actions: ["ssm:StartAutomationExecution"],
          resources: [
            ...arns(`automation-definition/${runbook.documentName}:*`),
            ...arns(`document/${runbook.documentName}`),
            ...arns("automation-execution/*"),
          ],
        },
        {
          sid: "WatchTheRunbook",
          actions: ["ssm:GetAutomationExecution"],
          resources: arns("automation-execution/*"),
        },
        {
          sid: "PassTheRoleOfTheRunbook",
          actions: ["iam:PassRole"],
          resources: [runbook.role.arn],
          condition: [
            { test: "StringEquals", variable: "iam:PassedToService", values: ["ssm.amazonaws.com"] },
          ],
        },
      ],
    }).json;
  }
}
