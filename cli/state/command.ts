import { say, withAws, type MrapCommand } from "../command";

/** `mrap state create`: creates the bucket that holds Terraform's state. */
export function registerState(program: MrapCommand): void {
  program
    .command("state")
    .description("Manage the bucket for Terraform's state.")
    .command("create")
    .description("Create the bucket for the Terraform state of an environment.")
    .note(
      "The bucket has versioning and encryption. It blocks public access, denies requests without TLS, and denies the deletion of the bucket and of object versions. A lifecycle rule expires old noncurrent versions. If the bucket exists, the command adds only what is missing, so you can repeat it. Before the first deploy, the command also warns about dashboards, alarms and rules that exist and would be overwritten.",
    )
    .environment("file")
    .profile()
    .example("mrap state create photos")
    .exitStatus({ 0: "The bucket is complete.", 1: "Refused or failed.", 2: "Bad arguments." })
    .action(async (argument: string, options: { profile?: string }) => {
      const { environmentFile } = await import("../access-point/argument");
      const { environment, file } = await environmentFile(argument);
      const { createStateBucket } = await import("./state-bucket");
      const { stateInS3 } = await import("./state-in-s3");
      const state = stateInS3(environment.state);
      const { namesInUse } = await import("./names-in-use");
      const { environmentId } = await import("../../environment/find");
      await withAws(options, async (aws) => {
        await createStateBucket({ state }, aws, say);
        for (const sentence of await namesInUse(aws, { id: environmentId(file), environment }))
          process.stderr.write(`Warning: ${sentence}\n`);
      });
    });
}
