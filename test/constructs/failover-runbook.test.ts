import { App } from "cdktf";
import { FailoverRunbook } from "../../constructs/failover-runbook";
import { messageOf, PlainStack, synthPlain, validationErrors } from "../support/synth";

const arn = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";

const BUCKETS: Record<string, string> = { "ap-south-1": "shop-mumbai", "us-east-1": "shop-virginia" };

const make = (stack: PlainStack, regions: string[], buckets = BUCKETS): FailoverRunbook =>
  new FailoverRunbook(stack, "runbook", {
    name: "my-mrap",
    accessPointArn: arn,
    accountId: stack.accountId,
    buckets,
    providers: new Map(regions.map((region) => [region, stack.providers.in(region)])),
  });

test("is in two Regions that serve the routes API, with a role that may route this access point and nothing else", () => {
  const synthesized = synthPlain(
    ["us-east-1", "us-west-2"],
    (stack) => void make(stack, ["us-east-1", "us-west-2"]),
  );
  const documents = Object.values(synthesized.resources("aws_ssm_document"));
  expect(documents.map(({ provider }) => provider)).toEqual(["aws.us_east_1", "aws.us_west_2"]);
  for (const { content, document_type } of documents) {
    expect(document_type).toBe("Automation");
    expect(content).toMatch(/^\$\{jsonencode\(/);
    expect(content).toContain("aws_iam_role.runbook/Role.arn");
  }
  expect(synthesized.statements("runbook/Permissions")).toEqual({
    RouteThisAccessPoint: {
      sid: "RouteThisAccessPoint",
      actions: ["s3:GetMultiRegionAccessPointRoutes", "s3:SubmitMultiRegionAccessPointRoutes"],
      resources: [arn],
    },
  });
  expect(synthesized.statements("runbook/trust").AutomationsOfThisAccountOnly).toMatchObject({
    principals: [{ identifiers: ["ssm.amazonaws.com"] }],
  });
});

test("rejects other Regions, and a single Region", () => {
  const stack = new PlainStack(new App(), ["us-east-1", "ap-south-1"]);
  expect(messageOf(() => make(stack, ["us-east-1", "ap-south-1"]))).toMatch(
    /^'providers' should have two of us-east-1, .* got us-east-1, ap-south-1 \(at plain\/runbook\)$/,
  );
  expect(messageOf(() => make(new PlainStack(new App(), ["us-east-1"]), ["us-east-1"]))).toMatch(
    /got us-east-1/,
  );
});

test("rejects more buckets than a document has room for", () => {
  const regions = ["us-east-1", "us-west-2"];
  const withBuckets = (count: number) =>
    synthPlain(regions, (stack) => {
      const buckets = Array.from({ length: count }, (_, index) => [`xx-region-${index}`, "b".repeat(63)]);
      make(stack, regions, Object.fromEntries(buckets));
    });
  expect(validationErrors(() => withBuckets(600))).toEqual([
    "[plain/runbook] the document of the runbook should have at most 65536 bytes, got about 72640 because of 'buckets': name fewer buckets",
  ]);
  expect(() => withBuckets(400)).not.toThrow();
});
