import type { Terminal } from "../../../cli/adapters/terminal";
import { plain } from "../../../cli/text/paint";

/** A terminal that keeps everything that is printed. @param answer to every question */
export function collectingTerminal(answer?: string): {
  readonly terminal: Terminal;
  readonly lines: readonly string[];
  readonly text: () => string;
} {
  const lines: string[] = [];
  const push = (line: string): void => void lines.push(line);
  const ask = () => Promise.resolve(answer);
  return {
    terminal: { say: push, warn: push, progress: () => undefined, ask, paint: plain, columns: 100 },
    lines,
    text: () => lines.join("\n"),
  };
}
