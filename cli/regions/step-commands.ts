import { InvalidArgumentError } from "commander";
import { print, withAws, type MrapCommand } from "../command";
import { EXIT, profileOf, terminalFor, type Common } from "./flags";
import type { StepName } from "./steps";

const positive = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 1_000_000) return value;
  throw new InvalidArgumentError("It must be a whole number from 1 to 1000000.");
};

/** The commands of `mrap regions` for the steps after the change is written. */
export function registerSteps(regions: MrapCommand): void {
  regions
    .command("status")
    .description("Show which steps of a change are done, and which step is next.")
    .note(
      "The command compares the versions in the old and the new buckets. It changes nothing. Steps that AWS cannot confirm, such as moved clients, are marked with check.",
    )
    .environment("file", { optional: true })
    .option("--all", "Compare all versions (default: the first 50000).")
    .option("--no-aws", "Do not ask AWS.")
    .option("--json", "Print JSON.")
    .profile()
    .example("mrap regions status photos")
    .exitStatus(EXIT)
    .action(async (argument: string | undefined, flags: Common & { readonly all?: boolean }) => {
      const { status } = await import("./status");
      const { all = false, aws = true, json = false } = flags;
      const terminal = await terminalFor(json);
      const result = aws
        ? await withAws(profileOf(flags), (connection) => status(connection, argument, { all }, terminal))
        : await status(undefined, argument, { all }, terminal);
      if (json) print(JSON.stringify(result, undefined, 2));
    });
  limited(
    regions
      .command("users")
      .description(
        "Find who still uses the old access point, in server access logs and CloudTrail data events.",
      )
      .note(
        "The command reads the logs of the Regions of the old access point and prints queries for Athena. S3 delivers server access logs within hours, and not all of them. CloudTrail usually delivers within 15 minutes.",
      )
      .environment("file", { optional: true }),
  )
    .option("--json", "Print JSON.")
    .profile()
    .example("mrap regions users photos --hours 72")
    .exitStatus({
      ...EXIT,
      0: "No request was found, and every Region was searched.",
      1: "Requests were found, or a Region could not be searched.",
    })
    .action(async (argument: string | undefined, flags: Common & Limits) => {
      const { users } = await import("./find-users");
      const { json = false } = flags;
      const terminal = await terminalFor(json);
      const interrupted = new AbortController();
      const onSignal = (): void => interrupted.abort();
      process.once("SIGINT", onSignal);
      try {
        const result = await withAws(profileOf(flags), (connection) =>
          users(connection, argument, flags, terminal, interrupted.signal),
        );
        if (json) print(JSON.stringify(result, undefined, 2));
        if (result.requests > 0 || result.unsearched.length > 0) process.exitCode = 1;
        if (interrupted.signal.aborted) process.exitCode = 130;
      } finally {
        process.off("SIGINT", onSignal);
      }
    });
  limited(
    regions
      .command("retire")
      .description("Retire the old access point: delete it from the file, after the checks.")
      .note(
        "The command compares all versions and searches the logs. It refuses if the new access point is not READY, if a version is missing in a new bucket, or if a request used the old access point. AWS deletes the old access point with the next deploy.",
      )
      .environment("file", { optional: true }),
  )
    .option("--yes", "Do not ask for confirmation.")
    .option("--ignore-users", "Retire it although requests used it.")
    .option("--ignore-missing", "Retire it although versions are missing in a new bucket.")
    .option("--dry-run", "Check everything, and write nothing.")
    .option("--json", "Print JSON.")
    .profile()
    .example("mrap regions retire photos")
    .exitStatus(EXIT)
    .action(async (argument: string | undefined, flags: Common & Limits & RetireFlags) => {
      const { retire } = await import("./retire");
      const { json = false, yes = false, dryRun = false, hours, files, ignoreUsers, ignoreMissing } = flags;
      const terminal = await terminalFor(json);
      const ignored: StepName[] = [
        ...(ignoreUsers ? ["users" as const] : []),
        ...(ignoreMissing ? ["backfill" as const] : []),
      ];
      const result = await withAws(profileOf(flags), (connection) =>
        retire(
          connection,
          argument,
          { yes, dryRun, hours, files, ignored, interactive: interactive() },
          terminal,
        ),
      );
      if (json) print(JSON.stringify(result, undefined, 2));
    });
  regions
    .command("cancel")
    .description("Undo a change in the file before the old access point is retired.")
    .environment("file", { optional: true })
    .option("--dry-run", "Show the change, and write nothing.")
    .option("--json", "Print JSON.")
    .example("mrap regions cancel photos")
    .exitStatus(EXIT)
    .action(async (argument: string | undefined, { dryRun = false, json = false }: Common) => {
      const { cancel } = await import("./cancel");
      const result = await cancel(argument, { dryRun }, await terminalFor(json));
      if (json) print(JSON.stringify(result, undefined, 2));
    });
  regions
    .command("empty")
    .description("Empty and remove a bucket that no access point uses any more.")
    .note(
      "The command lists all versions of the bucket and of the member buckets. If a version exists only in this bucket, it deletes nothing. Delete markers contain no data and do not count. A version that appears during the deletion is not deleted.",
    )
    .argument("<REGION>", "The Region of the bucket.")
    .environment("file", { optional: true })
    .requiredOption("--bucket <name>", "Name of the bucket.")
    .option("--yes", "Do not ask for confirmation. The comparison always runs.")
    .option("--dry-run", "Compare only, and delete nothing.")
    .option("--json", "Print JSON.")
    .profile()
    .example("mrap regions empty us-east-1 photos --bucket photos-virginia")
    .exitStatus({
      ...EXIT,
      1: "Refused or stopped: a version exists only in the bucket, or S3 refused to delete something.",
    })
    .action(
      async (
        region: string,
        argument: string | undefined,
        flags: Common & { readonly bucket: string; readonly yes?: boolean },
      ) => {
        const { emptyBucket } = await import("./empty");
        const { openFile } = await import("./file");
        const { json = false, yes = false, dryRun = false, bucket } = flags;
        const { id, changing } = await openFile(argument);
        const terminal = await terminalFor(json);
        const options = { yes, dryRun, interactive: interactive() };
        const result = await withAws(profileOf(flags), (connection) =>
          emptyBucket(connection, id, changing, { region, bucket }, terminal, options),
        );
        if (json) print(JSON.stringify(result, undefined, 2));
      },
    );
}

interface Limits {
  readonly hours: number;
  readonly files: number;
}

interface RetireFlags {
  readonly yes?: boolean;
  readonly ignoreUsers?: boolean;
  readonly ignoreMissing?: boolean;
}

function limited(command: MrapCommand): MrapCommand {
  return command
    .option("--hours <number>", "How far back the logs are searched.", positive, 24)
    .option("--files <number>", "The most log files that are read.", positive, 10_000);
}

function interactive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
