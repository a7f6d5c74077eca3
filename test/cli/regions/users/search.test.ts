import { gzipSync } from "node:zlib";
import { hostOf } from "../../../../cli/access-point/host";
import type { Aws } from "../../../../cli/adapters/aws/aws";
import { searchUses, type SearchOptions } from "../../../../cli/regions/users/search";

const alias = "abc.mrap";
const host = hostOf(alias);
const account = "123456789012";
const since = new Date("2026-02-06T00:00:00Z");
const until = new Date("2026-02-06T12:00:00Z");

const line = (time: string, caller = "batch") =>
  `owner bucket [06/Feb/2026:${time} +0000] 192.0.2.3 ${caller} ID REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 1 1 7 6 "-" "agent" - id SigV4A suite AuthHeader ${host} TLSv1.2 - -`;
const event = { eventTime: "2026-02-06T01:00:00Z", eventSource: "s3.amazonaws.com", eventName: "PutObject" };

/** An account with these log files, by bucket and key. Its trail records the data events of ap-south-1. */
function accountWith(files: Readonly<Record<string, string | Buffer>>, denied: readonly string[] = []): Aws {
  const send = async (command: { constructor: { name: string }; input: Record<string, string> }) => {
    const { Bucket = "", Prefix = "", Key = "", StartAfter = "" } = command.input;
    if (denied.includes(Bucket))
      throw Object.assign(new Error("no"), { name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    if (command.constructor.name === "HeadBucketCommand") return { BucketRegion: "eu-west-1" };
    if (command.constructor.name === "ListObjectsV2Command")
      return {
        Contents: Object.keys(files)
          .filter((name) => name.startsWith(`${Bucket}/${Prefix}`))
          .map((name) => ({ Key: name.slice(Bucket.length + 1), Size: 1 }))
          .filter(({ Key: key }) => key > StartAfter),
      };
    return { Body: { transformToByteArray: async () => Buffer.from(files[`${Bucket}/${Key}`] as string) } };
  };
  const trail = {
    Name: "all",
    TrailARN: "arn",
    HomeRegion: "ap-south-1",
    S3BucketName: "trail",
  };
  return {
    s3: async () => ({ send }),
    send: async ({ headers }: { headers: Record<string, string> }) => ({
      status: 200,
      headers: {},
      body: JSON.stringify(
        headers["x-amz-target"]!.endsWith("DescribeTrails")
          ? { trailList: [trail] }
          : { EventSelectors: [{ DataResources: [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3"] }] }] },
      ),
    }),
  } as unknown as Aws;
}

const search = (aws: Aws, options: Partial<SearchOptions> = {}) =>
  searchUses(
    aws,
    {
      alias,
      arn: `arn:aws:s3::${account}:accesspoint/${alias}`,
      account,
      regions: ["eu-west-1", "us-east-1", "ap-south-1"],
      accessLogs: {
        "eu-west-1": { bucket: "ireland", prefix: "photos/eu-west-1/" },
        "us-east-1": { bucket: "virginia", prefix: "photos/us-east-1/" },
      },
    },
    { since, until, mostFiles: 100, progress: () => undefined, ...options },
  );

const key = (region: string, bucket: string, time: string) =>
  `${bucket}/photos/${region}/2026-02-06-${time}-ABC`;
const FILES = {
  "ireland/photos/eu-west-1/2026-02-05-10-00-00-ABC": line("01:00:00", "too early by its key"),
  [key("eu-west-1", "ireland", "01-00-00")]: `${line("00:30:00")}\n${line("00:45:00")}\n`,
  "ireland/photos/eu-west-1/readme.txt": line("02:00:00", "no log"),
  [key("us-east-1", "virginia", "02-00-00")]: line("01:59:00", "reader"),
  [`trail/AWSLogs/${account}/CloudTrail/ap-south-1/2026/02/06/a.json.gz`]: gzipSync(
    JSON.stringify({
      Records: [{ ...event, requestParameters: { Host: host }, userIdentity: { arn: "writer" } }],
    }),
  ),
};

test("access logs and data events are searched, each Region in its own logs", async () => {
  const { requests, callers, sources, unsearched } = await search(accountWith(FILES));
  expect(requests).toBe(4);
  expect(callers.map(({ caller, requests: own }) => [caller, own])).toEqual([
    ["reader", 1],
    ["writer", 1],
    ["batch", 2],
  ]);
  expect(sources.map(({ kind, region, files }) => [kind, region, files])).toEqual([
    ["access-log", "eu-west-1", 1],
    ["access-log", "us-east-1", 1],
    ["trail", "ap-south-1", 1],
  ]);
  expect(unsearched).toEqual([]);
});

test("a bucket that may not be read does not stop the others", async () => {
  const { requests, sources, unsearched } = await search(accountWith(FILES, ["ireland"]));
  expect(requests).toBe(2);
  expect(sources[0]).toMatchObject({
    region: "eu-west-1",
    files: 0,
    problem: "No permission: s3:ListBucket on ireland is denied; allow it to your role, or use another one.",
  });
  expect(unsearched).toEqual(["eu-west-1"]);
});

test("the number of files is bounded, and the rest is not called searched", async () => {
  const { sources, unsearched } = await search(accountWith(FILES), { mostFiles: 1 });
  expect(sources.map(({ files, problem }) => [files, problem])).toEqual([
    [1, undefined],
    [0, "More log files are left: raise --files."],
    [0, "More log files are left: raise --files."],
  ]);
  expect(unsearched).toEqual(["us-east-1", "ap-south-1"]);
});

test.each([
  ["gzip", Buffer.from("no gzip"), "A log file is not a valid gzip file."],
  ["JSON", gzipSync("{"), "A log file is not valid JSON."],
])("a file that is no valid %s is a problem of its Region", async (_, file, problem) => {
  const trail = `trail/AWSLogs/${account}/CloudTrail/ap-south-1/2026/02/06/a.json.gz`;
  const { sources, unsearched } = await search(accountWith({ ...FILES, [trail]: file }));
  expect(sources[2]).toMatchObject({ problem });
  expect(unsearched).toEqual(["ap-south-1"]);
});

test("an interrupted search returns the requests that it found", async () => {
  const interrupted = new AbortController();
  const { requests, unsearched } = await search(accountWith(FILES), {
    signal: interrupted.signal,
    progress: (text) => text.includes("requests found: 2") && interrupted.abort(),
  });
  expect(requests).toBe(2);
  expect(unsearched).toEqual(["us-east-1", "ap-south-1"]);
});
