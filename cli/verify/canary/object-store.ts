import { hostOf } from "../../access-point/host";
import type { Aws } from "../../adapters/aws/aws";
import { contentMd5 } from "../../adapters/aws/content-md5";
import { details } from "../../adapters/aws/errors";
import type { Member } from "../context";

/** How long one request for an object may take, in milliseconds. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A version or a delete marker in a bucket. */
export interface SeenVersion {
  readonly key: string;
  readonly versionId: string;
  readonly marker: boolean;
  /** Whether it is the newest version of its key. */
  readonly latest?: boolean;
  readonly etag?: string;
}

export interface ReadObject {
  readonly body: string;
  /** `REPLICA` for a replica. */
  readonly replicationStatus: string | undefined;
}

/** A place to write objects to: a bucket, or the access point. */
export interface Place {
  readonly host: string;
  /** `*` for the access point, which needs SigV4A. */
  readonly region: string;
  /** `/` or `/BUCKET/` */
  readonly base: string;
}

export function throughAccessPoint(alias: string): Place {
  return { host: hostOf(alias), region: "*", base: "/" };
}

/** A certificate does not cover the host name of a bucket whose name has a dot. */
export function directly({ region, bucket }: Member): Place {
  return bucket.includes(".")
    ? { host: `s3.${region}.amazonaws.com`, region, base: `/${bucket}/` }
    : { host: `${bucket}.s3.${region}.amazonaws.com`, region, base: "/" };
}

/** Reads and writes canary objects. The clients of the SDK load longer, and sign for an access point more slowly. */
export class ObjectStore {
  constructor(private readonly aws: Aws) {}

  /** @returns the version id and the ETag */
  async put(
    place: Place,
    key: string,
    body: string,
    tagging: string,
  ): Promise<{ readonly versionId: string; readonly etag: string }> {
    const { headers } = await this.send("PUT", place, key, {
      body,
      headers: { "content-type": "text/plain", "content-md5": contentMd5(body), "x-amz-tagging": tagging },
    });
    return { versionId: text(headers["x-amz-version-id"]), etag: text(headers.etag) };
  }

  /** @returns the version id of the delete marker */
  async delete(place: Place, key: string): Promise<string> {
    const { headers } = await this.send("DELETE", place, key);
    return text(headers["x-amz-version-id"]);
  }

  async read(place: Place, key: string, versionId?: string): Promise<ReadObject> {
    const query = versionId === undefined ? {} : { query: { versionId } };
    const { body, headers } = await this.send("GET", place, key, query);
    const status = headers["x-amz-replication-status"];
    return { body, replicationStatus: status === undefined ? undefined : text(status) };
  }

  /** The tags of a version, as `key=value` in the order of their keys. */
  async tags(member: Member, key: string, versionId: string): Promise<string> {
    const { GetObjectTaggingCommand } = await import("@aws-sdk/client-s3");
    const s3 = await this.aws.s3(member.region);
    const { TagSet = [] } = await s3.send(
      new GetObjectTaggingCommand({ Bucket: member.bucket, Key: key, VersionId: versionId }),
      { abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) },
    );
    return TagSet.map(({ Key, Value }) => `${Key}=${Value}`)
      .sort()
      .join("&");
  }

  /** Every version and delete marker below a prefix. */
  async list({ region, bucket }: Member, prefix: string): Promise<SeenVersion[]> {
    const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
    const s3 = await this.aws.s3(region);
    const found: SeenVersion[] = [];
    let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await s3.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...markers }),
        { abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) },
      );
      for (const { Key = "", VersionId = "", ETag, IsLatest = false } of page.Versions ?? [])
        found.push({
          key: Key,
          versionId: VersionId,
          marker: false,
          latest: IsLatest,
          ...(ETag && { etag: ETag }),
        });
      for (const { Key = "", VersionId = "" } of page.DeleteMarkers ?? [])
        found.push({ key: Key, versionId: VersionId, marker: true });
      if (!page.IsTruncated || page.NextKeyMarker === undefined) return found;
      markers = {
        KeyMarker: page.NextKeyMarker,
        ...(page.NextVersionIdMarker && { VersionIdMarker: page.NextVersionIdMarker }),
      };
    }
  }

  /** Deletes versions permanently. @throws if S3 deletes one of them not */
  async deleteVersions({ region, bucket }: Member, versions: readonly SeenVersion[]): Promise<void> {
    const { DeleteObjectsCommand } = await import("@aws-sdk/client-s3");
    const s3 = await this.aws.s3(region);
    for (let at = 0; at < versions.length; at += 1000) {
      const Objects = versions
        .slice(at, at + 1000)
        .map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
      const { Errors = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        { abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) },
      );
      const [first] = Errors;
      if (first)
        throw Object.assign(new Error(first.Message ?? ""), {
          name: first.Code ?? "Unknown",
          $metadata: { httpStatusCode: first.Code === "AccessDenied" ? 403 : 500 },
        });
    }
  }

  private send(
    method: "GET" | "PUT" | "DELETE",
    { host, region, base }: Place,
    key: string,
    more: {
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly query?: Readonly<Record<string, string>>;
    } = {},
  ) {
    const path = base + key.split("/").map(encodeURIComponent).join("/");
    return this.aws.send(
      { method, service: "s3", region, host, path, ...more },
      { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) },
    );
  }
}

/** Whether S3 answered that there is no such object. */
export function isNoSuchKey(error: unknown): boolean {
  return ["NoSuchKey", "NoSuchVersion"].includes(details(error).code);
}

function text(header: string | string[] | undefined): string {
  return ([] as string[]).concat(header ?? [])[0] ?? "";
}
