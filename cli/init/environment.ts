import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { environmentsPath } from "../../environment/find";
import type { Environment } from "../../environment/load";
import { renderProblems } from "../../environment/report";
import { validate } from "../../environment/validate";
import { readYaml } from "../../environment/yaml-file";
import type { Aws } from "../adapters/aws/aws";
import { writeWhole } from "../adapters/files";
import { fitted, type Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { readAccount, type Account } from "./account";
import type { Given } from "./answers";
import { checkEnvironment, type InitCheck } from "./checks";
import { completeAnswers } from "./complete";
import { environmentText, schemaFor } from "./environment-text";
import { exampleText } from "./example";
import { nextCommands } from "./next";
import { askForAnswers } from "./wizard";

export interface InitOptions {
  /** @default NAME.yaml in the folder of the environments */
  readonly file?: string;
  readonly given: Given;
  readonly example?: string;
  readonly force: boolean;
  /** Whether questions may be asked. */
  readonly interactive: boolean;
  readonly variables: NodeJS.ProcessEnv;
}

/**
 * Writes an environment file, checks it and says what to do next.
 * @throws UserError if the file exists, or if answers are missing
 * @returns whether a check found an error
 */
export async function initEnvironment(
  aws: Aws,
  plainTerminal: Terminal,
  options: InitOptions,
): Promise<boolean> {
  const terminal = wrapping(plainTerminal);
  const { file, given, example, force, interactive, variables } = options;
  if (file !== undefined) refuseExisting(file, force);
  else if (given.name !== undefined) refuseExisting(fileFor(given.name, variables), force);
  const currentRegion = variables.AWS_REGION || variables.AWS_DEFAULT_REGION;
  if (interactive) terminal.progress("Reading the account …");
  const account = await readAccount(aws, currentRegion ?? given.regions[0]?.region ?? "us-east-1");
  if (interactive) introduce(terminal, account);
  const { text, path, environment } = await compose(account, terminal, options, currentRegion);
  // Two questions may have passed since the first look.
  refuseExisting(path, force);
  await mkdir(dirname(path), { recursive: true });
  const outcome = await writeWhole(path, text);
  terminal.say(outcome === "unchanged" ? `${path} is unchanged.` : `Wrote ${path}.`);
  const checks = await checkEnvironment(account, environment);
  for (const check of checks) terminal.say(checkLine(check));
  const placeholders = example === undefined ? [] : placeholdersIn(text);
  if (placeholders.length > 0)
    terminal.say(`Replace the placeholders of the example before you deploy: ${placeholders.join(", ")}.`);
  terminal.say("");
  for (const line of nextCommands(path, environment, variables)) terminal.say(line);
  return checks.some(({ level }) => level === "error");
}

interface Composed {
  readonly text: string;
  readonly path: string;
  readonly environment: Environment;
}

async function compose(
  account: Account,
  terminal: Terminal,
  { file, given, example, interactive, variables }: InitOptions,
  currentRegion: string | undefined,
): Promise<Composed> {
  if (example !== undefined) {
    const draft = await exampleText(example, account, given, "");
    const { name } = valid(draft, example);
    const path = file ?? fileFor(name, variables);
    const text = await exampleText(example, account, given, schemaFor(path));
    return { text, path, environment: valid(text, path) };
  }
  const answers = interactive
    ? await askForAnswers(terminal, account, given, currentRegion)
    : await completeAnswers(account, given);
  const path = file ?? fileFor(answers.name, variables);
  const text = environmentText(answers, schemaFor(path));
  const environment = valid(text, path);
  if (interactive) {
    terminal.say("");
    terminal.say(text.trimEnd());
    terminal.say("");
    const answer = await terminal.ask(`Write ${path}? [yes]: `);
    if (answer === undefined || !/^(y(es)?)?$/i.test(answer)) throw new UserError("Nothing was written.");
  }
  return { text, path, environment };
}

/**
 * The environment in the text.
 * @throws UserError with every error. They come from the arguments or the answers, because the file is not written yet.
 */
function valid(text: string, file: string): Environment {
  const yaml = readYaml(text);
  const { environment, mistakes } = validate(yaml.data, yaml.written);
  if (environment !== undefined) return environment;
  const problems = mistakes.map(({ aboutKey = false, ...mistake }) => ({
    file,
    ...yaml.placeOf(mistake.path, aboutKey),
    ...mistake,
  }));
  throw new UserError(`${renderProblems(problems)}\n\nNothing was written.`, ExitStatus.usage);
}

function introduce(terminal: Terminal, { id, regions }: Account): void {
  terminal.warn(
    "value" in id
      ? `Account ${id.value}${regions === undefined ? "" : `, ${regions.length} enabled Regions`}. Enter accepts the proposal in brackets.`
      : `The account is not known. ${id.unknown} Enter accepts the proposal in brackets.`,
  );
}

function refuseExisting(file: string, force: boolean): void {
  if (!force && existsSync(file))
    throw new UserError(
      `'${file}' exists already. Name another file, or replace it with --force.`,
      ExitStatus.failed,
    );
}

/** The file of an environment that has no other: in the folder in which the other commands search. */
function fileFor(name: string, variables: NodeJS.ProcessEnv): string {
  const place = environmentsPath(variables);
  return /\.ya?ml$/i.test(place) ? place : join(place, `${name}.yaml`);
}

function checkLine({ level, text }: InitCheck): string {
  return `${`${level}:`.padEnd("not known:".length)} ${text}`;
}

/** The ids of the examples, which no account has. */
function placeholdersIn(text: string): string[] {
  return [
    ...new Set(text.match(/\b(?:vpc|subnet)-0[0-9a-f]{16}\b|\bo-a1b2c3d4e5\b|\S+@example\.com/g) ?? []),
  ].sort();
}

/** A terminal on which sentences and questions fit. */
function wrapping(terminal: Terminal): Terminal {
  return {
    ...terminal,
    say: (line) => terminal.say(fitted(line, process.stdout)),
    warn: (line) => terminal.warn(fitted(line, process.stderr)),
    ask: (question) => terminal.ask(fitted(question, process.stderr)),
  };
}
