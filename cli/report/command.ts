import type { Command } from "commander";

/** `mrap report`: a page of a run of traffic. */
export function registerReport(program: Command): void {
  program
    .command("report")
    .description("Makes one page of a run of mrap traffic, which needs nothing but a browser to open.")
    .argument("<RUN.json>", "what mrap traffic --out wrote")
    .option("-o, --out <file>", "the page", "report.html")
    .addHelpText("after", "\nExit status: 0 written, 1 it cannot be written, 2 bad arguments.")
    .exitOverride()
    .action(async (run: string, { out }: { out: string }) => {
      const { writeReport } = await import("./write");
      writeReport(run, out);
      process.stdout.write(`Wrote ${out}.\n`);
    });
}
