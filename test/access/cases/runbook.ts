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
  all | ssm.amazonaws.com    | runbook role | ${account}, ${own} | sts:AssumeRole | allow
  all | ssm.amazonaws.com    | runbook role | ${account}, ${own} | sts:TagSession | none
  all | ssm.amazonaws.com    | runbook role | ${foreign}         | sts:AssumeRole | none
  all | ssm.amazonaws.com    | runbook role | ${account}, aws:SourceArn=arn:aws:ssm:us-west-2:111122223333:document/other | sts:AssumeRole | none
  all | ssm.amazonaws.com    | runbook role | -                  | sts:AssumeRole | none
  all | lambda.amazonaws.com | runbook role | ${account}, ${own} | sts:AssumeRole | none
  all | Terraform            | runbook role | -                  | sts:AssumeRole | none
  all | operator             | runbook role | -                  | sts:AssumeRole | none

  # SAR, AWS Systems Manager: StartAutomationExecution is on the definition, the document and the execution.
  all | operator | runbook definition | - | ssm:StartAutomationExecution | allow
  all | operator | runbook document   | - | ssm:StartAutomationExecution | allow
  all | operator | runbook execution  | - | ssm:StartAutomationExecution ssm:GetAutomationExecution | allow
  all | operator | runbook execution  | - | ssm:StopAutomationExecution ssm:SendAutomationSignal | none
  all | operator | runbook document   | - | ssm:DeleteDocument ssm:UpdateDocument ssm:GetDocument | none
  all | operator | another document   | - | ssm:StartAutomationExecution | none
  all | operator | execution in another Region | - | ssm:GetAutomationExecution | none

  # IAM UG, Grant a user permissions to pass a role to an AWS service: iam:PassedToService limits the service.
  all | operator | runbook role     | iam:PassedToService=ssm.amazonaws.com    | iam:PassRole | allow
  all | operator | runbook role     | iam:PassedToService=lambda.amazonaws.com | iam:PassRole | none
  all | operator | runbook role     | iam:PassedToService=ssm.amazonaws.com    | iam:DeleteRole iam:UpdateAssumeRolePolicy | none
  all | operator | another role     | iam:PassedToService=ssm.amazonaws.com    | iam:PassRole | none
  all | operator | replication role | iam:PassedToService=ssm.amazonaws.com    | iam:PassRole | none
`);
