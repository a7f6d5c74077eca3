import type { EnvironmentArgument } from "../access-point/argument";
import type { Aws } from "../adapters/aws/aws";
import { write } from "../adapters/streams";
import { fitted } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { connectionOf } from "./connection";
import type { Access } from "./identity-policy";
import {
  instructionsFor,
  instructionsJson,
  instructionsMarkdown,
  instructionsPart,
  type Part,
} from "./render";
import type { Sdk } from "./snippets/index";

export interface ConnectOptions {
  readonly sdk?: Sdk;
  readonly access: Access;
  readonly part?: Part;
  readonly json: boolean;
}

/**
 * Rejects options that exclude each other.
 * @throws UserError
 */
export function checkOptions({ sdk, access, part, json }: ConnectOptions): void {
  const wrong = (text: string): UserError => new UserError(text, ExitStatus.usage);
  if (sdk === "cloudfront" && access === "write")
    throw wrong("CloudFront only reads through the access point. Leave out --access write.");
  if (part === undefined) return;
  if (json) throw wrong("--part and --json exclude each other. Use one of them.");
  if (sdk === undefined && part !== "policy")
    throw wrong(`--part ${part} needs an SDK or tool. Name it with --sdk, for example --sdk js.`);
  if (part === "policy" && sdk === "cloudfront")
    throw wrong(
      "CloudFront uses no identity policy. Add the distribution to access.cloudfront in the environment file.",
    );
  if (part === "policy" && sdk === "terraform")
    throw wrong("The identity policy is part of the Terraform code. Use --part code.");
}

/** Finds the access point, and returns the text to print. */
export async function connect(
  aws: Aws,
  argument: EnvironmentArgument,
  { sdk, access, part, json }: ConnectOptions,
): Promise<string> {
  const connection = await connectionOf(aws, argument, (line) =>
    write(process.stderr, `${fitted(line, process.stderr)}\n`),
  );
  const instructions = instructionsFor(connection, access, sdk);
  if (json) return JSON.stringify(instructionsJson(instructions), null, 2);
  const one = part && instructionsPart(instructions, part);
  return one ?? fittedMarkdown(instructionsMarkdown(instructions));
}

/** Wraps the prose at the width of the terminal. Code is unchanged, because it is copied. */
function fittedMarkdown(text: string): string {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith("```") ? part : fitted(part, process.stdout)))
    .join("");
}
