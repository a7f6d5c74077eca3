import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { stringify } from "yaml";
import { defaultStateKey } from "../../constructs/defaults";
import { name as packageName } from "../../package.json";
import type { Answers, RegionAnswer } from "./answers";

/** The environment file, short and with comments. */
export function environmentText({ name, regions, state, readers, writers }: Answers, schema: string): string {
  const lines = [
    schemaLine(schema),
    "# docs/environment.md lists every key. All other keys have their defaults.",
    "# objectLock protects object versions from deletion. You can add it later, and not remove it: docs/object-lock.md.",
    `name: ${scalar(name)} # another name creates a new access point with a new alias`,
    "",
    "regions: # the Regions and their buckets cannot change later",
    ...regions.flatMap(regionLines),
    "",
    ...(state === "local"
      ? ["state: local # a file on this machine, for a trial"]
      : [
          "state: # the bucket for the Terraform state; mrap state create creates it",
          `  bucket: ${scalar(state.bucket)}`,
          `  region: ${scalar(state.region)}`,
          `  key: ${scalar(defaultStateKey(name))}`,
        ]),
    ...(readers.length + writers.length === 0
      ? []
      : ["", "access:", ...list("readers", readers), ...list("writers", writers)]),
  ];
  return `${lines.join("\n")}\n`;
}

function regionLines({ region, bucket, routing, vpc }: RegionAnswer): string[] {
  return [
    `  ${region}:`,
    `    bucket: ${scalar(bucket)}`,
    `    routing: ${routing}`,
    ...(vpc === undefined ? [] : ["    network:", `      vpc: ${scalar(vpc)}`]),
  ];
}

function list(key: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`  ${key}:`, ...values.map((value) => `    - ${scalar(value)}`)];
}

/** A value as YAML, in quotes if it needs them. */
function scalar(value: string): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

/** The first line of the file, with which editors complete and check it. */
export function schemaLine(schema: string): string {
  return `# yaml-language-server: $schema=${schema}`;
}

/** The path of the JSON Schema for a file: that of the project, or of the installed package. */
export function schemaFor(file: string): string {
  const folder = dirname(resolve(file));
  const inPackage = join("environments", "environment.schema.json");
  for (let at = folder; ; at = dirname(at)) {
    for (const path of [join(at, inPackage), join(at, "node_modules", packageName, inPackage)])
      if (existsSync(path)) {
        const found = relative(folder, path).split(sep).join("/");
        return found.startsWith(".") ? found : `./${found}`;
      }
    if (dirname(at) === at) return `../node_modules/${packageName}/environments/environment.schema.json`;
  }
}
