import { controlRegions } from "../access-point/control-regions";
import { hedge } from "../access-point/hedge";
import type { Aws } from "../adapters/aws/aws";
import { causeOf, explain, kindOf, ServiceError } from "../adapters/aws/errors";
import { child, childText, parseXml } from "../adapters/aws/xml-answer";
import { UserError } from "../errors";
import { Unreachable } from "./unreadable";

/** Whose credentials these are. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

const body = "Action=GetCallerIdentity&Version=2011-06-15";
const call = { action: "sts:GetCallerIdentity", resource: "the caller" };

/** Asks one Region after another: the loss of a Region must not hide who is calling. */
export async function callerIdentity(aws: Aws, regions = controlRegions): Promise<Identity> {
  try {
    const { value } = await hedge(
      regions,
      async (region, signal) => {
        const reply = await aws.send(
          {
            method: "POST",
            service: "sts",
            region,
            host: `sts.${region}.amazonaws.com`,
            path: "/",
            headers: { "content-type": "application/x-www-form-urlencoded" },
            body,
          },
          { signal },
        );
        return parse(reply.body);
      },
      {
        delayMs: 300,
        restAtOnce: true,
        limitMs: 5000,
        isFinal: (error) => error instanceof UserError || kindOf(error) === "credentials",
      },
    );
    return value;
  } catch (error) {
    const why: unknown = error instanceof AggregateError ? error.errors[0] : error;
    if (why instanceof UserError) throw why;
    const answered = ["credentials", "clock", "denied", "refused"].includes(kindOf(why));
    const reason = explain(why, call);
    throw answered ? new UserError(reason) : new Unreachable(reason, causeOf(why));
  }
}

function parse(body: string): Identity {
  const result = child(parseXml(body), "GetCallerIdentityResult");
  const [account, arn] = [childText(result, "Account"), childText(result, "Arn")];
  if (!account || !arn) throw new ServiceError(200, "HTTP200", "", false);
  return { account, arn };
}
