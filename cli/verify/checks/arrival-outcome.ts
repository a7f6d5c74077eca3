import { error, ok, type CheckOutcome } from "../../checks/check";
import { listed } from "../../text/listed";

export interface ArrivalFacts {
  /** From the acknowledgement of the write to the listing that showed the object. */
  readonly seconds: number;
  /** Whether a delete marker was expected, and has arrived as well. */
  readonly markers: boolean;
  readonly sameContent?: boolean;
  readonly sameTags?: boolean;
  /** Compared if the content cannot be read. */
  readonly sameEtag?: boolean;
}

/** The outcome for an object that arrived under the version id of its original. */
export function arrivalOutcome(facts: ArrivalFacts): CheckOutcome {
  const compared: ReadonlyArray<readonly [boolean | undefined, string]> = [
    [facts.sameContent, "content"],
    [facts.sameTags, "tags"],
    [facts.sameEtag, "ETag"],
  ];
  const wrong = compared.filter(([same]) => same === false).map(([, name]) => name);
  if (wrong.length > 0)
    return error(
      `The replica differs from its original in its ${listed(wrong)}.`,
      "Compare the replication role and its rules with the stack, then run the command again.",
    );
  const equal = ["version id", ...compared.filter(([same]) => same).map(([, name]) => name)];
  return ok(
    `An object arrived within ${facts.seconds.toFixed(1)} s with its ${listed(equal)}.${facts.markers ? " A delete marker arrived too." : ""}`,
  );
}

export interface LateFacts {
  readonly what: "object" | "delete marker";
  readonly bucket: string;
  readonly sourceBucket: string;
  readonly seconds: number;
  /** The replication status of the object in the source bucket, if it could be read. */
  readonly status: string | undefined;
  readonly argument: string;
}

/** The outcome for something that did not arrive in time. */
export function lateOutcome({
  what,
  bucket,
  sourceBucket,
  seconds,
  status,
  argument,
}: LateFacts): CheckOutcome {
  const why = status === undefined ? "" : ` S3 reports the replication status ${status} in ${sourceBucket}.`;
  return error(
    `The ${what} has not arrived in ${bucket} within ${seconds} s.${why}`,
    `Run mrap status ${argument} for the pending and failed operations. If replication is only slow, use a longer --timeout.`,
  );
}
