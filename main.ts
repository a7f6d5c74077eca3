import { App, Manifest } from "cdktf";
import { existsSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { MultiRegionAccessPointStack } from "./composition/stack";
import { providerRegions } from "./composition/failover";
import { sizeMistakes } from "./composition/sizes";
import { PropsError } from "./constructs/errors";
import { EnvironmentError } from "./environment/error";
import { environmentsPath } from "./environment/find";
import { problemsOf, readEnvironments } from "./environment/load";
import { recordIdentities } from "./environment/record-identities";
import { requestedStacks } from "./environment/requested-stacks";
import { warningsOf } from "./environment/warnings";

/** Synthesizes one stack for each file in `environments/`, or in the folder or file that MRAP_ENVIRONMENTS names. */
function main(): void {
  const { environments, problems: inFiles, broken: brokenFiles } = readEnvironments(environmentsPath());
  const app = new App();
  const stacks = environments.map(({ id, environment }) => {
    const stack = new MultiRegionAccessPointStack(app, id, environment);
    return { id, problems: problemsOf(environment, sizeMistakes(stack), id) };
  });
  const tooLarge = stacks.filter(({ problems }) => problems.length > 0);
  const problems = [...inFiles, ...tooLarge.flatMap((stack) => stack.problems)];
  if (problems.length > 0) {
    const error = new EnvironmentError(problems);
    const broken = [...brokenFiles, ...tooLarge.map(({ id }) => id)];
    // A broken file does not stop a command for another environment.
    const requested = requestedStacks();
    const known = (id: string): boolean => environments.some((one) => one.id === id);
    if (requested === undefined || requested.some((id) => broken.includes(id) || !known(id))) {
      removeEmptyFolders(app.outdir);
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    for (const { id } of tooLarge) app.node.tryRemoveChild(id);
  }
  app.synth();
  const synthesized = environments.filter(({ id }) => !tooLarge.some((one) => one.id === id));
  for (const { id, environment } of synthesized)
    for (const warning of warningsOf(environment)) process.stderr.write(`Warning: ${id}: ${warning}\n`);
  for (const warning of recordIdentities(synthesized, providerRegions))
    process.stderr.write(`Warning: ${warning}\n`);
}

/** Removes the folders that an app creates before it writes anything. */
function removeEmptyFolders(outdir: string): void {
  for (const folder of [join(outdir, Manifest.stacksFolder), outdir]) {
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

// cdktf formats a stack trace for every token. Source maps for them would take a third of the time.
const stacks: { prepareStackTrace?: typeof Error.prepareStackTrace } = Error;
const mapped = stacks.prepareStackTrace;
stacks.prepareStackTrace = undefined;
try {
  main();
} catch (error) {
  // An error in an environment file is reported without a stack trace, before anything is written.
  if (!(error instanceof EnvironmentError || error instanceof PropsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  stacks.prepareStackTrace = mapped;
}
