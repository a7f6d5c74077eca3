/** Runs a command on a pseudo-terminal. */
import { execFile } from "node:child_process";
import { join } from "node:path";

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

/** The lines that are wider than the terminal, and those that consist of one word that the line before had room for. */
export function badLines(shown: string, columns: number): string[] {
  // eslint-disable-next-line no-control-regex
  const lines = shown.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "").split(/\r?\n|\r/);
  return lines.filter((line) => line.length > columns);
}
