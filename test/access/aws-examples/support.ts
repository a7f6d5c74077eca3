/** Decisions on the examples of AWS. */
import { authorize, type Decision, type Policies } from "../policy/authorize";
import { Context, type Principal } from "../policy/request";
import type { Policy, Statement } from "../policy/statement";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";

export const anonymous: Principal = { type: "anonymous" };
export const user = (name: string, account = ACCOUNT): Principal => ({
  type: "user",
  arn: `arn:aws:iam::${account}:user/${name}`,
});
export const role = (name: string, account = ACCOUNT, session = "session"): Principal => ({
  type: "role",
  arn: `arn:aws:iam::${account}:role/${name}`,
  session: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
});
export const service = (name: string): Principal => ({ type: "service", name });

export const policy = (...statements: Statement[]): Policy => ({
  Version: "2012-10-17",
  Statement: statements,
});
export const allowAll = policy({ Effect: "Allow", Action: "*", Resource: "*" });

type Keys = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The decision on a request for a resource of {@link ACCOUNT}, unless the policies say otherwise. */
export function decide(
  policies: Partial<Policies>,
  principal: Principal,
  action: string,
  resource: string,
  keys: Keys = {},
): Decision {
  const context = new Context(keys);
  return authorize({ resourceAccount: ACCOUNT, ...policies }, { principal, action, resource, context });
}
