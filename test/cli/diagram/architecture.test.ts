import { App } from "cdktf";
import {
  architectureOf,
  isFullMesh,
  pairsOf,
  summary,
  type Architecture,
} from "../../../cli/diagram/architecture";
import { describe as describeArchitecture } from "../../../cli/diagram/describe";
import { drawSvg } from "../../../cli/diagram/draw";
import { drawMermaid } from "../../../cli/diagram/mermaid";
import { readConfiguration } from "../../../cli/synthesized/configuration";
import { MultiRegionAccessPointStack } from "../../../composition/stack";
import { ALL_REGIONS, environment } from "../../support/environment";

/** The architecture of an environment over so many Regions: the first is active, the second too, the others passive. */
function architecture(count: number, props: Parameters<typeof environment>[1] = {}): Architecture {
  const made = environment(ALL_REGIONS.slice(0, count), {
    network: { "us-east-1": { vpc: "default" } },
    ...props,
  });
  const stack = new MultiRegionAccessPointStack(new App({ outdir: "cdktf.out" }), "environment", made);
  stack.prepareStack();
  const configuration = readConfiguration(stack.toTerraform(), []);
  return architectureOf(configuration, (region) =>
    ["ap-south-1", "us-east-1"].includes(region) ? "active" : "passive",
  );
}

test("what the stack makes is what the picture shows", () => {
  const { replication, ...found } = architecture(3);
  expect(found).toEqual({
    name: "my-mrap",
    regions: [
      {
        region: "ap-south-1",
        bucket: "bucket-in-ap-south-1",
        routing: "active",
        endpoint: false,
        alarms: 3,
        topic: true,
        queue: true,
        jobs: true,
      },
      {
        region: "us-east-1",
        bucket: "bucket-in-us-east-1",
        routing: "active",
        endpoint: true,
        alarms: 3,
        topic: true,
        queue: true,
        jobs: true,
      },
      {
        region: "eu-west-1",
        bucket: "bucket-in-eu-west-1",
        routing: "passive",
        endpoint: false,
        alarms: 3,
        topic: true,
        queue: true,
        jobs: true,
      },
    ],
    state: { bucket: "terraform-state", region: "eu-west-1" },
    dashboard: true,
    onlyFromEndpoints: false,
    runbook: ["us-west-2", "us-east-1"],
    announcement: {
      topic: "us-west-2",
      from: ["us-west-2", "us-east-1", "ap-southeast-2", "ap-northeast-1", "eu-west-1"],
    },
    cloudFront: 0,
    controlPlane: "us-west-2",
    controlRegions: ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"],
  });
  expect(replication).toHaveLength(6);
  expect(replication).toContainEqual({ from: "eu-west-1", to: "us-east-1", rules: 1 });
});

test.each([
  [{ cloud: { organization: "example" } }, { service: "HCP Terraform", place: "example/my-mrap" }],
  [
    { http: { address: "https://gitlab.example.com/state" } },
    { service: "HTTP backend", place: "gitlab.example.com" },
  ],
  [{ gcs: { bucket: "photos-state" } }, { service: "Google Cloud Storage", place: "photos-state" }],
  [
    { azurerm: { storageAccountName: "photos", containerName: "state", resourceGroupName: "terraform" } },
    { service: "Azure Blob Storage", place: "photos/state" },
  ],
])("a state outside AWS has its service and its place: %j", (state, expected) => {
  const found = architecture(2, { state });
  expect(found.state).toEqual(expected);
  expect(drawMermaid(found)).toContain(`State<br/>${expected.place}<br/>${expected.service}`);
  expect(drawSvg(found)).toContain(expected.service);
});

test("what the environment leaves out is not in the picture", () => {
  const found = architecture(2, {
    state: "local",
    monitoring: { dashboard: false },
    failover: { runbook: false, announceChanges: false },
    replication: { timeControl: false, prefixes: ["a/", "b/"] },
  });
  expect(found).toMatchObject({ dashboard: false, regions: [{ queue: true }, { queue: true }] });
  expect([found.state, found.runbook, found.announcement]).toEqual([undefined, [], undefined]);
  expect(found.replication).toEqual([
    { from: "ap-south-1", to: "us-east-1", rules: 2 },
    { from: "us-east-1", to: "ap-south-1", rules: 2 },
  ]);
  expect(summary(found)).toBe(
    "Multi-Region Access Point over 2 Regions · 4 replication rules · 1 VPC endpoint · 6 alarms",
  );
});

test("replication both ways is one pair, replication one way is another", () => {
  const three = architecture(3);
  expect(isFullMesh(three)).toBe(true);
  expect(pairsOf(three)).toEqual([
    { from: "ap-south-1", to: "us-east-1", both: true },
    { from: "ap-south-1", to: "eu-west-1", both: true },
    { from: "us-east-1", to: "eu-west-1", both: true },
  ]);
  const replication = three.replication.filter(({ from, to }) => `${from} ${to}` !== "us-east-1 ap-south-1");
  expect(isFullMesh({ ...three, replication })).toBe(false);
  expect(pairsOf({ ...three, replication })[0]).toEqual({ from: "ap-south-1", to: "us-east-1", both: false });
});

test("the Deny statement of onlyFromEndpoints is found in the policy of the access point", () => {
  expect(architecture(2, { access: { onlyFromEndpoints: true } }).onlyFromEndpoints).toBe(true);
});

test("CloudFront, existing endpoints and the Regions of the notification are in the picture if they are configured", () => {
  const distribution = (id: string): string => `arn:aws:cloudfront::123456789012:distribution/${id}`;
  const found = architecture(2, {
    access: { cloudfront: [distribution("E1ABCDEFGHIJKL"), distribution("E2ABCDEFGHIJKL")] },
    network: { "ap-south-1": { endpoint: "vpce-0123456789abcdef0" } },
    failover: { announceFrom: "us-west-2" },
  });
  expect(found).toMatchObject({
    cloudFront: 2,
    announcement: { topic: "us-west-2", from: ["us-west-2"] },
    regions: [{ endpoint: true }, { endpoint: false }],
  });
  for (const shown of [drawSvg(found), drawMermaid(found)]) {
    expect(shown).toContain("CloudFront");
    expect(shown).toContain("2 distributions");
    expect(shown).toContain("event rule in us-west-2");
  }
  expect(drawSvg(architecture(2))).toContain("event rules in 5 Regions");
  expect(drawSvg(architecture(2))).not.toContain("CloudFront");
});

test("the pictures and the alternative text name the key of each Region", () => {
  const keys = { "us-east-1": "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-4cd5-96ef-1234567890ab" };
  const found = architecture(2, { encryption: { type: "kms", keys } });
  expect(found.regions.map(({ region, key }) => [region, key])).toEqual([
    ["ap-south-1", "created"],
    ["us-east-1", "existing"],
  ]);
  expect(summary(found)).toContain(" · 2 KMS keys · ");
  const svg = drawSvg(found);
  expect(svg).toContain("KMS key · 3 alarms");
  expect(svg).toContain("VPC endpoint · existing KMS key · 3 alarms");
  expect(svg).toContain("A KMS key of the stack encrypts the objects in ap-south-1.");
  expect(svg).toContain("An existing KMS key encrypts the objects in us-east-1.");
  expect(drawMermaid(found)).toContain("existing KMS key<br/>3 alarms");
  // The type s3 with keys decrypts older objects only.
  const both = { ...keys, "ap-south-1": keys["us-east-1"].replaceAll("us-east-1", "ap-south-1") };
  const retired = architecture(2, { encryption: { type: "s3", keys: both } });
  expect(retired.regions.map(({ key }) => key)).toEqual([undefined, undefined]);
});

/** The architecture of two Regions, of which the first bucket is adopted. */
function adopting(lock: (region: string) => boolean): Architecture {
  const made = environment(ALL_REGIONS.slice(0, 2), { repair: { batchReplication: false } });
  const stack = new MultiRegionAccessPointStack(new App({ outdir: "cdktf.out" }), "environment", made);
  stack.prepareStack();
  const configuration = readConfiguration(stack.toTerraform(), []);
  return architectureOf(
    {
      ...configuration,
      statements: [{ type: "import", body: { to: "aws_s3_bucket.ap_south_1", id: "bucket-in-ap-south-1" } }],
    },
    () => "active",
    lock,
  );
}

test("an imported bucket is marked, and a stack without jobs has no buckets for reports", () => {
  const found = adopting(() => false);
  expect(found.regions.map(({ adopted, jobs }) => [adopted, jobs])).toEqual([
    [true, undefined],
    [undefined, undefined],
  ]);
  expect(summary(found)).toContain(" · 1 adopted bucket · ");
  expect(describeArchitecture(found)).toContain(
    "Adopted buckets, which Terraform never deletes: bucket-in-ap-south-1.",
  );
  expect(drawMermaid(found)).toContain("active<br/>adopted bucket<br/>3 alarms");
});

test.each([
  [{ mode: "compliance", days: 365 } as const, "Object Lock: compliance, 365 days", "365 days in compliance"],
  [{ years: 1 }, "Object Lock: governance, 1 year", "1 year in governance"],
])("the pictures and the alternative text have the default retention of %j", (objectLock, shown, words) => {
  const found = architecture(2, { objectLock });
  expect(summary(found)).toContain(" · Object Lock · ");
  expect(drawSvg(found)).toContain(`VPC endpoint · ${shown} · 3 alarms`);
  expect(drawMermaid(found)).toContain(`active<br/>${shown}<br/>3 alarms`);
  expect(describeArchitecture(found)).toContain(
    `Buckets with Object Lock and a default retention of ${words} mode: bucket-in-ap-south-1, bucket-in-us-east-1.`,
  );
});

test("Object Lock without a default retention is marked, and a picture of many Regions says it once", () => {
  const found = architecture(7, { objectLock: true });
  expect(found.regions.map(({ objectLock }) => objectLock)).toEqual(Array(7).fill({}));
  expect(drawSvg(found)).toContain("in each Region Object Lock, 3 alarms");
  expect(describeArchitecture(found)).toContain("Buckets with Object Lock, without a default retention: ");
  for (const objectLock of [false, null, undefined]) {
    const without = architecture(2, objectLock === undefined ? {} : { objectLock });
    expect(without.regions.flatMap((region) => ("objectLock" in region ? [region.region] : []))).toEqual([]);
    expect(drawSvg(without) + drawMermaid(without)).not.toContain("Object Lock");
  }
});

test("the diagram shows Object Lock of an adopted bucket whose record contains it", () => {
  const found = adopting((region) => region === "ap-south-1");
  expect(found.regions.map(({ objectLock }) => objectLock)).toEqual([{}, undefined]);
  expect(drawMermaid(found)).toContain("active<br/>adopted bucket<br/>Object Lock<br/>3 alarms");
  expect(describeArchitecture(found)).toContain(
    "Buckets with Object Lock, adopted with the default retention that they have: bucket-in-ap-south-1.",
  );
});
