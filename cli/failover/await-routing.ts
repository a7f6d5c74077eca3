import { setTimeout as pause } from "node:timers/promises";
import { changedElsewhere } from "../access-point/evidence";
import type { CanaryFinding } from "../access-point/observations";
import { reportsRouting, type Consensus } from "../access-point/reports";
import { activeRegions, type Route } from "../access-point/routing";
import { runCanary } from "../adapters/aws/canary";
import { explain } from "../adapters/aws/errors";
import { judge } from "../adapters/aws/routes-api";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus } from "../errors";
import { duration } from "../text/numbers";
import { confirm, type Confirmation } from "./confirm";
import type { PlannedRun } from "./run-context";
import { lastSeen, list, reported, routingSentence } from "../access-point/wording";
import { retryAdvice } from "./wording";

/** The observations after the update: the reports of the control Regions, then the canary. */
export interface Awaited {
  readonly status: number;
  readonly sentence: string;
  readonly now: Consensus;
  readonly canary?: CanaryFinding;
}

/** Canaries that do not tell which Region served them, before the run ends without knowing. */
const unclearCanaries = 3;

/** Waits until the control Regions report the routing and a canary is served by a Region that is to be active. */
export async function awaitRouting(run: PlannedRun): Promise<Awaited> {
  const { found, wanted, terminal, options, log } = run;
  const end = performance.now() + options.timeoutMs;
  log.waitingFor = "the control Regions";
  const confirmation = await reports(run);
  if (confirmation.kind === "mostly") return mostly(run, confirmation.now);
  if (confirmation.kind !== "confirmed") return unconfirmed(run, confirmation);
  log.confirmed = confirmation.now;
  const { majority, unreachable } = confirmation.now;
  terminal.say(
    `The routing is confirmed by ${list(majority?.regions ?? confirmation.now.groups[0]!.regions)}` +
      (unreachable.length > 0 ? `; unreachable: ${unreachable.join(", ")}` : "") +
      ". Waiting for a canary object. Ctrl-C does no harm now.",
  );
  log.waitingFor = "a canary object";
  const canary = await served(run, async () => {
    if (performance.now() + 1000 >= end) return false;
    return !changedElsewhere(await found.controls.agree(), found.controls.sightings, found.routes, wanted);
  });
  // The canary took some time. The last line needs the current routing.
  const now = await readAgain(run);
  const { name, controls } = found;
  if (changedElsewhere(now, controls.sightings, found.routes, wanted))
    return { ...unconfirmed(run, { kind: "changed", now }), canary };
  const sentence = reportsRouting(now, wanted)
    ? routingSentence(name, now)
    : now.groups.length === 0
      ? `${lastSeen(name, controls.sightings.all)} No control Region answers any more.`
      : `The control Regions confirmed the routing of ${name}, and do not agree any more: ${reported(now)}.`;
  return { ...judgeCanary(canary, sentence, terminal), now, canary };
}

function reports({ found, wanted, terminal, options }: PlannedRun): Promise<Confirmation> {
  const began = performance.now();
  return confirm(found.controls, found.routes, wanted, {
    timeoutMs: options.timeoutMs,
    isFinal: (error) => judge(error) === "final",
    onRound: (now) => {
      const waiting = now.groups.flatMap(({ routes, regions }) =>
        reportsRouting({ majority: { routes, regions }, groups: [], unreachable: [] }, wanted) ? [] : regions,
      );
      if (waiting.length === 0 && now.groups.length > 0) return;
      const ready = now.groups.reduce((sum, { regions }) => sum + regions.length, 0) - waiting.length;
      terminal.progress(
        `${ready} of ${found.controls.size} control Regions report the new routing, ` +
          `waiting for ${list([...waiting, ...now.unreachable])}, ${duration(performance.now() - began)}`,
      );
    },
  });
}

async function readAgain({ found: { controls } }: PlannedRun): Promise<Consensus> {
  let now = await controls.agree();
  for (let tries = 0; tries < 2 && now.majority === undefined; tries++) {
    await pause(500);
    now = await controls.agree();
  }
  return now;
}

/** Time is up, and only some Regions lag behind. */
function mostly({ found, terminal }: PlannedRun, now: Consensus): Awaited {
  terminal.say("No canary was written: not all control Regions report the new routing yet.");
  return { status: ExitStatus.done, sentence: routingSentence(found.name, now), now };
}

function unconfirmed({ found, options }: PlannedRun, { kind, now, error }: Confirmation): Awaited {
  const { name, arn, controls } = found;
  const retry = retryAdvice(options.environment);
  const after = `after ${duration(options.timeoutMs)}`;
  const sentence =
    kind === "changed"
      ? `The update was accepted, but somebody else changed the routing since. ${routingSentence(name, now)}`
      : kind === "lost"
        ? `The update was accepted. ${explain(error, { action: "s3:GetMultiRegionAccessPointRoutes", resource: arn })} ${lastSeen(name, controls.sightings.all)}`
        : now.groups.length === 0
          ? `The update was accepted, but no control Region can be read any more. ${lastSeen(name, controls.sightings.all)} ${retry}`
          : `The update was accepted, but is not confirmed ${after}: ${reported(now)}. ${retry}`;
  return { status: ExitStatus.unconfirmed, sentence, now };
}

function judgeCanary(
  canary: CanaryFinding,
  routing: string,
  terminal: Terminal,
): Pick<Awaited, "status" | "sentence"> {
  if (canary.kind === "failed")
    return {
      status: ExitStatus.unconfirmed,
      sentence: `No canary object arrived where it should (${canary.why}). ${routing}`,
    };
  terminal.say(canaryLine(canary));
  return { status: ExitStatus.done, sentence: routing };
}

function canaryLine(canary: Exclude<CanaryFinding, { kind: "failed" }>): string {
  if (canary.kind === "not-allowed") return `No canary was written: ${canary.why}.`;
  const written = "A canary was written and read back through the access point";
  if (canary.unknown === undefined) return `${written}, and found in ${list(canary.by)}.`;
  const found = canary.by.length > 0 ? ` It was found in ${list(canary.by)}.` : "";
  return `${written}.${found} Which Region served it is not known: ${canary.unknown}.`;
}

/** Writes canaries until one is served by a Region that is to be active, or there is no point in continuing. */
async function served(
  { aws, found, wanted, terminal }: PlannedRun,
  goOn: () => Promise<boolean>,
): Promise<CanaryFinding> {
  const targets = activeRegions(wanted);
  for (let unclear = 0; ;) {
    terminal.progress("Writing a canary through the access point …");
    const finding = await runCanary(aws, found, wanted);
    if (finding.kind === "not-allowed") return finding;
    if (finding.kind === "served") {
      const possible = finding.by.length === 0 || finding.by.some((region) => targets.includes(region));
      if (finding.unknown === undefined && finding.by.some((region) => targets.includes(region)))
        return finding;
      if (finding.unknown !== undefined && possible && (finding.blind || ++unclear >= unclearCanaries))
        return finding;
    }
    if (!(await goOn())) return finding.kind === "served" ? late(finding, targets) : finding;
    await pause(finding.kind === "served" && finding.unknown !== undefined ? 200 : 1000);
  }
}

/** The meaning of a canary that another Region served, after the timeout. */
function late(
  finding: Extract<CanaryFinding, { kind: "served" }>,
  targets: readonly string[],
): CanaryFinding {
  const possible = finding.by.length === 0 || finding.by.some((region) => targets.includes(region));
  if (finding.unknown !== undefined && possible) return finding;
  const why = finding.by.length > 0 ? `it was found in ${list(finding.by)}` : "no bucket has it";
  return { kind: "failed", why };
}

/** The routing that a majority reports. */
export function majorityRoutes({ majority }: Consensus): readonly Route[] | undefined {
  return majority?.routes;
}
