import type { Aws } from "../adapters/aws/aws";

/** An object version or a delete marker. */
export interface Version {
  readonly key: string;
  readonly versionId: string;
  readonly modified: Date;
  readonly deleteMarker: boolean;
  readonly archived: boolean;
}

/** The versions of a bucket by key and version ID. */
export type Listing = ReadonlyMap<string, Version>;

const ARCHIVED: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);
/** How long one page may take. */
const PAGE_MS = 30_000;

/** Lists every version of a bucket. @param onPage called with the number of versions so far */
export async function listVersions(
  aws: Aws,
  region: string,
  bucket: string,
  account: string,
  onPage: (count: number) => void = () => undefined,
): Promise<Listing> {
  const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const found = new Map<string, Version>();
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  for (;;) {
    const page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        ExpectedBucketOwner: account,
        KeyMarker,
        VersionIdMarker,
      }),
      { abortSignal: AbortSignal.timeout(PAGE_MS) },
    );
    const add = (
      one: { Key?: string; VersionId?: string; LastModified?: Date },
      deleteMarker: boolean,
      storageClass?: string,
    ): void => {
      const version: Version = {
        key: one.Key ?? "",
        versionId: one.VersionId ?? "null",
        modified: one.LastModified ?? new Date(0),
        deleteMarker,
        archived: ARCHIVED.has(storageClass ?? ""),
      };
      found.set(idOf(version), version);
    };
    for (const one of page.Versions ?? []) add(one, false, one.StorageClass);
    for (const one of page.DeleteMarkers ?? []) add(one, true);
    onPage(found.size);
    if (!page.IsTruncated) return found;
    KeyMarker = page.NextKeyMarker;
    VersionIdMarker = page.NextVersionIdMarker;
  }
}

/** Identifies a version in every bucket: a replica has the version ID of its original. */
export function idOf({ key, versionId }: Pick<Version, "key" | "versionId">): string {
  return `${versionId} ${key}`;
}
