import type { Aws } from "../adapters/aws/aws";
import { details } from "../adapters/aws/errors";
import {
  isLogging,
  recordsManagementWrites,
  selectorsOf,
  trailsOf,
  type Trail,
} from "../adapters/aws/trails";
import { listed } from "../text/listed";
import { notKnown, ok, type CheckOutcome } from "./check";

/** The records of a trail that covers a Region. */
export interface TrailFacts {
  readonly name: string;
  /** The Region in which the trail was created, which alone can start it. */
  readonly home: string;
  readonly logging?: boolean;
  /** Whether it records write management events of S3. */
  readonly writes?: boolean;
  /** The error code of AWS, if the trail cannot be read. */
  readonly unknown?: string;
}

/** How long the answers about one trail may take, in milliseconds. */
const TRAIL_TIMEOUT_MS = 8000;

/** Reads the trails that cover a Region. A trail that covers several Regions is read once. */
export function trailReader(aws: Aws): (region: string, signal: AbortSignal) => Promise<TrailFacts[]> {
  const known = new Map<string, Promise<TrailFacts>>();
  const factsOf = (trail: Trail): Promise<TrailFacts> => {
    const before = known.get(trail.TrailARN);
    if (before) return before;
    const of = { name: trail.Name, home: trail.HomeRegion };
    const signal = AbortSignal.timeout(TRAIL_TIMEOUT_MS);
    const facts = Promise.all([isLogging(aws, trail, signal), selectorsOf(aws, trail, signal)]).then(
      ([logging, selectors]) => ({ ...of, logging, writes: recordsManagementWrites(selectors) }),
      (problem: unknown) => ({ ...of, unknown: details(problem).code }),
    );
    known.set(trail.TrailARN, facts);
    return facts;
  };
  return async (region, signal) => Promise.all((await trailsOf(aws, region, signal)).map(factsOf));
}

/**
 * Whether trails record the write management events of each Region. EventBridge receives routing changes only then.
 * Ledger: trail-events, trail-region
 *
 * @param trails the trails that cover each Region
 * @param bad the outcome if they do not: before a deploy an error, and after it a warning, because a trail is not part of
 * the environment
 */
export function trailOutcome(
  trails: ReadonlyMap<string, readonly TrailFacts[]>,
  bad: (text: string, fix: string) => CheckOutcome,
): CheckOutcome {
  const without = [...trails].filter(([, all]) => !all.some(isGood));
  if (without.length === 0) return recorded(trails);
  const problems = new Map<string, Problem & { regions: string[] }>();
  for (const [region, all] of without) {
    const problem = problemOf(all);
    const key = JSON.stringify([problem.kind, namesOf(problem.trails)]);
    const before = problems.get(key);
    if (before) before.regions.push(region);
    else problems.set(key, { ...problem, regions: [region] });
  }
  const all = [...problems.values()];
  const certain = all.filter(({ kind }) => kind !== "unknown");
  const [first] = certain;
  if (first === undefined) return notKnown(all.map(sentence).join(" "), UNKNOWN_FIX);
  return bad(
    `${all.map(sentence).join(" ")} EventBridge receives no event when the routing changes there, so no one is notified.`,
    fixOf(first),
  );
}

function isGood({ logging, writes }: TrailFacts): boolean {
  return logging === true && writes === true;
}

function recorded(trails: ReadonlyMap<string, readonly TrailFacts[]>): CheckOutcome {
  const names = [...new Set([...trails.values()].map((all) => all.find(isGood)!.name))];
  return ok(
    `${subject(names)} ${verb(names, "records", "record")} the management events of ${listed([...trails.keys()])}.`,
  );
}

interface Problem {
  readonly kind: "none" | "stopped" | "reads" | "unknown";
  readonly trails: readonly TrailFacts[];
}

function problemOf(trails: readonly TrailFacts[]): Problem {
  const unknown = trails.filter((one) => one.unknown !== undefined);
  if (unknown.length > 0) return { kind: "unknown", trails: unknown };
  if (trails.length === 0) return { kind: "none", trails };
  // Starting a trail helps only if it records writes.
  const stopped = trails.filter(({ writes }) => writes);
  return stopped.length > 0 ? { kind: "stopped", trails: stopped } : { kind: "reads", trails };
}

function sentence({ kind, trails, regions }: Problem & { readonly regions: readonly string[] }): string {
  const names = namesOf(trails);
  const where = listed(regions);
  switch (kind) {
    case "none":
      return `No trail covers ${where}.`;
    case "stopped":
      return `${subject(names)} ${verb(names, "covers", "cover")} ${where}, but ${verb(names, "its", "their")} logging is stopped.`;
    case "reads":
      return `${subject(names)} ${verb(names, "covers", "cover")} ${where}, but ${verb(names, "records", "record")} no write management events of S3.`;
    case "unknown":
      return `Whether ${subject(names, "the")} ${verb(names, "records", "record")} the management events of ${where} is not known: AWS answered ${trails[0]!.unknown}.`;
  }
}

const UNKNOWN_FIX =
  "Allow cloudtrail:GetTrailStatus and cloudtrail:GetEventSelectors to your role. The trail of an organization shows them to its management account only.";

function fixOf({ kind, trails: [trail] }: Problem): string {
  switch (kind) {
    case "stopped":
      return `Start its logging: aws cloudtrail start-logging --name ${trail!.name} --region ${trail!.home}`;
    case "reads":
      return "Record write management events with the trail, or set failover.announceChanges to false.";
    default:
      return "Create a trail for all Regions that records management events, or set failover.announceChanges to false.";
  }
}

function namesOf(trails: readonly TrailFacts[]): string[] {
  return trails.map(({ name }) => name);
}

function subject(names: readonly string[], article = "The"): string {
  return `${article} trail${names.length === 1 ? "" : "s"} ${listed(names)}`;
}

function verb(names: readonly string[], one: string, several: string): string {
  return names.length === 1 ? one : several;
}
