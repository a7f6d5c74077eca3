import type { ObjectLock } from "../constructs/object-lock";
import type { ComposedProps } from "./props";

/** Object Lock of the bucket of a Region. An adopted bucket keeps its own. */
export function objectLockIn({ objectLock, regions }: ComposedProps, region: string): ObjectLock | undefined {
  return regions[region]?.adopt ? undefined : (objectLock ?? undefined);
}

/** Whether writers set the retention. Without a default retention, nothing else protects an object. */
export function writersSetRetention({ objectLock }: ComposedProps): boolean {
  return objectLock === true;
}
