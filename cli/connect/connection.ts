import { nameOf, type EnvironmentArgument } from "../access-point/argument";
import { hostOf } from "../access-point/host";
import type { Route } from "../access-point/routing";
import type { Aws } from "../adapters/aws/aws";
import { callerIdentity } from "../live/identity";
import { locate } from "../live/locate";

/** The facts about an access point that an application needs. */
export interface Connection {
  /** The name, or the alias if only the ARN is known. */
  readonly name: string;
  readonly arn: string;
  readonly alias: string;
  readonly host: string;
  readonly account: string;
  readonly partition: string;
  readonly members: readonly { readonly region: string; readonly bucket: string }[];
  /** Whether the environment file denies requests that do not come through its VPC endpoints. Unknown without a file. */
  readonly onlyFromEndpoints?: boolean;
  /** The CloudFront distributions that may read, according to the environment file. Unknown without a file. */
  readonly cloudfront?: readonly string[];
}

/** Finds the access point and its buckets. */
export async function connectionOf(
  aws: Aws,
  argument: EnvironmentArgument,
  warn?: (line: string) => void,
): Promise<Connection> {
  const located = await locate(aws, argument, () => callerIdentity(aws), { ...(warn && { warn }) });
  located.controls.close();
  return connection({ ...located, name: nameOf(argument) }, argument);
}

/** The connection to an access point that is known. */
export function connection(
  found: {
    readonly name: string;
    readonly arn: string;
    readonly alias: string;
    readonly account: string;
    readonly routes: readonly Route[];
  },
  argument?: EnvironmentArgument,
): Connection {
  const { name, arn, alias, account, routes } = found;
  return {
    name,
    arn,
    alias,
    host: hostOf(alias),
    account,
    partition: arn.split(":")[1] ?? "aws",
    members: routes
      .map(({ region, bucket }) => ({ region, bucket }))
      .sort((a, b) => (a.region < b.region ? -1 : 1)),
    ...(argument?.kind === "file" && {
      onlyFromEndpoints: argument.environment.access.onlyFromEndpoints,
      cloudfront: argument.environment.access.cloudfront,
    }),
  };
}
