import { say, type MrapCommand } from "../command";

/** `mrap report`: a page about a run of traffic. */
export function registerReport(program: MrapCommand): void {
  program
    .command("report")
    .description("Write a page about a run of mrap traffic.")
    .note("The page is one file, which any browser opens without a network.")
    .argument("<RUN.json>", "The file that mrap traffic --out wrote.")
    .option("-o, --out <file>", "File to write.", "report.html")
    .example("mrap traffic photos --out run.json", "mrap report run.json -o report.html")
    .exitStatus({ 0: "The page is written.", 1: "The page cannot be written.", 2: "Bad arguments." })
    .action(async (run: string, { out }: { out: string }) => {
      const { writeReport } = await import("./write");
      writeReport(run, out);
      say(`Wrote ${out}.`);
    });
}
