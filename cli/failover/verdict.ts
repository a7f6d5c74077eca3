import { changedElsewhere } from "../access-point/evidence";
import type { Sightings, Update } from "../access-point/failover-controls-types";
import { reportsRouting, type Consensus } from "../access-point/reports";
import { sameRouting, type Route } from "../access-point/routing";
import { ExitStatus } from "../errors";
import { list, reported, routingSentence } from "../access-point/wording";
import { retryAdvice } from "./wording";

/** How a run ended: the exit status, and the one sentence that says what the routing is now. */
export interface Verdict {
  readonly status: number;
  readonly sentence: string;
  /** The last line names the copies of the update that have no answer by then. */
  readonly namesCopies?: boolean;
}

export interface Submission {
  /** The access point's name. */
  readonly name: string;
  /** The environment as the user wrote it. */
  readonly environment: string;
  readonly before: readonly Route[];
  readonly wanted: readonly Route[];
  readonly update: Update;
  /** The reports of the control Regions after the update. */
  readonly now: Consensus;
  /** All reports of this run. */
  readonly sightings: Sightings;
  /** Why an update failed, as one sentence. */
  readonly reason?: string;
}

/** The sentence about an update and about the routing that was read afterwards. */
export function verdict(submission: Submission): Verdict {
  const { name, environment, before, wanted, update, now, reason = "" } = submission;
  const { done, failed, unconfirmed } = ExitStatus;
  const retry = retryAdvice(environment);
  const why = reason === "" ? "" : `${reason} `;
  switch (update.kind) {
    case "accepted":
    case "settled": {
      if (reportsRouting(now, wanted))
        return { ...ending(done, routingSentence(name, now)), namesCopies: true };
      const accepted = `The update was accepted (${update.endpoint})`;
      if (now.groups.length === 0)
        return ending(
          unconfirmed,
          `${accepted}, but no control Region can be read: the routing of ${name} is not known. ${retry}`,
        );
      if (changedElsewhere(now, submission.sightings, before, wanted))
        return ending(
          unconfirmed,
          `${accepted}, but somebody else changed the routing at the same time. ${routingSentence(name, now)}`,
        );
      return ending(unconfirmed, `${accepted} and may still take effect: ${reported(now)}. ${retry}`);
    }
    case "conflict": {
      const theirs = changedElsewhere(now, submission.sightings, before, wanted);
      // A copy of this update may have caused the conflict.
      if (update.sent && !theirs) return ending(unconfirmed, unknown(submission));
      const who = theirs ? "Somebody else changed the routing" : "Another update is in progress";
      return update.sent
        ? ending(
            unconfirmed,
            `${who}, and no answer says what became of this update, which may still take effect${at(update)}. ${routingSentence(name, now)} ${retry}`,
          )
        : ending(
            failed,
            `${who}, and this update was refused and not repeated. ${routingSentence(name, now)}`,
          );
    }
    case "refused":
      return ending(
        failed,
        now.majority && sameRouting(now.majority.routes, before)
          ? `${why}${routingSentence(name, now, "is unchanged:")}`
          : `${why}Nothing was changed by this run. ${routingSentence(name, now)}`,
      );
    case "unknown":
      return ending(unconfirmed, unknown(submission));
  }
}

function unknown({ update, now, environment }: Submission): string {
  return `The update was sent, and no answer says what became of it${at(update)}. It may still take effect: ${reported(now)}. ${retryAdvice(environment)}`;
}

function at({ unsettled }: Update): string {
  return unsettled.length > 0 ? ` (sent to ${list(unsettled)})` : "";
}

function ending(status: number, sentence: string): Verdict {
  return { status, sentence };
}
