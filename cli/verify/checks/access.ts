import { details, kindOf } from "../../adapters/aws/errors";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { directly, ObjectStore } from "../canary/object-store";
import { keysFor } from "../access-points";
import type { Member, VerifyContext } from "../context";
import { bodyOf, TAGGING } from "../canary/canaries";
import { canaryPrefix } from "../../adapters/aws/canary";
import { restoreFix } from "../repair";
import { ACCESS_POINT_CHECK } from "./access-point";

/** The buckets deny object requests that bypass the access point. Only a caller that is not exempt can see that. */
export function accessChecks(context: VerifyContext): Check[] {
  const { members, own, environment, partition } = context;
  if (!environment.access.onlyThroughAccessPoint) return [];
  return members.map((member) => ({
    id: "direct-access",
    subject: member.region,
    title: "Access only through the access point",
    required: !own.exempt,
    ledger: ["access-deny"],
    call: { action: "s3:GetObject", resource: `arn:${partition}:s3:::${member.bucket}/*` },
    consequenceOf: [
      `bucket ${member.region}`,
      `bucket-policy ${member.region}`,
      ...keysFor(context, ACCESS_POINT_CHECK),
    ],
    run: () => outcome(context, member),
  }));
}

async function outcome(context: VerifyContext, member: Member): Promise<CheckOutcome> {
  const { own, argument, canaries } = context;
  if (own.exempt)
    return notKnown(
      "Your principal is in access.administrators, so S3 does not deny its direct requests.",
      `Run mrap verify ${argument} with a principal that is not in access.administrators.`,
    );
  const store = new ObjectStore(own.aws);
  const place = directly(member);
  const key = `${canaries?.prefix ?? `${canaryPrefix}verify/`}direct/${member.region}`;
  const read = await denial(store.read(place, key));
  if (read === undefined) return allowed(context, member, "read");
  if (canaries === undefined) return ok(`A direct read of ${member.bucket} is denied${reason(read)}.`);
  const write = await denial(
    store
      .put(place, key, bodyOf(key), TAGGING)
      .then(({ versionId }) => canaries.note(member, store, key, versionId)),
  );
  if (write === undefined) return allowed(context, member, "write");
  return ok(`A direct read and a direct write of ${member.bucket} are denied${reason(read)}.`);
}

/** The message of a denial. Undefined if S3 did not deny the request. */
async function denial(request: Promise<unknown>): Promise<string | undefined> {
  try {
    await request;
    return undefined;
  } catch (problem) {
    if (kindOf(problem) === "denied") return details(problem).message;
    // S3 judges the policies first: a missing object is not a denial.
    if (details(problem).code === "NoSuchKey") return undefined;
    throw problem;
  }
}

/** S3 may name the kind of policy. Ledger: access-denied-reason */
function reason(message: string): string {
  return /explicit deny in a resource-based policy/.test(message)
    ? " by an explicit Deny of the bucket policy"
    : "";
}

function allowed(context: VerifyContext, { bucket }: Member, what: "read" | "write"): CheckOutcome {
  return error(`S3 does not deny a direct ${what} of ${bucket}.`, restoreFix(context));
}
