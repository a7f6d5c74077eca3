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

/** The width of a line unless the reader has a terminal. */
const WIDTH = 110;

/** All errors, by file and line. @param width of a line @default 110 */
export function renderProblems(problems: readonly Problem[], width: number = WIDTH): string {
  const files = [...new Set(problems.map((problem) => problem.file))];
  return files
    .map((file) =>
      renderFile(
        file,
        problems.filter((problem) => problem.file === file),
        width,
      ),
    )
    .join("\n\n");
}

function renderFile(file: string, problems: readonly Problem[], width: number): string {
  const sorted = [...problems].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  const count = sorted.length === 1 ? "1 error" : `${sorted.length} errors`;
  return [`${visible(file)} has ${count}:`, ...sorted.map((problem) => renderProblem(problem, width))].join(
    "\n\n",
  );
}

function renderProblem(problem: Problem, width: number): string {
  const place = [visible(problem.file), problem.line, problem.column]
    .filter((part) => part !== undefined)
    .join(":");
  const path = pathText(problem.path);
  return [
    path === "" ? place : `${place}  ${path}`,
    wrapped("  ", problem.message, width),
    ...line("got", problem.got, width),
    ...line("allowed", problem.allowed, width),
    ...line("fix", problem.fix, width),
  ].join("\n");
}

function line(label: string, text: string | undefined, width: number): string[] {
  return text === undefined || text === "" ? [] : [wrapped(`  ${`${label}:`.padEnd(9)}`, text, width)];
}

/** Breaks lines only at spaces, because names and ARNs must stay readable. */
function wrapped(start: string, text: string, width: number): string {
  const lines = [start];
  let empty = true;
  for (const word of visible(text).split(" ")) {
    const last = lines.at(-1) ?? "";
    if (!empty && last.length + 1 + word.length > width) lines.push(" ".repeat(start.length) + word);
    else lines[lines.length - 1] = empty ? last + word : `${last} ${word}`;
    empty = false;
  }
  return lines.join("\n");
}
