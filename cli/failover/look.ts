import type { Aws } from "../adapters/aws/aws";
import { runCanary } from "../adapters/aws/canary";
import type { Located } from "../adapters/aws/locate";
import type { EnvironmentArgument } from "../environment-argument";
import { observe } from "./observe";
import { preflight, relevant, type Item, type Thresholds } from "./preflight";
import type { Route } from "./routing";

/** Where no environment file says otherwise: the defaults of its schema. */
const defaults: Thresholds = { latencySeconds: 900, pendingBytes: 1_073_741_824, failedOperations: 1 };

/** Takes the preflight: reads all that it judges, at once, and judges it. */
export async function look(
  aws: Aws,
  found: Located,
  wanted: readonly Route[],
  argument: EnvironmentArgument,
  options: { readonly command: string },
): Promise<Item[]> {
  const before = found.routes;
  const [observations, canary] = await Promise.all([
    observe(aws, before, { directions: relevant(before, wanted) }),
    runCanary(aws, found, before),
  ]);
  const thresholds =
    argument.kind === "file" ? { ...defaults, ...argument.environment.monitoring } : defaults;
  return preflight({
    before,
    wanted,
    observations,
    canary,
    thresholds,
    nothingMayWait: options.command === "failback",
  });
}
