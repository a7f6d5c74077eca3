import type { EnvironmentProps } from "../../composition/props";
import { preparedStack } from "../synthesized/stack";
import { blocksOf, type BlocksByType } from "./blocks";
import { readConfiguration, type Configuration } from "../synthesized/configuration";
import { lift, type Lifted } from "./lift";
import { variablesOf } from "./variables";

export interface Synthesized extends Lifted {
  /** The configuration that `cdktf deploy` applies. */
  readonly plain: Configuration;
  readonly blocks: BlocksByType;
}

/** An environment's stack as a configuration, plain and with variables. */
export function synthesize(id: string, environment: EnvironmentProps): Synthesized {
  const { configuration: plain, blocks } = stackOf(id, environment);
  const { variables, environment: withReferences, byValue } = variablesOf(environment);
  const { configuration: referring, blocks: more } = stackOf(id, withReferences);
  return { plain, blocks: { ...blocks, ...more }, ...lift({ plain, referring, variables, byValue }) };
}

function stackOf(
  id: string,
  environment: EnvironmentProps,
): { configuration: Configuration; blocks: BlocksByType } {
  const stack = preparedStack(id, environment);
  const order = stack.node.findAll().map(({ node }) => node.path);
  return { configuration: readConfiguration(stack.toTerraform(), order), blocks: blocksOf(stack) };
}
