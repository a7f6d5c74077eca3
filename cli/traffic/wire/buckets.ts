import { createHash } from "node:crypto";
import { unescapeXml } from "../../text/xml";
import { checksum } from "../load/body";
import type { S3Wire } from "./client";

/** A member bucket, used directly instead of through the access point. */
export interface Member {
  readonly region: string;
  readonly bucket: string;
}

export interface ListedVersion {
  readonly key: string;
  readonly version: string;
  readonly marker: boolean;
  readonly bytes: number;
}

export interface VersionPage {
  readonly versions: ListedVersion[];
  /** Where the next page begins. `undefined` on the last page. */
  readonly next?: { readonly key: string; readonly version: string };
}

const hostOf = ({ region, bucket }: Member): string => `${bucket}.s3.${region}.amazonaws.com`;

/** Lists one page of the versions below a prefix, after a key. */
export async function listVersions(
  wire: S3Wire,
  member: Member,
  prefix: string,
  after?: { readonly key: string; readonly version?: string },
): Promise<VersionPage> {
  const query = {
    versions: "",
    prefix,
    "max-keys": "1000",
    ...(after && { "key-marker": after.key }),
    ...(after?.version !== undefined && { "version-id-marker": after.version }),
  };
  const reply = await wire.send({
    method: "GET",
    region: member.region,
    host: hostOf(member),
    path: "/",
    query,
  });
  const xml = reply.body.toString("utf8");
  const versions = [...xml.matchAll(/<(Version|DeleteMarker)>(.*?)<\/\1>/gs)].map(([, kind, inner]) => ({
    key: tag(inner!, "Key"),
    version: tag(inner!, "VersionId"),
    marker: kind === "DeleteMarker",
    bytes: Number(tag(inner!, "Size") || 0),
  }));
  const key = tag(xml, "NextKeyMarker");
  if (tag(xml, "IsTruncated") !== "true" || key === "") return { versions };
  return { versions, next: { key, version: tag(xml, "NextVersionIdMarker") } };
}

export interface ReadBack {
  readonly checksum: string;
  /** Whether the version was replicated from another bucket. `undefined` if the answer does not say. */
  readonly replica: boolean | undefined;
}

/** Reads one version of an object directly from its bucket. */
export async function readVersion(
  wire: S3Wire,
  member: Member,
  key: string,
  version: string,
): Promise<ReadBack> {
  const reply = await wire.send({
    method: "GET",
    region: member.region,
    host: hostOf(member),
    path: `/${key}`,
    query: { versionId: version },
  });
  const status = reply.headers["x-amz-replication-status"];
  return { checksum: checksum(reply.body), replica: status === undefined ? undefined : status === "REPLICA" };
}

/** Deletes up to 1,000 versions permanently. Returns the error codes of the versions that S3 did not delete. */
export async function deleteVersions(
  wire: S3Wire,
  member: Member,
  versions: readonly ListedVersion[],
): Promise<string[]> {
  const objects = versions.map(
    ({ key, version }) => `<Object><Key>${key}</Key><VersionId>${version}</VersionId></Object>`,
  );
  const body = Buffer.from(
    `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects.join("")}<Quiet>true</Quiet></Delete>`,
  );
  const reply = await wire.send({
    method: "POST",
    region: member.region,
    host: hostOf(member),
    path: "/",
    query: { delete: "" },
    headers: {
      "content-type": "application/xml",
      "content-md5": createHash("md5").update(body).digest("base64"),
    },
    body,
  });
  return [...reply.body.toString("utf8").matchAll(/<Code>([^<]*)<\/Code>/g)].map(([, code]) => code!);
}

function tag(xml: string, name: string): string {
  return unescapeXml(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "");
}
