import type { Paint, Style } from "../text/paint";
import { wrap } from "../text/wrap";
import { countLevels, type CheckLevel, type CheckResult } from "./check";

const STYLES: Readonly<Record<CheckLevel, Style>> = {
  ok: "green",
  warning: "amber",
  error: "red",
  "not known": "amber",
};

/** The width of the longest level, and a gap. */
const INDENT = "not known".length + 2;

export interface RenderOptions {
  /** The width of a line. @default lines are not broken */
  readonly columns?: number;
  readonly paint: Paint;
}

/** A result as lines: its level, subject and sentence, then what to do, then the failed checks that explain it. */
export function resultLines(
  { level, subject, title, text, fix, because }: CheckResult,
  { columns = Infinity, paint }: RenderOptions,
): string[] {
  const about = subject === undefined ? title : `${title}, ${subject}`;
  const lead = paint(STYLES[level], level) + " ".repeat(INDENT - level.length);
  return [
    ...wrap(`${about}: ${text}`, { columns, indent: INDENT, lead }),
    ...(fix === undefined ? [] : wrap(`Fix: ${fix}`, { columns, indent: INDENT })),
    ...(because.length === 0 ? [] : wrap(`Follows from: ${because.join(", ")}`, { columns, indent: INDENT })),
  ];
}

/** `46 checks: 40 ok, 1 warning, 2 errors, 3 not known.` */
export function summaryLine(results: readonly CheckResult[]): string {
  const { ok, warning, error, "not known": unknown } = countLevels(results);
  return `${counted(results.length, "check")}: ${ok} ok, ${counted(warning, "warning")}, ${counted(error, "error")}, ${unknown} not known.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
