import { writeSync } from "node:fs";

/** Why a live view ends: the user's key, or a signal. */
export type End = "quit" | "SIGINT" | "SIGTERM" | "SIGHUP";

/** The whole terminal, for as long as a live view is shown. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  draw(lines: readonly string[]): void;
  onResize(listener: () => void): void;
  /** The user, or the system, wants to end. */
  readonly ended: Promise<End>;
  /** Restores the terminal. */
  close(): void;
}

const enter = "\u001b[?1049h\u001b[?25l\u001b[H";
const leave = "\u001b[?25h\u001b[?1049l";
/** q, Q, Ctrl-C and Ctrl-D. */
const endKeys = [0x71, 0x51, 0x03, 0x04];
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function openScreen(stdout = process.stdout, stdin = process.stdin): Screen {
  let open = true;
  let end: (why: End) => void;
  const ended = new Promise<End>((resolve) => (end = resolve));
  const resizes: Array<() => void> = [];
  const resized = (): void => resizes.forEach((listener) => listener());
  const onSignal = (signal: NodeJS.Signals): void => end(signal as End);
  const onKeys = (keys: Buffer): void => {
    // In raw mode Ctrl-C is a character like any other.
    if ([...keys].some((key) => endKeys.includes(key))) end("quit");
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    for (const signal of signals) process.off(signal, onSignal);
    process.off("exit", close);
    stdout.off("resize", resized);
    if (stdin.isTTY) {
      stdin.off("data", onKeys);
      stdin.setRawMode(false);
      stdin.pause();
    }
    // Synchronous, so that the cursor is restored even while the process exits.
    try {
      writeSync(stdout.fd, leave);
    } catch {
      // The terminal is gone.
    }
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on("exit", close);
  stdout.on("resize", resized);
  if (stdin.isTTY) {
    stdin.setRawMode(true);
    stdin.on("data", onKeys);
    stdin.resume();
  }
  stdout.write(enter);
  return {
    get columns() {
      return stdout.columns || 100;
    },
    get rows() {
      return stdout.rows || 30;
    },
    draw(lines) {
      if (open) stdout.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join("\r\n")}\u001b[J`);
    },
    onResize: (listener) => void resizes.push(listener),
    ended,
    close,
  };
}
