/** Topics, queues, their keys, and the role that forwards events. */
import { table } from "../table";

const account = "aws:SourceAccount=111122223333";
const other = "aws:SourceAccount=444455556666";
const bucket = "aws:SourceArn=arn:aws:s3:::bucket-in-REGION";
const rule = "aws:SourceArn=arn:aws:events:REGION:111122223333:rule/my-mrap-routing";
const otherRule = "aws:SourceArn=arn:aws:events:REGION:444455556666:rule/my-mrap-routing";
const context = "kms:EncryptionContext:aws:sns:topicArn=arn:aws:sns:us-west-2:111122223333";

export const NOTIFICATIONS = table(`
  # SNS DG, Example cases for access control: CloudWatch alarms publish for one account.
  basic restricted | cloudwatch.amazonaws.com | alerts topic | ${account} | sns:Publish | allow
  basic restricted | cloudwatch.amazonaws.com | alerts topic | ${account} | sns:Subscribe sns:DeleteTopic | none
  basic restricted | cloudwatch.amazonaws.com | alerts topic | ${other}   | sns:Publish | none
  basic restricted | cloudwatch.amazonaws.com | alerts topic | -          | sns:Publish | none
  basic restricted | lambda.amazonaws.com     | alerts topic | ${account} | sns:Publish | none
  basic restricted | role without a policy    | alerts topic | -          | sns:Publish sns:Subscribe | none
  basic restricted | partner administrator    | alerts topic | -          | sns:Publish sns:Subscribe | none
  basic restricted | anonymous                | alerts topic | -          | sns:Publish | none

  # EventBridge UG, Resource-based policies: a topic policy for EventBridge has no condition.
  basic restricted | events.amazonaws.com  | routing topic | - | sns:Publish | allow
  basic restricted | events.amazonaws.com  | routing topic | - | sns:Subscribe sns:DeleteTopic | none
  basic restricted | lambda.amazonaws.com  | routing topic | - | sns:Publish | none
  basic restricted | partner administrator | routing topic | - | sns:Publish sns:Subscribe | none

  # SNS DG, Enable compatibility between event sources and encrypted topics: the service needs Decrypt and GenerateDataKey*.
  basic restricted | cloudwatch.amazonaws.com | alerts key  | - | kms:Decrypt kms:GenerateDataKey kms:GenerateDataKeyPair | allow
  basic restricted | cloudwatch.amazonaws.com | alerts key  | - | kms:Encrypt kms:ScheduleKeyDeletion kms:PutKeyPolicy | none
  basic restricted | lambda.amazonaws.com     | alerts key  | - | kms:Decrypt | none
  basic restricted | events.amazonaws.com     | routing key | ${context}:my-mrap-routing | kms:Decrypt kms:GenerateDataKey | allow
  basic restricted | events.amazonaws.com     | routing key | ${context}:other           | kms:Decrypt kms:GenerateDataKey | none
  basic restricted | events.amazonaws.com     | routing key | -                          | kms:Decrypt | none
  basic restricted | events.amazonaws.com     | routing key | ${context}:my-mrap-routing | kms:Encrypt kms:PutKeyPolicy | none
  basic restricted | lambda.amazonaws.com     | routing key | ${context}:my-mrap-routing | kms:Decrypt | none

  # KMS DG, Default key policy: the account's identity policies decide. Other accounts have no access.
  basic restricted | Terraform             | alerts key  | - | kms:PutKeyPolicy kms:ScheduleKeyDeletion kms:DescribeKey kms:Decrypt | allow
  basic restricted | Terraform             | routing key | - | kms:PutKeyPolicy kms:ScheduleKeyDeletion kms:DescribeKey kms:Decrypt | allow
  basic restricted | role without a policy | alerts key  | - | kms:Decrypt kms:DescribeKey | none
  basic restricted | role without a policy | routing key | - | kms:Decrypt kms:DescribeKey | none
  basic restricted | partner administrator | alerts key  | - | kms:Decrypt kms:DescribeKey | none
  basic restricted | partner administrator | routing key | - | kms:Decrypt kms:DescribeKey | none

  # S3 UG, Granting permissions to publish event notification messages: the source account and the source bucket.
  basic restricted | s3.amazonaws.com      | events queue | ${account}, ${bucket} | sqs:SendMessage | allow
  basic restricted | s3.amazonaws.com      | events queue | ${account}, ${bucket} | sqs:ReceiveMessage sqs:DeleteQueue | none
  basic restricted | s3.amazonaws.com      | events queue | ${other}, ${bucket}   | sqs:SendMessage | none
  basic restricted | s3.amazonaws.com      | events queue | ${account}, aws:SourceArn=arn:aws:s3:::other-bucket | sqs:SendMessage | none
  basic restricted | lambda.amazonaws.com  | events queue | ${account}, ${bucket} | sqs:SendMessage | none
  basic restricted | partner administrator | events queue | -                     | sqs:SendMessage sqs:ReceiveMessage | none
  basic restricted | role without a policy | events queue | -                     | sqs:ReceiveMessage | none

  # EventBridge UG, Using dead-letter queues: events.amazonaws.com sends, with the ARN of the rule.
  basic restricted | events.amazonaws.com  | undelivered queue | ${rule}      | sqs:SendMessage | allow
  basic restricted | events.amazonaws.com  | undelivered queue | ${rule}      | sqs:ReceiveMessage sqs:DeleteQueue | none
  basic restricted | events.amazonaws.com  | undelivered queue | ${otherRule} | sqs:SendMessage | none
  basic restricted | events.amazonaws.com  | undelivered queue | -            | sqs:SendMessage | none
  basic restricted | lambda.amazonaws.com  | undelivered queue | ${rule}      | sqs:SendMessage | none
  basic restricted | partner administrator | undelivered queue | -            | sqs:SendMessage sqs:ReceiveMessage | none

  # EventBridge UG, Sending and receiving events between Regions: the role needs events:PutEvents on the bus.
  basic restricted | forwarding role       | event bus         | - | events:PutEvents | allow
  basic restricted | forwarding role       | event bus         | - | events:PutRule events:PutTargets | none
  basic restricted | forwarding role       | another event bus | - | events:PutEvents | none
  basic restricted | events.amazonaws.com  | forwarding role   | - | sts:AssumeRole | allow
  basic restricted | events.amazonaws.com  | forwarding role   | - | sts:TagSession | none
  basic restricted | lambda.amazonaws.com  | forwarding role   | - | sts:AssumeRole | none
  basic restricted | Terraform             | forwarding role   | - | sts:AssumeRole | none
  basic restricted | partner administrator | forwarding role   | - | sts:AssumeRole | none
`);
