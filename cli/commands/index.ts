import type { Command } from "commander";
import { registerDiagram } from "./diagram";
import { registerHandoff } from "./handoff";
import { registerReport } from "./report";
import { registerReview } from "./review";
import { registerFailback } from "./failback";
import { registerFailover } from "./failover";
import { registerRoutes } from "./routes";
import { registerState } from "./state";
import { registerStatus } from "./status";
import { registerWatch } from "./watch";
import { registerTraffic } from "./traffic";

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
