/** The failover runbook, and the principal that starts it. */
import { table } from "../table";

const [account, own] = [
  "aws:SourceAccount=111122223333",
  "aws:SourceArn=arn:aws:ssm:us-west-2:111122223333:automation-execution/0123",
];
const foreign =
  "aws:SourceAccount=444455556666, aws:SourceArn=arn:aws:ssm:us-west-2:444455556666:automation-execution/0123";

export const RUNBOOK = table(`
  # SSM UG, Configure a service role for Automation: aws:SourceAccount and aws:SourceArn prevent the confused deputy problem.
  basic restricted | ssm.amazonaws.com    | runbook role | ${account}, ${own} | sts:AssumeRole | allow
  basic restricted | ssm.amazonaws.com    | runbook role | ${account}, ${own} | sts:TagSession | none
  basic restricted | ssm.amazonaws.com    | runbook role | ${foreign}         | sts:AssumeRole | none
  basic restricted | ssm.amazonaws.com    | runbook role | ${account}, aws:SourceArn=arn:aws:ssm:us-west-2:111122223333:document/other | sts:AssumeRole | none
  basic restricted | ssm.amazonaws.com    | runbook role | -                  | sts:AssumeRole | none
  basic restricted | lambda.amazonaws.com | runbook role | ${account}, ${own} | sts:AssumeRole | none
  basic restricted | Terraform            | runbook role | -                  | sts:AssumeRole | none
  basic restricted | operator             | runbook role | -                  | sts:AssumeRole | none

  # SAR, AWS Systems Manager: StartAutomationExecution is on the definition, the document and the execution.
  basic restricted | operator | runbook definition | - | ssm:StartAutomationExecution | allow
  basic restricted | operator | runbook document   | - | ssm:StartAutomationExecution | allow
  basic restricted | operator | runbook execution  | - | ssm:StartAutomationExecution ssm:GetAutomationExecution | allow
  basic restricted | operator | runbook execution  | - | ssm:StopAutomationExecution ssm:SendAutomationSignal | none
  basic restricted | operator | runbook document   | - | ssm:DeleteDocument ssm:UpdateDocument ssm:GetDocument | none
  basic restricted | operator | another document   | - | ssm:StartAutomationExecution | none
  basic restricted | operator | execution in another Region | - | ssm:GetAutomationExecution | none

  # IAM UG, Grant a user permissions to pass a role to an AWS service: iam:PassedToService limits the service.
  basic restricted | operator | runbook role     | iam:PassedToService=ssm.amazonaws.com    | iam:PassRole | allow
  basic restricted | operator | runbook role     | iam:PassedToService=lambda.amazonaws.com | iam:PassRole | none
  basic restricted | operator | runbook role     | iam:PassedToService=ssm.amazonaws.com    | iam:DeleteRole iam:UpdateAssumeRolePolicy | none
  basic restricted | operator | another role     | iam:PassedToService=ssm.amazonaws.com    | iam:PassRole | none
  basic restricted | operator | replication role | iam:PassedToService=ssm.amazonaws.com    | iam:PassRole | none
`);
