import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import type { Update } from "../access-point/failover-controls";
import type { Consensus } from "../access-point/reports";
import type { Route } from "../access-point/routing";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import { callerIdentity, type Identity } from "../live/identity";
import type { Located } from "../live/locate";
import type { Item } from "./preflight";
import { recordedRouting, runId, type RunRecord } from "./record";
import { appendRecord } from "./records";
import type { Ending, Run, RunOptions } from "./run-types";

/** How long the record waits for the caller's identity, in milliseconds. */
const identityTimeoutMs = 300;

/** The state of a run, and its record. */
export class RunLog {
  /** Requested at once, in parallel with everything else: the record names the caller. */
  readonly identity: Promise<Identity>;
  readonly id: string;
  located: Located | undefined;
  wanted: readonly Route[] = [];
  items: readonly Item[] | "skipped" = "skipped";
  overridden: readonly string[] = [];
  /** From here on the update may take effect. */
  submitted = false;
  /** How the update ended, as soon as that is known. */
  update: Update | undefined;
  /** The reports of the control Regions when all Regions that answer confirmed the routing. */
  confirmed: Consensus | undefined;
  /** The thing that the run waits for, in words. */
  waitingFor: string | undefined;
  interrupted = false;
  /** How it ends, as soon as that is known. */
  ending: Ending | undefined;
  private left = false;
  private readonly started = new Date();
  private readonly steps: Array<{ step: string; milliseconds: number }> = [];

  constructor(
    private readonly argument: EnvironmentArgument,
    aws: Aws,
    private readonly terminal: Terminal,
    private readonly options: RunOptions,
    /** The log of the other access point, if one run changes two. Both have the same id. */
    sameRun?: RunLog,
  ) {
    this.id = sameRun?.id ?? runId();
    this.identity = sameRun?.identity ?? callerIdentity(aws);
    this.identity.catch(() => undefined);
  }

  async timed<T>(step: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.steps.push({ step, milliseconds: Math.round(performance.now() - began) });
    }
  }

  /** The line before the update is sent: whatever happens then, the record says what was requested. */
  async submitting(): Promise<void> {
    // An interrupted run does not continue.
    if (this.interrupted) await new Promise(() => {});
    await this.write(this.recordOf("submitting"));
    if (this.interrupted) await new Promise(() => {});
    this.submitted = true;
  }

  /** Resolves when the caller is known, or after a moment. */
  async callerAsked(): Promise<void> {
    await Promise.race([this.identity.catch(() => undefined), pause(identityTimeoutMs)]);
  }

  /** Leaves the record and prints the last line. */
  async end(ending: Ending): Promise<Run> {
    this.ending = ending;
    const record = await this.leave(ending);
    if (!this.interrupted) this.terminal.say(ending.sentence);
    return { status: ending.status, record };
  }

  /** The same at once, without waiting for the caller's identity. */
  async interrupt(ending: Ending): Promise<Run> {
    this.interrupted = true;
    const record = await this.leave(ending);
    this.terminal.say(ending.sentence);
    return { status: ending.status, record };
  }

  /** A line after the end: the copies of the update that were outstanding have been answered. */
  async settled(unsettled: readonly string[]): Promise<void> {
    await this.write({ ...this.recordOf("settled"), unsettled });
  }

  private async leave(ending: Ending): Promise<RunRecord> {
    const record = { ...this.recordOf("ended", ending), caller: await this.caller() };
    if (!this.left) {
      this.left = true;
      await this.write(record);
    }
    return record;
  }

  private async write(record: RunRecord): Promise<void> {
    const problem = await appendRecord(this.options.record, record);
    if (problem) this.terminal.warn(problem);
  }

  private async caller(): Promise<RunRecord["caller"]> {
    const late = pause(0).then(() => ({ unknown: "AWS did not answer in time" }));
    return Promise.race([this.identity, late]).catch((error: Error) => ({ unknown: error.message }));
  }

  private recordOf(event: RunRecord["event"], ending?: Ending): RunRecord {
    const { routing, ...rest } = ending ?? {};
    const { located } = this;
    return {
      run: this.id,
      event,
      command: this.options.command,
      started: this.started.toISOString(),
      ...(event === "ended" && { ended: new Date().toISOString() }),
      accessPoint: located ? { name: located.name, arn: located.arn } : { name: nameOf(this.argument) },
      caller: { unknown: "asked, not answered yet" },
      from: recordedRouting(located?.routes ?? []),
      to: recordedRouting(this.wanted),
      preflight: this.items,
      overridden: this.overridden,
      steps: this.steps,
      ...rest,
      ...(routing && { routing: recordedRouting(routing) }),
    };
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
