import type { RecordTarget } from "./records";
import type { RunRecord } from "./record";
import type { Route } from "../access-point/routing";

export interface RunOptions {
  readonly command: "failover" | "failback" | "routes apply";
  /** The environment as the user wrote it. */
  readonly environment: string;
  /** The Regions to make active. The other commands take them from the environment file. */
  readonly to?: readonly string[];
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  /** How long to wait for replication to catch up before it stops the run. @default 0 */
  readonly waitForReplicationMs?: number;
  readonly wait: boolean;
  /** How long to wait for the new routing. */
  readonly timeoutMs: number;
  /** How long one request to a control Region may take. @default 10,000 */
  readonly requestTimeoutMs?: number;
  readonly record: RecordTarget;
  /** The only access point to change, of an environment that has two. */
  readonly accessPoint?: string;
  /** The Regions that only the new access point of a change has. Older objects may be missing there. */
  readonly newRegions?: readonly string[];
}

export interface Run {
  readonly status: number;
  readonly record: RunRecord;
}

/** How a run ends: its exit status, its last line, and what the record adds. */
export type Ending = Pick<
  RunRecord,
  "outcome" | "endpoint" | "confirmedBy" | "unreachable" | "unsettled" | "canary"
> & {
  readonly status: number;
  readonly sentence: string;
  readonly routing?: readonly Route[];
  /** The update was accepted or is in force: the last line names the copies of it that have no answer by then. */
  readonly namesCopies?: boolean;
};
