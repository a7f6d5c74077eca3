import type { Aws } from "../adapters/aws/aws";
import type { EnvironmentArgument } from "../access-point/argument";
import type { Route } from "../access-point/routing";
import { reading, READING_TIMEOUT_MS } from "../live/observe";
import { takeStatus } from "../status/status";
import { readRequests } from "./read-requests";
import type { Snapshot } from "./snapshot";

/** Takes snapshots of one access point. */
export class Looker {
  /** The buckets whose request metrics are read. Undefined until known. */
  private members: ReadonlyArray<Pick<Route, "region" | "bucket">> | undefined;

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

  /** Reads everything in parallel. A Region that does not answer does not delay the others. */
  async look(): Promise<Snapshot> {
    const status = takeStatus(this.aws, this.argument);
    status.catch(() => undefined);
    const members = this.members ?? (await status).observations.members;
    const [found, requests] = await Promise.all([status, this.requestsOf(members)]);
    this.members = found.observations.members;
    return { status: found, requests };
  }

  private async requestsOf(
    members: ReadonlyArray<Pick<Route, "region" | "bucket">>,
  ): Promise<Snapshot["requests"]> {
    await this.aws.credentials();
    return new Map(
      await Promise.all(
        members.map(
          async (member) =>
            [
              member.region,
              await reading("cloudwatch:GetMetricData", "*", READING_TIMEOUT_MS, (signal) =>
                readRequests(this.aws, member, signal),
              ),
            ] as const,
        ),
      ),
    );
  }
}
