import { InvalidArgumentError } from "commander";
import { print, withAws, type MrapCommand } from "../command";
import { ExitStatus, UserError } from "../errors";
import type { JobCommand } from "./statuses";
import type { JobResult } from "./types";

export interface JobFlags {
  readonly from?: string;
  readonly to?: string;
  readonly yes?: boolean;
  readonly timeout?: number;
  readonly json?: boolean;
  readonly profile?: string;
}

/** One week. */
const MOST_SECONDS = 604_800;

/** The options that backfill and repair share. */
export function addJobOptions(command: MrapCommand): MrapCommand {
  return command
    .environment("file")
    .note(
      "S3 copies the objects. No object passes through this computer. The command creates one job for each source bucket in its Region, shows its object versions and cost, and starts it after a confirmation. It then follows the jobs and compares all buckets by version ID.",
    )
    .note(
      "The command is safe to interrupt and to repeat: it finds its own jobs by their tags, and continues them.",
    )
    .option("--from <region>", "Only from the bucket in this Region (default: every bucket that has work).")
    .option(
      "--to <region>",
      "Only to the bucket in this Region. In an environment of more than two Regions, this is refused: a job has no selector for destinations.",
    )
    .option("--yes", "Do not ask for the name of the environment.")
    .option("--timeout <seconds>", "How long to follow the jobs.", seconds, 86_400)
    .option("--json", "Print only the result, as JSON.")
    .profile()
    .exitStatus({
      0: "Every version is there, or there was nothing to do.",
      1: "Refused, failed or not confirmed; no object was replicated.",
      2: "Bad arguments.",
      3: "Jobs were started, but versions are missing or the jobs have not ended.",
    });
}

export async function runJobsFromCommand(
  command: JobCommand,
  argument: string,
  flags: JobFlags,
): Promise<void> {
  const { environmentFile } = await import("../access-point/argument");
  const { openTerminal } = await import("../adapters/terminal");
  const { renderMissing } = await import("./render");
  const { runJobs } = await import("./run");
  const { allRegions } = await import("../synthesized/access-points");
  const file = (await environmentFile(argument)).environment;
  const environment = { ...file, regions: allRegions(file) as typeof file.regions };
  const terminal = openTerminal({ quiet: flags.json });
  const { noProgress, whatRemains } = await import("./progress");
  const progress = noProgress();
  const json = (result: JobResult): string =>
    JSON.stringify(resultJson(environment.name, command, result), null, 2);
  const stop = onSignal(() => {
    const status = progress.confirmed ? ExitStatus.unconfirmed : ExitStatus.failed;
    const sentence = `Interrupted. ${whatRemains(progress, command)}`;
    if (flags.json) print(json({ status, outcome: "interrupted", sentence, jobs: progress.jobs }));
    terminal.say(sentence);
    process.exit(status);
  });
  try {
    const result = await withAws(flags, (aws) =>
      runJobs(
        aws,
        environment,
        terminal,
        {
          command,
          timeoutMs: (flags.timeout ?? 86_400) * 1000,
          ...(flags.from !== undefined && { from: flags.from }),
          ...(flags.to !== undefined && { to: flags.to }),
          ...(flags.yes && { yes: true }),
        },
        progress,
      ),
    );
    if (flags.json) print(json(result));
    else for (const line of renderMissing(result.missing ?? [])) terminal.say(line);
    terminal.say(result.sentence);
    process.exitCode = result.status;
  } catch (error) {
    if (!(error instanceof UserError) || error.exitStatus === ExitStatus.usage) throw error;
    const status = progress.confirmed ? ExitStatus.unconfirmed : error.exitStatus;
    const rest = progress.jobs.length > 0 || progress.creating ? ` ${whatRemains(progress, command)}` : "";
    const sentence = `${error.message}${rest}`;
    if (flags.json) print(json({ status, outcome: "refused", sentence, jobs: progress.jobs }));
    throw new UserError(sentence, status);
  } finally {
    stop();
  }
}

/** The result for a machine. */
export function resultJson(environment: string, command: JobCommand, result: JobResult): object {
  const { status, outcome, sentence, missing } = result;
  return {
    environment,
    command,
    status,
    outcome,
    sentence,
    jobs: result.jobs.map(({ region, bucket, id, found, state }) => ({
      region,
      bucket,
      id,
      continued: found,
      status: state.status,
      statuses: state.statuses,
      objects: state.total ?? null,
      succeeded: state.succeeded,
      failed: state.failed,
      failures: state.failures,
    })),
    missing: missing ?? null,
  };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function onSignal(handler: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, handler);
  return () => {
    for (const signal of SIGNALS) process.off(signal, handler);
  };
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= MOST_SECONDS))
    throw new InvalidArgumentError(`Use seconds above 0 and up to ${MOST_SECONDS}, got '${value}'.`);
  return number;
}
