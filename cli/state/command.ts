import type { Command } from "commander";

/** `mrap state create`: makes the bucket that holds Terraform's state. */
export function registerState(program: Command): void {
  const state = program
    .command("state")
    .description("the bucket that holds Terraform's state")
    .exitOverride();
  state
    .command("create")
    .description(
      "Makes the state bucket of an environment: versioned, encrypted, TLS only, no public access, protected from\n" +
        "deletion. Where it exists already, adds only what it lacks; safe to repeat.",
    )
    .argument("<ENVIRONMENT>", "an environment file, or the name of one in environments/")
    .option("--profile <name>", "profile of the AWS configuration")
    .addHelpText(
      "after",
      "\nExit status: 0 the bucket is as it should be, 1 refused or failed, 2 bad arguments.",
    )
    .exitOverride()
    .action(async (argument: string, options: { profile?: string }) => {
      const { environmentFile } = await import("../access-point/argument");
      const { environment } = await environmentFile(argument);
      const { Aws } = await import("../adapters/aws/aws");
      const { createStateBucket } = await import("./state-bucket");
      const aws = new Aws(options);
      try {
        await createStateBucket(environment, aws, (line) => process.stdout.write(`${line}\n`));
      } finally {
        aws.close();
      }
    });
}
