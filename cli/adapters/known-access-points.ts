import { homedir } from "node:os";
import { join } from "node:path";
import { FileProblem, readBounded, replaceBounded } from "./bounded-files";

/** An access point that an earlier run found. Its alias never changes and is never used again. */
export interface KnownAccessPoint {
  readonly name: string;
  readonly arn: string;
  readonly buckets: readonly string[];
}

export interface Memory {
  readonly known: readonly KnownAccessPoint[];
  /** What could not be read, one sentence each. */
  readonly problems: readonly string[];
}

/** The folder in which this command keeps what it may need again, one for each user of a machine. */
export function stateFolder(): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "mrap");
}

const file = (): string => join(stateFolder(), "access-points.json");

/**
 * The only Region that knows access points by name may be the one that is lost, so each run remembers what it found.
 * A file that cannot be read stops nothing: it is a memory and no source of truth.
 */
export async function knownAccessPoints(): Promise<Memory> {
  let found: unknown;
  try {
    found = JSON.parse(await readBounded(file()));
  } catch (error) {
    if (error instanceof FileProblem && error.missing) return { known: [], problems: [] };
    const why = error instanceof FileProblem ? error.message : "it is not valid JSON";
    return { known: [], problems: [`Ignored ${file()}: ${why}.`] };
  }
  if (!Array.isArray(found)) return { known: [], problems: [`Ignored ${file()}: it is not a list.`] };
  const known = (found as unknown[]).filter(isWhole);
  const dropped = found.length - known.length;
  const entries = dropped === 1 ? "1 entry" : `${dropped} entries`;
  return {
    known,
    problems: dropped === 0 ? [] : [`Ignored ${entries} of ${file()} that do not name an access point.`],
  };
}

export function remember(accessPoint: KnownAccessPoint): Promise<void> {
  return inTurn(async () => {
    const { known } = await knownAccessPoints();
    if (known.some((one) => JSON.stringify(one) === JSON.stringify(accessPoint))) return;
    await write([accessPoint, ...known.filter(({ arn }) => arn !== accessPoint.arn)].slice(0, 200));
  });
}

export function forget(arn: string): Promise<void> {
  return inTurn(async () => {
    const { known } = await knownAccessPoints();
    await write(known.filter((one) => one.arn !== arn));
  });
}

/** The end of the latest change of the file. */
let last: Promise<void> = Promise.resolve();

/** A command that finds two access points at once must not lose one of them. */
function inTurn(change: () => Promise<void>): Promise<void> {
  return (last = last.then(change, change));
}

async function write(known: readonly KnownAccessPoint[]): Promise<void> {
  // A home folder that cannot be written to must not stop a failover.
  await replaceBounded(file(), `${JSON.stringify(known, null, 2)}\n`).catch(() => undefined);
}

function isWhole(one: unknown): one is KnownAccessPoint {
  const { name, arn, buckets } = (one ?? {}) as Partial<KnownAccessPoint>;
  return (
    typeof name === "string" &&
    typeof arn === "string" &&
    /^arn:aws[a-z-]*:s3::\d{12}:accesspoint\/[a-z0-9]+\.mrap$/.test(arn) &&
    Array.isArray(buckets) &&
    buckets.length > 0 &&
    buckets.every((bucket) => typeof bucket === "string")
  );
}
