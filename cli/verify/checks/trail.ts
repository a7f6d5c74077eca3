import { warning, type Check } from "../../checks/check";
import { trailOutcome, trailReader } from "../../checks/trail";
import type { VerifyContext } from "../context";

type Context = Pick<VerifyContext, "aws" | "account" | "partition" | "expected">;

/** EventBridge receives routing changes only if a trail records them in the Region of the call. Ledger: trail-events */
export function trailChecks({ aws, account, partition, expected }: Context): Check[] {
  const regions = [...new Set(expected.resources("aws_cloudwatch_event_rule").map(({ region }) => region))];
  if (regions.length === 0) return [];
  const read = trailReader(aws);
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
        const found = regions.map(async (region) => [region, await read(region, signal)] as const);
        return trailOutcome(new Map(await Promise.all(found)), warning);
      },
    },
  ];
}
