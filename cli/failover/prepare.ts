import { consensus } from "../access-point/reports";
import { changes, describeRouting, sameRouting } from "../access-point/routing";
import { ExitStatus } from "../errors";
import { renderPreflight } from "./render-preflight";
import type { PlannedRun } from "./run-context";
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

/** Takes the preflight. Meanwhile every control Region is asked for the routing. */
async function judged(run: PlannedRun): Promise<Prepared> {
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
    return judged({ ...run, found: log.located });
  }
  log.items = items;
  terminal.say(`Preflight of ${options.command}, ${found.name}:`);
  for (const line of renderPreflight(items, terminal)) terminal.say(line);
  const red = items.filter(({ level }) => level === "red");
  if (red.length > 0 && !options.force)
    return stopped(
      run,
      ExitStatus.failed,
      `Stopped by: ${red.map(({ title }) => title).join("; ")}. In an emergency run ${emergency(run)}.`,
    );
  log.overridden = red.map(({ id }) => id);
  if (red.length > 0) terminal.say(`Overridden by --force: ${log.overridden.join(", ")}`);
  if (options.dryRun) return stopped(run, ExitStatus.done, "Dry run, nothing was submitted.");
  return { run };
}

/** Asks for the name unless `--yes` is set, and verifies that the routing is still the same. */
async function asked(run: PlannedRun): Promise<Prepared> {
  const { options, terminal, log, found, wanted } = run;
  if (!options.yes) {
    const becomes = changes(found.routes, wanted).map(
      ({ region, active }) => `${region} ${active ? "active" : "passive"}`,
    );
    const what = becomes.length > 0 ? `This makes ${becomes.join(", ")}` : "This submits the routing again";
    const answer = await log.timed("confirmation", () =>
      terminal.ask(`${what}. Type ${found.name} to continue: `),
    );
    if (answer !== found.name)
      return stopped(
        run,
        ExitStatus.failed,
        answer === undefined
          ? "No confirmation (--yes continues without)."
          : `'${answer}' is not ${found.name}.`,
      );
  }
  const now = await found.controls.agree();
  const { majority } = now;
  if (!majority || sameRouting(majority.routes, found.routes) || sameRouting(majority.routes, wanted))
    return { run };
  return {
    ending: {
      outcome: "not submitted",
      status: ExitStatus.failed,
      routing: majority.routes,
      sentence: `The routing was changed meanwhile, and nothing was submitted. ${routingSentence(found.name, now)}`,
    },
  };
}

function stopped({ found }: PlannedRun, status: number, why: string): Prepared {
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
  return ["mrap", options.command, environment, ...to, "--yes", "--force", "--no-wait"].join(" ");
}

function targetsOf(wanted: PlannedRun["wanted"]): string[] {
  return wanted.filter(({ active }) => active).map(({ region }) => region);
}
