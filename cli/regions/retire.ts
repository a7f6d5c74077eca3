/** `mrap regions retire`: the old access point leaves the file, after the checks. */
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { retireChange } from "./edit";
import { checkEdited, duringChange, editLines, openFile, replaceText } from "./file";
import { search, type SearchLimits } from "./find-users";
import { stepsText } from "./render";
import { factsOf } from "./status";
import { missingBeforeRetire, stepsOf, type ChangeFacts, type Step, type StepName } from "./steps";

export interface RetireOptions extends SearchLimits {
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly interactive: boolean;
  /** Steps that need not be done. */
  readonly ignored: readonly StepName[];
}

/** Deletes `previous` from the file, after the checks. */
export async function retire(
  aws: Aws,
  argument: string | undefined,
  options: RetireOptions,
  terminal: Terminal,
): Promise<{
  readonly file: string;
  readonly name: string;
  readonly written: boolean;
  readonly steps: readonly Step[];
}> {
  const opened = await openFile(argument);
  const { id, file, text, changing } = opened;
  const previous = duringChange(id, changing);
  let facts: ChangeFacts & { readonly account?: string } = await factsOf(aws, opened, true, terminal);
  const old = "value" in facts.accessPoints ? facts.accessPoints.value.old : undefined;
  if (old !== undefined && facts.account !== undefined) {
    const found = await search(aws, facts.account, old.alias, opened, options, terminal);
    const { requests, callers, since, unsearched } = found;
    const last = callers[0]?.last;
    facts = {
      ...facts,
      users: {
        value: {
          requests,
          callers: callers.length,
          since,
          complete: unsearched.length === 0,
          ...(last && { last }),
        },
      },
    };
  }
  const steps = stepsOf(facts);
  const missing = missingBeforeRetire(steps, options.ignored);
  if (missing !== undefined)
    throw new UserError(
      [
        missing.done === "unknown"
          ? `Whether step ${missing.number} (${missing.title}) is done is not known. ${missing.detail} Nothing was written.`
          : `Step ${missing.number} is missing: ${missing.title}. ${missing.detail} Nothing was written.`,
        ...(missing.done === "unknown" && missing.name === "deploy" ? [] : missing.commands).map(
          (command) => `  ${command}`,
        ),
        ...(missing.name === "users"
          ? ["To retire it nevertheless, add --ignore-users. These requests then fail."]
          : missing.name === "backfill"
            ? [
                "To retire it nevertheless, add --ignore-missing. Clients in the new Region then get errors for these versions.",
              ]
            : []),
      ].join("\n"),
    );
  terminal.say(stepsText(steps));
  const after = retireChange(text, file);
  checkEdited(file, after, opened.identity);
  for (const line of editLines(text, after)) terminal.say(`  ${line}`);
  if (options.dryRun) terminal.say("Nothing was written (--dry-run).");
  else {
    await confirm(previous.name, terminal, options);
    await replaceText(file, text, after);
    terminal.say(
      `Wrote ${file}. ${previous.name} still serves requests: it is deleted by the next deploy. To go back, restore the file from version control before you deploy.`,
    );
    terminal.say(`Next: mrap plan ${id}, then npx cdktf deploy ${id}`);
    const removed = Object.entries(previous.regions).filter(
      ([region]) => changing.regions[region] === undefined,
    );
    for (const [region, { bucket }] of removed)
      terminal.say(`After the deploy: mrap regions empty ${region} ${id} --bucket ${bucket}`);
  }
  return { file, name: previous.name, written: !options.dryRun, steps };
}

async function confirm(name: string, terminal: Terminal, { yes, interactive }: RetireOptions): Promise<void> {
  if (yes) return;
  if (!interactive)
    throw new UserError(
      `There is no terminal to confirm that ${name} is retired. Nothing was written. Add --yes to confirm.`,
      ExitStatus.usage,
    );
  const answer = await terminal.ask(
    `Its alias cannot be restored after the next deploy. Type the name of the old access point to confirm: `,
  );
  if (answer !== name) throw new UserError("Not confirmed. Nothing was written.");
}
