import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { S3Client } from "@aws-sdk/client-s3";
import type { AwsCredentialIdentity } from "@smithy/types";
import { createAgent, type Agent } from "./connection";
import { credentialProvider, type CredentialProvider } from "./credentials";
import { credentialsSentence, kindOf } from "./errors";
import { sendSigned, type AwsReply, type AwsRequest, type SendOptions } from "./signed-request";
import { UserError } from "../../errors";

/** How long before they expire credentials are fetched again, in milliseconds. */
const renewBeforeMs = 60_000;

export interface AwsOptions {
  /** A profile of the AWS configuration. @default the standard chain */
  readonly profile?: string;
}

/** The connection to AWS: one set of credentials, one pool of sockets, clients that load when they are first used. */
export class Aws {
  readonly agent: Agent;
  private readonly provider: CredentialProvider;
  private known: Promise<AwsCredentialIdentity> | undefined;
  private expires = Infinity;
  private readonly background = new Set<Promise<unknown>>();
  private readonly clients = new Map<string, unknown>();

  constructor(private readonly options: AwsOptions = {}) {
    // The SDK's notice about Node versions is for developers. It would distract an operator.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    this.agent = createAgent();
    this.provider = credentialProvider(this.agent, options.profile);
  }

  /**
   * The credentials, fetched again shortly before they expire: a command may run for hours.
   * @throws UserError if there are none, or if they have expired
   */
  credentials(): Promise<AwsCredentialIdentity> {
    if (Date.now() > this.expires - renewBeforeMs) this.known = undefined;
    this.known ??= this.fetchCredentials();
    return this.known;
  }

  /** Signs and sends without the SDK's clients. Credentials that AWS no longer accepts are fetched again once. */
  async send(request: AwsRequest, options: SendOptions = {}): Promise<AwsReply> {
    const credentials = await this.credentials();
    try {
      return await sendSigned(request, credentials, this.agent, options);
    } catch (error) {
      if (kindOf(error) !== "credentials") throw error;
      const fresh = await this.renewed(credentials).catch(() => credentials);
      if (fresh.accessKeyId === credentials.accessKeyId && fresh.sessionToken === credentials.sessionToken)
        throw error;
      return sendSigned(request, fresh, this.agent, options);
    }
  }

  private renewed(stale: AwsCredentialIdentity): Promise<AwsCredentialIdentity> {
    const { known } = this;
    return (known ?? this.credentials()).then((now) => {
      // Somebody else has renewed them meanwhile.
      if (now !== stale) return now;
      if (this.known === known) this.known = undefined;
      return this.credentials();
    });
  }

  private async fetchCredentials(): Promise<AwsCredentialIdentity> {
    try {
      const found = await this.provider();
      this.expires = found.expiration?.getTime() ?? Infinity;
      return found;
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(credentialsSentence(error, this.options.profile ?? process.env.AWS_PROFILE));
    }
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

  /** Work that the result does not depend on. */
  afterwards(work: Promise<unknown>): void {
    this.background.add(work);
    void work.finally(() => this.background.delete(work)).catch(() => undefined);
  }

  /** Waits for such work, at most this long. Returns whether all of it ended. */
  async finish(timeoutMs: number): Promise<boolean> {
    if (this.background.size === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
    const all = Promise.allSettled([...this.background]).then(() => true);
    return Promise.race([all, late]).finally(() => clearTimeout(timer));
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
