import { setTimeout as sleep } from "node:timers/promises";
import { details, explain, kindOf } from "../adapters/aws/errors";
import { ExitStatus, UserError } from "../errors";
import { missingVersions, type Missing } from "./missing";
import { judge, type JobFacts, type Judged } from "./outcome";
import { readReport, type ReadObject, type Report } from "./report";
import type { JobContext } from "./run";
import type { JobResult, SourceJob } from "./types";
import { renderReasons } from "./render";
import { isStopped, versionsAre } from "./results";
import { listVersions } from "./versions";

/** S3 writes a report shortly after a job has ended. */
const REPORT_DELAYS_MS = [0, 500, 1500, 4000];

/** Lists every member and compares them by version ID. @throws UserError if a member cannot be listed */
export async function membersCompared(context: JobContext): Promise<Missing[]> {
  const { aws, environment, account, terminal } = context;
  const counts = new Map<string, number>();
  const tagged = environment.encryption?.type !== "kms";
  const listings = await Promise.all(
    Object.entries(environment.regions).map(async ([region, { bucket }]) => {
      try {
        const listing = await listVersions(aws, { region, bucket }, account, tagged, (count) => {
          counts.set(region, count);
          terminal.progress(
            `Comparing the buckets: ${[...counts].map(([one, n]) => `${n} versions in ${one}`).join(", ")} …`,
          );
        });
        return [region, listing] as const;
      } catch (error) {
        throw new UserError(
          `${region}: ${explain(error, { action: "s3:ListBucketVersions", resource: bucket })}`,
        );
      }
    }),
  );
  return missingVersions(new Map(listings), environment.replication);
}

/** Reads the reports of jobs that have ended, compares the members and says what is missing. */
export async function finish(context: JobContext, jobs: readonly SourceJob[]): Promise<JobResult> {
  const { terminal, options } = context;
  const facts = new Map<string, JobFacts>();
  for (const job of jobs) {
    const { created, failed } = job.state;
    const report = failed === 0 ? { reasons: new Map<string, string>() } : await reportOf(context, job);
    if ("unreadable" in report)
      terminal.warn(
        `The reasons of ${failed} failures in ${job.region} are not known: ${report.unreadable}.`,
      );
    facts.set(job.region, {
      created,
      ...(job.found && { continued: context.started }),
      stopped: isStopped(job),
      ...("reasons" in report && { reasons: report.reasons }),
    });
  }
  let missing: Missing[];
  try {
    missing = await membersCompared(context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    for (const line of renderReasons([...facts.values()])) terminal.say(line);
    const sentence = `${ended(jobs)} The buckets could not be compared: ${error.message}`;
    return { status: ExitStatus.unconfirmed, outcome: "incomplete", sentence, jobs };
  }
  // A backfill creates jobs for some sources only, because one job can create all that is missing.
  const sources = options.command === "backfill" ? context.sources : jobs.map(({ region }) => region);
  const judged = judge(
    missing.filter(({ source }) => sources.includes(source)),
    facts,
  );
  return resultOf(context, jobs, judged, sources);
}

function resultOf(
  { environment, options }: JobContext,
  jobs: readonly SourceJob[],
  { groups, count, newer }: Judged,
  sources: readonly string[],
): JobResult {
  const stopped = jobs.find(isStopped);
  if (count === 0 && stopped === undefined) {
    const which = newer === 0 ? "Every version" : "Every version from before the jobs";
    const rest = newer === 0 ? "" : ` ${versionsAre(newer)} newer and not there yet.`;
    return {
      status: ExitStatus.done,
      outcome: "complete",
      jobs,
      missing: groups,
      sentence: `${ended(jobs)} ${which} from ${sources.join(", ")} is in every bucket of ${environment.name} that it replicates to.${rest}`,
    };
  }
  const stop = stopped ? ` ${stoppedSentence(stopped)}` : "";
  const rest = count === 0 ? " No version is missing." : ` ${versionsAre(count)} still missing.`;
  return {
    status: ExitStatus.unconfirmed,
    outcome: "incomplete",
    jobs,
    missing: groups,
    sentence: `${ended(jobs)}${stop}${rest} Fix the causes, then run mrap ${options.command} again.`,
  };
}

/** How a job ended that did not complete. */
export function stoppedSentence({ id, region, state: { status, failures, reason } }: SourceJob): string {
  const why = (status === "Failed" ? failures.join("; ") : reason) || "";
  return `Job ${id} in ${region} ${status === "Failed" ? "failed" : "was canceled by someone else"}${why ? `: ${why.replace(/\.$/, "")}` : ""}.`;
}

function ended(jobs: readonly SourceJob[]): string {
  const sum = (of: "succeeded" | "failed"): number => jobs.reduce((all, { state }) => all + state[of], 0);
  const succeeded = sum("succeeded");
  return `${succeeded} object ${succeeded === 1 ? "version" : "versions"} succeeded and ${sum("failed")} failed.`;
}

async function reportOf(context: JobContext, job: SourceJob): Promise<Report> {
  let report: Report = { unreadable: "it was not read" };
  for (const delayMs of REPORT_DELAYS_MS) {
    await sleep(delayMs);
    try {
      report = await readReport(job.id, readerOf(context, job));
    } catch (error) {
      return {
        unreadable: explain(error, { action: "s3:GetObject", resource: job.jobBucket }).replace(/\.$/, ""),
      };
    }
    if ("reasons" in report || !report.unreadable.startsWith("there is no")) return report;
  }
  return report;
}

function readerOf({ aws, account }: JobContext, { region, jobBucket }: SourceJob): ReadObject {
  return async (key) => {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const s3 = await aws.s3(region);
    try {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: jobBucket, Key: key, ExpectedBucketOwner: account }),
        { abortSignal: AbortSignal.timeout(30_000) },
      );
      return await Body!.transformToString();
    } catch (error) {
      if (kindOf(error) === "missing" || details(error).code === "NoSuchKey") return undefined;
      throw error;
    }
  };
}
