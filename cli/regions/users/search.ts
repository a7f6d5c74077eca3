/** Searches the server access logs and the CloudTrail data events for requests through an access point. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Aws } from "../../adapters/aws/aws";
import { explain, type Call } from "../../adapters/aws/errors";
import { selectorsOf, trailsOf, type Selectors, type Trail } from "../../adapters/aws/trails";
import { hostOf } from "../../access-point/host";
import { timeOfKey, useInLine } from "./access-log";
import { dayPrefix, usesInFile } from "./trail-log";
import { Callers, type Caller } from "./use";

export interface SearchTarget {
  readonly alias: string;
  readonly arn: string;
  readonly account: string;
  /** The member Regions of the access point. */
  readonly regions: readonly string[];
  /** The log bucket and the key prefix of each Region with server access logs. */
  readonly accessLogs: Readonly<Record<string, { readonly bucket: string; readonly prefix: string }>>;
}

export interface SearchOptions {
  readonly since: Date;
  /** @default now */
  readonly until?: Date;
  /** The most log files that are read. */
  readonly mostFiles: number;
  readonly progress: (line: string) => void;
  /** Stops the search. The result then has the requests that were found until then. */
  readonly signal?: AbortSignal;
}

/** One place with logs, and how much of it was read. */
export interface SearchedSource {
  readonly kind: "access-log" | "trail";
  /** `s3://BUCKET/PREFIX` */
  readonly place: string;
  readonly region: string;
  readonly files: number;
  /** Why it was not read completely. */
  readonly problem?: string;
}

export interface SearchResult {
  readonly since: Date;
  readonly requests: number;
  readonly callers: readonly Caller[];
  readonly sources: readonly SearchedSource[];
  /** Regions of which no log was read completely. */
  readonly unsearched: readonly string[];
}

const unzip = promisify(gunzip);
/** How long one request may take, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;
/** A log file that is larger is not one of AWS's. */
const LARGEST_FILE_BYTES = 256 * 1024 ** 2;
const READERS = 8;

interface Source {
  readonly kind: "access-log" | "trail";
  readonly region: string;
  readonly bucket: string;
  readonly bucketRegion: string;
  /** The folders to list, each from a first key on. */
  readonly folders: ReadonlyArray<{ readonly prefix: string; readonly startAfter?: string }>;
  /** The time of a log file, if its key has one. */
  readonly timeOf?: (key: string) => Date | undefined;
}

/** Searches every log of the member Regions. A log that cannot be read does not stop the others. */
export async function searchUses(
  aws: Aws,
  target: SearchTarget,
  options: SearchOptions,
): Promise<SearchResult> {
  const callers = new Callers();
  const sources: SearchedSource[] = [];
  const budget = { left: options.mostFiles, read: 0 };
  for (const [region, { bucket, prefix }] of Object.entries(target.accessLogs)) {
    if (!target.regions.includes(region)) continue;
    const first = options.since.toISOString().slice(0, 13).replace("T", "-");
    sources.push(
      await searchSource(
        aws,
        {
          kind: "access-log",
          region,
          bucket,
          bucketRegion: region,
          folders: [{ prefix, startAfter: prefix + first }],
          timeOf: (key) => timeOfKey(key, prefix),
        },
        target,
        callers,
        budget,
        options,
      ),
    );
  }
  for (const found of await trailSources(aws, target, options))
    sources.push("place" in found ? found : await searchSource(aws, found, target, callers, budget, options));
  const searched = new Set(
    sources.filter(({ problem }) => problem === undefined).map(({ region }) => region),
  );
  return {
    since: options.since,
    requests: callers.requests,
    callers: callers.list,
    sources,
    unsearched: target.regions.filter((region) => !searched.has(region)),
  };
}

/** The trails that record the data events of S3, by member Region. */
async function trailSources(
  aws: Aws,
  { regions, account }: SearchTarget,
  { since, until = new Date(), progress }: SearchOptions,
): Promise<(Source | SearchedSource)[]> {
  const sources: (Source | SearchedSource)[] = [];
  const home = new Map<string, string>();
  for (const region of regions) {
    progress(`Look for CloudTrail data events in ${region} …`);
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    try {
      for (const trail of (await trailsOf(aws, region, signal)) as readonly DeliveringTrail[]) {
        if (trail.S3BucketName === undefined) continue;
        if (!recordsObjects(await selectorsOf(aws, trail, signal))) continue;
        const bucketRegion = home.get(trail.S3BucketName) ?? (await regionOf(aws, trail.S3BucketName));
        home.set(trail.S3BucketName, bucketRegion);
        const place = {
          account,
          ...(trail.S3KeyPrefix && { prefix: trail.S3KeyPrefix }),
          ...(trail.IsOrganizationTrail && {
            organization: (await organizationIn(aws, trail, bucketRegion)) ?? "",
          }),
        };
        sources.push({
          kind: "trail",
          region,
          bucket: trail.S3BucketName,
          bucketRegion,
          folders: daysOf(since, until).map((day) => ({ prefix: dayPrefix(place, region, day) })),
        });
      }
    } catch (error) {
      const call = { action: "cloudtrail:DescribeTrails", resource: `the trails of ${region}` };
      sources.push({ kind: "trail", place: "CloudTrail", region, files: 0, problem: explain(error, call) });
    }
  }
  return sources;
}

interface DeliveringTrail extends Trail {
  readonly S3BucketName?: string;
  readonly S3KeyPrefix?: string;
  readonly IsOrganizationTrail?: boolean;
}

/** Whether data events of objects are recorded, at least for some buckets. */
export function recordsObjects(selectors: Selectors): boolean {
  const { EventSelectors = [], AdvancedEventSelectors = [] } = selectors as {
    EventSelectors?: ReadonlyArray<{
      DataResources?: ReadonlyArray<{ Type?: string; Values?: readonly string[] }>;
    }>;
    AdvancedEventSelectors?: Selectors["AdvancedEventSelectors"];
  };
  const basic = EventSelectors.some(({ DataResources = [] }) =>
    DataResources.some(({ Type, Values = [] }) => Type === "AWS::S3::Object" && Values.length > 0),
  );
  const advanced = AdvancedEventSelectors.some(({ FieldSelectors = [] }) =>
    FieldSelectors.some(
      ({ Field, Equals }) =>
        Field === "resources.type" &&
        Equals?.some((type) => type === "AWS::S3::Object" || type === "AWS::S3::AccessPoint"),
    ),
  );
  return basic || advanced;
}

async function regionOf(aws: Aws, bucket: string): Promise<string> {
  const { HeadBucketCommand } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3("us-east-1");
  try {
    const { BucketRegion } = await s3.send(new HeadBucketCommand({ Bucket: bucket }), {
      abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return BucketRegion ?? "us-east-1";
  } catch (error) {
    // A redirect names the Region.
    const { $response } = error as { $response?: { headers?: Record<string, string> } };
    const region = $response?.headers?.["x-amz-bucket-region"];
    if (region !== undefined) return region;
    throw error;
  }
}

/** The folder of the organization, such as o-a1b2c3d4e5. */
async function organizationIn(
  aws: Aws,
  { S3BucketName, S3KeyPrefix }: DeliveringTrail,
  region: string,
): Promise<string | undefined> {
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const s3 = await aws.s3(region);
  const Prefix = `${S3KeyPrefix ? `${S3KeyPrefix}/` : ""}AWSLogs/`;
  const { CommonPrefixes = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: S3BucketName, Prefix, Delimiter: "/" }),
    { abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) },
  );
  const found = CommonPrefixes.map((one) => one.Prefix?.slice(Prefix.length, -1) ?? "");
  return found.find((one) => one.startsWith("o-"));
}

function daysOf(since: Date, until: Date): Date[] {
  const days: Date[] = [];
  for (let day = Date.parse(since.toISOString().slice(0, 10)); day <= until.getTime(); day += DAY_MS)
    days.push(new Date(day));
  return days;
}
const DAY_MS = 24 * 60 * 60_000;

async function searchSource(
  aws: Aws,
  { kind, region, bucket, bucketRegion, folders, timeOf }: Source,
  { alias, arn }: SearchTarget,
  callers: Callers,
  budget: { left: number; read: number },
  { since, progress, signal }: SearchOptions,
): Promise<SearchedSource> {
  const host = hostOf(alias);
  const place = `s3://${bucket}/${folders[0]?.prefix ?? ""}`;
  let files = 0;
  const result = (problem?: string): SearchedSource => ({
    kind,
    place,
    region,
    files,
    ...(problem !== undefined && { problem }),
  });
  let call: Call = { action: "s3:ListBucket", resource: bucket };
  try {
    const { GetObjectCommand, ListObjectsV2Command } = await import("@aws-sdk/client-s3");
    const s3 = await aws.s3(bucketRegion);
    const read = async (Key: string): Promise<void> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }), options(signal));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      const text = (Key.endsWith(".gz") ? await unzip(bytes) : bytes).toString("utf8");
      const uses =
        kind === "trail"
          ? usesInFile(text, host, arn)
          : text.split("\n").flatMap((line) => useInLine(line, host) ?? []);
      for (const use of uses) if (use.time >= since) callers.add(use);
      files += 1;
      budget.read += 1;
      progress(`Read log files: ${budget.read}, requests found: ${callers.requests} …`);
    };
    for (const { prefix, startAfter } of folders) {
      let ContinuationToken: string | undefined;
      do {
        call = { action: "s3:ListBucket", resource: bucket };
        const page = await s3.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ContinuationToken,
            ...(startAfter !== undefined && { StartAfter: startAfter }),
          }),
          options(signal),
        );
        const keys = (page.Contents ?? []).flatMap(({ Key = "", Size = 0 }) =>
          Size > LARGEST_FILE_BYTES || (timeOf !== undefined && timeOf(Key) === undefined) ? [] : [Key],
        );
        call = { action: "s3:GetObject", resource: `${bucket}/${prefix}*` };
        for (let index = 0; index < keys.length; index += READERS) {
          const some = keys.slice(index, Math.min(index + READERS, index + budget.left));
          if (signal?.aborted) return result("The search was interrupted.");
          if (some.length === 0) return result("More log files are left: raise --files.");
          budget.left -= some.length;
          await Promise.all(some.map(read));
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    }
    return result();
  } catch (error) {
    if (signal?.aborted) return result("The search was interrupted.");
    if (error instanceof SyntaxError) return result("A log file is not valid JSON.");
    if (/^Z_/.test(String((error as { code?: unknown }).code)))
      return result("A log file is not a valid gzip file.");
    return result(explain(error, call));
  }
}

function options(signal: AbortSignal | undefined): { abortSignal: AbortSignal } {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return { abortSignal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) };
}
