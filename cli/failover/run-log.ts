import { randomUUID } from "node:crypto";
import type { Aws } from "../adapters/aws/aws";
import { callerIdentity, type Identity } from "../live/identity";
import type { Located } from "../live/locate";
import { appendRecord, putRecord } from "./records";
import type { Terminal } from "../adapters/terminal";
import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import type { Item } from "./preflight";
import { recordedRouting, type RunRecord } from "./record";
import type { Route } from "../access-point/routing";
import type { Ending, Run, RunOptions } from "./run-types";

/** What is known of a run so far, and the record that it leaves. */
export class RunLog {
  /** Asked at once, beside everything else: the record says who it was. */
  readonly identity: Promise<Identity>;
  located: Located | undefined;
  wanted: readonly Route[] = [];
  items: readonly Item[] | "skipped" = "skipped";
  overridden: readonly string[] = [];
  /** From here on the update may be out. */
  submitted = false;
  interrupted = false;
  /** How it ends, as soon as that is known. */
  ending: Ending | undefined;
  private left = false;
  private readonly id = `${new Date().toISOString().replace(/[:.]/g, "-")}-${randomUUID().slice(0, 8)}`;
  private readonly started = new Date();
  private readonly steps: Array<{ step: string; milliseconds: number }> = [];

  constructor(
    private readonly argument: EnvironmentArgument,
    private readonly aws: Aws,
    private readonly terminal: Terminal,
    private readonly options: RunOptions,
  ) {
    this.identity = callerIdentity(aws);
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

  /** The line before the update is sent: whatever happens then, it is known what was meant. */
  async submitting(): Promise<void> {
    // What was interrupted goes no further.
    if (this.interrupted) await new Promise(() => {});
    this.submitted = true;
    this.write(this.recordOf("submitting"));
  }

  /** Leaves the record, in the bucket too, and says the last line. */
  async end(ending: Ending): Promise<Run> {
    this.ending = ending;
    await Promise.race([this.identity.catch(() => undefined), pause(2000)]);
    const record = await this.leave(ending);
    const problem = await putRecord(this.aws, this.options.record, record);
    if (problem && !this.interrupted) this.terminal.warn(problem);
    if (!this.interrupted) this.terminal.say(ending.sentence);
    return { status: ending.status, record };
  }

  /** The same at once, waiting for nobody. */
  async interrupt(ending: Ending): Promise<Run> {
    this.interrupted = true;
    const record = await this.leave(ending);
    this.terminal.say(ending.sentence);
    return { status: ending.status, record };
  }

  private async leave(ending: Ending): Promise<RunRecord> {
    const record = { ...this.recordOf("ended", ending), caller: await this.caller() };
    if (!this.left) this.write(record);
    this.left = true;
    return record;
  }

  private write(record: RunRecord): void {
    const problem = appendRecord(this.options.record, record);
    if (problem) this.terminal.warn(problem);
  }

  private async caller(): Promise<RunRecord["caller"]> {
    const late = pause(0).then(() => ({ unknown: "AWS did not say in time" }));
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
