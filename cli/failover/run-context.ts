import type { Aws } from "../adapters/aws/aws";
import type { Located } from "../live/locate";
import type { Terminal } from "../adapters/terminal";
import type { EnvironmentArgument } from "../access-point/argument";
import type { Route } from "../access-point/routing";
import type { RunLog } from "./run-log";
import type { RunOptions } from "./run-types";

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
