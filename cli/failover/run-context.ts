import type { Aws } from "../adapters/aws/aws";
import type { Located } from "../live/locate";
import type { Terminal } from "../adapters/terminal";
import type { EnvironmentArgument } from "../access-point/argument";
import type { Route } from "../access-point/routing";
import type { RunLog } from "./run-log";
import type { RunOptions } from "./run-types";

/** The context that every part of a run uses. */
export interface RunContext {
  readonly argument: EnvironmentArgument;
  readonly aws: Aws;
  readonly terminal: Terminal;
  readonly options: RunOptions;
  readonly log: RunLog;
}

/** The context after the access point is found and the requested routing is known. */
export interface PlannedRun extends RunContext {
  readonly found: Located;
  readonly wanted: readonly Route[];
}
