/** Every key of an environment file changes the synthesized stack, or is rejected because it is pending. */
import { Testing } from "cdktf";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import type { Environment } from "../../environment/load";
import { environmentsOf, keys, values } from "../support/every-key";

/** Most keys share the environment without the key. */
const stacks = new Map<string, string>();

function synthesized(environment: Environment): string {
  const key = JSON.stringify(environment);
  const stack =
    stacks.get(key) ?? Testing.synth(new MultiRegionAccessPointStack(Testing.app(), "stack", environment));
  stacks.set(key, stack);
  return stack;
}

test("every key that is not pending has a value in this test", () => {
  expect(Object.keys(values).sort()).toEqual([...keys].sort());
});

test.each(keys)("%s changes the stack", (key) => {
  const environments = environmentsOf(key);
  expect(synthesized(environments.with)).not.toBe(synthesized(environments.without));
});
