import { say, type MrapCommand } from "../command";

/** `mrap diagram`: an environment as a picture. */
export function registerDiagram(program: MrapCommand): void {
  program
    .command("diagram")
    .description("Draw an environment as a picture.")
    .note(
      "The picture shows the Regions, buckets, replication, initial routing, KMS keys, Object Lock, VPC endpoints, alarms, state and control Regions. It is drawn from the synthesized stack, and no request is sent to AWS. The same environment always results in the same file.",
    )
    .environment("file")
    .requiredOption("-o, --out <file>", "File to write: .svg, or .mmd for Mermaid.")
    .example("mrap diagram photos -o photos.svg")
    .exitStatus({ 0: "The file is written.", 1: "Failed; nothing is written.", 2: "Bad arguments." })
    .action(async (argument: string, { out }: { out: string }) => {
      const { environmentFile } = await import("../access-point/argument");
      const { drawInto, formOf } = await import("./diagram");
      formOf(out);
      await drawInto(await environmentFile(argument), out, say);
    });
}
