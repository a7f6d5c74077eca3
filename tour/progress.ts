import { createColors } from "picocolors";

// The library treats CI as a terminal. Output to a pipe must stay plain.
export const pc = createColors(isLive(process.stdout) && !process.env.NO_COLOR);

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Shows the running step: a live line on a terminal, plain lines elsewhere. */
export class Progress {
  private timer?: NodeJS.Timeout;
  private title = "";
  private detail = "";
  private started = 0;
  private frame = 0;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  line(text = ""): void {
    this.clear();
    this.out.write(`${text}\n`);
  }

  begin(title: string): void {
    this.title = title;
    this.detail = "";
    this.started = Date.now();
    if (!isLive(this.out)) {
      this.out.write(`${title} …\n`);
      return;
    }
    this.timer = setInterval(() => this.draw(), 100);
    this.draw();
  }

  /** Shows the progress of the running step, on a terminal only. */
  update(detail: string): void {
    this.detail = detail;
  }

  /** Ends the step and prints its facts. */
  done(facts: readonly string[]): void {
    this.end(pc.green("✓"));
    for (const fact of facts) this.out.write(`    ${fact}\n`);
  }

  failed(): void {
    this.end(pc.red("✗"));
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.clear();
  }

  private end(mark: string): void {
    this.stop();
    const seconds = ((Date.now() - this.started) / 1000).toFixed(1);
    this.out.write(`${mark} ${pc.bold(this.title)} ${pc.dim(`${seconds} s`)}\n`);
  }

  private draw(): void {
    const seconds = Math.round((Date.now() - this.started) / 1000);
    const frame = FRAMES[this.frame++ % FRAMES.length];
    const text = `${frame} ${this.title} ${seconds} s ${this.detail}`;
    this.clear();
    this.out.write(text.slice(0, (this.out.columns ?? 80) - 1));
  }

  private clear(): void {
    if (isLive(this.out)) this.out.write("\r\u001b[2K");
  }
}

/** A dumb terminal supports neither colors nor cursor movements. */
function isLive(out: NodeJS.WriteStream): boolean {
  return out.isTTY === true && process.env.TERM !== "dumb";
}
