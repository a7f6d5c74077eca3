import type { AwsCredentialIdentity } from "@smithy/types";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Agent } from "./connection";

export type CredentialProvider = () => Promise<AwsCredentialIdentity>;

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
  return async () => (profile === undefined && fromEnvironment()) || provider();
}

function fromEnvironment(): AwsCredentialIdentity | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
