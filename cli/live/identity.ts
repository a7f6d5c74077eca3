import type { Aws } from "../adapters/aws/aws";
import { isCredentialsProblem, kindOf, toUserError } from "../adapters/aws/errors";
import { unescapeXml } from "../text/xml";
import { UserError } from "../errors";
import { controlRegions } from "../access-point/control-regions";
import { hedge } from "../access-point/hedge";

/** Whose credentials these are. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
}

const body = "Action=GetCallerIdentity&Version=2011-06-15";
const call = { action: "sts:GetCallerIdentity", resource: "the caller" };

/** Asks one Region after another: no Region's loss may hide who is calling. */
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
          signal,
        );
        return { account: tag(reply.body, "Account"), arn: tag(reply.body, "Arn") };
      },
      {
        delay: 300,
        limit: 5000,
        isFinal: (error) =>
          error instanceof UserError || isCredentialsProblem(error) || kindOf(error) === "credentials",
      },
    );
    return value;
  } catch (error) {
    throw toUserError(error instanceof AggregateError ? error.errors[0] : error, call);
  }
}

function tag(xml: string, name: string): string {
  return unescapeXml(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "");
}
