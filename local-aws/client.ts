import "@aws-sdk/signature-v4a"; // registers SigV4A, which requests to an access point need
import { credentials } from "./credentials";
import { ProxyAgent } from "./proxy-agent";

/** Fits the constructor of every AWS SDK v3 client. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly requestHandler: { httpsAgent: ProxyAgent };
  readonly maxAttempts: number;
}

/** Creates client configurations. All clients of a Region share one pool of connections. */
export class ClientConfigs {
  private readonly agents = new Map<string, ProxyAgent>();

  constructor(
    private readonly proxy: string,
    private readonly ca: string,
  ) {}

  for(region: string): ClientConfig {
    let agent = this.agents.get(region);
    if (!agent) {
      agent = new ProxyAgent({ proxy: this.proxy, ca: this.ca, clientRegion: region });
      this.agents.set(region, agent);
    }
    return { region, credentials: { ...credentials }, requestHandler: { httpsAgent: agent }, maxAttempts: 2 };
  }

  destroy(): void {
    for (const agent of this.agents.values()) agent.destroy();
  }
}
