import { Argument, Command } from "commander";
import type { Aws, AwsOptions } from "./adapters/aws/aws";
import { write } from "./adapters/streams";
import { fitted } from "./adapters/terminal";
import { MrapHelp } from "./help";

const file = "An environment file, or the name of a file in environments/ without its ending.";
const anything =
  "An environment file, the name of a file in environments/ without its ending, or the name, alias or ARN of an access point.";

/** A command of `mrap`: what the commands have in common is defined here, once. */
export class MrapCommand extends Command {
  /** Paragraphs of the help, after the description. */
  readonly notes: string[] = [];
  readonly examples: string[] = [];
  /** What each exit status means. */
  readonly exits: Array<readonly [status: number, meaning: string]> = [];

  override createCommand(name?: string): MrapCommand {
    return new MrapCommand(name);
  }

  override createHelp(): MrapHelp {
    return Object.assign(new MrapHelp(), this.configureHelp());
  }

  /** The argument ENVIRONMENT. @param accepts `file` if the command reads the file, `any` if an access point is enough */
  environment(accepts: "file" | "any", { optional = false }: { readonly optional?: boolean } = {}): this {
    const help = accepts === "file" ? file : anything;
    return this.addArgument(
      optional
        ? new Argument("[ENVIRONMENT]", `${help} Optional if environments/ contains exactly one file.`)
        : new Argument("<ENVIRONMENT>", help),
    );
  }

  profile(): this {
    return this.option("--profile <profile>", "Profile of the AWS configuration (default: AWS_PROFILE).");
  }

  /** The option that restricts a command to one of two access points. */
  onlyAccessPoint(): this {
    return this.option(
      "--access-point <name>",
      "The only access point to change, during a change of Regions (default: both).",
    );
  }

  note(paragraph: string): this {
    this.notes.push(paragraph);
    return this;
  }

  example(...lines: readonly string[]): this {
    this.examples.push(...lines);
    return this;
  }

  exitStatus(meanings: Readonly<Record<number, string>>): this {
    for (const [status, meaning] of Object.entries(meanings)) this.exits.push([Number(status), meaning]);
    return this;
  }
}

/** Opens the connection to AWS for as long as `run` takes, and closes it whatever happens. */
export async function withAws<T>(options: AwsOptions, run: (aws: Aws) => Promise<T>): Promise<T> {
  const { Aws } = await import("./adapters/aws/aws");
  const aws = new Aws(options);
  try {
    return await run(aws);
  } finally {
    aws.close();
  }
}

/** Prints a line of the result as it is, such as code to copy. */
export function print(line: string): void {
  write(process.stdout, `${line}\n`);
}

/** Prints a sentence, at the width of the terminal. */
export function say(sentence: string): void {
  write(process.stdout, fitted(`${sentence}\n`, process.stdout));
}
