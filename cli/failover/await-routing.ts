import type { Aws } from "../adapters/aws/aws";
import { runCanary } from "../adapters/aws/canary";
import type { Located } from "../live/locate";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus } from "../errors";
import { confirm, type Confirmation } from "./confirm";
import { duration } from "../text/numbers";
import type { CanaryFinding } from "../access-point/observations";
import { activeRegions, describeRouting, sameRouting, type Route } from "../access-point/routing";

/** What was seen after the update: of the control Regions, then of an object on its way. */
export interface Awaited {
  readonly status: number;
  readonly sentence: string;
  readonly confirmation: Confirmation;
  readonly canary?: CanaryFinding;
}

/** Waits until the control Regions report the routing and a canary lands where it should. */
export async function awaitRouting(
  aws: Aws,
  found: Located,
  wanted: readonly Route[],
  terminal: Terminal,
  timeout: number,
): Promise<Awaited> {
  const end = performance.now() + timeout;
  const confirmation = await reported(found, wanted, terminal, timeout);
  if (confirmation.kind !== "confirmed") return unconfirmed(found.name, confirmation, timeout);
  terminal.say(
    `Reported by ${confirmation.agree.join(", ")}` +
      (confirmation.unreachable.length > 0 ? `; unreachable: ${confirmation.unreachable.join(", ")}` : ""),
  );
  const current = async (): Promise<Route[]> =>
    (await found.controls.read().catch(() => ({ routes: [...wanted] }))).routes;
  const goOn = async (): Promise<boolean> =>
    performance.now() + 1000 < end && sameRouting(await current(), wanted);
  const canary = await served(aws, found, wanted, terminal, goOn);
  // That took a while: what is said of the routing is what it is now.
  const now = await current();
  if (sameRouting(now, wanted)) return { ...judgeCanary(found.name, wanted, canary, terminal), confirmation };
  return { ...unconfirmed(found.name, { ...confirmation, kind: "changed", now }, timeout), canary };
}

function reported(
  { controls, routes: before }: Located,
  wanted: readonly Route[],
  terminal: Terminal,
  timeout: number,
): Promise<Confirmation> {
  const began = performance.now();
  return confirm(controls, before, wanted, {
    timeout,
    onRound: ({ agree, unreachable }) =>
      terminal.progress(
        `${agree.length} of ${controls.size - unreachable.length} reachable control Regions report the new routing, ` +
          `${unreachable.length} unreachable, ${duration(performance.now() - began)}`,
      ),
  });
}

function unconfirmed(name: string, confirmation: Confirmation, timeout: number): Awaited {
  const now = confirmation.now && describeRouting(confirmation.now);
  const sentence =
    now === undefined
      ? `Submitted, but no control Region can be read any more: the routing of ${name} is not known.`
      : confirmation.kind === "changed"
        ? `The update was taken, but somebody else changed the routing since: the routing of ${name} is now ${now}.`
        : `Submitted, but not all control Regions report it after ${duration(timeout)}: the routing of ${name} still reads ${now}.`;
  return { status: ExitStatus.unconfirmed, sentence, confirmation };
}

function judgeCanary(
  name: string,
  wanted: readonly Route[],
  canary: CanaryFinding,
  terminal: Terminal,
): Omit<Awaited, "confirmation"> {
  const routing = `The routing of ${name} is now: ${describeRouting(wanted)}.`;
  if (canary.kind === "failed")
    return {
      status: ExitStatus.unconfirmed,
      sentence: `No canary arrived where it should (${canary.why}). ${routing}`,
      canary,
    };
  terminal.say(
    canary.kind === "served"
      ? `A canary was written and read back through the access point, and found in ${canary.by.join(", ")}.`
      : `No canary was written: ${canary.why}.`,
  );
  return { status: ExitStatus.done, sentence: routing, canary };
}

/** Writes canaries until one is served by a Region that is to be active, or it is no use to go on. */
async function served(
  aws: Aws,
  accessPoint: { readonly alias: string; readonly arn: string },
  wanted: readonly Route[],
  terminal: Terminal,
  goOn: () => Promise<boolean>,
): Promise<CanaryFinding> {
  const targets = activeRegions(wanted);
  for (;;) {
    terminal.progress("Writing a canary through the access point …");
    const finding = await runCanary(aws, accessPoint, wanted);
    if (finding.kind === "not-allowed") return finding;
    if (finding.kind === "served" && finding.by.some((region) => targets.includes(region))) return finding;
    if (!(await goOn()))
      return finding.kind === "failed"
        ? finding
        : {
            kind: "failed",
            why:
              finding.by.length > 0
                ? `it was found in ${finding.by.join(", ")}`
                : "no bucket that could be listed has it",
          };
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
