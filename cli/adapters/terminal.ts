import { createInterface } from "node:readline";
import { colorful, plain, type Paint } from "../text/paint";
import { wrapLine } from "../text/wrap";
import { write } from "./streams";

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
  /** The width of the results. */
  readonly columns: number;
}

/** The width of the output: that of the terminal, within reason, or 100 columns elsewhere. */
export function fitting(columns: number | undefined): number {
  return Math.min(200, Math.max(20, columns || 100));
}

/** A text at the width of the terminal. It is unchanged elsewhere, because a file has no width. */
export function fitted(text: string, stream: NodeJS.WriteStream): string {
  if (!stream.isTTY) return text;
  const columns = fitting(stream.columns);
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, columns))
    .join("\n");
}

/** Whether this output takes colors: a terminal, unless NO_COLOR is set (https://no-color.org). */
export function takesColors(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

/** A line of progress stands on the terminal. */
let standing = false;

/** Takes the line of progress away, before anything else is written. */
export function clearProgress(): void {
  if (standing) write(process.stderr, "\r\u001b[K");
  standing = false;
}

/** @param quiet prints results to standard error, because standard output has another form of them */
export function openTerminal(options: { readonly quiet?: boolean } = {}): Terminal {
  const { stdout, stderr, env } = process;
  const result = options.quiet ? stderr : stdout;
  // A dumb terminal takes no cursor movements.
  const live = stderr.isTTY === true && env.TERM !== "dumb";
  let shown = "";
  const clear = (): void => {
    clearProgress();
    shown = "";
  };
  return {
    say(line) {
      clear();
      write(result, fitted(`${line}\n`, result));
    },
    warn(line) {
      clear();
      write(stderr, fitted(`${line}\n`, stderr));
    },
    progress(line) {
      if (line === shown) return;
      if (!live) write(stderr, `${line}\n`);
      else write(stderr, `\r\u001b[K${line.slice(0, fitting(stderr.columns) - 1)}`);
      standing = live;
      shown = line;
    },
    ask(question) {
      clear();
      return new Promise((resolve) => {
        const lines = createInterface({ input: process.stdin, output: stderr, terminal: false });
        write(stderr, fitted(question, stderr));
        lines.once("line", (line) => {
          resolve(line.trim());
          lines.close();
        });
        lines.once("close", () => resolve(undefined));
      });
    },
    paint: takesColors(result) ? colorful : plain,
    get columns() {
      return fitting(result.columns);
    },
  };
}
