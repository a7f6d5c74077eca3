/** Requests through an access point, as logs record them. */

/** One request through the access point. */
export interface Use {
  readonly time: Date;
  /** The ARN of the caller, or `-`. */
  readonly caller: string;
  readonly operation: string;
  readonly address: string;
  readonly agent: string;
}

/** The requests of one caller. */
export interface Caller {
  readonly caller: string;
  readonly requests: number;
  readonly last: Date;
  readonly operations: readonly string[];
  readonly address: string;
  readonly agent: string;
}

/** Counts requests by caller. The memory follows the number of callers, not of requests. */
export class Callers {
  private readonly found = new Map<string, Caller>();
  requests = 0;

  add({ time, caller, operation, address, agent }: Use): void {
    this.requests += 1;
    const before = this.found.get(caller);
    const latest = before === undefined || time > before.last;
    this.found.set(caller, {
      caller,
      requests: (before?.requests ?? 0) + 1,
      last: latest ? time : before.last,
      operations: [...new Set([...(before?.operations ?? []), operation])].sort(),
      address: latest ? address : before.address,
      agent: latest ? agent : before.agent,
    });
  }

  /** The callers, the latest first. */
  get list(): Caller[] {
    return [...this.found.values()].sort((a, b) => b.last.getTime() - a.last.getTime());
  }
}
