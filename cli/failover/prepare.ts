import { ExitStatus } from "../errors";
import { look } from "./take-preflight";
import { renderPreflight } from "./render-preflight";
import { changes, describeRouting, sameRouting } from "../access-point/routing";
import type { Ending } from "./run-types";
import type { PlannedRun } from "./run-context";

/** Looks before anything is changed, and asks. Returns why it goes no further, if so. */
export async function prepare(run: PlannedRun): Promise<Ending | undefined> {
  const refusal = (await judged(run)) ?? (await agreed(run)) ?? (await moved(run));
  return refusal && { outcome: "not submitted", routing: run.found.routes, ...refusal };
}

/** Takes the preflight; an emergency does not wait for one. */
async function judged(run: PlannedRun): Promise<Ending | undefined> {
  const { options, terminal, log, found } = run;
  if (options.force && !options.wait && !options.dryRun) {
    log.overridden = ["preflight"];
    return undefined;
  }
  // Meanwhile every control Region is asked: who is silent now will not be waited for later.
  void found.controls.poll();
  terminal.progress(`Looking at ${found.name} before anything is changed …`);
  const items = await log.timed("preflight", () =>
    look(run.aws, found, run.wanted, run.argument, terminal, options),
  );
  log.items = items;
  terminal.say(`Preflight of ${options.command}, ${found.name}:`);
  for (const line of renderPreflight(items, terminal)) terminal.say(line);
  const red = items.filter(({ level }) => level === "red").map(({ id }) => id);
  if (red.length > 0 && !options.force)
    return {
      status: ExitStatus.failed,
      sentence: `Refused, ${red.length} of ${items.length} items stop it (--force goes on all the same): ${unchanged(run)}`,
    };
  log.overridden = red;
  if (red.length > 0) terminal.say(`Forced over: ${red.join(", ")}`);
  if (options.dryRun)
    return { status: ExitStatus.done, sentence: `Dry run, nothing was submitted: ${unchanged(run)}` };
  return undefined;
}

/** Has the name typed, unless agreed beforehand. */
async function agreed(run: PlannedRun): Promise<Ending | undefined> {
  const { options, terminal, log, found } = run;
  if (options.yes) return undefined;
  const becomes = changes(found.routes, run.wanted).map(
    ({ region, active }) => `${region} ${active ? "active" : "passive"}`,
  );
  const answer = await log.timed("confirmation", () =>
    terminal.ask(`This makes ${becomes.join(", ")}. Type ${found.name} to go on: `),
  );
  if (answer === found.name) return undefined;
  const why =
    answer === undefined ? "No confirmation (--yes goes on without)" : `'${answer}' is not ${found.name}`;
  return { status: ExitStatus.failed, sentence: `${why}: ${unchanged(run)}` };
}

/** Looks whether the routing still is what was looked at, where that took a while. */
async function moved({ options, log, found }: PlannedRun): Promise<Ending | undefined> {
  const { name, routes, controls } = found;
  if (options.yes && log.items === "skipped") return undefined;
  const { routes: now } = await controls.read().catch(() => ({ routes }));
  if (sameRouting(now, routes)) return undefined;
  return {
    status: ExitStatus.failed,
    routing: now,
    sentence: `Somebody changed the routing meanwhile, and nothing was submitted: the routing of ${name} is now ${describeRouting(now)}.`,
  };
}

function unchanged({ found: { name, routes } }: PlannedRun): string {
  return `the routing of ${name} is unchanged: ${describeRouting(routes)}.`;
}
