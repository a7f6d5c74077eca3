import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import { details, explain, kindOf } from "../adapters/aws/errors";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { callerIdentity } from "../live/identity";
import { sourceRegions } from "./directions";
import { finish, membersCompared, stoppedSentence } from "./finish";
import { follow } from "./follow";
import { lifecycleRules } from "./lifecycle";
import { sourcesFor } from "./missing";
import { OwnJobs } from "./own-jobs";
import { progressLine, renderPrepared } from "./render";
import { isUnused, later, nothingToDo, preparationFailed, selectedNothing } from "./results";
import { ENDED } from "./statuses";
import type { JobOptions, JobResult, SourceJob } from "./types";

/** The state of a run for a signal handler. */
export interface Progress {
  jobs: readonly SourceJob[];
  confirmed: boolean;
}

/** Everything that the steps of one run share. */
export interface JobContext {
  readonly aws: Aws;
  readonly environment: Environment;
  readonly account: string;
  readonly terminal: Terminal;
  readonly options: JobOptions;
  readonly own: OwnJobs;
  readonly started: Date;
}

/** Creates, confirms and follows the jobs of an environment, and compares the members afterwards. */
export async function runJobs(
  aws: Aws,
  environment: Environment,
  terminal: Terminal,
  options: JobOptions,
  progress: Progress,
): Promise<JobResult> {
  if (!environment.repair.batchReplication)
    throw new UserError(
      `mrap ${options.command} needs a role and buckets for reports. Set repair.batchReplication: true in the environment file, and deploy it.`,
    );
  const sources = sourceRegions(Object.keys(environment.regions), options);
  const { account } = await callerIdentity(aws);
  const own = new OwnJobs(aws, environment, account);
  const context: JobContext = { aws, environment, account, terminal, options, own, started: new Date() };
  const found = new Map(
    await Promise.all(sources.map(async (region) => [region, await own.find(region)] as const)),
  );
  const open = [...found.values()].flatMap((one) => one.open ?? []);
  for (const { region, id, state } of open)
    terminal.say(`Continuing job ${id} in ${region}, which is ${state.status}.`);
  let wanted: readonly string[] = sources;
  if (options.command === "backfill" && open.length === 0) {
    const missing = await membersCompared(context);
    wanted = sourcesFor(missing, sources);
    if (wanted.length === 0)
      return nothingToDo(
        context,
        missing.some(({ source }) => sources.includes(source)),
      );
  }
  progress.jobs = open;
  const created = open.length > 0 ? [] : await createAll(context, wanted, found);
  progress.jobs = [...open, ...created];
  return carryOut(context, progress);
}

async function createAll(
  context: JobContext,
  regions: readonly string[],
  found: ReadonlyMap<string, { readonly last: string }>,
): Promise<SourceJob[]> {
  const { own, options, terminal } = context;
  terminal.progress(`Creating ${regions.length === 1 ? "a job" : "jobs"} in ${regions.join(", ")} …`);
  const tries = await Promise.allSettled(
    regions.map((region) => own.create(region, options.command, found.get(region)?.last ?? "")),
  );
  const created = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failed = tries.find((one) => one.status === "rejected");
  if (failed === undefined) return created;
  await cancel(context, created, "another job of the same run was refused");
  throw failed.reason;
}

async function carryOut(context: JobContext, progress: Progress): Promise<JobResult> {
  const { own, terminal, options } = context;
  const until = performance.now() + options.timeoutMs;
  const watched = {
    until,
    onProgress: (jobs: readonly SourceJob[]) => {
      progress.jobs = jobs;
      terminal.progress(progressLine(jobs));
    },
    warn: (line: string) => terminal.warn(line),
  };
  const isPrepared = ({ state }: SourceJob): boolean => !["New", "Preparing"].includes(state.status);
  const prepared = await follow(own, progress.jobs, { ...watched, arrived: isPrepared });
  if (!prepared.all) return later(context, prepared.jobs, "The manifests are not ready yet.");
  const broken = prepared.jobs.find(
    ({ state }) => state.status === "Failed" && !selectedNothing(state.failures),
  );
  if (broken !== undefined) {
    await cancel(context, prepared.jobs, "another job of the same run failed");
    return preparationFailed(broken, prepared.jobs);
  }
  const waiting = prepared.jobs.filter(({ state }) => state.status === "Suspended");
  if (waiting.length > 0) {
    const declined = await confirmed(context, waiting);
    if (declined !== undefined) return { ...declined, jobs: progress.jobs };
    progress.confirmed = true;
    for (const job of waiting) await start(context, job);
  } else if (prepared.jobs.every(({ state }) => state.status === "Failed")) {
    return nothingToDo(context, false, prepared.jobs);
  }
  progress.confirmed = true;
  const ended = await follow(own, prepared.jobs, {
    ...watched,
    arrived: ({ state }) => ENDED.has(state.status),
  });
  if (!ended.all) return later(context, ended.jobs, "The jobs have not ended yet.");
  const stopped = ended.jobs.find(({ state }) => ["Cancelled", "Failed"].includes(state.status)); // voice: allow
  if (stopped !== undefined && !selectedNothing(stopped.state.failures) && ended.jobs.every(isUnused))
    return {
      status: ExitStatus.failed,
      outcome: "failed",
      jobs: ended.jobs,
      sentence: `${stoppedSentence(stopped)} No object was replicated. Run mrap ${options.command} again, which creates a new job.`,
    };
  return finish(
    context,
    ended.jobs.filter(({ state }) => !selectedNothing(state.failures)),
  );
}

/** Shows what the jobs do and asks. Returns a result if the answer is no. */
async function confirmed(
  context: JobContext,
  waiting: readonly SourceJob[],
): Promise<Omit<JobResult, "jobs"> | undefined> {
  const { aws, environment, terminal, options } = context;
  for (const line of renderPrepared(waiting, terminal)) terminal.say(line);
  const rules = await Promise.all(
    Object.entries(environment.regions).map(async ([region, { bucket }]) => ({
      bucket,
      rules: await lifecycleRules(aws, region, bucket),
    })),
  );
  const active = rules.filter(({ rules: one }) => one.length > 0);
  if (active.length > 0) {
    terminal.say(
      "AWS advises to disable lifecycle rules while a job runs, or the buckets may diverge. Active lifecycle rules:",
    );
    for (const { bucket, rules: one } of active)
      terminal.say(`  ${bucket}: ${typeof one === "string" ? `not known. ${one}` : one.join(", ")}`);
  }
  if (options.yes) return undefined;
  const { name } = environment;
  const answer = await terminal.ask(
    `Type ${name} to start the jobs${active.length > 0 ? " with these rules" : ""}: `,
  );
  if (answer === name) return undefined;
  await cancel(context, waiting, "not confirmed");
  const why =
    answer === undefined ? "No confirmation (--yes continues without)." : `'${answer}' is not ${name}.`;
  const sentence = `${why} The jobs are canceled, and no object was replicated.`;
  return { status: ExitStatus.failed, outcome: "declined", sentence };
}

/** Confirms a job. If somebody else confirmed it first, it is followed all the same. */
async function start({ own }: JobContext, job: SourceJob): Promise<void> {
  try {
    await own.in(job.region).update(job.id, "Ready", "confirmed with mrap");
  } catch (error) {
    const now = await own.refresh(job).catch(() => job);
    if (now.state.status !== "Suspended") return;
    const why = explain(error, { action: "s3:UpdateJobStatus", resource: `job ${job.id}` });
    throw new UserError(
      `${why} The job in ${job.region} is not started. Run the command again.`,
      ExitStatus.unconfirmed,
    );
  }
}

/** Cancels jobs that have not started. A job that cannot be canceled is named. */
async function cancel({ own, terminal }: JobContext, jobs: readonly SourceJob[], why: string): Promise<void> {
  for (const job of jobs) {
    if (ENDED.has(job.state.status) || job.state.status === "Active") continue;
    try {
      await own.in(job.region).update(job.id, "Cancelled", why); // voice: allow
    } catch (error) {
      if (kindOf(error) === "refused" && details(error).code === "JobStatusException") continue;
      const reason = explain(error, { action: "s3:UpdateJobStatus", resource: `job ${job.id}` });
      terminal.warn(
        `Job ${job.id} in ${job.region} waits for a confirmation and could not be canceled: ${reason}`,
      );
    }
  }
}
