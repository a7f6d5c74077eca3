/** `mrap regions add`, `remove` and `replace`: writes the change into the environment file. */
import { identityFile, nextIdentity, writeIdentity, type Identity } from "../../environment/identity";
import { UserError } from "../errors";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { changeFor, type ChangeRequest } from "./change";
import { startChange } from "./edit";
import { activeNow } from "./facts";
import { checkEdited, editLines, openFile, replaceText, type OpenedFile } from "./file";
import { changeSentence, stepsText } from "./render";
import { stepsOf, type Step } from "./steps";

export interface BeginOptions {
  readonly argument: string | undefined;
  readonly request: ChangeRequest;
  readonly dryRun: boolean;
  /** Undefined if AWS may not be asked. */
  readonly withAws?: <T>(run: (aws: Aws) => Promise<T>) => Promise<T>;
}

export interface BeginResult {
  readonly file: string;
  readonly oldName: string;
  readonly name: string;
  readonly written: boolean;
  readonly steps: readonly Step[];
}

export async function begin(
  { argument, request, dryRun, withAws }: BeginOptions,
  terminal: Terminal,
): Promise<BeginResult> {
  const opened = await openFile(argument);
  const { id, file, text, changing, identity } = opened;
  const context = {
    id,
    file,
    ...(identity?.generations && { generations: identity.generations }),
    ...(identity?.retired && { retired: identity.retired }),
  };
  // Errors that need no answer of AWS come first.
  changeFor(changing, request, context);
  const leaves = request.kind !== "add";
  const active = leaves && withAws ? await routing(changing.name, withAws, terminal) : undefined;
  const change = changeFor(changing, request, { ...context, ...(active && { active }) });
  const after = startChange(text, file, change);
  const environment = checkEdited(file, after, identity ?? firstRecord(opened));
  terminal.say(changeSentence(change));
  const network = change.removed && "network" in (changing.regions[change.removed.region] ?? {});
  if (network && change.added)
    terminal.say(
      `The network of ${change.removed.region} is not copied: a VPC belongs to one Region. Write regions.${change.added.region}.network if clients in ${change.added.region} need an endpoint.`,
    );
  terminal.say("");
  for (const line of editLines(text, after)) terminal.say(`  ${line}`);
  terminal.say("");
  if (!dryRun) {
    keepFirstName(file, opened, terminal);
    await replaceText(file, text, after);
  }
  terminal.say(dryRun ? `Nothing was written (--dry-run).` : `Wrote ${file}. Commit it.`);
  terminal.say("");
  const steps = stepsOf({
    id,
    environment: environment,
    accessPoints: { value: { old: { status: "", alias: "" } } },
  });
  terminal.say("The steps. You can stop after each of them, and until step 7 you can go back:");
  terminal.say(stepsText(steps));
  return { file, oldName: change.oldName, name: change.name, written: !dryRun, steps };
}

function firstRecord({ environment }: OpenedFile): Identity {
  return nextIdentity(undefined, environment, [], false);
}

/** Writes the identity record if there is none: the names and the state follow the first name, which leaves the file. */
function keepFirstName(file: string, opened: OpenedFile, terminal: Terminal): void {
  if (opened.identity !== undefined) return;
  const failure = writeIdentity(file, firstRecord(opened));
  if (failure !== undefined) throw new UserError(`${failure} Nothing was written.`);
  terminal.say(`Wrote ${identityFile(file)}. Commit it with the environment file.`);
}

/** A warning if the routing is not known: the file alone then decides. */
async function routing(
  name: string,
  withAws: NonNullable<BeginOptions["withAws"]>,
  terminal: Terminal,
): Promise<readonly string[] | undefined> {
  try {
    terminal.progress("Read the routing …");
    return await withAws((aws) => activeNow(aws, name));
  } catch (error) {
    terminal.warn(`Not known: which Regions are active now. ${(error as Error).message}`);
    return undefined;
  }
}
