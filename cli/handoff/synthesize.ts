import type { EstateProps } from "../../composition/props";
import { preparedStack } from "../prepared-stack";
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
  const stack = preparedStack(id, estate);
  const order = stack.node.findAll().map(({ node }) => node.path);
  return { configuration: readConfiguration(stack.toTerraform(), order), blocks: blocksOf(stack) };
}
