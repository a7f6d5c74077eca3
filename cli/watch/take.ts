import type { Aws } from "../adapters/aws/aws";
import type { EnvironmentArgument } from "../access-point/argument";
import type { Route } from "../access-point/routing";
import { reading, READING_TIMEOUT_MS } from "../live/observe";
import { generations } from "../access-point/generations";
import { compareRoutings, takeStatuses, type Statuses } from "../status/both";
import { readRequests } from "./read-requests";
import { merged } from "./merged";
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
      this.members = [
        ...new Map(
          generations(argument).flatMap((one) =>
            one.kind !== "file"
              ? []
              : Object.entries(one.environment.regions).map(
                  ([region, { bucket }]) => [region, { region, bucket }] as const,
                ),
          ),
        ).values(),
      ];
  }

  /** Reads everything in parallel. A Region that does not answer does not delay the others. */
  async look(): Promise<Snapshot> {
    const taken = takeStatuses(this.aws, this.argument).then(snapshotOf);
    taken.catch(() => undefined);
    const members = this.members ?? (await taken).status.observations.members;
    const [found, requests] = await Promise.all([taken, this.requestsOf(members)]);
    this.members = found.status.observations.members;
    return { ...found, requests };
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

function snapshotOf(statuses: Statuses): Omit<Snapshot, "requests"> {
  const { status, other } = statuses;
  const comparison = compareRoutings(statuses);
  if (other === undefined || comparison === undefined) return { status };
  return { status: merged(status, other), other: { status: other, comparison } };
}
