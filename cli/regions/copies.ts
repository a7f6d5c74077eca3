/** Which object versions of the old Regions are missing in the buckets of the new Regions. */
import type { Aws } from "../adapters/aws/aws";
import { kindOf } from "../adapters/aws/errors";
import { pagesOf, type BucketPlace, type Version } from "../adapters/aws/object-versions";
import { byKey, identity, merged } from "./versions";

/** The result for one bucket. */
export interface CopyCount extends BucketPlace {
  /** Versions that another bucket has and this one lacks. Delete markers do not count. */
  readonly missing: number;
  /** The first of them, as `KEY (VERSION)`. */
  readonly examples: readonly string[];
}

export interface Copies {
  readonly buckets: readonly CopyCount[];
  /** The versions in all buckets that were compared. */
  readonly compared: number;
  /** False if the listing ended at the limit. */
  readonly complete: boolean;
}

export interface CopyOptions {
  /** The most versions that are listed in all buckets together. @default no limit */
  readonly most?: number;
  readonly progress: (line: string) => void;
  /** How often missing versions are asked for again: replication may just be copying them. @default 10 */
  readonly attempts?: number;
  readonly intervalMs?: number;
}

const EXAMPLES = 3;
/** If more versions are missing, they are not on their way. */
const MOST_ASKED_AGAIN = 200;

/** @param sources the buckets that may have a version, @param targets the buckets that must have every version */
export async function missingCopies(
  aws: Aws,
  sources: readonly BucketPlace[],
  targets: readonly BucketPlace[],
  { most = Infinity, progress, attempts = 10, intervalMs = 1000 }: CopyOptions,
): Promise<Copies> {
  const places = [...new Map([...sources, ...targets].map((one) => [one.bucket, one])).values()];
  const missing = targets.map(() => ({ count: 0, versions: [] as Version[] }));
  let compared = 0;
  let complete = true;
  for await (const { versions } of merged(places.map((place) => byKey(pagesOf(aws, place))))) {
    const data = new Map<string, Version>();
    for (const version of versions.flat()) if (!version.marker) data.set(identity(version), version);
    compared += versions.reduce((sum, one) => sum + one.length, 0);
    targets.forEach(({ bucket }, index) => {
      const has = new Set(versions[places.findIndex((one) => one.bucket === bucket)]!.map(identity));
      for (const [id, version] of data) {
        if (has.has(id)) continue;
        const of = missing[index]!;
        of.count += 1;
        if (of.versions.length < MOST_ASKED_AGAIN) of.versions.push(version);
      }
    });
    if (compared % 1000 < versions.flat().length) progress(`Compare versions: ${compared} …`);
    if (compared >= most) {
      complete = false;
      break;
    }
  }
  const buckets: CopyCount[] = [];
  for (const [index, target] of targets.entries()) {
    const { count, versions } = missing[index]!;
    const still =
      count > MOST_ASKED_AGAIN || count === 0
        ? versions
        : await stillMissing(aws, target, versions, { progress, attempts, intervalMs });
    buckets.push({
      ...target,
      missing: count > MOST_ASKED_AGAIN ? count : still.length,
      examples: still.slice(0, EXAMPLES).map(({ key, versionId }) => `${key} (${versionId})`),
    });
  }
  return { buckets, compared, complete };
}

/** Asks for versions again until they arrived, or until the attempts are used up. */
async function stillMissing(
  aws: Aws,
  { region, bucket }: BucketPlace,
  versions: readonly Version[],
  { progress, attempts, intervalMs }: Required<Pick<CopyOptions, "progress" | "attempts" | "intervalMs">>,
): Promise<readonly Version[]> {
  const { HeadObjectCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  let left = versions;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const there = await Promise.all(
      left.map(({ key, versionId }) =>
        s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId })).then(
          () => true,
          (error: unknown) => {
            if (["missing", "refused"].includes(kindOf(error))) return false;
            throw error;
          },
        ),
      ),
    );
    left = left.filter((_, index) => !there[index]);
    if (left.length === 0) return left;
    // An object that is older than the objectives of replication is not on its way.
    if (left.every(({ modified }) => Date.now() - modified.getTime() > ON_ITS_WAY_MS)) return left;
    progress(`Wait for the replication of ${left.length} versions to ${bucket} …`);
    if (attempt + 1 < attempts) await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
  return left;
}

/** Replication Time Control copies objects within 15 minutes. */
const ON_ITS_WAY_MS = 15 * 60_000;
