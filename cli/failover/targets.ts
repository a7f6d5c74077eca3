import { nearest } from "../../environment/rules/nearest";
import type { EnvironmentArgument } from "../access-point/argument";
import { activeRegions, initialRouting, type Route } from "../access-point/routing";
import { ExitStatus, UserError } from "../errors";

/** Rejects a Region that the environment file does not list, before credentials are needed. */
export function checkAgainstFile(
  argument: EnvironmentArgument,
  { to = [], force = false }: { readonly to?: readonly string[]; readonly force?: boolean },
): void {
  // The deployed access point may have members that the file does not list yet. With --force the members that AWS reports decide.
  if (argument.kind !== "file" || force) return;
  checkMembers(to, Object.keys(argument.environment.regions), argument.environment.name);
}

/** The Regions to make active, checked against the access point's members. */
export function checkTargets(
  { name, routes }: { readonly name: string; readonly routes: readonly Route[] },
  argument: EnvironmentArgument,
  { command, to = [] }: { readonly command: string; readonly to?: readonly string[] },
): string[] {
  const members = routes.map(({ region }) => region);
  if (members.length < 2)
    throw new UserError(
      `The access point ${name} has only one Region (${members.join()}): there is no other Region to route to.`,
    );
  if (command !== "failover" && argument.kind === "file") {
    const targets = activeRegions(initialRouting(argument.environment, routes));
    if (targets.length > 0) return targets;
    throw new UserError(
      `No Region that ${argument.file} makes active is a member of ${name}, which has ${members.join(", ")}.`,
    );
  }
  const targets = [...new Set(to)];
  checkMembers(targets, members, name);
  return targets;
}

function checkMembers(targets: readonly string[], members: readonly string[], name: string): void {
  const strangers = targets.filter((region) => !members.includes(region));
  if (strangers.length === 0) return;
  const guesses = strangers.map((region) => nearest(region.toLowerCase(), members));
  const guess = guesses.every((one) => one !== undefined) ? ` Did you mean ${guesses.join(", ")}?` : "";
  const are = strangers.length === 1 ? "is not a member" : "are not members";
  throw new UserError(
    `${strangers.join(", ")} ${are} of ${name}, which has ${members.join(", ")}.${guess} Nothing was submitted.`,
    ExitStatus.usage,
  );
}
