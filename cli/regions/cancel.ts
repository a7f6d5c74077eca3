/** `mrap regions cancel`: the change leaves the file, before the old access point is retired. */
import type { Terminal } from "../adapters/terminal";
import { cancelChange } from "./edit";
import { checkEdited, duringChange, editLines, openFile, replaceText } from "./file";

/** Undoes a change in the file. */
export async function cancel(
  argument: string | undefined,
  { dryRun }: { readonly dryRun: boolean },
  terminal: Terminal,
): Promise<{ readonly file: string; readonly name: string; readonly written: boolean }> {
  const { id, file, text, changing, identity } = await openFile(argument);
  const previous = duringChange(id, changing);
  const after = cancelChange(text, file);
  checkEdited(file, after, identity);
  for (const line of editLines(text, after)) terminal.say(`  ${line}`);
  if (!dryRun) await replaceText(file, text, after);
  const added = Object.entries(changing.regions).filter(([region]) => previous.regions[region] === undefined);
  terminal.say(dryRun ? "Nothing was written (--dry-run)." : `Wrote ${file}. Commit it.`);
  terminal.say(
    `If ${changing.name} is deployed, move its clients back to ${previous.name} first. Then run: mrap plan ${id}, then npx cdktf deploy ${id}. The deploy deletes ${changing.name}, and its alias is lost.`,
  );
  for (const [region, { bucket }] of added)
    terminal.say(
      `The bucket ${bucket} is not deleted. After the deploy: mrap regions empty ${region} ${id} --bucket ${bucket}`,
    );
  return { file, name: previous.name, written: !dryRun };
}
