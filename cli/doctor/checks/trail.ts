import { details } from "../../adapters/aws/errors";
import {
  isLogging,
  recordsManagementWrites,
  selectorsOf,
  trailsOf,
  type Trail,
} from "../../adapters/aws/trails";
import { error, notKnown, ok, type Check, type CheckOutcome } from "../../checks/check";
import { awsCheck, listed, type Examination } from "../examination";

/** The records of a trail that covers a Region. */
export interface TrailFacts {
  readonly name: string;
  readonly logging?: boolean;
  readonly writes?: boolean;
  /** Why it is not known. */
  readonly unknown?: string;
}

/** A trail that records the management events of each Region whose routing changes are announced. */
export function trailChecks(examination: Examination): Check[] {
  const { aws, stack } = examination;
  const regions = [...new Set(stack.resources("aws_cloudwatch_event_rule").map(({ region }) => region))];
  const known = new Map<string, Promise<TrailFacts>>();
  const factsOf = (trail: Trail): Promise<TrailFacts> => {
    const before = known.get(trail.TrailARN);
    if (before) return before;
    const signal = AbortSignal.timeout(8000);
    const facts = Promise.all([isLogging(aws, trail, signal), selectorsOf(aws, trail, signal)]).then(
      ([logging, selectors]) => ({ name: trail.Name, logging, writes: recordsManagementWrites(selectors) }),
      (problem: unknown) => ({ name: trail.Name, unknown: details(problem).code }),
    );
    known.set(trail.TrailARN, facts);
    return facts;
  };
  return regions.sort().map((region) =>
    awsCheck(examination, {
      id: "trail",
      subject: region,
      title: "Trail",
      ledger: ["trail-events", "trail-region"],
      call: { action: "cloudtrail:DescribeTrails", resource: `the trails of ${region}` },
      async run(_, signal) {
        const trails = await trailsOf(aws, region, signal);
        return trailOutcome(region, await Promise.all(trails.map(factsOf)));
      },
    }),
  );
}

export function trailOutcome(region: string, trails: readonly TrailFacts[]): CheckOutcome {
  const good = trails.find(({ logging, writes }) => logging && writes);
  if (good) return ok(`The trail ${good.name} records the management events of ${region}.`);
  const unknown = trails.filter((one) => one.unknown !== undefined);
  if (unknown.length > 0)
    return notKnown(
      `Whether ${listed(unknown.map(({ name }) => name))} ${unknown.length === 1 ? "records" : "record"} the management events of ${region} is not known: AWS answered ${unknown[0]!.unknown}.`,
      "Allow cloudtrail:GetTrailStatus and cloudtrail:GetEventSelectors to your role. The trail of an organization shows them to its management account only.",
    );
  const consequence = "EventBridge receives no event when the routing changes, so nobody is notified.";
  const remedy =
    "or set failover.announceChanges to false. A trail for all Regions is enough: aws cloudtrail create-trail --is-multi-region-trail.";
  if (trails.length === 0)
    return error(`No trail covers ${region}. ${consequence}`, `Create a trail, ${remedy}`);
  const stopped = trails.filter(({ logging }) => !logging).map(({ name }) => name);
  if (stopped.length === trails.length)
    return error(
      `${listed(stopped)} ${stopped.length === 1 ? "covers" : "cover"} ${region}, but ${stopped.length === 1 ? "its logging is" : "their logging is"} stopped. ${consequence}`,
      `Run aws cloudtrail start-logging --name ${stopped[0]}.`,
    );
  const silent = trails.filter(({ writes }) => !writes).map(({ name }) => name);
  return error(
    `${listed(silent)} ${silent.length === 1 ? "covers" : "cover"} ${region}, but ${silent.length === 1 ? "records" : "record"} no write management events. ${consequence}`,
    "Record write management events with the trail, or set failover.announceChanges to false.",
  );
}
