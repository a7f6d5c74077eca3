/** Runs a failover in this process, on real sockets: many mixes of faults in the time of one process. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aws } from "../../../cli/adapters/aws/aws";
import { recordTarget } from "../../../cli/adapters/records";
import type { Terminal } from "../../../cli/adapters/terminal";
import { environmentArgument } from "../../../cli/environment-argument";
import { UserError } from "../../../cli/errors";
import { runFailover, type RunOptions } from "../../../cli/failover/run";
import type { LocalAws } from "../../../local-aws";

export interface Outcome {
  readonly status: number;
  readonly last: string;
  readonly lines: string[];
  readonly milliseconds: number;
}

/** Points this process at the local AWS, as the environment of a command does. */
export function useLocalAws(aws: LocalAws): void {
  for (const name of Object.keys(process.env))
    if (/^AWS_(?!SDK_JS)|_proxy$/i.test(name)) delete process.env[name];
  Object.assign(process.env, aws.env, { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), "mrap-state-")) });
}

export async function failover(
  environment: string,
  to: readonly string[],
  options: Partial<RunOptions> = {},
): Promise<Outcome> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const terminal: Terminal = {
    say,
    warn: say,
    progress: () => {},
    ask: () => Promise.resolve(undefined),
    paint: (_, text) => text,
  };
  const began = performance.now();
  const aws = new Aws();
  const status = await environmentArgument(environment)
    .then((argument) =>
      runFailover(argument, aws, terminal, {
        command: "failover",
        to,
        yes: true,
        force: true,
        wait: false,
        timeout: 10_000,
        requestLimit: 2000,
        record: recordTarget(undefined),
        ...options,
      }),
    )
    .then(
      (run) => run.status,
      (error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        say(error.message);
        return error.exitStatus;
      },
    );
  aws.close();
  return { status, lines, last: lines.at(-1) ?? "", milliseconds: performance.now() - began };
}
