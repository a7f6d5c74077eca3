import { setTimeout as pause } from "node:timers/promises";
import { DEFAULTS } from "../../constructs/defaults";
import type { Aws } from "../adapters/aws/aws";
import { runCanary } from "../adapters/aws/canary";
import type { Located } from "../live/locate";
import type { Terminal } from "../adapters/terminal";
import type { EnvironmentArgument } from "../access-point/argument";
import { observe } from "../live/observe";
import { preflight, relevant, type Item, type Thresholds } from "./preflight";
import type { Route } from "../access-point/routing";

/** The thresholds if no environment file sets others. */
const defaults: Thresholds = DEFAULTS.monitoring;

/** How long one reading of the preflight may take, in milliseconds. */
const observeMs = 4000;

/** Milliseconds between two looks at replication that has to catch up. */
const intervalMs = 2000;

export interface PreflightOptions {
  readonly command: string;
  /** How long to wait for replication to catch up if nothing else is red. @default 0 */
  readonly waitForReplicationMs?: number;
  /** The Regions that a change of Regions added. */
  readonly newRegions?: readonly string[];
}

/** Reads everything that the preflight judges at once, and judges it; again while replication is to catch up. */
export async function takePreflight(
  aws: Aws,
  found: Located,
  wanted: readonly Route[],
  argument: EnvironmentArgument,
  terminal: Pick<Terminal, "progress">,
  { command, waitForReplicationMs = 0, newRegions = [] }: PreflightOptions,
): Promise<Item[]> {
  const before = found.routes;
  const thresholds =
    argument.kind === "file" ? { ...defaults, ...argument.environment.monitoring } : defaults;
  // One canary serves every round: each one is an object that has to replicate, too.
  const canary = runCanary(aws, found, before);
  const judge = async (): Promise<Item[]> => {
    const [observations, finding] = await Promise.all([
      observe(aws, before, { directions: relevant(before, wanted), limitMs: observeMs }),
      canary,
    ]);
    const nothingMayWait = command === "failback";
    return preflight({
      before,
      wanted,
      observations,
      canary: finding,
      thresholds,
      nothingMayWait,
      newRegions,
    });
  };
  const until = Date.now() + waitForReplicationMs;
  let items = await judge();
  while (waitingHelps(items) && Date.now() < until) {
    for (const { title, detail, passes } of items) if (passes) terminal.progress(`${title}: ${detail} …`);
    await pause(Math.min(intervalMs, until - Date.now()));
    items = await judge();
  }
  return items;
}

function waitingHelps(items: readonly Item[]): boolean {
  const red = items.filter(({ level }) => level === "red");
  return red.length > 0 && red.every(({ passes }) => passes);
}
