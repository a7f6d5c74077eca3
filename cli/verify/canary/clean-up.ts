import { setTimeout as sleep } from "node:timers/promises";
import type { DeployedAccessPoint, Member, ObjectCaller } from "../context";
import { throughAccessPoint, type ObjectStore } from "./object-store";

/** The versions that a run left in the buckets. */
export interface LeftBehind {
  readonly prefix: string;
  readonly buckets: ReadonlyArray<{
    readonly bucket: string;
    /** Undefined if the bucket cannot be listed. */
    readonly versions?: number;
    readonly markers?: number;
  }>;
}

interface CleanUpOptions {
  readonly members: readonly Member[];
  readonly accessPoint: DeployedAccessPoint;
  readonly writer: ObjectCaller;
  readonly store: ObjectStore;
  readonly prefix: string;
  /** The objects that have no delete marker yet. */
  readonly keys: readonly string[];
}

/** How often a bucket is listed again, because replication may still add versions. */
const ROUNDS = 4;
const PAUSE_MS = 300;

/**
 * Deletes every version and delete marker of a run directly in each bucket, because deletes of versions do not replicate. A
 * writer that may not bypass the access point deletes the objects through it, which adds delete markers.
 */
export async function cleanUp(options: CleanUpOptions): Promise<LeftBehind | undefined> {
  const { members, accessPoint, writer, store, prefix, keys } = options;
  const denied = writer.exempt ? await deleteEverywhere(options) : true;
  if (denied) {
    const place = throughAccessPoint(accessPoint.alias);
    await Promise.allSettled(keys.map((key) => store.delete(place, key)));
  }
  const buckets = await Promise.all(members.map((member) => count(store, member, prefix)));
  const left = buckets.filter(({ versions, markers }) => versions !== 0 || markers !== 0);
  return left.length === 0 ? undefined : { prefix, buckets: left };
}

/** @returns whether a bucket denied it */
async function deleteEverywhere({ members, store, prefix }: CleanUpOptions): Promise<boolean> {
  const results = await Promise.all(
    members.map(async (member) => {
      try {
        for (let round = 0; round < ROUNDS; round++) {
          const found = await store.list(member, prefix);
          if (found.length === 0 && round > 0) return true;
          if (found.length > 0) await store.deleteVersions(member, found);
          await sleep(PAUSE_MS);
        }
        return true;
      } catch {
        return false;
      }
    }),
  );
  return results.includes(false);
}

async function count(
  store: ObjectStore,
  member: Member,
  prefix: string,
): Promise<LeftBehind["buckets"][number]> {
  const { bucket } = member;
  try {
    const found = await store.list(member, prefix);
    const markers = found.filter(({ marker }) => marker).length;
    return { bucket, versions: found.length - markers, markers };
  } catch {
    return { bucket };
  }
}
