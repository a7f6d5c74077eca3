import type { S3Wire, Stamped } from "../wire/client";

/** Where the access point sent a request; times in milliseconds since the run's start. */
export interface Probe {
  readonly sent: number;
  readonly ended: number;
  /** Nothing where the answer did not tell, or there was none. */
  readonly region?: string;
}

/**
 * Asks the access point which bucket it routes to. The answer to an object request does not tell; the one to
 * HeadBucket does, by `x-amz-bucket-region`.
 */
export async function probe(wire: S3Wire, host: string, now: () => number): Promise<Probe> {
  const sent = now();
  const region = await wire.send({ method: "HEAD", region: "*", host, path: "/" }).then(
    ({ headers }) => headers["x-amz-bucket-region"],
    // A refusal tells it too: who may not list the bucket still learns where it is.
    (error: Stamped) => error.headers?.["x-amz-bucket-region"],
  );
  return { sent, ended: now(), ...(typeof region === "string" && { region }) };
}

/** Probes again and again until it is stopped; one at the start and one at the end. */
export class Probing {
  readonly probes: Probe[] = [];
  private stopped = false;
  private wake: (() => void) | undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly take: () => Promise<Probe>,
    private readonly every = 500,
  ) {
    this.running = this.go();
  }

  async stop(): Promise<Probe[]> {
    this.stopped = true;
    this.wake?.();
    await this.running;
    this.probes.push(await this.take());
    return this.probes;
  }

  private async go(): Promise<void> {
    while (!this.stopped) {
      this.probes.push(await this.take());
      if (this.stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.every);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
