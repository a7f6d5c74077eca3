import type { Command } from "commander";

/** `mrap diagram`: an environment as a picture. */
export function registerDiagram(program: Command): void {
  program
    .command("diagram")
    .description(
      "Draws an environment from its synthesized stack: Regions, buckets, replication, where routing starts, VPC\n" +
        "endpoints, alarms, the state and the control Regions. Nothing is asked of AWS.",
    )
    .argument("<ENVIRONMENT>", "an environment file, or the name of one in environments/")
    .requiredOption("-o, --out <file>", "the file to write: .svg, or .mmd for Mermaid")
    .addHelpText(
      "after",
      "\nThe same environment always gives the same file.\n" +
        "Exit status: 0 written, 1 failed and nothing was written, 2 bad arguments.",
    )
    .exitOverride()
    .action(async (argument: string, { out }: { out: string }) => {
      const { environmentFile } = await import("../access-point/argument");
      const { drawInto, formOf } = await import("./diagram");
      formOf(out);
      await drawInto(await environmentFile(argument), out, (line) => process.stdout.write(`${line}\n`));
    });
}
