import { randomUUID } from "node:crypto";
import type { Aws } from "../adapters/aws/aws";
import { callerIdentity } from "../adapters/aws/identity";
import { locate, type Located } from "../adapters/aws/locate";
import { appendRecord, putRecord, type RecordTarget } from "../adapters/records";
import type { Terminal } from "../adapters/terminal";
import { nameOf, type EnvironmentArgument } from "../environment-argument";
import { ExitStatus, UserError } from "../errors";
import { awaitRouting, type Awaited } from "./await-routing";
import { checkTargets } from "./targets";
import { look } from "./look";
import type { Item } from "./preflight";
import { recordedRouting, type RunRecord } from "./record";
import { renderPreflight } from "./render-preflight";
import { changes, describeRouting, sameRouting, withActive, type Route } from "./routing";
import { submit, type Submitted } from "./submit";

export interface RunOptions {
  readonly command: "failover" | "failback";
  /** The Regions to make active; a failback has the file's. */
  readonly to?: readonly string[];
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  /** Milliseconds to wait at most for replication to catch up, before it stops the run. */
  readonly catchUp?: number;
  readonly wait: boolean;
  /** Milliseconds to wait for the new routing at most. */
  readonly timeout: number;
  /** Milliseconds that one request to a control Region may take. */
  readonly requestLimit?: number;
  readonly record: RecordTarget;
}

export interface Run {
  readonly status: number;
  readonly record: RunRecord;
}

type Ending = Pick<RunRecord, "outcome" | "endpoint" | "confirmedBy" | "unreachable" | "canary"> & {
  readonly status: number;
  readonly sentence: string;
  readonly routing?: readonly Route[];
};

/** A failover or a failback from its arguments to its record. The last line says what the routing is now. */
export async function runFailover(
  argument: EnvironmentArgument,
  aws: Aws,
  terminal: Terminal,
  options: RunOptions,
): Promise<Run> {
  const run = new FailoverRun(argument, aws, terminal, options);
  try {
    return await run.go();
  } finally {
    run.close();
  }
}

class FailoverRun {
  private readonly id = `${new Date().toISOString().replace(/[:.]/g, "-")}-${randomUUID().slice(0, 8)}`;
  private readonly started = new Date();
  private readonly steps: Array<{ step: string; milliseconds: number }> = [];
  private readonly identity;
  private located: Located | undefined;
  private wanted: Route[] = [];
  private items: readonly Item[] | "skipped" = "skipped";
  private overridden: string[] = [];

  constructor(
    private readonly argument: EnvironmentArgument,
    private readonly aws: Aws,
    private readonly terminal: Terminal,
    private readonly options: RunOptions,
  ) {
    // Asked at once, beside everything else: the record says who it was.
    this.identity = callerIdentity(aws);
    this.identity.catch(() => undefined);
  }

  /** From where on it is known. */
  private get found(): Located {
    if (this.located === undefined) throw new Error("the access point is not found yet");
    return this.located;
  }

  close(): void {
    this.located?.plane.close();
  }

  async go(): Promise<Run> {
    const { argument, options } = this;
    if (options.command === "failback" && argument.kind !== "file") throw noStartingRouting();
    const early = options.to ?? [];
    try {
      const { requestLimit } = options;
      this.located = await this.timed("read the routing", () =>
        locate(this.aws, argument, () => this.identity, { targets: early, requestLimit }),
      );
    } catch (error) {
      if (!(error instanceof UserError) || error.exitStatus !== ExitStatus.failed) throw error;
      this.terminal.warn(error.message);
      const sentence = `Nothing was submitted: the routing of ${nameOf(argument)} is not known.`;
      return this.end({ status: ExitStatus.failed, outcome: error.message, sentence });
    }
    const { routes, name } = this.found;
    const targets = checkTargets(this.found, argument, options);
    this.wanted = withActive(routes, targets);
    if (sameRouting(routes, this.wanted)) {
      const sentence = `Nothing to do: the routing of ${name} is ${describeRouting(routes)} already.`;
      return this.end({ status: ExitStatus.done, outcome: "already", sentence, routing: routes });
    }
    const refusal = (await this.prepare()) ?? (await this.agree());
    if (refusal) return this.end({ outcome: "not submitted", routing: routes, ...refusal });
    return this.carryOut();
  }

  /** Looks before anything is changed. Returns why it goes no further, if so. */
  private async prepare(): Promise<Ending | undefined> {
    const { options, terminal } = this;
    const { name, routes } = this.found;
    const unchanged = `the routing of ${name} is unchanged: ${describeRouting(routes)}.`;
    if (options.force && !options.wait && !options.dryRun) {
      this.overridden = ["preflight"];
      return undefined;
    }
    // Meanwhile every control Region is asked: who is silent now will not be waited for later.
    void this.found.plane.poll();
    terminal.progress(`Looking at ${name} before anything is changed …`);
    const items = await this.timed("preflight", () =>
      look(this.aws, this.found, this.wanted, this.argument, terminal, options),
    );
    this.items = items;
    terminal.say(`Preflight of ${options.command}, ${name}:`);
    for (const line of renderPreflight(items, terminal.paint)) terminal.say(line);
    const red = items.filter(({ level }) => level === "red").map(({ id }) => id);
    if (red.length > 0 && !options.force)
      return {
        status: ExitStatus.failed,
        sentence: `Refused, ${red.length} of ${items.length} items stop it (--force goes on all the same): ${unchanged}`,
      };
    this.overridden = red;
    if (red.length > 0) terminal.say(`Forced over: ${red.join(", ")}`);
    if (options.dryRun)
      return { status: ExitStatus.done, sentence: `Dry run, nothing was submitted: ${unchanged}` };
    return undefined;
  }

  /** Has the name typed, unless agreed beforehand, and looks whether the routing still is what was looked at. */
  private async agree(): Promise<Ending | undefined> {
    const { options, terminal } = this;
    const { name, routes, plane } = this.found;
    const { failed } = ExitStatus;
    if (!options.yes) {
      const becomes = changes(routes, this.wanted).map(
        (r) => `${r.region} ${r.active ? "active" : "passive"}`,
      );
      const answer = await this.timed("confirmation", () =>
        terminal.ask(`This makes ${becomes.join(", ")}. Type ${name} to go on: `),
      );
      if (answer !== name) {
        const why =
          answer === undefined ? "No confirmation (--yes goes on without)" : `'${answer}' is not ${name}`;
        return {
          status: failed,
          sentence: `${why}: the routing of ${name} is unchanged: ${describeRouting(routes)}.`,
        };
      }
    }
    if (options.yes && this.items === "skipped") return undefined;
    const { routes: now } = await plane.read().catch(() => ({ routes }));
    if (sameRouting(now, routes)) return undefined;
    return {
      status: failed,
      routing: now,
      sentence: `Somebody changed the routing meanwhile, and nothing was submitted: the routing of ${name} is now ${describeRouting(now)}.`,
    };
  }

  private async carryOut(): Promise<Run> {
    const { options, terminal } = this;
    const { routes } = this.found;
    this.write({ ...this.recordOf("submitting") });
    const stop = this.watchInterrupt();
    try {
      terminal.progress("Submitting …");
      const submitted = await this.timed("update", () => submit(this.found, routes, this.wanted));
      const taken = submitted.update.kind === "accepted" || submitted.update.kind === "settled";
      if (!taken || !options.wait) return await this.end(endingOf(submitted));
      const awaited = await this.timed("wait", () =>
        awaitRouting(this.aws, this.found, this.wanted, terminal, options.timeout),
      );
      return await this.end({ ...endingOf(submitted), ...awaitedEnding(awaited) });
    } catch (error) {
      // Whatever went wrong, the update may be out, and nobody shall take this for a run that changed nothing.
      const why = (error as Error).message;
      const sentence = `After the update was sent something failed (${why}): the routing of ${this.found.name} is not known; mrap status shows it.`;
      return await this.end({ status: ExitStatus.unconfirmed, outcome: why, sentence });
    } finally {
      stop();
    }
  }

  /** Ctrl-C while the update is out: the run still says what is known, and leaves its record. */
  private watchInterrupt(): () => void {
    const interrupted = (): void => {
      const { name } = this.found;
      const sentence = `Interrupted after the update was sent: the routing of ${name} is not known; mrap status shows it.`;
      this.write(
        this.recordOf("ended", { status: ExitStatus.unconfirmed, outcome: "interrupted", sentence }),
      );
      this.terminal.say(sentence);
      process.exit(ExitStatus.unconfirmed);
    };
    process.once("SIGINT", interrupted);
    return () => process.off("SIGINT", interrupted);
  }

  private async end(ending: Ending): Promise<Run> {
    await Promise.race([this.identity.then(ignore, ignore), pause(2000)]);
    const caller = await this.caller();
    const record = { ...this.recordOf("ended", ending), caller };
    this.write(record);
    const problem = await putRecord(this.aws, this.options.record, record);
    if (problem) this.terminal.warn(problem);
    this.terminal.say(ending.sentence);
    return { status: ending.status, record };
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
    return {
      run: this.id,
      event,
      command: this.options.command,
      started: this.started.toISOString(),
      ...(event === "ended" && { ended: new Date().toISOString() }),
      accessPoint: this.located
        ? { name: this.found.name, arn: this.found.arn }
        : { name: nameOf(this.argument) },
      caller: { unknown: "asked, not answered yet" },
      from: recordedRouting(this.located?.routes ?? []),
      to: recordedRouting(this.wanted),
      preflight: this.items,
      overridden: this.overridden,
      steps: this.steps,
      ...rest,
      ...(routing && { routing: recordedRouting(routing) }),
    };
  }

  private async timed<T>(step: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.steps.push({ step, milliseconds: Math.round(performance.now() - began) });
    }
  }
}

function endingOf({ update, status, sentence, now }: Submitted): Ending {
  const endpoint = "endpoint" in update ? { endpoint: update.endpoint } : {};
  return { status, sentence, outcome: update.kind, ...endpoint, ...(now && { routing: now }) };
}

function awaitedEnding({ confirmation, canary, ...verdict }: Awaited): Ending {
  return {
    ...verdict,
    confirmedBy: confirmation.agree,
    unreachable: confirmation.unreachable,
    ...(canary && { canary }),
    ...(confirmation.now && { routing: confirmation.now }),
  };
}

function noStartingRouting(): UserError {
  return new UserError(
    "A failback returns to the routing of an environment file, and an access point alone has none: name the file, or say where to with mrap failover --to REGION.",
    ExitStatus.usage,
  );
}

const ignore = (): void => {};

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
