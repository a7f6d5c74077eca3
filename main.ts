import { App } from "cdktf";
import { MultiRegionAccessPointStack } from "./composition/stack";
import { PropsError } from "./constructs/errors";
import { EnvironmentError } from "./environment/error";
import { loadEnvironments } from "./environment/load";

/** Synthesizes one stack for each file in `environments/`, or in the folder or file that MRAP_ENVIRONMENTS names. */
function main(): void {
  const environments = loadEnvironments(process.env.MRAP_ENVIRONMENTS ?? "environments");
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
