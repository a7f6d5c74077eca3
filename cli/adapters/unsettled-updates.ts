import { join } from "node:path";
import { readBounded, replaceBounded } from "./bounded-files";
import { stateFolder } from "./known-access-points";

/** An update of an earlier run that a control Region has not confirmed: it may still take effect. */
export interface UnsettledUpdate {
  readonly run: string;
  readonly arn: string;
  /** When it was sent. */
  readonly at: string;
  /** The control Regions that have it. */
  readonly regions: readonly string[];
  /** The routing that it sets. */
  readonly routing: Readonly<Record<string, string>>;
}

/** After this long an update is taken for lost, in milliseconds. */
const forgottenMs = 10 * 60_000;

const file = (): string => join(stateFolder(), "unsettled-updates.json");

/** The updates of earlier runs that may still change the routing of this access point. */
export async function unsettledUpdates(arn: string): Promise<UnsettledUpdate[]> {
  return (await all()).filter((one) => one.arn === arn);
}

/** Lets a later run know. An empty list of Regions removes it. */
export function rememberUnsettled(update: UnsettledUpdate): Promise<void> {
  return (last = last.then(() => replace(update)));
}

/** The end of the latest change of the file: a run that changes two access points must not lose one of them. */
let last: Promise<void> = Promise.resolve();

async function replace(update: UnsettledUpdate): Promise<void> {
  const others = (await all()).filter(({ run, arn }) => run !== update.run || arn !== update.arn);
  const now = update.regions.length > 0 ? [update, ...others] : others;
  await replaceBounded(file(), `${JSON.stringify(now, null, 2)}\n`).catch(() => undefined);
}

async function all(): Promise<UnsettledUpdate[]> {
  try {
    const found: unknown = JSON.parse(await readBounded(file()));
    return Array.isArray(found) ? (found as unknown[]).filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(one: unknown): one is UnsettledUpdate {
  const { run, arn, at, regions, routing } = (one ?? {}) as Partial<UnsettledUpdate>;
  return (
    typeof run === "string" &&
    typeof arn === "string" &&
    Array.isArray(regions) &&
    typeof routing === "object" &&
    Date.now() - Date.parse(String(at)) < forgottenMs
  );
}
