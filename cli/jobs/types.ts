import type { JobState } from "../adapters/aws/batch-jobs";
import type { JobCommand } from "./statuses";

export interface JobOptions {
  readonly command: JobCommand;
  readonly from?: string;
  readonly to?: string;
  readonly yes?: boolean;
  /** How long to follow the jobs. */
  readonly timeoutMs: number;
}

/** A job of an environment, and the member whose objects it replicates. */
export interface SourceJob {
  readonly region: string;
  readonly bucket: string;
  readonly jobBucket: string;
  readonly id: string;
  /** An earlier run, or somebody else, created it. */
  readonly found: boolean;
  readonly state: JobState;
}

/** A reason why versions are missing. */
export interface MissingGroup {
  readonly reason: string;
  readonly fix: string;
  readonly count: number;
  /** The first versions. */
  readonly examples: ReadonlyArray<{
    readonly key: string;
    readonly versionId: string;
    readonly source: string;
    readonly destination: string;
  }>;
}

export interface JobResult {
  readonly status: number;
  readonly outcome:
    | "complete"
    | "nothing to do"
    | "incomplete"
    | "refused"
    | "declined"
    | "failed"
    | "following"
    | "interrupted";
  readonly sentence: string;
  readonly jobs: readonly SourceJob[];
  /** Undefined if the members were not compared. */
  readonly missing?: readonly MissingGroup[];
}
