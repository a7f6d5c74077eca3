import type { Clock } from "./hedge";
import type { Failure, RegionFailure } from "./failover-controls-types";
import type { Route, RoutesApi } from "./routing";

/** How one copy of an update ended. */
export interface Attempt {
  readonly endpoint: string;
  readonly ok: boolean;
  readonly error?: unknown;
}

const never = new Promise<never>(() => {});

interface Copy {
  readonly endpoint: string;
  end: Promise<Attempt>;
  readonly stop: () => void;
  sent: boolean;
  attempt?: Attempt;
}

/** The copies of one update: one for each control Region that was asked. */
export class Copies {
  private readonly copies: Copy[] = [];

  constructor(
    private readonly api: Pick<RoutesApi, "submit">,
    private readonly clock: Clock,
    private readonly requestTimeoutMs: number,
    private readonly judge: (error: unknown) => Failure,
    private readonly watched: <T>(endpoint: string, request: () => Promise<T>) => Promise<T>,
    private readonly closing: AbortSignal,
  ) {}

  /** Sends a copy. Returns how it ends, or how an earlier copy was accepted. Returns undefined after a timeout. */
  async send(endpoint: string, routes: readonly Route[], milliseconds: number): Promise<Attempt | undefined> {
    const copy = this.start(endpoint, routes);
    const earlier = this.copies.filter((one) => one !== copy && !one.attempt);
    return this.first([copy, ...earlier], milliseconds);
  }

  /** The next copy that is accepted within this time. */
  async accepted(milliseconds: number): Promise<Attempt | undefined> {
    const done = this.copies.find(({ attempt }) => attempt?.ok)?.attempt;
    if (done) return done;
    const waiting = this.copies.filter(({ attempt }) => !attempt);
    if (waiting.length === 0) return undefined;
    const first = await this.firstAccepted(waiting, milliseconds);
    return first;
  }

  /** Some copy may have taken effect or may still do so. */
  get unclear(): boolean {
    return this.unsettled.length > 0;
  }

  /** The control Regions whose copy may still take effect. */
  get unsettled(): string[] {
    const open = ({ sent, attempt }: Copy): boolean =>
      attempt ? !attempt.ok && this.judge(attempt.error) === "unclear" : sent;
    return [...new Set(this.copies.filter(open).map(({ endpoint }) => endpoint))];
  }

  /** The control Regions that have a copy and have not answered it. */
  get waitingFor(): string[] {
    return this.copies.filter(({ sent, attempt }) => sent && !attempt).map(({ endpoint }) => endpoint);
  }

  /** The latest copy for this control Region was sent in vain: nothing happened there, and it may work in a moment. */
  mayRepeat(endpoint: string): boolean {
    const attempt = this.copies.findLast((one) => one.endpoint === endpoint)?.attempt;
    return attempt !== undefined && !attempt.ok && ["later", "elsewhere"].includes(this.judge(attempt.error));
  }

  /** The latest failure of each control Region. */
  get failures(): RegionFailure[] {
    const latest = new Map<string, unknown>();
    for (const { endpoint, attempt } of this.copies)
      if (attempt && !attempt.ok) latest.set(endpoint, attempt.error);
    return [...latest].map(([endpoint, error]) => ({ endpoint, error }));
  }

  /** Cancels every copy that has not been sent yet. */
  withdraw(): void {
    for (const copy of this.copies) if (!copy.sent && !copy.attempt) copy.stop();
  }

  /** Resolves when no copy is waiting for its answer any more. */
  async ended(): Promise<void> {
    await Promise.all(this.copies.filter(({ sent }) => sent).map(({ end }) => end));
  }

  private start(endpoint: string, routes: readonly Route[]): Copy {
    const controller = new AbortController();
    const cancel = this.clock.after(this.requestTimeoutMs, () => controller.abort());
    const signal = AbortSignal.any([controller.signal, this.closing]);
    const copy: Copy = { endpoint, sent: false, stop: () => controller.abort(), end: never };
    const request = this.watched(endpoint, () =>
      this.api.submit(endpoint, routes, signal, () => void (copy.sent = true)),
    );
    copy.end = request.then(
      (): Attempt => ({ endpoint, ok: true }),
      (error: unknown): Attempt => ({ endpoint, ok: false, error }),
    );
    void copy.end.then((attempt) => {
      cancel();
      copy.attempt = attempt;
    });
    this.copies.push(copy);
    return copy;
  }

  private first([newest, ...earlier]: readonly Copy[], milliseconds: number): Promise<Attempt | undefined> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(milliseconds, () => resolve(undefined));
      const end = (attempt: Attempt): void => {
        cancel();
        resolve(attempt);
      };
      void newest?.end.then(end);
      for (const one of earlier) void one.end.then((attempt) => attempt.ok && end(attempt));
    });
  }

  private firstAccepted(copies: readonly Copy[], milliseconds: number): Promise<Attempt | undefined> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(milliseconds, () => resolve(undefined));
      const end = (attempt?: Attempt): void => {
        cancel();
        resolve(attempt);
      };
      for (const one of copies) void one.end.then((attempt) => attempt.ok && end(attempt));
      void Promise.all(copies.map((one) => one.end)).then(() => end());
    });
  }
}
