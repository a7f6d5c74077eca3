import { list, routingSentence } from "../access-point/wording";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus } from "../errors";
import type { Lane } from "./both-lane";
import { becoming, changedMeanwhile, print, refusal, stopped, taking } from "./prepare";
import type { PlannedRun } from "./run-context";

/** A lane with the routing to submit. */
export type LanePlan = readonly [Lane, PlannedRun];

/**
 * Takes both preflights and asks once for confirmation. One access point that cannot be changed stops both.
 * @returns the runs to continue with; undefined if the lanes have their endings
 */
export async function prepareBoth(
  plans: readonly LanePlan[],
  terminal: Terminal,
): Promise<readonly LanePlan[] | undefined> {
  const { options } = plans[0]![1];
  if (options.command === "routes apply") return plans;
  let ready = plans;
  if (options.force && !options.wait && !options.dryRun)
    // An emergency does not wait for a preflight.
    for (const [{ log }] of plans) log.overridden = ["preflight"];
  else {
    const judged = await judgedBoth(plans, terminal);
    if (judged === undefined) return undefined;
    ready = judged;
  }
  return askedBoth(ready, terminal);
}

async function judgedBoth(
  plans: readonly LanePlan[],
  terminal: Terminal,
): Promise<readonly LanePlan[] | undefined> {
  const { options } = plans[0]![1];
  const taken = await Promise.all(plans.map(async ([lane, run]) => ({ lane, ...(await taking(run)) })));
  for (const one of taken) print(one, terminal);
  const ready = taken.map(({ lane, run }): LanePlan => [lane, run]);
  const red = taken.map(({ items }) => items.filter(({ level }) => level === "red"));
  if (!options.force && red.some((items) => items.length > 0)) {
    for (const [index, [lane, run]] of ready.entries()) {
      const titles = red[index]!.map(({ title }) => title).join("; ");
      const why = titles === "" ? "Stopped by the other access point." : `Stopped by: ${titles}.`;
      lane.ending = stopped(run, ExitStatus.failed, why).ending;
    }
    return undefined;
  }
  for (const [index, [lane, { terminal: speaking }]] of ready.entries()) {
    lane.log.overridden = red[index]!.map(({ id }) => id);
    if (red[index]!.length > 0) speaking.say(`Overridden by --force: ${lane.log.overridden.join(", ")}`);
  }
  if (!options.dryRun) return ready;
  for (const [lane, run] of ready)
    lane.ending = stopped(run, ExitStatus.done, "Dry run, nothing was submitted.").ending;
  return undefined;
}

/** Asks for the name unless `--yes` is set, and verifies that both routings are still the same. */
async function askedBoth(
  plans: readonly LanePlan[],
  terminal: Terminal,
): Promise<readonly LanePlan[] | undefined> {
  const { options } = plans[0]![1];
  const stop = (why: string): undefined => {
    for (const [lane, run] of plans) lane.ending = stopped(run, ExitStatus.failed, why).ending;
    return undefined;
  };
  if (!options.yes) {
    const name = plans.at(-1)![0].name;
    const why = await refusal(
      terminal,
      `${question(plans)} Type ${name} to continue: `,
      name,
      plans[0]![0].log,
    );
    if (why !== undefined) return stop(why);
  }
  const changed = await Promise.all(plans.map(([, run]) => changedMeanwhile(run)));
  if (changed.every((now) => now === undefined)) return plans;
  for (const [index, [lane, run]] of plans.entries()) {
    const now = changed[index];
    lane.ending =
      now?.majority === undefined
        ? stopped(run, ExitStatus.failed, "The routing of the other access point was changed meanwhile.")
            .ending
        : {
            outcome: "not submitted",
            status: ExitStatus.failed,
            routing: now.majority.routes,
            sentence: `The routing was changed meanwhile, and nothing was submitted. ${routingSentence(lane.name, now)}`,
          };
  }
  return undefined;
}

/** The changes that the updates make. Access points with the same changes share a sentence. */
function question(plans: readonly LanePlan[]): string {
  const all = new Map<string, string[]>();
  for (const [{ name }, run] of plans) {
    const changes = becoming(run);
    const what = changes.length > 0 ? `This makes ${changes.join(", ")}` : "This submits the routing again";
    all.set(what, [...(all.get(what) ?? []), name]);
  }
  return [...all].map(([what, names]) => `${what} in ${list(names)}.`).join(" ");
}
