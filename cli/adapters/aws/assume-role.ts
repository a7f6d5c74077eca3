import { ExitStatus, UserError } from "../../errors";
import { Aws } from "./aws";
import type { CredentialProvider } from "./credentials";
import { explain, kindOf, ServiceError } from "./errors";
import { queryApi } from "./query-api";
import { child, childText } from "./xml-answer";

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
/** How long one Region may take, in milliseconds. */
const TIMEOUT_MS = 5000;
/** STS answers in every Region. The second one is for the loss of the first. */
const REGIONS = ["us-east-1", "eu-west-1"];

/**
 * A connection to AWS with the credentials of a role.
 * @throws UserError if the ARN is not one of a role
 */
export function asRole(aws: Aws, roleArn: string): Aws {
  if (!ROLE_ARN.test(roleArn))
    throw new UserError(
      `'${roleArn}' is not the ARN of a role, such as arn:aws:iam::123456789012:role/storage-admin.`,
      ExitStatus.usage,
    );
  return new Aws({ provider: () => assumeRole(aws, roleArn) });
}

async function assumeRole(aws: Aws, roleArn: string): ReturnType<CredentialProvider> {
  const parameters = { RoleArn: roleArn, RoleSessionName: "mrap" };
  for (const [index, region] of REGIONS.entries()) {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await queryApi(aws, "sts", region, "AssumeRole", parameters, signal);
      const found = child(child(answer, "AssumeRoleResult"), "Credentials");
      const accessKeyId = childText(found, "AccessKeyId");
      const secretAccessKey = childText(found, "SecretAccessKey");
      if (!accessKeyId || !secretAccessKey) throw new ServiceError(200, "HTTP200", "", false);
      const [sessionToken, expiration] = [childText(found, "SessionToken"), childText(found, "Expiration")];
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken && { sessionToken }),
        ...(expiration && { expiration: new Date(expiration) }),
      };
    } catch (error) {
      const last = index === REGIONS.length - 1;
      if (error instanceof UserError) throw error;
      if (last || !["unreachable", "server"].includes(kindOf(error)))
        throw Object.assign(new UserError(explain(error, { action: "sts:AssumeRole", resource: roleArn })), {
          cause: error,
        });
    }
  }
  throw new UserError(`No Region answered sts:AssumeRole for ${roleArn}.`);
}
