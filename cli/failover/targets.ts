import type { EnvironmentArgument } from "../access-point/argument";
import { ExitStatus, UserError } from "../errors";
import { activeRegions, type Route } from "../access-point/routing";
import { initialRouting } from "../access-point/routing";

/** The Regions to make active, checked against the access point's members. */
export function checkTargets(
  { name, routes }: { readonly name: string; readonly routes: readonly Route[] },
  argument: EnvironmentArgument,
  { command, to = [] }: { readonly command: string; readonly to?: readonly string[] },
): string[] {
  const members = routes.map(({ region }) => region);
  if (members.length < 2)
    throw new UserError(
      `The access point ${name} has one Region only (${members.join()}): there is nothing to route elsewhere.`,
    );
  if (command === "failback" && argument.kind === "file") {
    const targets = activeRegions(initialRouting(argument.environment, routes));
    if (targets.length > 0) return targets;
    throw new UserError(
      `No Region that ${argument.file} makes active is a member of ${name}, which has ${members.join(", ")}.`,
    );
  }
  const targets = [...new Set(to)];
  const strangers = targets.filter((region) => !members.includes(region));
  if (strangers.length > 0)
    throw new UserError(
      `${strangers.join(", ")} ${strangers.length === 1 ? "is no member" : "are no members"} of ${name}, which has ${members.join(", ")}; the routing is unchanged.`,
      ExitStatus.usage,
    );
  return targets;
}
