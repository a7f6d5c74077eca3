import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** An access point that an earlier run met. Its alias never changes and is never used again. */
export interface KnownAccessPoint {
  readonly name: string;
  readonly arn: string;
  readonly buckets: readonly string[];
}

/** Where this command keeps what it may need again, for each user of a machine. */
export function stateFolder(): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "mrap");
}

const file = (): string => join(stateFolder(), "access-points.json");

/**
 * The only Region that knows access points by name may be the one that is lost, so each run remembers what it
 * found. A file that cannot be read is as good as none: it is a memory, and no source of truth.
 */
export function knownAccessPoints(): KnownAccessPoint[] {
  try {
    const found: unknown = JSON.parse(readFileSync(file(), "utf8"));
    return Array.isArray(found) ? (found as KnownAccessPoint[]).filter(isWhole) : [];
  } catch {
    return [];
  }
}

export function remember(accessPoint: KnownAccessPoint): void {
  const known = knownAccessPoints();
  if (known.some((one) => JSON.stringify(one) === JSON.stringify(accessPoint))) return;
  write([accessPoint, ...known.filter(({ arn }) => arn !== accessPoint.arn)].slice(0, 200));
}

export function forget(arn: string): void {
  write(knownAccessPoints().filter((one) => one.arn !== arn));
}

function write(known: readonly KnownAccessPoint[]): void {
  try {
    mkdirSync(dirname(file()), { recursive: true, mode: 0o700 });
    const draft = `${file()}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file());
  } catch {
    // A home that cannot be written to must not stop a failover.
  }
}

function isWhole(one: Partial<KnownAccessPoint> | null): boolean {
  return typeof one?.name === "string" && typeof one.arn === "string" && Array.isArray(one.buckets);
}
