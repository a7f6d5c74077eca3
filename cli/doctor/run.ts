import { environmentId } from "../../environment/find";
import type { EnvironmentFile } from "../access-point/argument";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import type { CheckResult } from "../checks/check";
import { ExpectedStack } from "../checks/expected";
import { resultLines, summaryLine } from "../checks/render";
import { runChecks } from "../checks/run";
import { doctorChecks } from "./checks";
import { Examination, UNKNOWN_ACCOUNT } from "./examination";

export interface DoctorOptions {
  /** Ends the checks early. */
  readonly signal?: AbortSignal;
  /** The width of a line. @default lines are not broken */
  readonly columns?: number;
  /** Prints no results: they are printed in another form. */
  readonly silent?: boolean;
  /** Shows how many checks are done. @default false */
  readonly live?: boolean;
}

/**
 * Runs every check. A result that needs no attention is printed as its check ends. The others follow in the order of the
 * checks, before the summary.
 */
export async function runDoctor(
  aws: Aws,
  { file, environment }: Pick<EnvironmentFile, "file" | "environment">,
  terminal: Terminal,
  { signal, columns, silent = false, live = false }: DoctorOptions = {},
): Promise<CheckResult[]> {
  const id = environmentId(file);
  // Names, Regions and counts do not depend on the account.
  const stack = new ExpectedStack(id, environment, { account: UNKNOWN_ACCOUNT });
  const checks = doctorChecks(new Examination(aws, id, environment, stack));
  const options = { paint: terminal.paint, ...(columns !== undefined && { columns }) };
  const say = (result: CheckResult): void => {
    if (!silent) for (const line of resultLines(result, options)) terminal.say(line);
  };
  let done = 0;
  const progress = (): void => {
    if (live) terminal.progress(`${done} of ${checks.length} checks done …`);
  };
  progress();
  const results = await runChecks(checks, {
    ...(signal && { signal }),
    onResult(result) {
      done++;
      if (result.level === "ok") say(result);
      progress();
    },
  });
  for (const result of results) if (result.level !== "ok") say(result);
  if (!silent) {
    terminal.say("");
    terminal.say(summaryLine(results));
  }
  return results;
}
