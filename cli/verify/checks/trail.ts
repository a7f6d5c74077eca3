import type { Aws } from "../../adapters/aws/aws";
import { isLogging, recordsManagementWrites, selectorsOf, trailsOf } from "../../adapters/aws/trails";
import { ok, warning, type Check, type CheckOutcome } from "../../checks/check";
import type { VerifyContext } from "../context";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "expected">;

/** A trail that covers a Region. */
export interface CoveringTrail {
  readonly name: string;
  readonly logs: boolean;
  /** Whether it records write management events of S3. */
  readonly writes: boolean;
}

/** EventBridge receives routing changes only if a trail records them in the Region of the call. Ledger: trail-events */
export function trailChecks({ aws, account, partition, expected }: Context): Check[] {
  const regions = [...new Set(expected.resources("aws_cloudwatch_event_rule").map(({ region }) => region))];
  if (regions.length === 0) return [];
  return [
    {
      id: "trail",
      title: "Trail",
      // A trail is not part of the stack, and an organization may not let its accounts read it.
      required: false,
      ledger: [],
      call: {
        action: "cloudtrail:DescribeTrails",
        resource: `arn:${partition}:cloudtrail:*:${account}:trail/*`,
      },
      async run(signal) {
        const trails = await Promise.all(regions.map((region) => coveringTrails(aws, region, signal)));
        return trailOutcome(new Map(regions.map((region, index) => [region, trails[index]!])));
      },
    },
  ];
}

async function coveringTrails(aws: Aws, region: string, signal: AbortSignal): Promise<CoveringTrail[]> {
  const trails = await trailsOf(aws, region, signal);
  return Promise.all(
    trails.map(async (trail) => {
      const [logs, selectors] = await Promise.all([
        isLogging(aws, trail, signal),
        selectorsOf(aws, trail, signal),
      ]);
      return { name: trail.Name, logs, writes: recordsManagementWrites(selectors) };
    }),
  );
}

/** @param trails the trails that cover each Region with a rule for routing changes */
export function trailOutcome(trails: ReadonlyMap<string, readonly CoveringTrail[]>): CheckOutcome {
  const without = [...trails].filter(([, all]) => !all.some(({ logs, writes }) => logs && writes));
  if (without.length === 0)
    return ok(`Trails record the write management events of ${[...trails.keys()].join(", ")}.`);
  const regions = without.map(([region]) => region).join(", ");
  const others = without.flatMap(([, all]) => all);
  const stopped = others.find(({ logs, writes }) => writes && !logs);
  if (stopped)
    return warning(
      `The trail ${stopped.name} does not log. No one is notified of routing changes that are submitted in ${regions}.`,
      `Start it: aws cloudtrail start-logging --name ${stopped.name}`,
    );
  const [other] = others;
  if (other)
    return warning(
      `The trail ${other.name} does not record write management events of S3. No one is notified of routing changes that are submitted in ${regions}.`,
      "Let the trail record write management events.",
    );
  return warning(
    `No trail records management events of ${regions}. No one is notified of routing changes that are submitted there.`,
    "Create a trail for all Regions that records write management events.",
  );
}
