import { App } from "cdktf";
import { MultiRegionAccessPointStack } from "./composition/stack";
import { PropsError } from "./constructs/errors";
import { EnvironmentError } from "./environment/error";
import { environmentsPath } from "./environment/find";
import { readEnvironments } from "./environment/load";
import { requestedStacks } from "./environment/requested-stacks";

/** Synthesizes one stack for each file in `environments/`, or in the folder or file that MRAP_ENVIRONMENTS names. */
function main(): void {
  const { environments, problems, broken } = readEnvironments(environmentsPath());
  if (problems.length > 0) {
    const error = new EnvironmentError(problems);
    // A broken file does not stop a command for another environment.
    const requested = requestedStacks();
    if (requested === undefined || requested.some((id) => broken.includes(id))) throw error;
    if (requested.some((id) => !environments.some((one) => one.id === id))) throw error;
    process.stderr.write(`${error.message}\n`);
  }
  const app = new App();
  for (const { id, environment } of environments) new MultiRegionAccessPointStack(app, id, environment);
  app.synth();
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
