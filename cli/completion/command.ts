import { Argument } from "commander";
import { print, type MrapCommand } from "../command";
import type { Shell } from "./scripts";

/** `mrap completion`: the script for a shell, and the command that the script asks for candidates. */
export function registerCompletion(program: MrapCommand): void {
  program
    .command("completion")
    .description("Print the script that completes mrap commands in a shell.")
    .note(
      "The script completes commands, options, environments and, after --to, the Regions of the environment.",
    )
    .note(
      "For bash, add the line source <(mrap completion bash) to ~/.bashrc. For zsh, add source <(mrap completion zsh) to ~/.zshrc, after compinit.",
    )
    .addArgument(new Argument("<SHELL>", "The shell: bash or zsh.").choices(["bash", "zsh"]))
    .example("source <(mrap completion bash)", "source <(mrap completion zsh)")
    .exitStatus({ 0: "The script is printed.", 1: "Failed.", 2: "Bad arguments." })
    .action(async (shell: Shell) => {
      const { scripts } = await import("./scripts");
      print(scripts[shell].trimEnd());
    });
  program
    .command("__complete", { hidden: true })
    .description(
      "Print the candidates for the last word of a command line, for the script of mrap completion.",
    )
    .argument("[WORDS...]", "The words after mrap, up to the cursor.")
    .example("mrap __complete -- failover photos --to us")
    .exitStatus({ 0: "The candidates are printed.", 1: "Failed.", 2: "Bad arguments." })
    .action(async (words: readonly string[]) => {
      const [{ complete }, { lookups }] = await Promise.all([import("./complete"), import("./lookups")]);
      const { candidates, files } = complete(program, words, lookups);
      for (const { text, about } of candidates) print(about === undefined ? text : `${text}\t${about}`);
      if (files !== undefined) print(`:files ${files.join(" ")}`.trimEnd());
    });
}
