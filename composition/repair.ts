import { Construct } from "constructs";
import { BatchReplicationRole } from "../constructs/batch-replication-role";
import type { RegionalBucket } from "../constructs/bucket";
import { DEFAULTS } from "../constructs/defaults";
import { JobBucket } from "../constructs/job-bucket";
import { jobBucketName, jobRoleName } from "../constructs/job-names";
import type { RoleOptions } from "../constructs/role-options";
import type { ComposedProps } from "./props";

export interface RepairParts {
  readonly environment: ComposedProps;
  readonly buckets: readonly RegionalBucket[];
  readonly roles: RoleOptions;
}

/** The role of S3 Batch Replication jobs, and a bucket for their manifests and reports in each Region. */
export class Repair extends Construct {
  readonly role?: BatchReplicationRole;
  readonly jobBuckets: readonly JobBucket[] = [];

  constructor(scope: Construct, id: string, { environment, buckets, roles }: RepairParts) {
    super(scope, id);
    const { batchReplication = DEFAULTS.repair.batchReplication } = environment.repair ?? {};
    if (!batchReplication) return;
    this.jobBuckets = buckets.map(
      ({ region, provider }) =>
        new JobBucket(new Construct(this, region), "jobs", {
          bucket: jobBucketName(environment.regions[region]?.bucket ?? region),
          region,
          provider,
        }),
    );
    this.role = new BatchReplicationRole(this, "batch-replication", {
      ...roles,
      roleName: jobRoleName(environment.name),
      sourceArns: buckets.map(({ arn }) => arn),
      jobBucketArns: this.jobBuckets.map(({ arn }) => arn),
    });
  }
}
