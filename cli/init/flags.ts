import { ExitStatus, UserError } from "../errors";

/** The options that describe an environment, and the options of a project. They exclude each other. */
const OF_ENVIRONMENT = {
  name: "--name",
  region: "--region",
  passive: "--passive",
  stateBucket: "--state-bucket",
  stateRegion: "--state-region",
  reader: "--reader",
  writer: "--writer",
  network: "--network",
  fromExample: "--from-example",
  yes: "--yes",
  force: "--force",
} as const;
const OF_PROJECT = { cdk: "--cdk", package: "--package" } as const;

type Flags = Partial<Record<keyof typeof OF_ENVIRONMENT | keyof typeof OF_PROJECT | "project", unknown>>;

/**
 * Rejects options that exclude each other.
 * @throws UserError
 */
export function checkFlags(file: string | undefined, flags: Flags): void {
  const wrong = (text: string): UserError => new UserError(text, ExitStatus.usage);
  if (flags.project === undefined) {
    const [option] = given(OF_PROJECT, flags);
    if (option !== undefined)
      throw wrong(`${option} is an option of a project. Add --project FOLDER, or leave it out.`);
    return;
  }
  if (file !== undefined)
    throw wrong("FILE and --project exclude each other: --project writes an environment file of its own.");
  const [option] = given(OF_ENVIRONMENT, flags);
  if (option !== undefined)
    throw wrong(
      `${option} and --project exclude each other. Write the project first, then run mrap init in it.`,
    );
}

function given(
  options: Readonly<Record<string, string>>,
  flags: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(options).flatMap(([key, option]) => (flags[key] === undefined ? [] : [option]));
}
