import type { Aws } from "../adapters/aws/aws";
import { runCanary } from "../adapters/aws/canary";
import type { Located } from "../adapters/aws/locate";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus } from "../errors";
import { confirm, type Confirmation } from "./confirm";
import { duration } from "./format";
import type { CanaryFinding } from "./preflight";
import { activeRegions, describeRouting, sameRouting, type Route } from "./routing";

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
  { plane, name, alias, arn, routes: before }: Located,
  wanted: readonly Route[],
  terminal: Terminal,
  timeout: number,
): Promise<Awaited> {
  const began = performance.now();
  const left = (): number => timeout - (performance.now() - began);
  const confirmation = await confirm(plane, before, wanted, {
    timeout,
    onRound: ({ agree, unreachable }) =>
      terminal.progress(
        `${agree.length} of ${plane.size - unreachable.length} reachable control Regions report the new routing, ` +
          `${unreachable.length} unreachable, ${duration(performance.now() - began)}`,
      ),
  });
  const now = confirmation.now ? describeRouting(confirmation.now) : undefined;
  const { done, unconfirmed } = ExitStatus;
  if (confirmation.kind === "changed")
    return {
      status: unconfirmed,
      sentence: overtaken(name, confirmation.now ?? []),
      confirmation,
    };
  if (confirmation.kind === "not-yet")
    return {
      status: unconfirmed,
      sentence: now
        ? `Submitted, but not all control Regions report it after ${duration(timeout)}: the routing of ${name} still reads ${now}.`
        : `Submitted, but no control Region can be read any more: the routing of ${name} is not known.`,
      confirmation,
    };
  terminal.say(
    `Reported by ${confirmation.agree.join(", ")}` +
      (confirmation.unreachable.length > 0 ? `; unreachable: ${confirmation.unreachable.join(", ")}` : ""),
  );

  const current = async (): Promise<readonly Route[]> =>
    (await plane.read().catch(() => ({ routes: wanted }))).routes;
  const stands = async (): Promise<boolean> => sameRouting(await current(), wanted);
  const canary = await served(aws, { alias, arn }, wanted, terminal, async () => left() > 1000 && stands());
  // That took a while: what is said of the routing is what it is now.
  const last = await current();
  if (!sameRouting(last, wanted))
    return {
      status: unconfirmed,
      sentence: overtaken(name, last),
      confirmation: { ...confirmation, kind: "changed", now: [...last] },
      canary,
    };
  const routing = `The routing of ${name} is now: ${describeRouting(wanted)}.`;
  if (canary.kind === "served") {
    terminal.say(
      `A canary was written and read back through the access point, and found in ${canary.by.join(", ")}.`,
    );
    return { status: done, sentence: routing, confirmation, canary };
  }
  if (canary.kind === "not-allowed") {
    terminal.say(`No canary was written: ${canary.why}.`);
    return { status: done, sentence: routing, confirmation, canary };
  }
  return {
    status: unconfirmed,
    sentence: `No canary arrived where it should (${canary.why}). ${routing}`,
    confirmation,
    canary,
  };
}

function overtaken(name: string, now: readonly Route[]): string {
  return `The update was taken, but somebody else changed the routing since: the routing of ${name} is now ${describeRouting(now)}.`;
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
