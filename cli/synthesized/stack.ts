import { App } from "cdktf";
import type { EnvironmentProps } from "../../composition/props";
import { sizeMistakes } from "../../composition/sizes";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import { PropsError } from "../../constructs/errors";
import { EnvironmentError } from "../../environment/error";
import { problemsOf } from "../../environment/load";
import { UserError } from "../errors";

/** An environment's stack, ready to be read; nothing is written. */
export function preparedStack(id: string, environment: EnvironmentProps): MultiRegionAccessPointStack {
  try {
    // The folder is only where App would write.
    const stack = new MultiRegionAccessPointStack(new App({ outdir: "cdktf.out" }), id, environment);
    const problems = problemsOf(environment, sizeMistakes(stack), id);
    if (problems.length > 0) throw new EnvironmentError(problems);
    stack.prepareStack();
    return stack;
  } catch (error) {
    if (error instanceof PropsError)
      throw new UserError(`The environment cannot be synthesized: ${error.message}`);
    throw error;
  }
}
