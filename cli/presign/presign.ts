import type { EnvironmentArgument } from "../access-point/argument";
import { hostOf } from "../access-point/host";
import type { Aws } from "../adapters/aws/aws";
import { presign } from "../adapters/aws/presign";
import { callerIdentity } from "../live/identity";
import { locate } from "../live/locate";

export interface PresignOptions {
  readonly method: "get" | "put";
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly now: Date;
  /** Called with each problem that does not stop the command. */
  readonly warn: (line: string) => void;
}

/** A presigned URL. The fields are a contract: add, but do not rename. */
export interface PresignedUrl {
  readonly url: string;
  readonly method: "GET" | "PUT";
  readonly key: string;
  /** ISO 8601. The URL is valid until then, if the credentials are. */
  readonly expiresAt: string;
  /** When the credentials expire, if they are temporary and their expiry is known. */
  readonly credentialsExpireAt?: string;
  /** Whether the credentials are temporary: the URL stops working when they expire. */
  readonly temporaryCredentials: boolean;
}

/** Signs a URL for one object. Nothing is sent to the access point. */
export async function presignedUrl(
  aws: Aws,
  argument: EnvironmentArgument,
  { method, key, expiresInSeconds, now, warn }: PresignOptions,
): Promise<PresignedUrl> {
  const alias = await aliasOf(aws, argument, warn);
  const credentials = await aws.credentials();
  const verb = method === "get" ? "GET" : "PUT";
  const host = hostOf(alias);
  const url = await presign({ method: verb, host, key, expiresInSeconds, date: now }, credentials);
  const expiresAt = new Date(now.getTime() + expiresInSeconds * 1000);
  const ends = credentials.expiration;
  if (argument.kind === "file" && argument.environment.access.onlyFromEndpoints)
    warn("The URL works only from the VPCs of the environment, because access.onlyFromEndpoints is true.");
  if (ends !== undefined && ends < expiresAt)
    warn(
      `The URL stops working at ${iso(ends)}, when your credentials expire. It is signed until ${iso(expiresAt)}.`,
    );
  else if (ends === undefined && credentials.sessionToken !== undefined)
    warn("Your credentials are temporary. The URL stops working when they expire, which may be earlier.");
  return {
    url,
    method: verb,
    key,
    expiresAt: iso(expiresAt),
    ...(ends && { credentialsExpireAt: iso(ends) }),
    temporaryCredentials: credentials.sessionToken !== undefined,
  };
}

/** An alias or an ARN needs no request to AWS. */
async function aliasOf(
  aws: Aws,
  argument: EnvironmentArgument,
  warn: (line: string) => void,
): Promise<string> {
  if (argument.kind === "arn") return argument.alias;
  const located = await locate(aws, argument, () => callerIdentity(aws), { warn });
  located.controls.close();
  return located.alias;
}

function iso(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
