import { error, ok, warning, type Check } from "../../checks/check";
import type { VerifyContext } from "../context";

/** Other checks that need the access point name this one as their cause. */
export const ACCESS_POINT_CHECK = "access-point";

/** The access point exists, and is ready. */
export function accessPointChecks({
  environment,
  accessPoint,
  account,
  partition,
  shown,
}: VerifyContext): Check[] {
  const { name } = environment;
  return [
    {
      id: ACCESS_POINT_CHECK,
      title: "Access point",
      required: true,
      ledger: ["mrap-management-region", "mrap-status"],
      call: {
        action: "s3:GetMultiRegionAccessPoint",
        resource: `arn:${partition}:s3::${account}:accesspoint/${name}`,
      },
      async run() {
        if (accessPoint === undefined)
          return error(
            `The account ${account} has no Multi-Region Access Point ${name}.`,
            `Deploy the environment (npx cdktf deploy), then run mrap verify ${shown} again.`,
          );
        const { status, alias } = accessPoint;
        if (status === "READY") return ok(`${name} is READY. Its alias is ${alias}.`);
        if (status === "CREATING" || status === "DELETING")
          return error(`${name} is ${status}.`, "Wait until it is READY. AWS can take up to 24 hours.");
        return warning(
          `${name} is ${status}.`,
          "Wait, and if the status remains, open a case with AWS Support.",
        );
      },
    },
  ];
}
