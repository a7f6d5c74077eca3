import { CONTROL_PLANE_REGION } from "../../../constructs/limits";
import { endOf } from "../../../environment/adopted";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { awsCheck, type Examination } from "../examination";

/** The access point at the end of an adoption: Terraform deletes the one that it created, and forgets an adopted one. */
export function endedAccessPointChecks(examination: Examination): Check[] {
  const { environment, accessPoints } = examination;
  const end = endOf(environment);
  if (end === undefined) return [];
  return accessPoints.map(({ name, find }) =>
    awsCheck(examination, {
      id: "access-point",
      title: "Access point",
      ledger: ["mrap-name", "mrap-status"],
      call: { action: "s3:GetMultiRegionAccessPoint", resource: name },
      consequenceOf: [`control-plane ${CONTROL_PLANE_REGION}`],
      async run() {
        const exists = (await find()) !== undefined;
        const adopted = environment.accessPoint !== undefined;
        return endedOutcome(end, name, {
          exists,
          adopted,
          own: await examination.isOwn("aws_s3control_multi_region_access_point.this"),
        });
      },
    }),
  );
}

interface EndedAccessPoint {
  readonly exists: boolean;
  /** Terraform did not create it. */
  readonly adopted: boolean;
  /** Whether Terraform's state has the access point. Undefined if the state is not known. */
  readonly own: boolean | undefined;
}

export function endedOutcome(
  end: "restore" | "forget",
  name: string,
  { exists, adopted, own }: EndedAccessPoint,
): CheckOutcome {
  if (!exists) return ok(`The account has no access point named ${name}.`);
  if (end === "forget" && own === true)
    return error(
      `The buckets are members of the access point ${name}, which is in Terraform's state. A deploy would leave them the policy of the environment.`,
      "Write adopt: restore for every adopted bucket, and deploy it. Then write adopt: forget.",
    );
  if (adopted)
    return ok(
      own === false
        ? `The adopted access point ${name} exists, and Terraform's state does not have it.`
        : `The adopted access point ${name} exists. A deploy forgets it, and changes nothing in it.`,
    );
  if (own === true) return ok(`The access point ${name} exists. A deploy deletes it.`);
  if (own === false)
    return warning(
      `The access point ${name} exists, and Terraform's state does not have it. A deploy does not delete it.`,
      "If it is the access point of this environment, use the state with which it was deployed.",
    );
  return notKnown(
    `The access point ${name} exists. Whether a deploy deletes it is not known, because Terraform's state cannot be read.`,
    "Use credentials that can read the state of Terraform.",
  );
}
