import { App } from "cdktf";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import type { EstateProps } from "../../composition/props";
import { UserError } from "../errors";
import { blocksOf, type BlocksByType } from "./blocks";
import { readConfiguration, type Configuration } from "./configuration";
import { lift, type Lifted } from "./lift";
import { variablesOf } from "./variables";

export interface Synthesized extends Lifted {
  /** What `cdktf deploy` applies. */
  readonly plain: Configuration;
  readonly blocks: BlocksByType;
}

/** An estate's stack as a configuration, plain and with variables. */
export function synthesize(id: string, estate: EstateProps): Synthesized {
  const { configuration: plain, blocks } = stackOf(id, estate);
  const { variables, estate: withReferences, byValue } = variablesOf(estate);
  const { configuration: referring, blocks: more } = stackOf(id, withReferences);
  return { plain, blocks: { ...blocks, ...more }, ...lift({ plain, referring, variables, byValue }) };
}

function stackOf(id: string, estate: EstateProps): { configuration: Configuration; blocks: BlocksByType } {
  try {
    // Nothing is written: the folder is only where App would write.
    const stack = new MultiRegionAccessPointStack(new App({ outdir: "cdktf.out" }), id, estate);
    stack.prepareStack();
    const order = stack.node.findAll().map(({ node }) => node.path);
    return { configuration: readConfiguration(stack.toTerraform(), order), blocks: blocksOf(stack) };
  } catch (error) {
    if (error instanceof Error && error.name === "PropsError")
      throw new UserError(`The environment cannot be synthesized: ${error.message}`);
    throw error;
  }
}
