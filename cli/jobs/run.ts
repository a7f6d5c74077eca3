import type { Environment } from "../../environment/load";
import type { Aws } from "../adapters/aws/aws";
import { explain } from "../adapters/aws/errors";
import type { Terminal } from "../adapters/terminal";
import { ExitStatus, UserError } from "../errors";
import { callerIdentity } from "../live/identity";
import { sourceRegions } from "./directions";
import { finish, membersCompared, stoppedSentence } from "./finish";
import { canceled, endOf } from "./cancel";
import { follow } from "./follow";
import { lifecycleRules } from "./lifecycle";
import { sourcesFor } from "./missing";
import { OwnJobs } from "./own-jobs";
import { isStarted, type Progress } from "./progress";
import { progressLine, renderConflicts, renderPrepared } from "./render";
import {
  isStopped,
  isUnused,
  later,
  noneSelected,
  nothingToDo,
  preparationFailed,
  selectedNothing,
} from "./results";
import { ENDED } from "./statuses";
import type { JobOptions, JobResult, SourceJob } from "./types";

/** Everything that the steps of one run share. */
export interface JobContext {
  readonly aws: Aws;
  readonly environment: Environment;
  readonly account: string;
  readonly terminal: Terminal;
  readonly options: JobOptions;
  readonly own: OwnJobs;
  readonly progress: Progress;
  readonly started: Date;
  /** The Regions of the buckets that the user chose as sources. */
  readonly sources: readonly string[];
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
  const context: JobContext = {
    aws,
    environment,
    account,
    terminal,
    options,
    own,
    progress,
    sources,
    started: new Date(),
  };
  const found = new Map(
    await Promise.all(sources.map(async (region) => [region, await own.find(region)] as const)),
  );
  const open = [...found.values()].flatMap((one) => one.open ?? []);
  for (const { region, id, state } of open)
    terminal.say(`Continuing job ${id} in ${region}, which is ${state.status}.`);
  progress.jobs = open;
  progress.confirmed = open.some(isStarted);
  let wanted = sources.filter((region) => found.get(region)?.open === undefined);
  if (options.command === "backfill") {
    if (open.length > 0) wanted = [];
    else {
      const missing = await membersCompared(context);
      wanted = sourcesFor(missing, sources);
      for (const line of renderConflicts(missing, wanted.length > 0)) terminal.warn(line);
      if (wanted.length === 0)
        return nothingToDo(
          context,
          missing.filter(({ source }) => sources.includes(source)),
        );
    }
  }
  if (wanted.length > 0) await createAll(context, wanted, found);
  return carryOut(context);
}

async function createAll(
  context: JobContext,
  regions: readonly string[],
  found: ReadonlyMap<string, { readonly last: string }>,
): Promise<void> {
  const { own, options, terminal, progress } = context;
  terminal.progress(`Creating ${regions.length === 1 ? "a job" : "jobs"} in ${regions.join(", ")} …`);
  const before = progress.jobs;
  progress.creating = true;
  const tries = await Promise.allSettled(
    regions.map(async (region) => {
      const job = await own.create(region, options.command, found.get(region)?.last ?? "");
      progress.jobs = [...progress.jobs, job];
    }),
  );
  const created = progress.jobs.filter((job) => !before.includes(job));
  // In the order of the environment file.
  created.sort((a, b) => regions.indexOf(a.region) - regions.indexOf(b.region));
  progress.jobs = [...before, ...created];
  const failed = tries.find((one) => one.status === "rejected");
  if (failed === undefined) return;
  const ended = await canceled(context, created, "another job of the same run was refused");
  progress.jobs = [...before, ...ended.filter(({ state }) => !ENDED.has(state.status))];
  progress.creating = false;
  throw failed.reason;
}

async function carryOut(context: JobContext): Promise<JobResult> {
  const { own, terminal, options, progress } = context;
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
  if (!prepared.all) return later(context, prepared, "The manifests are not ready yet.");
  const broken = prepared.jobs.find(
    ({ state }) => state.status === "Failed" && !selectedNothing(state.failures),
  );
  if (broken !== undefined) {
    const jobs = await canceled(context, prepared.jobs, "another job of the same run failed");
    return preparationFailed(broken, jobs);
  }
  const waiting = prepared.jobs.filter(({ state }) => state.status === "Suspended");
  if (waiting.length > 0) {
    const declined = await confirmed(context, waiting);
    if (declined !== undefined) return declined;
    for (const job of waiting) await start(context, job);
  } else if (prepared.jobs.every(({ state }) => state.status === "Failed")) {
    return noneSelected(context, prepared.jobs, await membersCompared(context));
  }
  progress.confirmed = true;
  const ended = await follow(own, prepared.jobs, {
    ...watched,
    arrived: ({ state }) => ENDED.has(state.status),
  });
  if (!ended.all) return later(context, ended, "The jobs have not ended yet.");
  const stopped = ended.jobs.find(isStopped);
  if (stopped !== undefined && ended.jobs.every(isUnused))
    return {
      status: ExitStatus.failed,
      outcome: "failed",
      jobs: ended.jobs,
      sentence: `${stoppedSentence(stopped)} No object was replicated. Run mrap ${options.command} again, which creates a new job.`,
    };
  return finish(context, ended.jobs);
}

/** Shows what the jobs do and asks. Returns a result if the answer is no. */
async function confirmed(context: JobContext, waiting: readonly SourceJob[]): Promise<JobResult | undefined> {
  const { aws, environment, terminal, options, progress } = context;
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
  const now = await canceled(context, waiting, "not confirmed");
  const jobs = progress.jobs.map((job) => now.find(({ id }) => id === job.id) ?? job);
  const why =
    answer === undefined ? "No confirmation (--yes continues without)." : `'${answer}' is not ${name}.`;
  const status = jobs.some(isStarted) ? ExitStatus.unconfirmed : ExitStatus.failed;
  return { status, outcome: "declined", jobs, sentence: `${why} ${endOf(jobs)}` };
}

/** Confirms a job. If somebody else confirmed it first, it is followed all the same. */
async function start({ own, progress }: JobContext, job: SourceJob): Promise<void> {
  const { confirmed } = progress;
  progress.confirmed = true;
  try {
    await own.in(job.region).update(job.id, "Ready", "confirmed with mrap");
  } catch (error) {
    const now = await own.refresh(job).catch(() => undefined);
    if (now === undefined || now.state.status === "Suspended") {
      progress.confirmed = confirmed || now === undefined;
      const why = explain(error, { action: "s3:UpdateJobStatus", resource: `job ${job.id}` });
      const what = now === undefined ? "may have started" : "has not started";
      throw new UserError(`${why} The job in ${job.region} ${what}.`);
    }
  }
  const started = { ...job, state: { ...job.state, status: "Ready" } };
  progress.jobs = progress.jobs.map((one) => (one.id === job.id ? started : one));
}
