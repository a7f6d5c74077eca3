import type { MrapCommand } from "./command";
import { registerAdopt } from "./adopt/command";
import { registerBackfill } from "./backfill/command";
import { registerCheck } from "./check/command";
import { registerCompletion } from "./completion/command";
import { registerConnect } from "./connect/command";
import { registerDiagram } from "./diagram/command";
import { registerDoctor } from "./doctor/command";
import { registerEnv } from "./env/command";
import { registerFailover } from "./failover/command";
import { registerFailback } from "./failover/failback";
import { registerRoutes } from "./failover/routes";
import { registerHandoff } from "./handoff/command";
import { registerInit } from "./init/command";
import { registerPlan } from "./plan/command";
import { registerPresign } from "./presign/command";
import { registerRegions } from "./regions/command";
import { registerRepair } from "./repair/command";
import { registerReport } from "./report/command";
import { registerReview } from "./review/command";
import { registerState } from "./state/command";
import { registerStatus } from "./status/command";
import { registerTraffic } from "./traffic/command";
import { registerVerify } from "./verify/command";
import { registerWatch } from "./watch/command";

type Register = (program: MrapCommand) => void;

/**
 * Every command registers itself with the program. A command's action loads what it needs when it runs
 * (`await import(…)` inside the action), because the start of one command must not wait for the others.
 */
export const commands: Readonly<Record<string, readonly Register[]>> = {
  "Operate an access point": [
    registerStatus,
    registerWatch,
    registerFailover,
    registerFailback,
    registerBackfill,
    registerRepair,
  ],
  "Set up an environment": [
    registerInit,
    registerDoctor,
    registerEnv,
    registerCheck,
    registerAdopt,
    registerState,
    registerRoutes,
    registerVerify,
    registerRegions,
  ],
  "Review and hand over": [registerPlan, registerReview, registerDiagram, registerHandoff],
  "Use an access point": [registerConnect, registerPresign],
  Measure: [registerTraffic, registerReport],
  "Set up your shell": [registerCompletion],
};
