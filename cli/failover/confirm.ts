import { setTimeout as sleep } from "node:timers/promises";
import { changedElsewhere } from "../access-point/evidence";
import type { FailoverControls } from "../access-point/failover-controls";
import { allReport, consensus, reportsRouting, type Consensus, type Reports } from "../access-point/reports";
import type { Route } from "../access-point/routing";

/** The final reports of the control Regions. */
export interface Confirmation {
  /**
   * `confirmed`: every Region that answers reports the routing. `mostly`: a majority does, and time is up.
   * `changed`: somebody else changed it. `lost`: the credentials are no longer accepted. `not-yet`: time is up.
   */
  readonly kind: "confirmed" | "mostly" | "changed" | "lost" | "not-yet";
  readonly now: Consensus;
  /** Why no Region can be asked any more. */
  readonly error?: unknown;
}

export interface ConfirmOptions {
  /** How long to wait. */
  readonly timeoutMs: number;
  /** Between two rounds. @default 1000 */
  readonly intervalMs?: number;
  /** A failure that no later round would fix. */
  readonly isFinal: (error: unknown) => boolean;
  readonly onRound?: (now: Consensus) => void;
}

/** Asks all control Regions again and again, until every one that can be reached reports the routing. */
export async function confirm(
  controls: Pick<FailoverControls, "poll" | "sightings">,
  before: readonly Route[],
  wanted: readonly Route[],
  { timeoutMs, intervalMs = 1000, isFinal, onRound }: ConfirmOptions,
): Promise<Confirmation> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const reports = await controls.poll();
    const now = consensus(reports);
    onRound?.(now);
    if (allReport(now, wanted)) return { kind: "confirmed", now };
    if (changedElsewhere(now, controls.sightings, before, wanted)) return { kind: "changed", now };
    const error = lost(reports, isFinal);
    if (error !== undefined) return { kind: "lost", now, error };
    if (performance.now() + intervalMs > end)
      return { kind: reportsRouting(now, wanted) ? "mostly" : "not-yet", now };
    await sleep(intervalMs);
  }
}

function lost(reports: Reports, isFinal: (error: unknown) => boolean): unknown {
  const errors = [...reports.values()].map((report) => (report.kind === "none" ? report.error : undefined));
  return errors.every((error) => error !== undefined) ? errors.find(isFinal) : undefined;
}
