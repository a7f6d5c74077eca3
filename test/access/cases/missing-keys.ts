/** Requests that lack one of the condition keys of a statement. */
import { table } from "../table";

const via = "kms:ViaService=s3.REGION.amazonaws.com";
const context = "kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::bucket-in-REGION";

export const MISSING_KEYS = table(`
  # IAM UG, IAM JSON policy elements, Condition: a key that is not in the request does not match, and the condition is false.
  kms kms-everyone retired | replication role                    | objects key with the default policy     | ${via}     | kms:Decrypt | none
  kms kms-everyone retired | replication role                    | objects key with the default policy     | ${context} | kms:Decrypt | none
  kms kms-everyone retired | replication role                    | destination key with the default policy | ${via}     | kms:Encrypt kms:Decrypt | none
  kms kms-everyone retired | replication role                    | destination key with the default policy | ${context} | kms:Encrypt kms:Decrypt | none
  kms kms-everyone         | replication role without its policy | objects key     | ${via}     | kms:Decrypt | none
  kms kms-everyone         | replication role without its policy | objects key     | ${context} | kms:Decrypt | none
  kms kms-everyone         | replication role without its policy | destination key | ${via}     | kms:Encrypt kms:Decrypt | none
  kms kms-everyone         | replication role without its policy | destination key | ${context} | kms:Encrypt kms:Decrypt | none
  kms kms-everyone retired | application with reader_policy      | objects key with the default policy | ${via}     | kms:Decrypt | none
  kms kms-everyone retired | application with reader_policy      | objects key with the default policy | ${context} | kms:Decrypt | none
  kms kms-everyone retired | application with writer_policy      | objects key with the default policy | ${via}     | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone retired | application with writer_policy      | objects key with the default policy | ${context} | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | Terraform                           | objects key | ${via}     | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | Terraform                           | objects key | ${context} | kms:Decrypt kms:GenerateDataKey | none
  kms                      | reader without a policy             | objects key | ${via}     | kms:Decrypt | none
  kms                      | reader without a policy             | objects key | ${context} | kms:Decrypt | none
  kms                      | writer without a policy             | objects key | ${via}     | kms:Decrypt kms:GenerateDataKey | none
  kms                      | writer without a policy             | objects key | ${context} | kms:Decrypt kms:GenerateDataKey | none
  kms-everyone             | role without a policy               | objects key | ${via}     | kms:Decrypt | none
  kms-everyone             | role without a policy               | objects key | ${context} | kms:Decrypt | none
  kms-everyone             | partner role with s3:* and kms:*    | objects key | ${via}     | kms:Decrypt kms:GenerateDataKey | none
  kms-everyone             | partner role with s3:* and kms:*    | objects key | ${context} | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | cloudfront.amazonaws.com            | objects key | -          | kms:Decrypt | none
  open everyone            | cloudfront.amazonaws.com            | access point | -         | GetObject | none
  open everyone            | cloudfront.amazonaws.com            | bucket       | -         | GetObject | none
  restricted               | cloudfront.amazonaws.com            | open access point | -    | GetObject | none
  restricted               | cloudfront.amazonaws.com            | bucket            | -    | GetObject | none
  basic restricted | s3.amazonaws.com  | events queue | aws:SourceAccount=111122223333 | sqs:SendMessage | none
  basic restricted | s3.amazonaws.com  | events queue | aws:SourceArn=arn:aws:s3:::bucket-in-REGION | sqs:SendMessage | none
  basic restricted | ssm.amazonaws.com | runbook role | aws:SourceAccount=111122223333 | sts:AssumeRole | none
  basic restricted | ssm.amazonaws.com | runbook role | aws:SourceArn=arn:aws:ssm:us-west-2:111122223333:automation-execution/0123 | sts:AssumeRole | none
  basic restricted | operator          | runbook role | - | iam:PassRole | none
  basic restricted | job operator      | job role     | - | iam:PassRole | none
`);
