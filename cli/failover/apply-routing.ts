import type { Aws } from "../adapters/aws/aws";
import { callerIdentity } from "../live/identity";
import { locate } from "../live/locate";
import type { EnvironmentFile } from "../access-point/argument";
import { ExitStatus, UserError } from "../errors";
import { describeRouting, initialRouting, passiveRegions, sameRouting } from "../access-point/routing";
import { submit } from "./submit";

/**
 * Sets the routing of the environment file on an access point that is as AWS made it. A routing that somebody
 * moved is left alone, unless forced.
 * @returns the exit status
 */
export async function applyInitialRouting(
  file: EnvironmentFile,
  aws: Aws,
  report: (line: string) => void,
  options: { readonly force?: boolean } = {},
): Promise<number> {
  const found = await locate(aws, file, () => callerIdentity(aws));
  const { controls, routes, name } = found;
  try {
    const wanted = initialRouting(file.environment, routes);
    if (sameRouting(routes, wanted)) {
      report(`The routing of ${name} is as the file says: ${describeRouting(routes)}.`);
      return ExitStatus.done;
    }
    if (passiveRegions(routes).length > 0 && !options.force)
      throw new UserError(
        `The routing of ${name} was moved since it was made: it is ${describeRouting(routes)}, and stays so; mrap failback returns to the file's routing with the checks that it needs, --force without them.`,
      );
    const { status, sentence } = await submit(found, routes, wanted);
    report(sentence);
    return status;
  } finally {
    controls.close();
  }
}
