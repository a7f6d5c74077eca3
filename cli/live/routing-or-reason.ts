import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";

/**
 * Does the work of a command that shows the routing. If it fails, the reason is on standard error, and the last line on
 * standard output says that the routing is not known.
 */
export async function routingOrReason<T>(
  {
    name,
    terminal,
    json = false,
  }: { readonly name: string; readonly terminal: Pick<Terminal, "say" | "warn">; readonly json?: boolean },
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError) || error.exitStatus !== ExitStatus.failed) throw error;
    const sentence = `The routing of ${name} is not known.`;
    terminal.warn(error.message);
    terminal.say(
      json ? JSON.stringify({ name, routing: { unreachable: error.message }, sentence }) : sentence,
    );
    return undefined;
  }
}
