import { join, relative, resolve, sep } from "node:path";
import {
  environmentId,
  environmentsPath,
  ENVIRONMENTS_VARIABLE,
  findEnvironment,
} from "../../environment/find";
import type { Environment } from "../../environment/load";

/** How a user starts `mrap` again: a clone has it in `bin/`, and a project with the package in `node_modules/`. */
export function commandName(script: string, folder: string): string {
  if (relative(folder, script) === join("bin", "mrap")) return "bin/mrap";
  return script.split(sep).includes("node_modules") ? "npx mrap" : "mrap";
}

/** The commands from a new file to a deployed environment. */
export function nextCommands(
  file: string,
  { state, regions }: Environment,
  variables: NodeJS.ProcessEnv,
  mrap = commandName(process.argv[1] ?? "", process.cwd()),
): string[] {
  const id = environmentId(file);
  const found = findEnvironment(id, environmentsPath(variables));
  // The other commands find the file by its name only if it is where they search.
  const elsewhere = found === undefined || resolve(found) !== resolve(file);
  const passive = Object.values(regions).some(({ routing }) => routing === "passive");
  const inBucket = state !== "local" && "bucket" in state;
  const step = (command: string, purpose: string) => ({ command, purpose });
  const commands = [
    ...(inBucket ? [step(`${mrap} state create`, "creates the bucket for the Terraform state")] : []),
    step(`${mrap} doctor`, "checks the account: what would make the deploy fail"),
    step("npx cdktf diff", "shows what a deploy creates"),
    step("npx cdktf deploy", "creates it"),
    ...(passive ? [step(`${mrap} routes apply`, "sets the initial routing, once")] : []),
    step(`${mrap} verify`, "checks that it works"),
    step(`${mrap} connect`, "prints what an application needs"),
  ];
  const width = Math.max(...commands.map(({ command }) => command.length));
  return [
    "Next:",
    ...(elsewhere
      ? [`  export ${ENVIRONMENTS_VARIABLE}=${relative(process.cwd(), resolve(file)) || file}`]
      : []),
    ...commands.map(
      ({ command, purpose }) => `  ${command} ${id}${" ".repeat(width - command.length)}   # ${purpose}`,
    ),
  ];
}
