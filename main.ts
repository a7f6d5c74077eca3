import { App } from "cdktf";
import { MultiRegionAccessPointStack } from "./composition/stack";
import { EnvironmentError } from "./environment/error";
import { loadEnvironments } from "./environment/load";

/** Every file in `environments/` becomes a stack; MRAP_ENVIRONMENTS names another folder, or one file. */
function main(): void {
  const environments = loadEnvironments(process.env.MRAP_ENVIRONMENTS ?? "environments");
  const app = new App();
  for (const { id, environment } of environments) new MultiRegionAccessPointStack(app, id, environment);
  app.synth();
}

// cdktf formats a stack trace for every token: mapping each to its source would take a third of the time.
const stacks: { prepareStackTrace?: typeof Error.prepareStackTrace } = Error;
const mapped = stacks.prepareStackTrace;
stacks.prepareStackTrace = undefined;
try {
  main();
} catch (error) {
  // A mistake in an environment file is told as a report, without a stack trace, and before anything is written.
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  stacks.prepareStackTrace = mapped;
}
