import type { RecordTarget } from "./records";
import type { RunRecord } from "./record";
import type { Route } from "../access-point/routing";

export interface RunOptions {
  readonly command: "failover" | "failback";
  /** The Regions to make active; a failback has the file's. */
  readonly to?: readonly string[];
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  /** Milliseconds to wait at most for replication to catch up, before it stops the run. */
  readonly catchUp?: number;
  readonly wait: boolean;
  /** Milliseconds to wait for the new routing at most. */
  readonly timeout: number;
  /** Milliseconds that one request to a control Region may take. */
  readonly requestLimit?: number;
  readonly record: RecordTarget;
}

export interface Run {
  readonly status: number;
  readonly record: RunRecord;
}

/** How a run ends: its exit status, its last line, and what the record says besides. */
export type Ending = Pick<RunRecord, "outcome" | "endpoint" | "confirmedBy" | "unreachable" | "canary"> & {
  readonly status: number;
  readonly sentence: string;
  readonly routing?: readonly Route[];
};
