import { readFileSync } from "node:fs";
import { ACCESS_POINT_NAME } from "../../constructs/limits";
import {
  findEnvironment,
  HOW_TO_SEARCH_ELSEWHERE,
  listEnvironments,
  searchedPlace,
} from "../../environment/find";
import type { Environment } from "../../environment/load";
import { ExitStatus, UserError } from "../errors";

export interface EnvironmentFile {
  readonly kind: "file";
  readonly file: string;
  readonly environment: Environment;
}

/** An access point named by its ARN or its alias. An alias alone does not name the account. */
export interface AccessPointArn {
  readonly kind: "arn";
  readonly alias: string;
  readonly account?: string;
  readonly partition: string;
}

export interface AccessPointName {
  readonly kind: "name";
  readonly name: string;
}

/** The things that the argument ENVIRONMENT can name. */
export type EnvironmentArgument = EnvironmentFile | AccessPointArn | AccessPointName;

export const environmentArgumentHelp =
  "an environment file, the name of one in environments/, or an access point's name, alias or ARN";

const arnPattern = /^arn:(aws[a-z-]*):s3::(\d{12}):accesspoint\/([a-z0-9]+\.mrap)$/;

/** Reads the argument. An environment file is loaded and validated completely. */
export async function environmentArgument(argument: string): Promise<EnvironmentArgument> {
  const arn = arnPattern.exec(argument);
  if (arn) return { kind: "arn", partition: arn[1]!, account: arn[2]!, alias: arn[3]! };
  if (argument.startsWith("arn:"))
    throw new UserError(
      `'${argument}' is not the ARN of a Multi-Region Access Point, which reads arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap.`,
      ExitStatus.usage,
    );
  if (/^[a-z0-9]+\.mrap$/.test(argument)) return { kind: "arn", partition: "aws", alias: argument };
  const file = fileOf(argument);
  if (file !== undefined) return { kind: "file", file, environment: await load(file) };
  if (ACCESS_POINT_NAME.test(argument))
    return (await fileOfChange(argument)) ?? { kind: "name", name: argument };
  throw unknownEnvironment(argument);
}

/** Reads the argument of a command that needs an environment file. */
export async function environmentFile(argument: string): Promise<EnvironmentFile> {
  const file = fileOf(argument);
  if (file === undefined) throw unknownEnvironment(argument);
  return { kind: "file", file, environment: await load(file) };
}

/** The same for a command that records the buckets to adopt: the record may be missing or old. */
export async function environmentToAdopt(argument: string): Promise<EnvironmentFile> {
  const file = fileOf(argument);
  if (file === undefined) throw unknownEnvironment(argument);
  const { loadEnvironmentToAdopt } = await import("../../environment/load");
  return { kind: "file", file, environment: loadEnvironmentToAdopt(file) };
}

/** The only environment in the folder, for a command without an argument. */
export async function onlyEnvironment(): Promise<EnvironmentFile> {
  const [only, ...others] = listEnvironments();
  if (only !== undefined && others.length === 0) return environmentFile(only.file);
  throw new UserError(
    `Which environment? ${searchedPlace()}. ${only === undefined ? HOW_TO_SEARCH_ELSEWHERE : "Name one of them."}`,
    ExitStatus.usage,
  );
}

export function unknownEnvironment(argument: string, more = ""): UserError {
  return new UserError(
    `Unknown environment '${argument}': there is no such file, ${searchedPlace()}${more}. ${HOW_TO_SEARCH_ELSEWHERE}`,
    ExitStatus.usage,
  );
}

function fileOf(argument: string): string | undefined {
  if (/\.ya?ml$/i.test(argument) || argument.includes("/")) return argument;
  return findEnvironment(argument);
}

/**
 * The environment file that declares a change of Regions with an access point of this name. Its two access points belong
 * together, so the name of one of them means the environment.
 */
async function fileOfChange(name: string): Promise<EnvironmentFile | undefined> {
  for (const { file } of listEnvironments()) {
    try {
      const text = readFileSync(file, "utf8");
      // Most files declare no change, and loading one takes time.
      if (!/^["']?previous["']?\s*:/m.test(text) || !text.includes(name)) continue;
      const environment = await load(file);
      if (environment.previous && [environment.name, environment.previous.name].includes(name))
        return { kind: "file", file, environment };
    } catch {
      // A file with errors says nothing about other access points.
    }
  }
  return undefined;
}

async function load(file: string): Promise<Environment> {
  const { loadEnvironment } = await import("../../environment/load");
  return loadEnvironment(file);
}

/** The name of the access point in messages: its name, or its alias if only the ARN is known. */
export function nameOf(argument: EnvironmentArgument): string {
  if (argument.kind === "file") return argument.environment.name;
  return argument.kind === "name" ? argument.name : argument.alias;
}
