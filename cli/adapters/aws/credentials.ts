import type { AwsCredentialIdentity } from "@smithy/types";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { UserError } from "../../errors";
import type { Agent } from "./connection";

export type CredentialProvider = () => Promise<AwsCredentialIdentity>;

/** How long the providers of credentials may take together, in milliseconds. */
const limitMs = 30_000;

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * The standard chain, in the AWS CLI's order: `--profile`, then the keys of the environment, then `AWS_PROFILE`
 * and the rest (single sign-on, a process, a web identity token, a container or an instance).
 */
export function credentialProvider(agent: Agent, profile?: string): CredentialProvider {
  const provider = async (): Promise<AwsCredentialIdentity> => {
    const { NodeHttpHandler } = await import("@smithy/node-http-handler");
    const requestHandler = new NodeHttpHandler({
      httpsAgent: agent,
      connectionTimeout: 5000,
      requestTimeout: 10_000,
    });
    return defaultProvider({
      ...(profile !== undefined && { profile }),
      logger: silent,
      clientConfig: { logger: silent, requestHandler },
    })();
  };
  return async () => (profile === undefined && fromEnvironment()) || bounded(provider(), profile);
}

/** A `credential_process` or a sign-in service may never answer. */
async function bounded(
  provided: Promise<AwsCredentialIdentity>,
  profile = process.env.AWS_PROFILE,
): Promise<AwsCredentialIdentity> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new UserError(silentProvider(profile))), limitMs);
  });
  return Promise.race([provided, late]).finally(() => clearTimeout(timer));
}

function silentProvider(profile: string | undefined): string {
  const whose = profile ? `The AWS profile '${profile}'` : "The AWS configuration";
  return `${whose} gives no credentials within ${limitMs / 1000} s: check its credential_process or its sign-in, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
}

function fromEnvironment(): AwsCredentialIdentity | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION } =
    process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    // `aws configure export-credentials` sets it.
    ...(Date.parse(AWS_CREDENTIAL_EXPIRATION ?? "") > 0 && {
      expiration: new Date(AWS_CREDENTIAL_EXPIRATION!),
    }),
  };
}
