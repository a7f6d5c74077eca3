import type { Aws } from "../adapters/aws/aws";
import { pagesOf, type BucketPlace } from "../adapters/aws/object-versions";

/** An object version or a delete marker. */
export interface Version {
  readonly key: string;
  readonly versionId: string;
  readonly modified: Date;
  readonly deleteMarker: boolean;
  readonly archived: boolean;
  /** Tells objects from before versioning apart, which all have the version ID null. */
  readonly content?: string;
}

/** The versions of a bucket by key and version ID. */
export type Listing = ReadonlyMap<string, Version>;

const ARCHIVED: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/**
 * Lists every version of a bucket.
 * @param tagged whether a replica has the entity tag of its original. With KMS keys, this is not known
 * @param onPage called with the number of versions so far
 */
export async function listVersions(
  aws: Aws,
  { region, bucket }: BucketPlace,
  account: string,
  tagged: boolean,
  onPage: (count: number) => void = () => undefined,
): Promise<Listing> {
  const found = new Map<string, Version>();
  for await (const page of pagesOf(aws, { region, bucket }, account)) {
    for (const { key, versionId, modified, marker, storageClass = "", size, etag } of page) {
      const version = {
        key,
        versionId,
        modified,
        deleteMarker: marker,
        archived: ARCHIVED.has(storageClass),
        ...(versionId === "null" && !marker && { content: tagged ? `${size} ${etag}` : String(size) }),
      };
      found.set(idOf(version), version);
    }
    onPage(found.size);
  }
  return found;
}

/** Identifies a version in every bucket: a replica has the version ID of its original. */
export function idOf({ key, versionId }: Pick<Version, "key" | "versionId">): string {
  return `${versionId} ${key}`;
}
