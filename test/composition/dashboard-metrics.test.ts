/** The dashboard of a synthesized environment against the metrics that S3 publishes for that environment, on the local AWS. */
import { ROUTES_REGIONS } from "../../constructs/limits";
import {
  PutBucketMetricsConfigurationCommand,
  PutBucketReplicationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { App } from "cdktf";
import { MultiRegionAccessPointStack } from "../../composition/stack";
import { AccessPointDashboard } from "../../constructs/dashboard";
import { startLocalAws, type LocalAws } from "../../local-aws";
import { environment } from "../support/environment";
import { versionedBucket } from "../support/buckets";
import { Synthesized } from "../support/synth";

const REGIONS = ["ap-south-1", "us-east-1", "eu-west-1"];
let aws: LocalAws;
beforeAll(async () => void (aws = await startLocalAws()));
afterAll(() => aws.stop());

const named = (reference: string): string =>
  /aws_s3_bucket\.(\w+)\./.exec(reference)![1]!.replaceAll("_", "-");

/** Makes the buckets as the stack has them: versioning, replication rules and request metrics. */
async function make(stack: Synthesized): Promise<void> {
  const s3 = (region: string) => new S3Client(aws.clientConfig(region));
  await Promise.all(
    REGIONS.map(async (region) => {
      const Bucket = `bucket-in-${region}`;
      await versionedBucket(aws, region, Bucket);
      const Id = stack.resources("aws_s3_bucket_metric")[region.replaceAll("-", "_")]!.name;
      await s3(region).send(
        new PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id } }),
      );
    }),
  );
  await Promise.all(
    Object.values(stack.resources("aws_s3_bucket_replication_configuration")).map(({ bucket, rule }) =>
      s3(named(bucket)).send(
        new PutBucketReplicationCommand({
          Bucket: `bucket-in-${named(bucket)}`,
          ReplicationConfiguration: {
            Role: "arn:aws:iam::123456789012:role/replication",
            Rules: rule.map(({ id, priority, status, filter, destination }: any) => ({
              ID: id,
              Priority: priority,
              Status: status,
              Filter: { Prefix: filter.prefix ?? "" },
              DeleteMarkerReplication: { Status: "Enabled" },
              Destination: {
                Bucket: `arn:aws:s3:::bucket-in-${named(destination.bucket)}`,
                Metrics: { Status: destination.metrics.status, EventThreshold: { Minutes: 15 } },
              },
            })),
          },
        }),
      ),
    ),
  );
  for (const region of REGIONS)
    for (const Key of ["logs/a", "photos/a"])
      await s3(region).send(
        new PutObjectCommand({ Bucket: `bucket-in-${region}`, Key: `${Key}-${region}`, Body: "x" }),
      );
}

/** Everything published in a Region, as `name|dimension=value|…`. */
async function published(region: string): Promise<Set<string>> {
  const values = await aws.control.metrics(region);
  return new Set(values.map(({ name, dimensions }) => key(name, Object.entries(dimensions))));
}

function key(name: string, dimensions: ReadonlyArray<readonly [string, string]>): string {
  return [name, ...dimensions.map(([dimension, value]) => `${dimension}=${value}`).sort()].join("|");
}

test("every metric of the dashboard exists with its dimensions in the Region where it is looked for", async () => {
  const props = environment(REGIONS, { replication: { prefixes: ["logs/", "photos/"] } });
  const made = new MultiRegionAccessPointStack(new App({ outdir: "cdktf.out" }), "environment", props);
  made.prepareStack();
  const { body } = made.node.findAll().find((one) => one instanceof AccessPointDashboard)!;
  const stack = new Synthesized(made.toTerraform());
  await make(stack);

  const all = body.widgets.flatMap(({ properties }: any) =>
    (properties.metrics ?? []).map((metric: any[]) => ({ metric, properties })),
  );
  // EventBridge has no metrics on the local AWS: a rule of the default bus has this one, by its name, in its Region.
  const { name, provider, event_bus_name } = stack.resources("aws_cloudwatch_event_rule").routing!;
  expect([name, provider, event_bus_name]).toEqual(["my-mrap-routing", "aws", undefined]);
  expect(stack.json.provider.aws[0]).toMatchObject({ region: "us-west-2" });
  const ofEvents = all.filter(({ metric }) => metric[0] !== "AWS/S3");
  const marks = ofEvents.map(({ metric }) => [...metric.slice(0, 4), metric.at(-1).region].join(" "));
  const inEachRegion = ROUTES_REGIONS.map(
    (region) => `AWS/Events TriggeredRules RuleName my-mrap-routing ${region}`,
  );
  expect(marks.sort()).toEqual([...inEachRegion, ...inEachRegion].sort());

  const wanted = all
    .filter((one) => !ofEvents.includes(one))
    .map(({ metric, properties }) => {
      const [name, ...rest] = metric.slice(1, -1) as string[];
      const dimensions = rest.flatMap((one, index) =>
        index % 2 === 0 ? [[one, rest[index + 1]!] as const] : [],
      );
      const region: string = metric.at(-1).region ?? properties.region;
      return `${region} ${key(name!, dimensions)}`;
    });
  // 6 directions of 2 rules with 4 metrics, and 5 metrics of 3 buckets.
  expect(new Set(wanted).size).toBe(6 * 2 * 4 + 5 * 3);

  const missing = async (): Promise<string[]> => {
    const there = new Map(
      await Promise.all(REGIONS.map(async (region) => [region, await published(region)] as const)),
    );
    return wanted.filter((one) => !there.get(one.split(" ")[0]!)!.has(one.split(" ").slice(1).join(" ")));
  };
  for (let tries = 0; tries < 50 && (await missing()).length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await missing()).toEqual([]);
});
