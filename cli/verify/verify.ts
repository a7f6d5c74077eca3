import type { EnvironmentFile } from "../access-point/argument";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { keyOf, type CheckResult } from "../checks/check";
import { resultLines, summaryLine } from "../checks/render";
import { runChecks } from "../checks/run";
import { ExitStatus } from "../errors";
import { killedRunSentence, type KilledRun } from "./canary/killed-runs";
import { leftBehindSentences } from "./canary/left-behind";
import { retentionDays } from "./canary/retention";
import type { LeftBehind } from "./canary/clean-up";
import { replicatesDeleteMarkers } from "./checks/replication";
import type { VerifyContext } from "./context";
import { LIFECYCLE_CHECK } from "./checks/bucket-settings";
import { verifyChecks } from "./plan";
import { prepare, type VerifyOptions } from "./prepare";

/** The results of a run, and the facts about it that the outputs show. */
export interface Verification {
  readonly name: string;
  /** The access points that were checked, the new one first. */
  readonly accessPoints: ReadonlyArray<{
    readonly name: string;
    /** Undefined if there is none, or if it was not found. */
    readonly alias?: string;
  }>;
  readonly account: string;
  readonly caller: string;
  readonly started: Date;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly results: readonly CheckResult[];
  readonly leftBehind: LeftBehind | undefined;
  /** Sentences about the objects that remain. */
  readonly notes: readonly string[];
}

export interface VerifyRun {
  /** Show the number of finished checks. @default false */
  readonly live?: boolean;
  /** Ends the run early: checks without a result are not known, and the objects are still deleted. */
  readonly signal?: AbortSignal;
}

/** Runs all checks, prints each result as its check ends, and deletes the canary objects. */
export async function verify(
  aws: Aws,
  file: EnvironmentFile,
  terminal: Pick<Terminal, "say" | "progress" | "paint" | "columns">,
  options: VerifyOptions & VerifyRun = {},
): Promise<Verification> {
  const started = new Date();
  const began = performance.now();
  if (options.live) terminal.progress("reading the environment");
  const context = await prepare(aws, file, options);
  const checks = verifyChecks(context);
  const open = new Set(checks.map(keyOf));
  let leftBehind: LeftBehind | undefined;
  let killed: readonly KilledRun[] = [];
  let results: CheckResult[];
  try {
    results = await runChecks(checks, {
      ...(options.signal && { signal: options.signal }),
      onResult(result) {
        open.delete(keyOf(result));
        for (const line of resultLines(result, terminal)) terminal.say(line);
        if (options.live && open.size > 0)
          terminal.progress(`${checks.length - open.size} of ${checks.length} checks`);
      },
    });
  } finally {
    if (options.live && context.canaries !== undefined) terminal.progress("deleting the canary objects");
    const interrupted = options.signal?.aborted === true;
    leftBehind = await context.canaries?.finish({ interrupted });
    if (!interrupted) killed = (await context.canaries?.killedRuns()) ?? [];
    if (context.writer.aws !== aws) context.writer.aws.close();
  }
  const left = leftBehind;
  const notes = [
    ...(left === undefined ? [] : leftBehindSentences(left, lifecycleFacts(context, left, results))),
    ...killed.map(killedRunSentence),
  ];
  terminal.say("");
  for (const note of notes) terminal.say(note);
  terminal.say(summaryLine(results));
  return {
    name: context.environment.name,
    accessPoints: context.accessPoints.map(({ name, deployed }) => ({
      name,
      ...(deployed && { alias: deployed.alias }),
    })),
    account: context.account,
    caller: context.identity.arn,
    started,
    seconds: (performance.now() - began) / 1000,
    interrupted: options.signal?.aborted === true,
    results,
    leftBehind,
    notes,
  };
}

function lifecycleFacts(context: VerifyContext, { buckets }: LeftBehind, results: readonly CheckResult[]) {
  const regions = context.members
    .filter((member) => buckets.some(({ bucket }) => bucket === member.bucket))
    .map(({ region }) => region);
  const lifecycles = results.filter(
    ({ id, subject = "" }) => id === LIFECYCLE_CHECK && regions.includes(subject),
  );
  return {
    deployed: lifecycles.every(({ level }) => level === "ok"),
    // The lifecycle rules delete no version under retention.
    noncurrentDays: Math.max(
      context.environment.lifecycle.expireNoncurrentVersionsAfterDays,
      retentionDays(context.environment.objectLock),
    ),
    deleteMarkers: replicatesDeleteMarkers(context),
    now: new Date(),
  };
}

/** 1 for an error, 3 if a required check is not known or the run was interrupted, otherwise 0. */
export function statusOf({ results, interrupted }: Pick<Verification, "results" | "interrupted">): number {
  if (results.some(({ level }) => level === "error")) return ExitStatus.failed;
  if (interrupted || results.some(({ level, required }) => level === "not known" && required))
    return ExitStatus.unconfirmed;
  return ExitStatus.done;
}
