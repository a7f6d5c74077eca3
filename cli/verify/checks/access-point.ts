import type { MultiRegionAccessPointReport } from "@aws-sdk/client-s3-control";
import { details, kindOf } from "../../adapters/aws/errors";
import { accessPointControl } from "../../adapters/aws/s3-control";
import { error, notKnown, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { once } from "../../checks/once";
import { CHECK_TIMEOUT_MS } from "../../checks/run";
import { textOf } from "../../checks/expected";
import { comparePolicies } from "../../checks/policy-comparison";
import { differenceClause, settingDifferences } from "../../checks/settings-difference";
import { isJsonObject, type JsonObject } from "../../synthesized/configuration";
import { checkOf, keyFor, resourceOf, type AccessPointToCheck } from "../access-points";
import type { VerifyContext } from "../context";
import { deploy, restoreFix } from "../repair";

/** Other checks that need the access point name this one as their cause. */
export const ACCESS_POINT_CHECK = "access-point";

/** Each access point is ready, has the buckets of the file, and is not public. */
export function accessPointChecks(context: VerifyContext): Check[] {
  return context.accessPoints.flatMap((point) =>
    checksOfOne(context, point).map((check) => checkOf(point, check)),
  );
}

function checksOfOne(context: VerifyContext, point: AccessPointToCheck): Check[] {
  const { name } = point;
  const call = { action: "s3:GetMultiRegionAccessPoint", resource: resourceOf(point, context) };
  const about = { required: true, call, consequenceOf: [keyFor(point, ACCESS_POINT_CHECK)] };
  const stack = detailsIn(context, "aws_s3control_multi_region_access_point", name) ?? {};
  // Several checks share the answer, so the end of one check must not cancel the call.
  const report = once(() => describe(context, name, AbortSignal.timeout(CHECK_TIMEOUT_MS)));
  const withReport =
    (judge: (report: MultiRegionAccessPointReport) => CheckOutcome) => async (): Promise<CheckOutcome> => {
      const found = await report();
      return found ? judge(found) : missing(context, name);
    };
  return [
    {
      ...about,
      id: ACCESS_POINT_CHECK,
      title: "Access point",
      ledger: ["mrap-management-region"],
      consequenceOf: [],
      run: withReport(({ Status, Alias }) => statusOutcome(name, Status ?? "UNKNOWN", Alias)),
    },
    {
      ...about,
      id: "access-point-members",
      title: "Members",
      ledger: [],
      run: withReport(({ Regions = [] }) => membersOutcome(point, Regions)),
    },
    {
      ...about,
      id: "access-point-public-access",
      title: "Block Public Access of the access point",
      ledger: [],
      run: withReport(({ PublicAccessBlock }) => {
        const wanted = stack.public_access_block ?? {};
        const differences = settingDifferences(wanted, PublicAccessBlock);
        if (differences.length === 0) return ok("All four settings are as in the stack.");
        return error(
          `${differenceClause(differences)}.`,
          "AWS cannot change it. Replace the access point, which gets a new alias, or restrict its policy.",
        );
      }),
    },
    {
      ...about,
      id: "access-point-policy",
      title: "Access point policy",
      ledger: ["mrap-policy-proposed"],
      call: { ...call, action: "s3:GetMultiRegionAccessPointPolicy" },
      run: (signal) => policyOutcome(context, point, signal),
    },
  ];
}

async function describe(
  { aws, account }: VerifyContext,
  name: string,
  abortSignal: AbortSignal,
): Promise<MultiRegionAccessPointReport | undefined> {
  const { GetMultiRegionAccessPointCommand } = await import("@aws-sdk/client-s3-control");
  const command = new GetMultiRegionAccessPointCommand({ AccountId: account, Name: name });
  try {
    return (await (await accessPointControl(aws)).send(command, { abortSignal })).AccessPoint;
  } catch (error) {
    if (kindOf(error) === "missing") return undefined;
    throw error;
  }
}

function missing({ account, shown }: VerifyContext, name: string): CheckOutcome {
  return error(`The account ${account} has no Multi-Region Access Point ${name}.`, deploy(shown));
}

/** The `details` that the stack has for the access point of a name. Undefined if it has no such resource. */
function detailsIn({ expected }: VerifyContext, type: string, name: string): JsonObject | undefined {
  const all = expected.resources(type).flatMap(({ body }) => {
    const one = Array.isArray(body.details) ? body.details[0] : body.details;
    return one !== undefined && isJsonObject(one) ? [one] : [];
  });
  // A single access point is the one that is meant: the name in its policy may be a reference.
  return all.length === 1 ? all[0] : all.find((one) => textOf(one.name) === name);
}

/** Ledger: mrap-status */
export function statusOutcome(name: string, status: string, alias: string | undefined): CheckOutcome {
  switch (status) {
    case "READY":
      return ok(`${name} is READY. Its alias is ${alias}.`);
    case "CREATING":
    case "PARTIALLY_CREATED":
      return error(
        `${name} is ${status}.`,
        "Wait until it is READY, then run the command again. A creation can take 24 hours.",
      );
    case "DELETING":
    case "PARTIALLY_DELETED":
      return error(`${name} is ${status}.`, "Wait until it is deleted, then deploy the environment again.");
    case "INCONSISTENT_ACROSS_REGIONS":
      return error(
        `${name} is ${status}.`,
        "Run the command again in a few minutes. If the status remains, contact AWS Support.",
      );
    default:
      return notKnown(`${name} has the status ${status}, which this version does not know.`, "Update mrap.");
  }
}

function membersOutcome(
  { members }: AccessPointToCheck,
  regions: NonNullable<MultiRegionAccessPointReport["Regions"]>,
): CheckOutcome {
  const text = (list: ReadonlyArray<{ region: string; bucket: string }>): string =>
    list
      .map(({ region, bucket }) => `${bucket} in ${region}`)
      .sort()
      .join(", ");
  const seen = regions.map(({ Region = "", Bucket = "" }) => ({ region: Region, bucket: Bucket }));
  if (text(seen) === text(members)) return ok(`${text(members)}.`);
  return error(
    `The members are ${text(seen) || "none"} instead of ${text(members)}.`,
    "Use the credentials of the environment's account, or correct the file. The members of an access point cannot change.",
  );
}

async function policyOutcome(
  context: VerifyContext,
  { name, deployed }: AccessPointToCheck,
  abortSignal: AbortSignal,
): Promise<CheckOutcome> {
  if (deployed === undefined) return missing(context, name);
  const Policy = await policyOf(context, name, abortSignal);
  const stack = detailsIn(context, "aws_s3control_multi_region_access_point_policy", name);
  if (stack === undefined) return ok("The stack has no access point policy.");
  const wanted = textOf(stack.policy);
  const established = comparePolicies(wanted, Policy?.Established?.Policy);
  if (established === undefined) return ok("The established policy is as in the stack.");
  if (comparePolicies(wanted, Policy?.Proposed?.Policy) === undefined)
    return warning(
      "The policy of the stack is proposed, but not established yet.",
      "Run the command again in a few minutes.",
    );
  return error(
    `The established policy ${established.text}.`,
    context.environment.accessPoint
      ? `The access point is adopted, and Terraform does not change its policy. Undo the change, or record it with mrap adopt ${context.argument}.`
      : restoreFix(context),
  );
}

/** Undefined if the access point has no policy. */
async function policyOf({ aws, account }: VerifyContext, name: string, abortSignal: AbortSignal) {
  const { GetMultiRegionAccessPointPolicyCommand } = await import("@aws-sdk/client-s3-control");
  const command = new GetMultiRegionAccessPointPolicyCommand({ AccountId: account, Name: name });
  try {
    return (await (await accessPointControl(aws)).send(command, { abortSignal })).Policy;
  } catch (problem) {
    if (details(problem).code === "NoSuchMultiRegionAccessPointPolicy") return undefined;
    throw problem;
  }
}
