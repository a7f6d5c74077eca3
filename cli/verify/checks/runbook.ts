import { jsonApi } from "../../adapters/aws/json-api";
import { unlessMissing } from "../../adapters/aws/missing";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { isUnresolved, textOf } from "../../checks/expected";
import { sameJson } from "../../checks/same-json";
import type { VerifyContext } from "../context";
import { deployAgain } from "../repair";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "shown" | "expected">;

/** The default version of a document, which is the one that an Automation runs. */
export interface RunbookDocument {
  readonly Content?: string;
  readonly Status?: string;
}

/** The runbook exists in each of its Regions with the content of the stack. Ledger: ssm-default-version */
export function runbookChecks({ aws, account, partition, shown, expected }: Context): Check[] {
  return expected.resources("aws_ssm_document").map(({ region, body }) => {
    const name = textOf(body.name);
    return {
      id: "runbook",
      subject: region,
      title: "Failover runbook",
      required: true,
      ledger: ["ssm-default-version"],
      call: {
        action: "ssm:GetDocument",
        resource: `arn:${partition}:ssm:${region}:${account}:document/${name}`,
      },
      async run(signal) {
        const parameters = { Name: name, DocumentFormat: "JSON" };
        const document = await unlessMissing(
          jsonApi<RunbookDocument>(aws, "ssm", region, "GetDocument", parameters, signal),
        );
        return runbookOutcome({ name, region, shown, wanted: textOf(body.content), document });
      },
    };
  });
}

interface RunbookAnswers {
  readonly name: string;
  readonly region: string;
  readonly shown: string;
  readonly wanted: string;
  readonly document: RunbookDocument | undefined;
}

export function runbookOutcome({ name, region, shown, wanted, document }: RunbookAnswers): CheckOutcome {
  const what = `The document ${name} in ${region}`;
  if (document === undefined) return error(`${what} does not exist.`, deployAgain(shown, "creates it"));
  const { Content = "", Status = "Active" } = document;
  if (Status !== "Active")
    return error(`${what} is ${Status}, not Active.`, "Look at its status in Systems Manager.");
  if (isUnresolved(wanted))
    return notKnown(`${what} cannot be compared without the access point.`, deployAgain(shown, "creates it"));
  if (!sameJson(wanted, Content))
    return error(
      `The default version of the document ${name} in ${region} is not the runbook of the stack.`,
      deployAgain(shown, "restores it"),
    );
  return ok(`The document ${name} exists in ${region} with the content of the stack.`);
}
