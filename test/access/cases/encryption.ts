/** The encryption header of uploads. */
import { table } from "../table";

export const ENCRYPTION = table(`
  # S3 UG, Condition key examples, server-side encryption: an upload with another encryption is denied.
  basic open           | writer        | access point                     | AES256       | PutObject | allow
  basic open           | writer        | access point                     | aws:kms      | PutObject | deny
  basic open           | writer        | access point                     | aws:kms:dsse | PutObject | deny
  basic open           | Terraform     | access point with an open bucket | aws:kms      | PutObject | deny
  basic open           | Terraform     | access point with an open bucket | AES256       | PutObject | allow
  basic open           | Terraform     | access point with an open bucket | -            | PutObject | allow
  basic open           | Terraform     | open access point                | aws:kms      | PutObject | deny
  basic open           | Terraform     | open access point                | AES256       | PutObject | allow
  basic open           | Terraform     | open access point                | -            | PutObject | allow
  restricted endpoints | writer        | access point from endpoint       | AES256       | PutObject | allow
  restricted endpoints | writer        | access point from endpoint       | aws:kms      | PutObject | deny
  restricted           | administrator | access point                     | aws:kms      | PutObject | deny
  restricted           | administrator | bucket                           | AES256       | PutObject | allow
  restricted           | administrator | bucket                           | aws:kms      | PutObject | deny
  restricted           | administrator | bucket                           | aws:kms:dsse | PutObject | deny
  everyone             | partner role  | access point                     | aws:kms      | PutObject | deny
  everyone             | partner role  | access point                     | AES256       | PutObject | allow
  open everyone        | role with s3:* | bucket                          | aws:kms      | PutObject | deny
  open everyone        | role with s3:* | bucket                          | AES256       | PutObject | allow
  all                  | anonymous     | bucket                           | aws:kms      | PutObject | deny

  # SAR, Amazon S3: the condition key is also part of ReplicateObject, which the statement does not name.
  basic restricted open everyone endpoints | replication role | destination bucket | aws:kms | ReplicateObject | allow
  basic restricted open everyone endpoints | replication role | destination bucket | AES256  | ReplicateObject | allow
  basic open | Terraform | access point with an open bucket | aws:kms | GetObject | allow
`);
