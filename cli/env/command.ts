import { print, type MrapCommand } from "../command";

/** `mrap env list`: the environments that synth and the other commands find. */
export function registerEnv(program: MrapCommand): void {
  const env = program.command("env").description("Work with environment files.");
  env
    .command("list")
    .description("List the environments in environments/, or in the folder or file in MRAP_ENVIRONMENTS.")
    .option("--json", "Print JSON.")
    .example("mrap env list")
    .exitStatus({ 0: "The environments are listed.", 1: "There is none.", 2: "Bad arguments." })
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const { environmentList, listTable } = await import("./list");
      const list = environmentList();
      if (json) return print(JSON.stringify({ environments: list }, undefined, 2));
      const { openTerminal } = await import("../adapters/terminal");
      const terminal = openTerminal();
      for (const line of listTable(list, terminal)) terminal.say(line);
    });
}
