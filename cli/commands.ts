import type { Command } from "commander";
import { registerDiagram } from "./diagram/command";
import { registerHandoff } from "./handoff/command";
import { registerReport } from "./report/command";
import { registerReview } from "./review/command";
import { registerFailback } from "./failover/failback";
import { registerFailover } from "./failover/command";
import { registerRoutes } from "./failover/routes";
import { registerState } from "./state/command";
import { registerStatus } from "./status/command";
import { registerWatch } from "./watch/command";
import { registerTraffic } from "./traffic/command";

/**
 * Every command registers itself with the program. A command's action loads what it needs when it runs
 * (`await import(…)` inside the action): the start of one command must not pay for the others.
 */
export const commands: ReadonlyArray<(program: Command) => void> = [
  registerDiagram,
  registerFailover,
  registerFailback,
  registerHandoff,
  registerReport,
  registerReview,
  registerRoutes,
  registerState,
  registerStatus,
  registerWatch,
  registerTraffic,
];
