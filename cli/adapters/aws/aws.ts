import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { S3Client } from "@aws-sdk/client-s3";
import type { AwsCredentialIdentity } from "@smithy/types";
import { createAgent, type Agent } from "./connection";
import { credentialProvider, type CredentialProvider } from "./credentials";
import { credentialsSentence } from "./errors";
import { sendSigned, type AwsReply, type AwsRequest } from "./signed-request";
import { UserError } from "../../errors";

export interface AwsOptions {
  /** A profile of the AWS configuration. @default the standard chain */
  readonly profile?: string;
}

/** The way to AWS: one set of credentials, one pool of connections, clients that load when they are first used. */
export class Aws {
  readonly agent: Agent;
  private readonly provider: CredentialProvider;
  private known: Promise<AwsCredentialIdentity> | undefined;
  private readonly clients = new Map<string, unknown>();

  constructor(private readonly options: AwsOptions = {}) {
    // The SDK's notice about Node versions is for its developers; it would stand in an operator's way.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    this.agent = createAgent();
    this.provider = credentialProvider(this.agent, options.profile);
  }

  /** @throws UserError where there are none, or they have expired */
  credentials(): Promise<AwsCredentialIdentity> {
    this.known ??= this.provider().catch((error: unknown) => {
      throw new UserError(credentialsSentence(error, this.options.profile ?? process.env.AWS_PROFILE));
    });
    return this.known;
  }

  /** Signs and sends without the SDK's clients. */
  async send(request: AwsRequest, signal?: AbortSignal): Promise<AwsReply> {
    return sendSigned(request, await this.credentials(), this.agent, signal);
  }

  async s3(region: string): Promise<S3Client> {
    const { S3Client } = await import("@aws-sdk/client-s3");
    return this.client(`s3 ${region}`, () =>
      this.handler().then((h) => new S3Client(this.config(region, h))),
    );
  }

  async cloudWatch(region: string): Promise<CloudWatchClient> {
    const { CloudWatchClient } = await import("@aws-sdk/client-cloudwatch");
    return this.client(`cloudwatch ${region}`, () =>
      this.handler().then((h) => new CloudWatchClient(this.config(region, h))),
    );
  }

  /** Closes every connection. */
  close(): void {
    this.agent.destroy();
  }

  private client<T>(key: string, create: () => Promise<T>): Promise<T> {
    if (!this.clients.has(key)) this.clients.set(key, create());
    return this.clients.get(key) as Promise<T>;
  }

  private async handler(): Promise<import("@smithy/node-http-handler").NodeHttpHandler> {
    const { NodeHttpHandler } = await import("@smithy/node-http-handler");
    return this.client("handler", () =>
      Promise.resolve(new NodeHttpHandler({ httpsAgent: this.agent, connectionTimeout: 5000 })),
    );
  }

  private config(region: string, requestHandler: import("@smithy/node-http-handler").NodeHttpHandler) {
    return { region, requestHandler, credentials: () => this.credentials(), maxAttempts: 2 };
  }
}
