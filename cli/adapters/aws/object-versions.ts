/** The object versions of a bucket, page by page. */
import type { Aws } from "./aws";

/** A version or a delete marker. */
export interface Version {
  readonly key: string;
  /** `null` for an object from before versioning. */
  readonly versionId: string;
  readonly marker: boolean;
  readonly etag: string;
  readonly size: number;
  readonly modified: Date;
  readonly storageClass?: string;
}

export interface BucketPlace {
  readonly region: string;
  readonly bucket: string;
}

/** A page of a listing: the versions of some keys, in any order. */
export type Page = readonly Version[];

/** How long one page may take, in milliseconds. */
const PAGE_TIMEOUT_MS = 30_000;

/**
 * The pages of a bucket's listing.
 * @param owner the account that must own the bucket. @default any
 * @throws what the SDK throws
 */
export async function* pagesOf(
  aws: Aws,
  { region, bucket }: BucketPlace,
  owner?: string,
): AsyncGenerator<Page> {
  const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    // A key may contain characters that XML cannot carry.
    const page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        ExpectedBucketOwner: owner,
        EncodingType: "url",
        ...markers,
      }),
      { abortSignal: AbortSignal.timeout(PAGE_TIMEOUT_MS) },
    );
    const decode = page.EncodingType === "url" ? decodeKey : (key: string): string => key;
    const of =
      (marker: boolean) =>
      (one: {
        Key?: string;
        VersionId?: string;
        ETag?: string;
        Size?: number;
        LastModified?: Date;
        StorageClass?: string;
      }): Version => ({
        key: decode(one.Key ?? ""),
        versionId: one.VersionId ?? "null",
        marker,
        etag: one.ETag ?? "",
        size: one.Size ?? 0,
        modified: one.LastModified ?? new Date(0),
        ...(one.StorageClass !== undefined && { storageClass: one.StorageClass }),
      });
    yield [...(page.Versions ?? []).map(of(false)), ...(page.DeleteMarkers ?? []).map(of(true))];
    if (!page.IsTruncated || page.NextKeyMarker === undefined) return;
    markers = {
      KeyMarker: decode(page.NextKeyMarker),
      ...(page.NextVersionIdMarker && { VersionIdMarker: page.NextVersionIdMarker }),
    };
  }
}

/** S3 encodes a space as a plus sign. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", "%20"));
}
