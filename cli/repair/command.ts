import type { MrapCommand } from "../command";
import { addJobOptions, runJobsFromCommand, type JobFlags } from "../jobs/action";

/** `mrap repair`: replicates the objects whose replication failed. */
export function registerRepair(program: MrapCommand): void {
  addJobOptions(
    program
      .command("repair")
      .description("Replicate the objects whose replication failed, with S3 Batch Replication.")
      .note("A job selects the replication statuses FAILED and NONE.")
      .option(
        "--from-queue",
        "Only read the queues of replication events and name the objects that failed. Nothing is replicated. --from and --to select the source and the destination. The exit status is 1 if a queue could not be read whole.",
      )
      .example("mrap repair photos", "mrap repair photos --from-queue", "mrap repair photos --yes --json"),
  ).action(async (argument: string, flags: JobFlags & { readonly fromQueue?: boolean }) => {
    if (!flags.fromQueue) return runJobsFromCommand("repair", argument, flags);
    const { namesFromQueue } = await import("./from-queue");
    return namesFromQueue(argument, flags);
  });
}
