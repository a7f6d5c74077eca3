/** Runs a command on a pseudo-terminal. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

export interface Shown {
  readonly status: number;
  /** Everything that the command wrote, with its control sequences. */
  readonly shown: string;
  /** The terminal was in raw mode at the last step. */
  readonly raw: boolean;
}

export interface TerminalOptions {
  readonly columns: number;
  /** What to type, or which signal to send, when the command has written a text. @default nothing */
  readonly steps?: ReadonlyArray<readonly [text: string, end: string]>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export async function onTerminal(
  command: readonly string[],
  { columns, steps = [], env, cwd }: TerminalOptions,
): Promise<Shown> {
  const output = await new Promise<string>((resolve, reject) =>
    execFile(
      process.env.MRAP_PYTHON ?? "python3",
      [join(__dirname, "terminal.py"), String(columns), JSON.stringify(steps), ...command],
      { env: { TERM: "xterm", ...env }, cwd, maxBuffer: 1 << 26 },
      (error, stdout) => (error ? reject(new Error(error.message)) : resolve(stdout)),
    ),
  );
  return JSON.parse(output) as Shown;
}

/** The lines on a terminal, without control sequences. A carriage return begins a line, as a replaced line of progress does. */
export function linesOn(shown: string): string[] {
  return stripVTControlCharacters(shown).split(/\r*\n|\r/);
}

/** Lines that are wider than the terminal. */
export function tooWide(shown: string, columns: number): string[] {
  return linesOn(shown).filter((line) => line.length > columns);
}

/** Lines that were wrapped although the next word fits, as happens to text that is wrapped twice. */
export function wrappedTwice(shown: string, columns: number): string[] {
  const lines = linesOn(shown);
  const indentOf = (line: string): number => line.search(/\S|$/);
  return lines.filter((line, index) => {
    const next = lines[index + 1] ?? "";
    if (line.trim() === "" || next.trim() === "" || indentOf(line) !== indentOf(next)) return false;
    // Items of a list begin at an indent of two.
    if (indentOf(line) > 0 && indentOf(line) < 4) return false;
    return line.length + 1 + next.trim().split(" ")[0]!.length <= columns;
  });
}
