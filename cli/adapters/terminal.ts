import { createInterface } from "node:readline";
import type { Level } from "../text/level";

/** Where a command speaks: results to standard output, progress and questions to standard error. */
export interface Terminal {
  /** A line of the result. */
  say(line: string): void;
  /** How far it is: replaced by the next one on a terminal, one line for each news otherwise. */
  progress(line: string): void;
  /** A line that needs attention. */
  warn(line: string): void;
  /** Reads one line; nothing at the end of the input. */
  ask(question: string): Promise<string | undefined>;
  readonly paint: Paint;
}

export type Paint = (level: Level, text: string) => string;

const colors: Record<Level, string> = { green: "32", amber: "33", red: "31" };

/** @param quiet results are not wanted here: another form of them goes to standard output */
export function openTerminal(options: { readonly quiet?: boolean } = {}): Terminal {
  const { stdout, stderr, env } = process;
  const result = options.quiet ? stderr : stdout;
  const colorful = result.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  // A dumb terminal takes no cursor movements.
  const live = stderr.isTTY === true && env.TERM !== "dumb";
  let shown = "";
  const clear = (): void => {
    if (live && shown !== "") stderr.write("\r\u001b[K");
    shown = "";
  };
  return {
    say(line) {
      clear();
      result.write(`${line}\n`);
    },
    warn(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    progress(line) {
      if (line === shown) return;
      if (!live) stderr.write(`${line}\n`);
      else stderr.write(`\r\u001b[K${line.slice(0, (stderr.columns || 100) - 1)}`);
      shown = line;
    },
    ask(question) {
      clear();
      return new Promise((resolve) => {
        const lines = createInterface({ input: process.stdin, output: stderr, terminal: false });
        stderr.write(question);
        lines.once("line", (line) => {
          resolve(line.trim());
          lines.close();
        });
        lines.once("close", () => resolve(undefined));
      });
    },
    paint: (level, text) => (colorful ? `\u001b[${colors[level]}m${text}\u001b[0m` : text),
  };
}
