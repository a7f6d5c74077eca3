import type { Aws } from "../adapters/aws/aws";
import type { Located } from "../adapters/aws/locate";
import type { RecordTarget } from "../adapters/records";
import type { Terminal } from "../adapters/terminal";
import type { EnvironmentArgument } from "../environment-argument";
import type { RunRecord } from "./record";
import type { Route } from "./routing";
import type { RunLog } from "./run-log";

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

/** What every part of a run works with. */
export interface RunContext {
  readonly argument: EnvironmentArgument;
  readonly aws: Aws;
  readonly terminal: Terminal;
  readonly options: RunOptions;
  readonly log: RunLog;
}

/** The same, once the access point is found and it is clear what its routing shall be. */
export interface PlannedRun extends RunContext {
  readonly found: Located;
  readonly wanted: readonly Route[];
}
