import { AllFailed } from "../access-point/hedge";
import { causeOf, details, explain, isGlobal, kindOf, type Call } from "../adapters/aws/errors";
import { reasons } from "../adapters/aws/reasons";
import { judge } from "../adapters/aws/routes-api";
import { UserError } from "../errors";

/** AWS does not answer, or not with what was asked for. The rest of an environment may still be readable. */
export class Unreachable extends UserError {
  constructor(
    message: string,
    /** Why no answer of AWS came back, if it is one reason. It names neither the host nor the action. */
    readonly reason?: string,
  ) {
    super(message);
  }
}

/** AWS answers, and denies reading the routing. The rest of an environment may still be readable. */
export class RoutingDenied extends UserError {}

/** AWS says that there is no such access point. */
export class NoSuchAccessPoint extends UserError {}

/** Why no control Region reports a routing. A refusal counts if most Regions that answered give it. */
export function unreadable(error: unknown, arn: string): UserError {
  if (error instanceof UserError) return error;
  const call: Call = { action: "s3:GetMultiRegionAccessPointRoutes", resource: arn };
  if (!(error instanceof AllFailed)) return new UserError(explain(error, call));
  const { failures } = error;
  const refused = failures.filter((one) => judge(one.error) === "refused");
  const silent = failures.filter((one) => judge(one.error) === "elsewhere");
  const most =
    refused.length * 2 > failures.length - silent.length && (refused.length > 1 || silent.length === 4);
  if (most) {
    const missing = refused.filter((one) => kindOf(one.error) === "missing");
    if (missing.length * 2 > refused.length)
      return new NoSuchAccessPoint(`There is no access point ${arn}. (${where(missing)} report this.)`);
    if (details(refused[0]!.error).code === "MethodNotAllowed")
      return new UserError(
        `The access point ${arn} has only one Region: there is no other Region to route to.`,
      );
    return new RoutingDenied(explain(refused[0]!.error, call));
  }
  const lines = reasons(failures, call);
  const only = failures[0];
  const causes = new Set(failures.map((one) => causeOf(one.error)));
  const cause = causes.size === 1 ? [...causes][0] : undefined;
  if (lines.length === 1 && only && isGlobal(only.error)) return new Unreachable(lines[0]!, cause);
  return new Unreachable(
    ["None of the five control Regions reports the routing.", ...lines.map((line) => `  ${line}`)].join("\n"),
    cause,
  );
}

function where(failures: ReadonlyArray<{ readonly endpoint: string }>): string {
  return failures.map(({ endpoint }) => endpoint).join(", ");
}
