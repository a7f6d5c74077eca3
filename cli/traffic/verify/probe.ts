import type { S3Wire, Stamped } from "../wire/client";

/** Where the access point routed a request. Times are in milliseconds since the run's start. */
export interface Probe {
  readonly sent: number;
  readonly ended: number;
  /** `undefined` if there was no answer or it did not contain the Region. */
  readonly region?: string;
}

/**
 * Finds the bucket to which the access point routes. The answer to an object request does not contain it. The answer to
 * HeadBucket does, in `x-amz-bucket-region`.
 */
export async function probe(wire: S3Wire, host: string, now: () => number): Promise<Probe> {
  const sent = now();
  const region = await wire.send({ method: "HEAD", region: "*", host, path: "/" }).then(
    ({ headers }) => headers["x-amz-bucket-region"],
    // An access denied error contains the Region as well.
    (error: Stamped) => error.headers?.["x-amz-bucket-region"],
  );
  return { sent, ended: now(), ...(typeof region === "string" && { region }) };
}

/** Probes at an interval until it is stopped, with one probe at the start and one at the end. */
export class Probing {
  readonly probes: Probe[] = [];
  private stopped = false;
  private wake: (() => void) | undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly take: () => Promise<Probe>,
    private readonly intervalMs = 500,
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
        const timer = setTimeout(resolve, this.intervalMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
