/** Renders the error report: plain text, one block for each error. */
import { pathText, visible } from "./data";

/** One error and its position. */
export interface Problem {
  /** The file, as the report names it. */
  readonly file: string;
  /** Counted from 1. @default the error concerns the whole file */
  readonly line?: number;
  /** Counted from 1. */
  readonly column?: number;
  /** The key; empty for the whole file. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly got?: string;
  readonly allowed?: string;
  readonly fix?: string;
}

const WIDTH = 110;

/** All errors, by file and line. */
export function renderProblems(problems: readonly Problem[]): string {
  const files = [...new Set(problems.map((problem) => problem.file))];
  return files
    .map((file) =>
      renderFile(
        file,
        problems.filter((problem) => problem.file === file),
      ),
    )
    .join("\n\n");
}

function renderFile(file: string, problems: readonly Problem[]): string {
  const sorted = [...problems].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  const count = sorted.length === 1 ? "1 error" : `${sorted.length} errors`;
  return [`${visible(file)} has ${count}:`, ...sorted.map(renderProblem)].join("\n\n");
}

function renderProblem(problem: Problem): string {
  const place = [visible(problem.file), problem.line, problem.column]
    .filter((part) => part !== undefined)
    .join(":");
  const path = pathText(problem.path);
  return [
    path === "" ? place : `${place}  ${path}`,
    wrapped("  ", problem.message),
    ...line("got", problem.got),
    ...line("allowed", problem.allowed),
    ...line("fix", problem.fix),
  ].join("\n");
}

function line(label: string, text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : [wrapped(`  ${`${label}:`.padEnd(9)}`, text)];
}

/** Breaks lines only at spaces, because names and ARNs must stay readable. */
function wrapped(start: string, text: string): string {
  const lines = [start];
  let empty = true;
  for (const word of visible(text).split(" ")) {
    const last = lines.at(-1) ?? "";
    if (!empty && last.length + 1 + word.length > WIDTH) lines.push(" ".repeat(start.length) + word);
    else lines[lines.length - 1] = empty ? last + word : `${last} ${word}`;
    empty = false;
  }
  return lines.join("\n");
}
