import type { Command } from "commander";

/** `mrap routes apply`: sets the routing that an environment starts with. */
export function registerRoutes(program: Command): void {
  const routes = program
    .command("routes")
    .description("the routing that an environment starts with")
    .exitOverride();
  routes
    .command("apply")
    .description(
      "Gives a new access point, in which every Region is active, the routing of its environment file. A routing that\n" +
        "was moved since is left as it is: that was a failover, and mrap failback undoes it with the checks it needs.",
    )
    .argument("<ENVIRONMENT>", "an environment file, or the name of one in environments/")
    .option("--force", "also where the routing was moved since")
    .option("--profile <name>", "profile of the AWS configuration")
    .addHelpText(
      "after",
      "\nExit status: 0 the routing is that of the file, 1 refused or failed with the routing unchanged,\n" +
        "2 bad arguments, 3 submitted but not confirmed.",
    )
    .exitOverride()
    .action(async (argument: string, options: { profile?: string; force?: boolean }) => {
      const { environmentFile } = await import("../access-point/argument");
      const file = await environmentFile(argument);
      const { Aws } = await import("../adapters/aws/aws");
      const { applyInitialRouting } = await import("./apply-routing");
      const aws = new Aws(options);
      try {
        process.exitCode = await applyInitialRouting(
          file,
          aws,
          (line) => process.stdout.write(`${line}\n`),
          options,
        );
      } finally {
        aws.close();
      }
    });
}
