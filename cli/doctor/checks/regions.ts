import { CONTROL_PLANE_REGION } from "../../../constructs/limits";
import { endOf } from "../../../environment/adopted";
import { listAccessPoints, type AccessPointReport } from "../../adapters/aws/access-point";
import { details, kindOf } from "../../adapters/aws/errors";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { listed } from "../../text/listed";
import { awsCheck, type Examination } from "../examination";
import { endedAccessPointChecks } from "./ended-access-point";

/** Whether each Region is enabled, and whether the control plane of access points answers. */
export function regionChecks(examination: Examination): Check[] {
  const { aws, environment, stack } = examination;
  const regions = [
    ...new Set([
      ...stack.providerRegions(),
      ...(environment.state !== "local" && "bucket" in environment.state ? [environment.state.region] : []),
    ]),
  ].sort();
  const controlCall = {
    action: "s3:ListMultiRegionAccessPoints",
    resource: `the account in ${CONTROL_PLANE_REGION}`,
  };
  return [
    ...regions.map((region) =>
      awsCheck(examination, {
        id: "region",
        subject: region,
        title: "Region",
        ledger: ["mrap-supported-regions"],
        call: { action: "ec2:DescribeRegions", resource: "the account" },
        run: async () => regionOutcome(region, (await examination.optIn()).get(region)),
      }),
    ),
    awsCheck(examination, {
      id: "control-plane",
      subject: CONTROL_PLANE_REGION,
      title: "Control plane of access points",
      ledger: ["mrap-management-region", "scp-region-deny"],
      call: controlCall,
      async run({ account }, signal) {
        try {
          await listAccessPoints(aws, account, signal);
          return ok(`${CONTROL_PLANE_REGION} answers calls to the control plane of access points.`);
        } catch (problem) {
          const denied = deniedOutcome(problem, controlCall.action);
          if (denied) return denied;
          throw problem;
        }
      },
    }),
    ...(endOf(environment) === undefined
      ? accessPointChecks(examination)
      : endedAccessPointChecks(examination)),
  ];
}

/** The names of the access points: two while the Regions are changed. The check of the new one keeps its key. */
function accessPointChecks(examination: Examination): Check[] {
  const { stack, environment, accessPoints } = examination;
  return accessPoints.map(({ name, buckets, find }, index) =>
    awsCheck(examination, {
      id: "access-point",
      ...(index > 0 && { subject: name }),
      title: accessPoints.length > 1 && index === 0 ? `${TITLE}, ${name}` : TITLE,
      ...(accessPoints.length > 1 && { accessPoint: name }),
      ledger: ["mrap-name", "mrap-immutable", "mrap-status"],
      call: { action: "s3:GetMultiRegionAccessPoint", resource: name },
      consequenceOf: [`control-plane ${CONTROL_PLANE_REGION}`],
      async run() {
        const found = await find();
        if (found === undefined && name === environment.previous?.name) return previousMissing(name);
        const own = await examination.isOwn(addressOfAccessPoint(stack, name));
        if (environment.accessPoint === "adopt" && !own) return adoptedOutcome(name, buckets, found);
        return accessPointOutcome(name, buckets, found, own);
      },
    }),
  );
}

const TITLE = "Name of the access point";
const TYPE = "aws_s3control_multi_region_access_point";

function addressOfAccessPoint(stack: Examination["stack"], name: string): string {
  const all = stack.resources(TYPE);
  const named = all.find(({ body }) =>
    JSON.stringify(body.details).includes(`"name":${JSON.stringify(name)}`),
  );
  return (named ?? all[0])?.address ?? "";
}

/** Clients use the previous access point, so it exists in the account of the environment. */
export function previousMissing(name: string): CheckOutcome {
  return error(
    `The account has no access point ${name}, which the file names under previous. A deploy would create it, with another alias than the one that clients use.`,
    "Use the credentials of the environment's account, or correct previous.",
  );
}

/** @param status the opt-in status of the Region; undefined if AWS does not list it */
export function regionOutcome(region: string, status: string | undefined): CheckOutcome {
  switch (status) {
    case "opt-in-not-required":
    case "opted-in":
      return ok(`${region} is enabled in the account.`);
    case "not-opted-in":
      return error(
        `${region} is not enabled in the account.`,
        `Enable it in the account settings, or run aws account enable-region --region-name ${region}. It takes minutes to hours.`,
      );
    case undefined:
      return error(
        `${region} is not a Region of the account's partition.`,
        "Correct the Region in the environment file.",
      );
    default:
      return notKnown(
        `AWS reports the opt-in status ${status} for ${region}.`,
        "Look at the Regions in the account settings.",
      );
  }
}

/** A denied call, if its message names the policy that denies it. */
export function deniedOutcome(problem: unknown, action: string): CheckOutcome | undefined {
  if (kindOf(problem) !== "denied") return undefined;
  const { message } = details(problem);
  if (/service control policy/i.test(message))
    return error(
      `A service control policy of the organization denies ${action} in ${CONTROL_PLANE_REGION}.`,
      `Ask the owner of the organization to except the calls of S3 in ${CONTROL_PLANE_REGION}: access points are created, deleted and described there, wherever their buckets are.`,
    );
  if (/explicit deny/i.test(message))
    return error(
      `A Deny statement denies ${action} in ${CONTROL_PLANE_REGION}.`,
      `Except the calls of S3 in ${CONTROL_PLANE_REGION} from the Deny statement: access points are created, deleted and described there.`,
    );
  return undefined;
}

/** An access point with `accessPoint: adopt`, which exists before the deploy. */
export function adoptedOutcome(
  name: string,
  buckets: readonly string[],
  found: AccessPointReport | undefined,
): CheckOutcome {
  if (found === undefined)
    return error(
      `The account has no access point named ${name}, which the environment adopts.`,
      "Correct the name, use credentials of its account, or remove accessPoint: Terraform then creates it.",
    );
  const outcome = accessPointOutcome(name, buckets, found, true);
  return outcome.level === "ok"
    ? ok(`The access point ${name} exists and is READY. A deploy imports it.`)
    : outcome;
}

/** @param own whether Terraform's state has the access point; undefined if the state is not known */
export function accessPointOutcome(
  name: string,
  buckets: readonly string[],
  found: AccessPointReport | undefined,
  own: boolean | undefined,
): CheckOutcome {
  if (found === undefined) return ok(`The account has no access point named ${name}.`);
  if (own === false)
    return error(
      `The account has an access point named ${name}, and Terraform's state does not have it. A deploy would fail.`,
      "Choose another name, or use the state with which the access point was deployed. If a deploy was interrupted, mrap plan says how to continue.",
    );
  const others = found.buckets.filter((one) => !buckets.includes(one));
  const missing = buckets.filter((one) => !found.buckets.includes(one));
  if (others.length > 0 || missing.length > 0)
    return error(
      `The access point ${name} exists with the buckets ${listed(found.buckets)}, and the environment file has ${listed(buckets)}. AWS cannot change the buckets of an access point.`,
      "Choose another name for the access point, or use the buckets that it has.",
    );
  if (found.status !== "READY")
    return warning(
      `The access point ${name} exists, and its status is ${found.status}.`,
      "Wait until its status is READY before you deploy: mrap status shows it.",
    );
  return own === true
    ? ok(`The access point ${name} is deployed and READY.`)
    : notKnown(
        `An access point named ${name} exists with the same buckets. Whether this environment deployed it is not known, because Terraform's state cannot be read.`,
        "Use credentials that can read the state of Terraform.",
      );
}
