import { error, type Check } from "../../checks/check";
import { trailOutcome, trailReader } from "../../checks/trail";
import { awsCheck, type Examination } from "../examination";

/** A trail that records the management events of each Region whose routing changes are announced. */
export function trailChecks(examination: Examination): Check[] {
  const { aws, stack } = examination;
  const regions = [...new Set(stack.resources("aws_cloudwatch_event_rule").map(({ region }) => region))];
  const read = trailReader(aws);
  return regions.sort().map((region) =>
    awsCheck(examination, {
      id: "trail",
      subject: region,
      title: "Trail",
      ledger: ["trail-events", "trail-region"],
      call: { action: "cloudtrail:DescribeTrails", resource: `the trails of ${region}` },
      run: async (_, signal) => trailOutcome(new Map([[region, await read(region, signal)]]), error),
    }),
  );
}
