import type { EnvironmentFile } from "../access-point/argument";
import type { Aws } from "../adapters/aws/aws";
import type { Terminal } from "../adapters/terminal";
import type { CheckResult } from "../checks/check";
import { checksJson } from "../checks/json";
import { resultLines, summaryLine } from "../checks/render";
import { runChecks } from "../checks/run";
import { ExitStatus } from "../errors";
import { verifyChecks } from "./plan";
import { prepare, type VerifyOptions } from "./prepare";

/** Runs all checks, and prints each result as its check ends. */
export async function verify(
  aws: Aws,
  file: EnvironmentFile,
  terminal: Pick<Terminal, "say" | "paint" | "columns">,
  options: VerifyOptions = {},
): Promise<{ readonly status: number; readonly output: string }> {
  const context = await prepare(aws, file, options);
  const results = await runChecks(verifyChecks(context), {
    onResult: (result) => resultLines(result, terminal).forEach((line) => terminal.say(line)),
  });
  terminal.say("");
  terminal.say(summaryLine(results));
  return { status: statusOf(results), output: JSON.stringify(checksJson(results), null, 2) };
}

/** 1 for an error, 3 if a required check is not known, otherwise 0. */
export function statusOf(results: readonly CheckResult[]): number {
  if (results.some(({ level }) => level === "error")) return ExitStatus.failed;
  if (results.some(({ level, required }) => level === "not known" && required)) return ExitStatus.unconfirmed;
  return ExitStatus.done;
}
