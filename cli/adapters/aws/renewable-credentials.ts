import type { AwsCredentialIdentity } from "@smithy/types";
import type { CredentialProvider } from "./credentials";

/** How long before they expire credentials are fetched again, in milliseconds. */
const renewBeforeMs = 60_000;
/** How often at most a provider is asked again, in milliseconds. It may be a process or a service. */
const renewAtMostEveryMs = 5000;

/**
 * Credentials for a command that may run for hours. They are fetched again shortly before they expire. Credentials without
 * an expiration, such as those that another program writes into a file, are fetched again when AWS rejects them.
 */
export class RenewableCredentials {
  private known: Promise<AwsCredentialIdentity> | undefined;
  private expires = Infinity;
  /** When the provider was last asked, in milliseconds from performance.now(). */
  private askedAt = -Infinity;
  /** When the provider was last asked because AWS rejected a request. */
  private renewedAt = -Infinity;

  constructor(private readonly provider: CredentialProvider) {}

  get(): Promise<AwsCredentialIdentity> {
    if (this.known === undefined || (Date.now() > this.expires - renewBeforeMs && isDue(this.askedAt)))
      this.fetch();
    return this.known!;
  }

  /**
   * Fetches the credentials again after AWS rejected a request.
   * @param sentAt when the request was signed, in milliseconds from performance.now()
   * @returns whether there are other credentials now
   */
  async renew(sentAt: number): Promise<boolean> {
    const before = await this.known?.catch(() => undefined);
    // Another request has renewed them meanwhile.
    if (this.askedAt > sentAt) return true;
    if (!isDue(this.renewedAt)) return false;
    this.renewedAt = performance.now();
    this.fetch();
    const now = await this.known!.catch(() => undefined);
    return (
      now !== undefined &&
      (now.accessKeyId !== before?.accessKeyId || now.sessionToken !== before.sessionToken)
    );
  }

  private fetch(): void {
    const previous = this.known;
    this.askedAt = performance.now();
    const fetched = this.provider().then(
      (found) => {
        this.expires = found.expiration?.getTime() ?? Infinity;
        return found;
      },
      (error: unknown) => {
        // The previous credentials are valid for another moment.
        if (previous !== undefined && Date.now() < this.expires) return previous;
        // The next call asks again: the user may sign in meanwhile.
        if (this.known === fetched) this.known = undefined;
        throw error;
      },
    );
    this.known = fetched;
  }
}

function isDue(lastMs: number): boolean {
  return performance.now() - lastMs >= renewAtMostEveryMs;
}
