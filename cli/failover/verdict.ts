import { ExitStatus } from "../errors";
import type { Update } from "../access-point/failover-controls";
import { describeRouting, sameRouting, type Route } from "../access-point/routing";

/** How a run ended: the exit status, and the one sentence that says what the routing is now. */
export interface Verdict {
  readonly status: number;
  readonly sentence: string;
}

export interface Submission {
  /** The access point's name. */
  readonly name: string;
  readonly before: readonly Route[];
  readonly wanted: readonly Route[];
  readonly update: Update;
  /** The routing as read after the update, if it could be read. */
  readonly now?: readonly Route[];
  /** Why an update failed, as one sentence. */
  readonly reason?: string;
}

/** What to say of an update, and of the routing that was read afterwards. */
export function verdict({ name, before, wanted, update, now, reason = "" }: Submission): Verdict {
  const { done, failed, unconfirmed } = ExitStatus;
  const why = reason === "" ? "" : `${reason} `;
  switch (update.kind) {
    case "accepted":
    case "settled": {
      const taken = `The update was taken (${update.endpoint})`;
      if (now === undefined)
        return ending(
          unconfirmed,
          `${taken}, but no control Region can be read: the routing of ${name} is not known.`,
        );
      if (sameRouting(now, wanted))
        return ending(done, `The routing of ${name} is now: ${describeRouting(now)}.`);
      if (sameRouting(now, before))
        return ending(
          unconfirmed,
          `${taken}, but is not seen yet: the routing of ${name} still reads ${describeRouting(now)}.`,
        );
      return ending(
        unconfirmed,
        `${taken}, but somebody else changed the routing at the same time: the routing of ${name} is now ${describeRouting(now)}.`,
      );
    }
    case "conflict": {
      const [status, yours] = update.sent
        ? [unconfirmed, "no answer says what became of your update, which may still take effect"]
        : [failed, "your update was refused and not repeated"];
      const routing = routingOf(name, now ?? update.routes);
      return ending(status, `Somebody else is changing the routing at this moment, and ${yours}: ${routing}`);
    }
    case "refused": {
      const routes = now ?? update.routes;
      return ending(
        failed,
        routes && sameRouting(routes, before)
          ? `${why}The routing of ${name} is unchanged: ${describeRouting(routes)}.`
          : `${why}Nothing was changed by this run: ${routingOf(name, routes)}`,
      );
    }
    case "unknown":
      return ending(
        unconfirmed,
        `The update was sent, and no answer says what became of it; it may still take effect: ${routingOf(name, now ?? update.routes)}`,
      );
  }
}

function routingOf(name: string, routes: readonly Route[] | undefined): string {
  return routes
    ? `the routing of ${name} is now ${describeRouting(routes)}.`
    : `the routing of ${name} is not known.`;
}

function ending(status: number, sentence: string): Verdict {
  return { status, sentence };
}
