import { ExitStatus, UserError } from "../errors";
import { readExceptions } from "./accept";
import { families } from "./findings";
import { decode, exceptionsFile, readBytes, readConfiguration, sha256, sourceName } from "./input";
import { conftest, gitlab } from "./hosts";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { readPlan, type Plan } from "./plan";
import { review, worst, type Review } from "./review";
import { sarif } from "./sarif";
import { terminal } from "./terminal";

export const FORMATS = ["markdown", "terminal", "json", "sarif", "junit", "gitlab", "conftest"] as const;
export const FAIL_ON = ["danger", "warning", "never"] as const;

const RENDERERS: Readonly<Record<(typeof FORMATS)[number], (review: Review, color: boolean) => string>> = {
  markdown,
  terminal,
  json,
  sarif,
  junit,
  gitlab,
  conftest,
};

export interface ReviewArguments {
  readonly format?: (typeof FORMATS)[number];
  readonly failOn: (typeof FAIL_ON)[number];
  readonly accept?: string;
  readonly name?: string;
  readonly planFile?: string;
  readonly before?: string;
  readonly after?: string;
}

/** Reviews a plan; returns what to print, and the exit status. */
export function runReview(
  path: string,
  args: ReviewArguments,
  tty: boolean,
  color: boolean,
): { output: string; status: number } {
  if (args.name !== undefined && !/^[\w][\w.-]{0,99}$/.test(args.name)) {
    throw new UserError(
      "--name must consist of at most 100 letters, digits, dots, hyphens and underscores.",
      ExitStatus.usage,
    );
  }
  if ((args.before === undefined) !== (args.after === undefined)) {
    throw new UserError(
      "--before and --after must be used together: the configuration of the target branch, and of the pull request.",
      ExitStatus.usage,
    );
  }
  try {
    const result = reviewed(path, args);
    const format = args.format ?? (tty ? "terminal" : "markdown");
    const output = RENDERERS[format](result, color);
    return { output, status: status(result, args.failOn) };
  } catch (error) {
    if (error instanceof UserError || process.env.MRAP_DEBUG) throw error;
    // Status 1 would say that a finding reaches --fail-on.
    const what = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${sourceName(path)}: mrap review failed unexpectedly: ${what} (MRAP_DEBUG=1 shows where).`,
      ExitStatus.usage,
    );
  }
}

function reviewed(path: string, args: ReviewArguments): Review {
  const file = exceptionsFile(args.accept);
  const known = families.map((family) => family.id);
  const exceptions =
    file === undefined ? [] : readExceptions(decode(readBytes(file), sourceName(file)), file, known);
  const configurations =
    args.before === undefined || args.after === undefined
      ? undefined
      : { before: readConfiguration(args.before), after: readConfiguration(args.after) };
  const { plan, hash } = load(path);
  const planFile = args.planFile === undefined ? undefined : sha256(readBytes(args.planFile));
  return review(plan, {
    name: args.name,
    exceptions,
    configurations,
    hash: planFile ?? hash,
    hashOf: planFile === undefined ? "the plan's JSON" : "the plan file",
  });
}

/** The bytes and the text of a large plan are released when this returns. */
function load(path: string): { plan: Plan; hash: string } {
  const bytes = readBytes(path);
  return { plan: readPlan(bytes, sourceName(path)), hash: sha256(bytes) };
}

function status({ findings }: Review, failOn: ReviewArguments["failOn"]): number {
  const gravest = worst(findings);
  const fails = failOn === "danger" ? gravest === "danger" : failOn === "warning" && gravest !== undefined;
  return fails ? ExitStatus.failed : ExitStatus.done;
}
