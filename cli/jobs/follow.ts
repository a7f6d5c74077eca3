import { setTimeout as sleep } from "node:timers/promises";
import { explain, kindOf } from "../adapters/aws/errors";
import { UserError } from "../errors";
import type { OwnJobs } from "./own-jobs";
import type { SourceJob } from "./types";

export interface FollowOptions {
  /** On the clock of performance.now(). */
  readonly until: number;
  readonly arrived: (job: SourceJob) => boolean;
  readonly onProgress: (jobs: readonly SourceJob[]) => void;
  readonly warn: (line: string) => void;
}

export interface Followed {
  readonly jobs: readonly SourceJob[];
  readonly all: boolean;
  /** The Regions that did not answer the last request. */
  readonly silent: readonly string[];
}

/** Failures that a later request may not have. */
const PASSING: ReadonlySet<string> = new Set(["unreachable", "server", "throttled", "foreign"]);

/**
 * Asks for the jobs until all have arrived or time is up. A Region that does not answer is asked again.
 * @throws UserError if a later request would not help, such as after a denied call
 */
export async function follow(
  own: OwnJobs,
  jobs: readonly SourceJob[],
  { until, arrived, onProgress, warn }: FollowOptions,
): Promise<Followed> {
  const started = performance.now();
  const warned = new Set<string>();
  let now = jobs;
  for (;;) {
    const silent: string[] = [];
    now = await Promise.all(
      now.map(async (job) => {
        if (arrived(job)) return job;
        try {
          return await own.refresh(job);
        } catch (error) {
          const why = explain(error, { action: "s3:DescribeJob", resource: `job ${job.id}` });
          if (!PASSING.has(kindOf(error))) throw new UserError(why);
          if (!warned.has(job.region)) warn(`${job.region}: ${why} Trying again.`);
          warned.add(job.region);
          silent.push(job.region);
          return job;
        }
      }),
    );
    onProgress(now);
    if (now.every(arrived)) return { jobs: now, all: true, silent };
    // The longer a job takes, the less often it is asked for.
    const delayMs = Math.min(15_000, Math.max(300, (performance.now() - started) / 10));
    if (performance.now() + delayMs > until) return { jobs: now, all: false, silent };
    await sleep(delayMs);
  }
}
