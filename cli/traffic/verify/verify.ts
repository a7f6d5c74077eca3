import { kindOf } from "../../adapters/aws/errors";
import type { Arrivals, Seen } from "./arrivals";
import { readVersion, type Member } from "../wire/buckets";
import type { S3Wire } from "../wire/client";
import { pool } from "../wire/pool";
import type { Objects, Written } from "../load/objects";

/** A problem of one object in one bucket. */
export interface Fault {
  readonly key: string;
  readonly version: string;
  readonly region: string;
  readonly bucket: string;
  readonly what: string;
}

export interface ReadBackOutcome {
  /** How objects were compared in this bucket. */
  readonly method: "read" | "listed";
  /** Why the objects were not read, if the method is `listed`. */
  readonly why?: string;
  readonly region: string;
  readonly bucket: string;
  readonly compared: number;
}

export interface Verified {
  readonly buckets: readonly ReadBackOutcome[];
  readonly missing: readonly Fault[];
  readonly differing: readonly Fault[];
  readonly undeleted: readonly Fault[];
  /** The Region in which each object was written. */
  readonly origins: ReadonlyMap<number, string>;
}

/**
 * Reads every acknowledged object directly from every bucket and compares its checksum. If a bucket denies direct reads,
 * compares the version and the size in its list of versions instead.
 */
export async function verify(
  wire: S3Wire,
  objects: Objects,
  arrivals: readonly Arrivals[],
  signal: AbortSignal,
): Promise<Verified> {
  const missing: Fault[] = [];
  const differing: Fault[] = [];
  const origins = new Map<number, string>();
  const buckets = await Promise.all(
    arrivals.map(async ({ member, seen }): Promise<ReadBackOutcome> => {
      let denied: string | undefined;
      let compared = 0;
      await pool([...objects.written.values()], 8, async (written) => {
        if (signal.aborted) return;
        const fault = (what: string): Fault => faultOf(objects, written, member, what);
        const found = seen.get(written.object);
        if (found === undefined) return void missing.push(fault("not there"));
        const wrong = denied === undefined ? await readBack(written, member) : undefined;
        if (wrong?.denied !== undefined) denied = wrong.denied;
        if (denied !== undefined && found.bytes !== written.bytes)
          differing.push(fault(`has ${found.bytes} bytes, ${written.bytes} were written`));
        else if (wrong?.what !== undefined) differing.push(fault(wrong.what));
        compared++;
      });
      const { region, bucket } = member;
      return {
        region,
        bucket,
        compared,
        ...(denied === undefined ? { method: "read" as const } : { method: "listed" as const, why: denied }),
      };
    }),
  );
  for (const [object, region] of onlyPlaces(objects, arrivals))
    if (!origins.has(object)) origins.set(object, region);
  return { buckets, missing, differing, undeleted: undeleted(objects, arrivals), origins };

  async function readBack(
    { object, version }: Written,
    member: Member,
  ): Promise<{ denied?: string; what?: string } | undefined> {
    try {
      const read = await readVersion(wire, member, objects.key(object), version);
      if (read.replica === false) origins.set(object, member.region);
      return read.checksum === objects.checksum(object) ? undefined : { what: "the content differs" };
    } catch (error) {
      if (kindOf(error) === "denied") return { denied: "the bucket denies direct reads (AccessDenied)" };
      return {
        what: `cannot be read: ${(error as Error).message || String((error as { code?: string }).code)}`,
      };
    }
  }
}

/** Deletes that did not arrive in a bucket. The object can still be read there. */
function undeleted(objects: Objects, arrivals: readonly Arrivals[]): Fault[] {
  return arrivals.flatMap((one) =>
    one.missingMarkers().map(({ object }) => ({
      key: objects.key(object),
      version: objects.written.get(object)?.version ?? "",
      region: one.member.region,
      bucket: one.member.bucket,
      what: "its delete marker is not there",
    })),
  );
}

/** An object that is in one bucket only was written there. */
function* onlyPlaces(objects: Objects, arrivals: readonly Arrivals[]): Generator<[number, string]> {
  for (const object of objects.written.keys()) {
    const places = arrivals.filter(({ seen }) => seen.has(object));
    if (places.length === 1) yield [object, places[0]!.member.region];
  }
}

function faultOf(objects: Objects, written: Written, { region, bucket }: Member, what: string): Fault {
  return { key: objects.key(written.object), version: written.version, region, bucket, what };
}

/**
 * Milliseconds from the acknowledgement of an object to its arrival: the middle between the last listing without it and
 * the first one with it.
 */
export function arrivalTime({ acknowledged }: Pick<Written, "acknowledged">, seen: Seen): number {
  const earliest = Math.max(seen.after, acknowledged);
  return Math.max(0, (earliest + seen.at) / 2 - acknowledged);
}
