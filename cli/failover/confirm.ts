import type { FailoverControls, Poll } from "../access-point/failover-controls";
import { sameRouting, type Route } from "../access-point/routing";

/** What the control Regions say in the end. */
export interface Confirmation {
  readonly kind: "confirmed" | "changed" | "not-yet";
  readonly agree: readonly string[];
  readonly unreachable: readonly string[];
  /** The latest routing that anybody reported. */
  readonly now?: Route[];
}

export interface ConfirmOptions {
  /** Milliseconds to wait at most. */
  readonly timeout: number;
  /** Milliseconds between two rounds. */
  readonly interval?: number;
  readonly onRound?: (confirmation: Confirmation) => void;
}

/** Asks all control Regions again and again, until every one that can be reached reports the routing. */
export async function confirm(
  controls: Pick<FailoverControls, "poll">,
  before: readonly Route[],
  wanted: readonly Route[],
  { timeout, interval = 1000, onRound }: ConfirmOptions,
): Promise<Confirmation> {
  const end = performance.now() + timeout;
  for (;;) {
    const confirmation = judgePoll(await controls.poll(), before, wanted);
    onRound?.(confirmation);
    if (confirmation.kind !== "not-yet" || performance.now() + interval > end) return confirmation;
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

export function judgePoll(poll: Poll, before: readonly Route[], wanted: readonly Route[]): Confirmation {
  const answered = [...poll].filter((entry): entry is [string, Route[]] => entry[1] !== undefined);
  const agree = answered.filter(([, routes]) => sameRouting(routes, wanted)).map(([region]) => region);
  const other = answered.find(([, routes]) => !sameRouting(routes, wanted) && !sameRouting(routes, before));
  const behind = answered.find(([, routes]) => !sameRouting(routes, wanted));
  const unreachable = [...poll].filter(([, routes]) => routes === undefined).map(([region]) => region);
  const now = (other ?? behind ?? answered[0])?.[1];
  const kind = other ? "changed" : answered.length > 0 && behind === undefined ? "confirmed" : "not-yet";
  return { kind, agree, unreachable, ...(now && { now }) };
}
