/** Finds and creates the jobs of an environment. Ledger: batch-job-tags, batch-create-job */
import { createHash } from "node:crypto";
import { jobBucketName, jobRoleName } from "../../constructs/job-names";
import { BatchJobs, type JobState, type ListedJob } from "../adapters/aws/batch-jobs";
import { explain, kindOf, TransportError } from "../adapters/aws/errors";
import type { Aws } from "../adapters/aws/aws";
import type { Environment } from "../../environment/load";
import { UserError } from "../errors";
import { environmentName } from "../synthesized/access-points";
import { ENDED, STATUSES, type JobCommand } from "./statuses";
import type { SourceJob } from "./types";

/** Failures whose cause may be the stack or the permissions. */
const SETUP: ReadonlySet<string> = new Set(["denied", "refused", "missing", "conflict"]);

/** The jobs of one environment in all its Regions. */
export class OwnJobs {
  private readonly apis = new Map<string, BatchJobs>();

  constructor(
    private readonly aws: Aws,
    private readonly environment: Environment,
    private readonly account: string,
  ) {}

  in(region: string): BatchJobs {
    const api = this.apis.get(region) ?? new BatchJobs(this.aws, this.account, region);
    this.apis.set(region, api);
    return api;
  }

  /** The job of a source that has not ended, and the ID of the last job. @throws UserError if the jobs cannot be listed */
  async find(region: string): Promise<{ readonly open?: SourceJob; readonly last: string }> {
    try {
      const api = this.in(region);
      const listed = (await api.list()).filter(({ description }) => this.describes(description, region));
      listed.sort((a, b) => b.created.getTime() - a.created.getTime());
      for (const job of listed.filter(({ status }) => !ENDED.has(status)))
        if (await this.isOwn(job, region))
          return { open: this.sourceJob(region, job.id, true, await api.describe(job.id)), last: job.id };
      return { last: listed[0]?.id ?? "" };
    } catch (error) {
      throw new UserError(`${region}: ${explain(error, { action: "s3:ListJobs", resource: "the jobs" })}`);
    }
  }

  /**
   * Creates the job of a source. The token depends on the last job: if two people run the command at the same time, S3
   * creates one job for both.
   */
  async create(region: string, command: JobCommand, last: string): Promise<SourceJob> {
    const api = this.in(region);
    const { name, iam } = this.environment;
    const roleName = jobRoleName(environmentName(this.environment));
    const bucket = this.environment.regions[region]!.bucket;
    const token = createHash("sha256").update([name, command, bucket, last].join("\n")).digest("hex");
    let id: string;
    const request = {
      token,
      description: this.description(command, region),
      roleArn: `arn:aws:iam::${this.account}:role${iam.path}${roleName}`,
      sourceBucket: bucket,
      jobBucket: jobBucketName(bucket),
      statuses: STATUSES[command],
      tags: { "mrap:environment": name, "mrap:command": command, "mrap:source": bucket },
    };
    try {
      id = await sentAgain(() => api.create(request));
    } catch (error) {
      const call = { action: "s3:CreateJob", resource: `bucket ${bucket} (${region})` };
      const why = explain(error, call);
      if (kindOf(error) === "unreachable")
        throw new UserError(
          `${region}: ${why} A job may have been created. It does not start without a confirmation. Run mrap ${command} again to continue it.`,
        );
      if (!SETUP.has(kindOf(error))) throw new UserError(`${region}: ${why} Run mrap ${command} again.`);
      throw new UserError(
        `${why} A job needs the role ${roleName} and the bucket ${jobBucketName(bucket)}, which the stack creates, and the permissions in its output job_policy.`,
      );
    }
    // The job exists, so whoever follows it handles a failed request.
    const state = await api.describe(id).catch((): JobState => {
      const statuses = STATUSES[command];
      return { id, status: "New", created: new Date(), succeeded: 0, failed: 0, failures: [], statuses };
    });
    return this.sourceJob(region, id, false, state);
  }

  async refresh(job: SourceJob): Promise<SourceJob> {
    return { ...job, state: await this.in(job.region).describe(job.id) };
  }

  private sourceJob(region: string, id: string, found: boolean, state: SourceJob["state"]): SourceJob {
    const bucket = this.environment.regions[region]!.bucket;
    return { region, bucket, jobBucket: jobBucketName(bucket), id, found, state };
  }

  private description(command: JobCommand, region: string): string {
    return `mrap ${command} ${this.environment.name} from ${region}`;
  }

  private describes(description: string, region: string): boolean {
    return (Object.keys(STATUSES) as JobCommand[]).some(
      (one) => this.description(one, region) === description,
    );
  }

  private async isOwn({ id }: ListedJob, region: string): Promise<boolean> {
    const tags = await this.in(region).tags(id);
    return (
      tags["mrap:environment"] === this.environment.name &&
      tags["mrap:source"] === this.environment.regions[region]!.bucket
    );
  }
}

/** A request whose answer was lost is sent again: the same token creates no second job. */
async function sentAgain(create: () => Promise<string>): Promise<string> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof TransportError && error.sent)) throw error;
    return create();
  }
}
