import type { MrapCommand } from "../command";
import { addJobOptions, runJobsFromCommand, type JobFlags } from "../jobs/action";

/** `mrap backfill`: replicates the objects that existed before their replication. */
export function registerBackfill(program: MrapCommand): void {
  addJobOptions(
    program
      .command("backfill")
      .description("Replicate existing objects with S3 Batch Replication, such as to a new Region.")
      .note(
        "A job selects the replication statuses NONE, FAILED, COMPLETED and REPLICA. For a new Region, objects that were replicated elsewhere are COMPLETED, and replicas are replicated further only by a job.",
      )
      .example("mrap backfill photos", "mrap backfill photos --from ap-south-1 --yes"),
  ).action((argument: string, flags: JobFlags) => runJobsFromCommand("backfill", argument, flags));
}
