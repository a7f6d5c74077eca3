/** Environments with KMS keys. */
import { table } from "../table";

const context = "kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::bucket-in-REGION";
/** The call that S3 makes in the Region of the key, for the bucket of the Region. */
const s3 = `kms:ViaService=s3.REGION.amazonaws.com, ${context}`;
const otherRegion = `kms:ViaService=s3.sa-east-1.amazonaws.com, ${context}`;
const otherService = `kms:ViaService=ec2.REGION.amazonaws.com, ${context}`;
const otherBucket =
  "kms:ViaService=s3.REGION.amazonaws.com, kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::other-bucket";
const object =
  "kms:ViaService=s3.REGION.amazonaws.com, kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::bucket-in-REGION/photos/a.jpg";

export const KMS = table(`
  # S3 UG, Using server-side encryption with AWS KMS keys: reads need kms:Decrypt, uploads kms:GenerateDataKey, multipart uploads both.
  kms retired | reader                         | access point | - | GetObject GetObjectVersion GetObjectTagging ListBucket | allow
  kms retired | application with reader_policy | access point | - | GetObject GetObjectVersion GetObjectTagging ListBucket | allow
  kms retired | application with writer_policy | access point | - | GetObject PutObject DeleteObject ListBucket | allow
  kms         | writer                         | access point | multipart | PutObject | allow
  kms         | application with writer_policy | access point | multipart | PutObject | allow
  kms retired  | role with s3:*                 | access point | -        | GetObject GetObjectVersion | none
  kms-everyone | role with s3:*                 | access point | created  | GetObject GetObjectVersion | allow
  kms-everyone | role with s3:*                 | access point | existing | GetObject GetObjectVersion | none
  kms         | role with s3:*                 | access point | - | PutObject | none
  kms retired  | role with s3:*                 | bucket       | -        | GetObject | none
  kms-everyone | role with s3:*                 | bucket       | created  | GetObject | allow
  kms-everyone | role with s3:*                 | bucket       | existing | GetObject | none
  kms kms-everyone retired | role with s3:* and kms:* | access point | - | GetObject PutObject | allow
  kms kms-everyone retired | role with s3:* and kms:* | bucket | - | GetObject PutObject | allow
  retired     | role with s3:*                 | access point | - | PutObject | allow
  kms         | role with s3:*                 | access point | - | DeleteObject GetObjectTagging PutObjectTagging ListBucket | allow

  # KMS DG, Key policies in AWS KMS: a key policy that names a principal of the account is enough. The default policy names nobody.
  kms          | reader without a policy | access point | created  | GetObject | allow
  kms          | reader without a policy | access point | existing | GetObject | none
  kms          | writer without a policy | access point | created  | GetObject PutObject | allow
  kms          | writer without a policy | access point | existing | GetObject PutObject | none
  kms-everyone | role without a policy   | access point | created  | GetObject GetObjectVersion | allow
  kms-everyone | role without a policy   | access point | existing | GetObject | none
  kms-everyone | role without a policy   | access point | -        | PutObject | none

  # KMS DG, Allowing users in other accounts to use a KMS key: the key policy and an identity policy must allow.
  kms          | partner reader with s3:* and kms:* | access point | created  | GetObject | allow
  kms          | partner reader with s3:* and kms:* | access point | existing | GetObject | none
  kms          | partner reader                     | access point | -        | GetObject | none
  kms          | partner reader with s3:* and kms:* | access point | -        | PutObject | none
  kms          | partner writer with s3:* and kms:* | access point | created  | GetObject PutObject | allow
  kms          | partner writer with s3:* and kms:* | access point | created, multipart | PutObject | allow
  kms          | partner writer                     | access point | -        | PutObject | none
  kms          | partner role with s3:* and kms:*   | access point | -        | GetObject PutObject | none
  kms-everyone | partner role with s3:* and kms:*   | access point | created  | GetObject PutObject | allow
  kms-everyone | partner role with s3:* and kms:*   | access point | existing | GetObject PutObject | none
  kms-everyone | partner role                       | access point | -        | GetObject PutObject | none
  kms          | stranger with s3:* and kms:*       | access point | -        | GetObject PutObject | none
  kms-everyone | stranger with s3:* and kms:*       | access point | -        | GetObject PutObject | deny

  # CloudFront DG, Restrict access to an Amazon S3 origin, SSE-KMS: the key policy must allow the distribution.
  kms kms-everyone | CloudFront                          | access point | created  | GetObject | allow
  kms kms-everyone | CloudFront                          | access point | existing | GetObject | none
  kms kms-everyone | CloudFront for another distribution | access point | -        | GetObject | none

  # S3 UG, S3 Bucket Keys: without a bucket key, the encryption context is the ARN of the object.
  kms | writer                         | access point | created, no-s3-bucket-key | PutObject | none
  kms | application with writer_policy | access point | no-s3-bucket-key          | PutObject | none

  # S3 UG, Replicating encrypted objects: Decrypt on the source's key, Encrypt and (with bucket keys) Decrypt on the destination's key.
  kms kms-everyone retired | replication role                    | objects key with the default policy     | ${s3} | kms:Decrypt | allow
  kms kms-everyone retired | replication role                    | objects key with the default policy     | ${s3} | kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:DescribeKey kms:CreateGrant | none
  kms kms-everyone retired | replication role                    | destination key with the default policy | ${s3} | kms:Encrypt kms:Decrypt | allow
  kms kms-everyone retired | replication role                    | destination key with the default policy | ${s3} | kms:GenerateDataKey kms:ReEncryptTo kms:DescribeKey kms:CreateGrant | none
  kms kms-everyone         | replication role without its policy | objects key     | ${s3} | kms:Decrypt | allow
  kms kms-everyone         | replication role without its policy | objects key     | ${s3} | kms:Encrypt kms:GenerateDataKey | none
  kms kms-everyone         | replication role without its policy | destination key | ${s3} | kms:Encrypt kms:Decrypt | allow
  kms kms-everyone         | replication role without its policy | destination key | ${s3} | kms:GenerateDataKey kms:CreateGrant | none

  # KMS DG, AWS KMS condition keys, kms:ViaService: only S3 in the Region of the key.
  kms kms-everyone retired | replication role | objects key with the default policy     | ${otherService} | kms:Decrypt | none
  kms kms-everyone retired | replication role | destination key with the default policy | ${otherRegion}  | kms:Encrypt kms:Decrypt | none
  kms kms-everyone retired | replication role | destination key with the default policy | -               | kms:Encrypt kms:Decrypt | none
  kms kms-everyone retired | application with reader_policy | objects key with the default policy | ${otherService} | kms:Decrypt | none
  kms kms-everyone retired | application with writer_policy | objects key with the default policy | ${otherService} | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | replication role without its policy | objects key     | ${otherService} | kms:Decrypt | none
  kms kms-everyone         | replication role without its policy | destination key | ${otherRegion}  | kms:Encrypt kms:Decrypt | none
  kms kms-everyone         | Terraform               | objects key | ${otherService} | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | Terraform               | objects key | ${otherRegion}  | kms:Decrypt kms:GenerateDataKey | none
  kms                      | reader without a policy | objects key | ${otherService} | kms:Decrypt | none
  kms                      | writer without a policy | objects key | ${otherService} | kms:Decrypt kms:GenerateDataKey | none
  kms-everyone             | role without a policy   | objects key | ${otherService} | kms:Decrypt | none
  kms-everyone             | partner role with s3:* and kms:* | objects key | ${otherService} | kms:Decrypt kms:GenerateDataKey | none

  # KMS DG, AWS KMS condition keys, kms:EncryptionContext: only the bucket of the key, with a bucket key.
  kms kms-everyone retired | replication role | objects key with the default policy     | ${otherBucket} | kms:Decrypt | none
  kms kms-everyone retired | replication role | destination key with the default policy | ${otherBucket} | kms:Encrypt kms:Decrypt | none
  kms kms-everyone retired | application with reader_policy | objects key with the default policy | ${otherBucket} | kms:Decrypt | none
  kms kms-everyone retired | application with writer_policy | objects key with the default policy | ${otherBucket} | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | replication role without its policy | objects key     | ${object}      | kms:Decrypt | none
  kms kms-everyone         | replication role without its policy | destination key | ${otherBucket} | kms:Encrypt kms:Decrypt | none
  kms kms-everyone         | Terraform               | objects key | ${otherBucket} | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | Terraform               | objects key | ${object}      | kms:Decrypt kms:GenerateDataKey | none
  kms                      | reader without a policy | objects key | ${otherBucket} | kms:Decrypt | none
  kms                      | writer without a policy | objects key | ${otherBucket} | kms:Decrypt kms:GenerateDataKey | none
  kms-everyone             | role without a policy   | objects key | ${otherBucket} | kms:Decrypt | none
  kms-everyone             | partner role with s3:* and kms:* | objects key | ${otherBucket} | kms:Decrypt kms:GenerateDataKey | none

  # IAM UG, Policy evaluation logic: each policy grants only the actions and the keys that it names.
  kms kms-everyone retired | application with reader_policy | objects key with the default policy | ${s3} | kms:Decrypt | allow
  kms kms-everyone retired | application with reader_policy | objects key with the default policy | ${s3} | kms:GenerateDataKey kms:Encrypt kms:CreateGrant | none
  kms kms-everyone         | application with writer_policy | objects key with the default policy | ${s3} | kms:Decrypt kms:GenerateDataKey | allow
  kms kms-everyone         | application with writer_policy | objects key with the default policy | ${s3} | kms:Encrypt kms:CreateGrant kms:PutKeyPolicy | none
  retired                  | application with writer_policy | objects key with the default policy | ${s3} | kms:Decrypt | allow
  retired                  | application with writer_policy | objects key with the default policy | ${s3} | kms:GenerateDataKey kms:Encrypt | none
  kms kms-everyone         | reader without a policy | objects key | ${s3} | kms:Decrypt | allow
  kms kms-everyone         | reader without a policy | objects key | ${s3} | kms:GenerateDataKey kms:Encrypt kms:CreateGrant | none
  kms                      | writer without a policy | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey | allow
  kms                      | writer without a policy | objects key | ${s3} | kms:Encrypt kms:CreateGrant kms:PutKeyPolicy | none
  kms                      | role without a policy   | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey kms:Encrypt | none
  kms                      | partner reader with s3:* and kms:* | objects key | ${s3} | kms:Decrypt | allow
  kms                      | partner reader with s3:* and kms:* | objects key | ${s3} | kms:GenerateDataKey kms:Encrypt | none
  kms                      | partner writer with s3:* and kms:* | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey | allow
  kms                      | partner writer with s3:* and kms:* | objects key | ${s3} | kms:Encrypt kms:PutKeyPolicy | none
  kms                      | partner role with s3:* and kms:*   | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey kms:Encrypt | none
  kms-everyone             | partner role with s3:* and kms:*   | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey | allow
  kms-everyone             | partner role with s3:* and kms:*   | objects key | ${s3} | kms:Encrypt kms:PutKeyPolicy | none
  kms-everyone             | partner role                       | objects key | ${s3} | kms:Decrypt | none
  kms-everyone             | role without a policy              | objects key | ${s3} | kms:Encrypt kms:GenerateDataKey | none
  kms kms-everyone         | stranger with s3:* and kms:*       | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey kms:Encrypt | none
  kms kms-everyone         | anonymous                          | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey | none
  kms kms-everyone         | CloudFront                         | objects key | ${s3} | kms:Decrypt | allow
  kms kms-everyone         | CloudFront                         | objects key | ${s3} | kms:GenerateDataKey kms:Encrypt | none
  kms kms-everyone         | CloudFront for another distribution  | objects key | ${s3} | kms:Decrypt | none
  kms kms-everyone         | another service for the distribution | objects key | ${s3} | kms:Decrypt | none

  kms kms-everyone retired | replication role               | another objects key with the default policy     | ${s3} | kms:Decrypt | none
  kms kms-everyone retired | replication role               | another destination key with the default policy | ${s3} | kms:Encrypt kms:Decrypt | none
  kms kms-everyone retired | application with reader_policy | another objects key with the default policy     | ${s3} | kms:Decrypt | none
  kms kms-everyone retired | application with writer_policy | another objects key with the default policy     | ${s3} | kms:Decrypt kms:GenerateDataKey | none

  # KMS DG, Default key policy: the account administers the key with its identity policies. It uses the key only through S3.
  kms kms-everyone | Terraform | objects key | - | kms:CancelKeyDeletion kms:CreateAlias kms:DeleteAlias kms:DescribeKey kms:DisableKey kms:DisableKeyRotation kms:EnableKey kms:EnableKeyRotation kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListGrants kms:ListKeyPolicies kms:ListKeyRotations kms:ListResourceTags kms:PutKeyPolicy kms:RevokeGrant kms:RotateKeyOnDemand kms:TagResource kms:UntagResource kms:UpdateAlias kms:UpdateKeyDescription | allow
  kms kms-everyone | Terraform | objects key | - | kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:CreateGrant | none
  kms kms-everyone | Terraform | objects key | ${s3} | kms:Decrypt kms:GenerateDataKey | allow
  kms kms-everyone | Terraform | objects key | ${s3} | kms:Encrypt kms:ReEncryptFrom kms:CreateGrant | none
  kms              | Terraform | objects key | - | kms:ScheduleKeyDeletion | none
  kms-everyone     | Terraform | objects key | - | kms:ScheduleKeyDeletion | allow
  kms kms-everyone | role with s3:*                   | objects key | ${s3} | kms:GenerateDataKey kms:PutKeyPolicy | none
  kms kms-everyone | partner role with s3:* and kms:* | objects key | - | kms:PutKeyPolicy kms:DescribeKey kms:Decrypt | none
  kms kms-everyone | role without a policy            | objects key | - | kms:PutKeyPolicy kms:DescribeKey | none
`);

export const KMS_UPLOADS = table(`
  # S3 UG, Condition key examples, server-side encryption: the header must name the encryption of the bucket, or be absent.
  kms kms-everyone | Terraform | access point with an open bucket | -            | PutObject | allow
  kms kms-everyone | Terraform | access point with an open bucket | aws:kms      | PutObject | allow
  kms kms-everyone | Terraform | access point with an open bucket | AES256       | PutObject | deny
  kms kms-everyone | Terraform | access point with an open bucket | aws:kms:dsse | PutObject | deny
  kms kms-everyone | Terraform | open access point                | -            | PutObject | allow
  kms kms-everyone | Terraform | open access point                | AES256       | PutObject | deny
  kms kms-everyone | Terraform | open access point                | aws:kms:dsse, bucket-key | PutObject | deny
  retired          | Terraform | open access point                | AES256       | PutObject | allow
  retired          | Terraform | open access point                | aws:kms, bucket-key | PutObject | deny

  # S3 UG, Bucket policy examples, SSE-KMS with a specific key: the header must name the key. Without it, S3 uses aws/s3.
  kms kms-everyone | Terraform | open access point | aws:kms, bucket-key | PutObject | allow
  kms kms-everyone | Terraform | open access point | aws:kms             | PutObject | deny
  kms kms-everyone | Terraform | open access point | aws:kms, other-key  | PutObject | deny
  kms kms-everyone | role with s3:* and kms:* | bucket | aws:kms, bucket-key | PutObject | allow
  kms kms-everyone | role with s3:* and kms:* | bucket | aws:kms, other-key  | PutObject | deny
  kms kms-everyone | role with s3:* and kms:* | bucket | AES256              | PutObject | deny
  kms              | writer | access point | aws:kms, bucket-key | PutObject | allow
  kms              | writer | access point | aws:kms             | PutObject | deny

  # SAR, Amazon S3: the condition keys are also part of ReplicateObject, which the statements do not name.
  kms kms-everyone         | Terraform        | access point with an open bucket | AES256 | GetObject | allow
  kms kms-everyone retired | replication role | destination bucket | AES256  | ReplicateObject | allow
  kms kms-everyone retired | replication role | destination bucket | aws:kms | ReplicateObject | allow
`);
