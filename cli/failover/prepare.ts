import type { Terminal } from "../adapters/terminal";
import { consensus, type Consensus } from "../access-point/reports";
import { changes, describeRouting, sameRouting } from "../access-point/routing";
import { ExitStatus } from "../errors";
import type { Item } from "./preflight";
import { renderPreflight } from "./render-preflight";
import type { PlannedRun } from "./run-context";
import type { RunLog } from "./run-log";
import type { Ending } from "./run-types";
import { takePreflight } from "./take-preflight";
import { routingSentence } from "../access-point/wording";

/** The run to continue with, or its end before anything is changed. */
export type Prepared = { readonly run: PlannedRun } | { readonly ending: Ending };

/** Takes the preflight and asks for confirmation before anything is changed. */
export async function prepare(run: PlannedRun): Promise<Prepared> {
  const { options, log } = run;
  if (options.command === "routes apply") return { run };
  if (options.force && !options.wait && !options.dryRun) {
    // An emergency does not wait for a preflight.
    log.overridden = ["preflight"];
    return options.yes ? { run } : asked(run);
  }
  const looked = await judged(run);
  return "ending" in looked ? looked : asked(looked.run);
}

/** Takes the preflight, prints it and judges it. */
async function judged(run: PlannedRun): Promise<Prepared> {
  const { options, terminal, log } = run;
  const taken = await taking(run);
  print(taken, terminal);
  const red = taken.items.filter(({ level }) => level === "red");
  if (red.length > 0 && !options.force)
    return stopped(
      taken.run,
      ExitStatus.failed,
      `Stopped by: ${red.map(({ title }) => title).join("; ")}. In an emergency run ${emergency(run)}.`,
    );
  log.overridden = red.map(({ id }) => id);
  if (red.length > 0) terminal.say(`Overridden by --force: ${log.overridden.join(", ")}`);
  if (options.dryRun) return stopped(taken.run, ExitStatus.done, "Dry run, nothing was submitted.");
  return { run: taken.run };
}

/** A run and its preflight. */
export interface Taken {
  readonly run: PlannedRun;
  readonly items: readonly Item[];
}

/** Takes the preflight. Meanwhile every control Region is asked for the routing. */
export async function taking(run: PlannedRun): Promise<Taken> {
  const { options, terminal, log, found } = run;
  const agreement = found.controls.agree();
  terminal.progress(`Checking ${found.name} before anything is changed …`);
  const items = await log.timed("preflight", () =>
    takePreflight(run.aws, found, run.wanted, run.argument, terminal, options),
  );
  const { majority } = await agreement;
  if (majority && !sameRouting(majority.routes, found.routes) && !sameRouting(majority.routes, run.wanted)) {
    terminal.progress(`${found.endpoint} was out of date. Checking again …`);
    log.located = { ...found, routes: majority.routes, endpoint: majority.regions[0] ?? found.endpoint };
    return taking({ ...run, found: log.located });
  }
  log.items = items;
  return { run, items };
}

/** Prints a preflight. */
export function print({ run: { options, found }, items }: Taken, terminal: Terminal): void {
  terminal.say(`Preflight of ${options.command}, ${found.name}:`);
  for (const line of renderPreflight(items, terminal)) terminal.say(line);
}

/** Asks for the name unless `--yes` is set, and verifies that the routing is still the same. */
async function asked(run: PlannedRun): Promise<Prepared> {
  const { options, terminal, log, found } = run;
  if (!options.yes) {
    const becomes = becoming(run);
    const what = becomes.length > 0 ? `This makes ${becomes.join(", ")}` : "This submits the routing again";
    const why = await refusal(terminal, `${what}. Type ${found.name} to continue: `, found.name, log);
    if (why !== undefined) return stopped(run, ExitStatus.failed, why);
  }
  const now = await changedMeanwhile(run);
  if (now?.majority === undefined) return { run };
  return {
    ending: {
      outcome: "not submitted",
      status: ExitStatus.failed,
      routing: now.majority.routes,
      sentence: `The routing was changed meanwhile, and nothing was submitted. ${routingSentence(found.name, now)}`,
    },
  };
}

/** The changes of the routing, in words. */
export function becoming({ found, wanted }: PlannedRun): string[] {
  return changes(found.routes, wanted).map(
    ({ region, active }) => `${region} ${active ? "active" : "passive"}`,
  );
}

/** Asks for the name. Returns why the answer does not confirm the change, or undefined if it does. */
export async function refusal(
  terminal: Terminal,
  question: string,
  name: string,
  log: RunLog,
): Promise<string | undefined> {
  const answer = await log.timed("confirmation", () => terminal.ask(question));
  if (answer === name) return undefined;
  return answer === undefined ? "No confirmation (--yes continues without)." : `'${answer}' is not ${name}.`;
}

/** The reports of the control Regions if a majority reports neither the routing found before nor the requested one. */
export async function changedMeanwhile({ found, wanted }: PlannedRun): Promise<Consensus | undefined> {
  const now = await found.controls.agree();
  const { majority } = now;
  return !majority || sameRouting(majority.routes, found.routes) || sameRouting(majority.routes, wanted)
    ? undefined
    : now;
}

/** The end of a run before the update, with the routing as it was read last. */
export function stopped({ found }: PlannedRun, status: number, why: string): { readonly ending: Ending } {
  const { name, routes, controls, endpoint } = found;
  const now = consensus(
    new Map(
      controls.sightings.all.map(({ region, routes: seen }) => [region, { kind: "routing", routes: seen }]),
    ),
  );
  const routing =
    now.majority && now.majority.regions.length > 1 && sameRouting(now.majority.routes, routes)
      ? routingSentence(name, now, "is unchanged:")
      : `${endpoint} reports the routing of ${name} as ${describeRouting(routes)}.`;
  return { ending: { outcome: "not submitted", routing: routes, status, sentence: `${why} ${routing}` } };
}

/** The command that skips every check. */
function emergency({ options, wanted }: PlannedRun): string {
  const to = options.command === "failover" ? targetsOf(wanted).map((region) => `--to ${region}`) : [];
  const environment = /\s/.test(options.environment) ? `'${options.environment}'` : options.environment;
  const only = options.accessPoint === undefined ? [] : [`--access-point ${options.accessPoint}`];
  return ["mrap", options.command, environment, ...to, ...only, "--yes", "--force", "--no-wait"].join(" ");
}

function targetsOf(wanted: PlannedRun["wanted"]): string[] {
  return wanted.filter(({ active }) => active).map(({ region }) => region);
}
