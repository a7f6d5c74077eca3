import { FailoverRunbook } from "../../constructs/failover-runbook";
import { RunbookPolicy } from "../../constructs/runbook-policy";
import { synthPlain } from "../support/synth";

test("allows to start and watch the runbook in both Regions, and to pass its role to Systems Manager", () => {
  const statements = synthPlain(["us-east-1", "us-west-2"], (stack) => {
    const runbook = new FailoverRunbook(stack, "runbook", {
      name: "my-mrap",
      accessPointArn: "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
      accountId: "123456789012",
      buckets: { "ap-south-1": "shop-mumbai", "us-east-1": "shop-virginia" },
      providers: new Map(["us-east-1", "us-west-2"].map((region) => [region, stack.providers.in(region)])),
    });
    new RunbookPolicy(stack, "policy", { runbook, accountId: "123456789012" });
  }).statements("policy/Resource");
  const arn = (region: string, resource: string) => `arn:aws:ssm:${region}:123456789012:${resource}`;
  expect(statements).toEqual({
    StartTheRunbook: {
      sid: "StartTheRunbook",
      actions: ["ssm:StartAutomationExecution"],
      resources: [
        arn("us-east-1", "automation-definition/my-mrap-failover:*"),
        arn("us-west-2", "automation-definition/my-mrap-failover:*"),
        arn("us-east-1", "document/my-mrap-failover"),
        arn("us-west-2", "document/my-mrap-failover"),
        arn("us-east-1", "automation-execution/*"),
        arn("us-west-2", "automation-execution/*"),
      ],
    },
    WatchTheRunbook: {
      sid: "WatchTheRunbook",
      actions: ["ssm:GetAutomationExecution"],
      resources: [arn("us-east-1", "automation-execution/*"), arn("us-west-2", "automation-execution/*")],
    },
    PassTheRoleOfTheRunbook: {
      sid: "PassTheRoleOfTheRunbook",
      actions: ["iam:PassRole"],
      resources: ["${aws_iam_role.runbook/Role.arn}"],
      condition: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["ssm.amazonaws.com"] }],
    },
  });
});
