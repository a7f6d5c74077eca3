import { App } from "cdktf";
import type { EstateProps } from "../composition/props";
import { MultiRegionAccessPointStack } from "../composition/stack";
import { UserError } from "./errors";

/** An estate's stack, ready to be read; nothing is written. */
export function preparedStack(id: string, estate: EstateProps): MultiRegionAccessPointStack {
  try {
    // The folder is only where App would write.
    const stack = new MultiRegionAccessPointStack(new App({ outdir: "cdktf.out" }), id, estate);
    stack.prepareStack();
    return stack;
  } catch (error) {
    if (error instanceof Error && error.name === "PropsError")
      throw new UserError(`The environment cannot be synthesized: ${error.message}`);
    throw error;
  }
}
