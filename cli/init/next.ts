import { relative, resolve } from "node:path";
import {
  environmentId,
  environmentsPath,
  ENVIRONMENTS_VARIABLE,
  findEnvironment,
} from "../../environment/find";
import type { Environment } from "../../environment/load";

/** The commands from a new file to a deployed environment. */
export function nextCommands(
  file: string,
  { state, regions }: Environment,
  variables: NodeJS.ProcessEnv,
): string[] {
  const id = environmentId(file);
  const found = findEnvironment(id, environmentsPath(variables));
  // The other commands find the file by its name only if it is where they search.
  const elsewhere = found === undefined || resolve(found) !== resolve(file);
  const passive = Object.values(regions).some(({ routing }) => routing === "passive");
  return [
    "Next:",
    ...(elsewhere
      ? [`  export ${ENVIRONMENTS_VARIABLE}=${relative(process.cwd(), resolve(file)) || file}`]
      : []),
    ...(state === "local" || !("bucket" in state)
      ? []
      : [`  mrap state create ${id}   # creates the bucket for the Terraform state`]),
    `  npx cdktf diff ${id}      # shows what a deploy creates`,
    `  npx cdktf deploy ${id}`,
    ...(passive ? [`  mrap routes apply ${id}   # sets the initial routing, once`] : []),
    `  mrap status ${id}`,
    `  mrap connect ${id}        # prints what an application needs`,
  ];
}
