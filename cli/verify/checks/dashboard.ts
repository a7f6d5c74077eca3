import { unlessMissing } from "../../adapters/aws/missing";
import { error, ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import { textOf } from "../../checks/expected";
import { sameJson } from "../../checks/same-json";
import type { VerifyContext } from "../context";
import { deployAgain } from "../repair";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "expected">;

/** The dashboard exists with the widgets of the stack. */
export function dashboardChecks({ aws, account, partition, shown, expected }: Context): Check[] {
  return expected.resources("aws_cloudwatch_dashboard").map(({ region, body }) => {
    const name = textOf(body.dashboard_name);
    return {
      id: "dashboard",
      title: "Dashboard",
      required: true,
      ledger: ["dashboard-body-stored"],
      call: {
        action: "cloudwatch:GetDashboard",
        resource: `arn:${partition}:cloudwatch::${account}:dashboard/${name}`,
      },
      async run(abortSignal) {
        const { GetDashboardCommand } = await import("@aws-sdk/client-cloudwatch");
        const client = await aws.cloudWatch(region);
        const found = await unlessMissing(
          client.send(new GetDashboardCommand({ DashboardName: name }), { abortSignal }),
        );
        return dashboardOutcome({
          name,
          shown,
          wanted: textOf(body.dashboard_body),
          found: found?.DashboardBody,
        });
      },
    };
  });
}

interface DashboardAnswers {
  readonly name: string;
  readonly shown: string;
  readonly wanted: string;
  readonly found: string | undefined;
}

export function dashboardOutcome({ name, shown, wanted, found }: DashboardAnswers): CheckOutcome {
  if (found === undefined)
    return error(`The dashboard ${name} does not exist.`, deployAgain(shown, "creates it"));
  if (!sameJson(wanted, found))
    return warning(
      `The dashboard ${name} has other widgets than the stack.`,
      `Save the changes that you need elsewhere. ${deployAgain(shown, "restores it")}`,
    );
  const { widgets } = JSON.parse(wanted) as { widgets: readonly unknown[] };
  return ok(`The dashboard ${name} has the ${widgets.length} widgets of the stack.`);
}
