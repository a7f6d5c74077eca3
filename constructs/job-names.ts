/** The names of the resources of S3 Batch Replication jobs. The CLI finds the resources by them. */
import { cutName } from "./cut-name";
import { BUCKET_NAME_LENGTH, ROLE_NAME_LENGTH } from "./limits";

/** The bucket with the manifests and reports of a member bucket's jobs: its name with `-jobs`, cut if it is too long. */
export function jobBucketName(member: string): string {
  return cutName(member, BUCKET_NAME_LENGTH.maximum, "-jobs");
}

/** The role of an environment's jobs, cut if it is too long. */
export function jobRoleName(environment: string): string {
  return cutName(`${environment}-batch-replication`, ROLE_NAME_LENGTH);
}
