/** The multipart uploads of a bucket that are not complete. S3 deletes no bucket that has one. */
import type { Aws } from "../adapters/aws/aws";
import { explain } from "../adapters/aws/errors";
import type { BucketPlace } from "../adapters/aws/object-versions";
import { UserError } from "../errors";

const TIMEOUT_MS = 30_000;

export interface Upload {
  readonly Key: string;
  readonly UploadId: string;
}

export async function incompleteUploads(aws: Aws, { region, bucket }: BucketPlace): Promise<Upload[]> {
  const { ListMultipartUploadsCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const found: Upload[] = [];
  let markers: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const page = await s3
      .send(new ListMultipartUploadsCommand({ Bucket: bucket, ...markers }), {
        abortSignal: AbortSignal.timeout(TIMEOUT_MS),
      })
      .catch((error: unknown) => {
        throw new UserError(explain(error, { action: "s3:ListBucketMultipartUploads", resource: bucket }));
      });
    for (const { Key = "", UploadId = "" } of page.Uploads ?? []) found.push({ Key, UploadId });
    if (!page.IsTruncated || page.NextKeyMarker === undefined) return found;
    markers = {
      KeyMarker: page.NextKeyMarker,
      ...(page.NextUploadIdMarker && { UploadIdMarker: page.NextUploadIdMarker }),
    };
  }
}
