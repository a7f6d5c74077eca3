import type { Aws } from "../adapters/aws/aws";
import type { EnvironmentArgument } from "../access-point/argument";
import { reading } from "../live/observe";
import { takeStatus } from "../status/status";
import { readRequests } from "./read-requests";
import type { Snapshot } from "./snapshot";

interface Member {
  readonly region: string;
  readonly bucket: string;
}

/** Milliseconds after which a request without an answer counts as unreachable, as for the status. */
const limit = 2500;

/** Looks again and again at one access point. */
export class Looker {
  /** Whose requests to read, as soon as that is known. */
  private members: readonly Member[] | undefined;

  constructor(
    private readonly aws: Aws,
    private readonly argument: EnvironmentArgument,
  ) {
    if (argument.kind === "file")
      this.members = Object.entries(argument.environment.regions).map(([region, { bucket }]) => ({
        region,
        bucket,
      }));
  }

  /** Reads everything at once; a Region that is lost does not hold up the others. */
  async look(): Promise<Snapshot> {
    const status = takeStatus(this.aws, this.argument);
    status.catch(() => undefined);
    const members = this.members ?? (await status).observations.members;
    const [found, requests] = await Promise.all([status, this.requestsOf(members)]);
    this.members = found.observations.members;
    return { status: found, requests };
  }

  private async requestsOf(members: readonly Member[]): Promise<Snapshot["requests"]> {
    await this.aws.credentials();
    return new Map(
      await Promise.all(
        members.map(
          async (member) =>
            [
              member.region,
              await reading("cloudwatch:GetMetricData", "*", limit, (signal) =>
                readRequests(this.aws, member, signal),
              ),
            ] as const,
        ),
      ),
    );
  }
}
