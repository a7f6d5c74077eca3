import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { S3Client } from "@aws-sdk/client-s3";
import type { AwsCredentialIdentity, MiddlewareStack } from "@smithy/types";
import { createAgent, type Agent } from "./connection";
import { credentialProvider, type CredentialProvider } from "./credentials";
import { credentialsSentence, kindOf } from "./errors";
import { noteRegion } from "./opt-in-region";
import { RenewableCredentials } from "./renewable-credentials";
import { sendSigned, type AwsReply, type AwsRequest, type SendOptions } from "./signed-request";
import { UserError } from "../../errors";

export interface AwsOptions {
  /** A profile of the AWS configuration. @default the standard chain */
  readonly profile?: string;
  /** Instead of the standard chain, such as an assumed role. */
  readonly provider?: CredentialProvider;
}

/** The part of a client of the SDK that is used here. */
interface SdkClient {
  readonly middlewareStack: unknown;
}

/** The connection to AWS: one set of credentials, one pool of sockets, clients that load when they are first used. */
export class Aws {
  readonly agent: Agent;
  private readonly renewable: RenewableCredentials;
  /** Regions that accepted the credentials. */
  private readonly accepting = new Set<string>();
  private readonly background = new Set<Promise<unknown>>();
  private readonly clients = new Map<string, unknown>();

  constructor(private readonly options: AwsOptions = {}) {
    // The SDK's notice about Node versions is for developers. It would distract an operator.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    this.agent = createAgent();
    const provider = options.provider ?? credentialProvider(this.agent, options.profile);
    this.renewable = new RenewableCredentials(() => this.fetchCredentials(provider));
  }

  /**
   * The credentials, fetched again shortly before they expire: a command may run for hours.
   * @throws UserError if there are none, or if they have expired
   */
  credentials(): Promise<AwsCredentialIdentity> {
    return this.renewable.get();
  }

  /**
   * Fetches the credentials again after AWS rejected a request that was sent at this time of performance.now().
   * @returns whether the request is worth another attempt
   */
  renewCredentials(sentAt: number): Promise<boolean> {
    return this.renewable.renew(sentAt);
  }

  /** Signs and sends without the SDK's clients. Credentials that AWS no longer accepts are fetched again once. */
  send(request: AwsRequest, options: SendOptions = {}): Promise<AwsReply> {
    return this.withRenewal(request.region, async () =>
      sendSigned(request, await this.credentials(), this.agent, options),
    );
  }

  private async withRenewal<T>(region: string, send: () => Promise<T>): Promise<T> {
    const sentAt = performance.now();
    try {
      return await this.noting(region, send);
    } catch (error) {
      if (kindOf(error) !== "credentials" || !(await this.renewCredentials(sentAt))) throw error;
      return this.noting(region, send);
    }
  }

  /** Notes which Regions accept the credentials, because a Region that is not enabled rejects them. */
  private async noting<T>(region: string, send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send();
      this.accepting.add(region);
      return answer;
    } catch (error) {
      if (kindOf(error) !== "credentials") throw error;
      throw noteRegion(error, region, this.accepting.size > 0 && !this.accepting.has(region));
    }
  }

  private async fetchCredentials(provider: CredentialProvider): Promise<AwsCredentialIdentity> {
    try {
      return await provider();
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(credentialsSentence(error, this.options.profile ?? process.env.AWS_PROFILE));
    }
  }

  async s3(region: string): Promise<S3Client> {
    const { S3Client } = await import("@aws-sdk/client-s3");
    return this.client(`s3 ${region}`, () =>
      this.handler().then((h) => this.renewing(region, new S3Client(this.config(region, h)))),
    );
  }

  async cloudWatch(region: string): Promise<CloudWatchClient> {
    const { CloudWatchClient } = await import("@aws-sdk/client-cloudwatch");
    return this.client(`cloudwatch ${region}`, () =>
      this.handler().then((h) => this.renewing(region, new CloudWatchClient(this.config(region, h)))),
    );
  }

  async eventBridge(region: string): Promise<EventBridgeClient> {
    const { EventBridgeClient } = await import("@aws-sdk/client-eventbridge");
    return this.client(`events ${region}`, () =>
      this.handler().then((h) => this.renewing(region, new EventBridgeClient(this.config(region, h)))),
    );
  }

  /**
   * A client of the SDK for any other service.
   * @param service distinguishes the clients, such as `ec2`
   * @param load imports the class when it is first used
   */
  async sdk<T extends SdkClient>(
    service: string,
    region: string,
    load: () => Promise<new (config: ReturnType<Aws["config"]>) => T>,
  ): Promise<T> {
    return this.client(`${service} ${region}`, async () => {
      const [Client, handler] = await Promise.all([load(), this.handler()]);
      return this.renewing(region, new Client(this.config(region, handler)));
    });
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
    // A client keeps credentials until they expire. These are kept here, so the client has to ask for each request.
    const credentials = async () => ({ ...(await this.credentials()), expiration: new Date(0) });
    return { region, requestHandler, credentials, maxAttempts: 2 };
  }

  /** Lets a client of the SDK fetch credentials again that AWS no longer accepts. */
  private renewing<T extends SdkClient>(region: string, client: T): T {
    const stack = client.middlewareStack as MiddlewareStack<object, object>;
    stack.add((next) => (args) => this.withRenewal(region, () => next(args)), {
      step: "initialize",
      name: "renewCredentials",
    });
    return client;
  }
}
