/** The access points of an environment during a change of Regions: the new one, and the previous one that clients still use. */
import type { Environment } from "../../environment/load";
import { ExitStatus, UserError } from "../errors";
import type { EnvironmentArgument, EnvironmentFile } from "./argument";
import type { Route } from "./routing";
import { list } from "./wording";

type Regions = Environment["regions"];

/** True if the file declares a previous access point. */
export function isChanging(argument: EnvironmentArgument): argument is EnvironmentFile {
  return argument.kind === "file" && argument.environment.previous !== undefined;
}

/** One argument for each access point of a file, the new one first. Any other argument names one access point. */
export function generations(argument: EnvironmentArgument): readonly EnvironmentArgument[] {
  if (!isChanging(argument)) return [argument];
  const { previous, ...environment } = argument.environment;
  const { name, regions } = previous!;
  const members = Object.entries(regions).map(([region, own]): [string, Regions[string]] => [
    region,
    // A Region of both sets has its other keys in `regions`.
    environment.regions[region] ?? own,
  ]);
  return [
    { ...argument, environment },
    { ...argument, environment: { ...environment, name, regions: Object.fromEntries(members) } },
  ];
}

/** The names of the access points of a file, the new one first. */
export function generationNames(argument: EnvironmentFile): string[] {
  return generations(argument).map((one) => (one as EnvironmentFile).environment.name);
}

/** The Regions that only the new access point has: objects from before the change are there only if they were copied. */
export function newRegions(file: EnvironmentFile): string[] {
  const [next, previous] = generations(file) as readonly EnvironmentFile[];
  return Object.keys(next!.environment.regions).filter(
    (region) => previous?.environment.regions[region] === undefined,
  );
}

/**
 * The one access point that `--access-point` names.
 * @throws UserError if the argument has no such access point
 */
export function onlyAccessPoint(argument: EnvironmentArgument, name: string): EnvironmentArgument {
  if (argument.kind !== "file")
    throw new UserError(
      `--access-point chooses one access point of an environment file, and ${argument.kind === "name" ? argument.name : argument.alias} is an access point. Leave --access-point out.`,
      ExitStatus.usage,
    );
  const all = generations(argument) as readonly EnvironmentFile[];
  const found = all.find(({ environment }) => environment.name === name);
  if (found) return found;
  throw new UserError(
    `${name} is not an access point of ${argument.file}, which has ${list(all.map(({ environment }) => environment.name))}.`,
    ExitStatus.usage,
  );
}

/** One access point and its routing. */
export interface NamedRouting {
  readonly name: string;
  readonly routes: readonly Route[];
}

/** The Regions of both access points that are active in one and passive in the other. */
export function differingRegions(one: readonly Route[], other: readonly Route[]): string[] {
  return one
    .filter((route) => other.some(({ region, active }) => region === route.region && active !== route.active))
    .map(({ region }) => region);
}

/** How two routings differ, in one sentence. Undefined if they agree on every Region that both have. */
export function differenceSentence(one: NamedRouting, other: NamedRouting): string | undefined {
  const regions = differingRegions(one.routes, other.routes);
  if (regions.length === 0) return undefined;
  const active = ({ routes }: NamedRouting, region: string): boolean =>
    routes.some((route) => route.region === region && route.active);
  const inOne = regions.filter((region) => active(one, region));
  const inOther = regions.filter((region) => active(other, region));
  const part = (of: readonly string[], here: string, there: string): string[] =>
    of.length === 0
      ? []
      : [`${list(of)} ${of.length === 1 ? "is" : "are"} active in ${here} and passive in ${there}`];
  return `The routings of ${one.name} and ${other.name} differ: ${[...part(inOne, one.name, other.name), ...part(inOther, other.name, one.name)].join(", and ")}.`;
}
